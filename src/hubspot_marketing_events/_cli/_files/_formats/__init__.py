"""The formats of files: what is a row in each of them."""
