"""What a state publishes, as values."""
