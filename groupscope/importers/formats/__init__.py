"""The formats: each file holds one, called ``FORMAT``, and is found by itself."""
