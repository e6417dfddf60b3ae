"""More: everything that does not stand in the main navigation."""
