"""The country, for the emergency number, and the look: light, dark, or as the device has it."""
