"""Ischia: support for people with sciatica and their clinicians."""
