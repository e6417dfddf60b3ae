"""What a person sees: one folder for each journey."""
