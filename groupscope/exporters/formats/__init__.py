"""The formats in which a record can leave; every file holds a ``FORMAT``."""
