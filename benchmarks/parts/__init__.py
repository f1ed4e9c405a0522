"""What the benchmark is made of: one measurement a module, and what they share."""
