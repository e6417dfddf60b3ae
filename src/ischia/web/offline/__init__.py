"""Installing, and today without a network."""
