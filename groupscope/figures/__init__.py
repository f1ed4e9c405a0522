"""What several reports compute alike, of what the store tells."""
