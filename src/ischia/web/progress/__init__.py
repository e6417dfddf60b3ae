"""Progress: pain, reach, function, sessions, walking and form, as pictures and as tables."""
