"""The program, and each exercise."""
