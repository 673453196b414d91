"""One run of a command over the rows of a file: what it sends, records, shows and reports."""
