"""What makes the library searchable; all of it can be rebuilt from the store."""
