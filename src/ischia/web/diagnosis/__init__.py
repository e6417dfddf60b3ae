"""What a clinician said."""
