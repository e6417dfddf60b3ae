"""Signing in, and what belongs to the account."""
