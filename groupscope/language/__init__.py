"""What is understood of a message: words, mood, questions. Pure functions over text.

Nothing here reads anything but its own lists under ``data/``, and nothing waits: a message takes
some 30 µs, whatever it holds.
"""
