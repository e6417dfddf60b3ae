"""The session player."""
