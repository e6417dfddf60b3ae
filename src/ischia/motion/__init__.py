"""What we see: pure functions from movement to meaning. No cameras, no clinical decisions."""
