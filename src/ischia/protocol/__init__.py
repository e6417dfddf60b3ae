"""What we know: the typed, sourced, versioned knowledge."""
