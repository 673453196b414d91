"""Decides what is sent, when, and what became of it; does no I/O."""
