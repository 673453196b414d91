"""Where things are in this project, how files are replaced, and how a command ends."""
