"""Many people at once: clinical cases, mutation of the rules, simulation."""
