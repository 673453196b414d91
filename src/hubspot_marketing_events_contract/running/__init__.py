"""A run: what it needs before it starts, the properties one after another, and what is accepted."""
