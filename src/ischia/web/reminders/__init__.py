"""Reminders: times, a calendar, and a question instead of a nag."""
