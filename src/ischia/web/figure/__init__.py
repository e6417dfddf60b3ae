"""The exercise figures."""
