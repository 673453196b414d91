"""The server under test: how it is reached, what is known of it, and the mock of this project."""
