"""Training the mood's models: run by hand, its output is committed, no corpus is."""
