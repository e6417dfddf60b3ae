"""Questionnaires: one calm page each, what the score means, and help before any score."""
