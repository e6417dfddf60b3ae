"""The picture: where it is felt, and what it may be."""
