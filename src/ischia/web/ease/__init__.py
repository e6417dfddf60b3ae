"""Ease now: what helps in the next minutes."""
