"""What we decide: pure functions from facts to decisions, with reasons."""
