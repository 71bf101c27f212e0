"""One rule a file; rules that only map a status or a kind of error are rows of one table, in table.py."""
