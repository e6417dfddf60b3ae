"""What is kept: the models, and `journey`, where stored facts go through `care`."""
