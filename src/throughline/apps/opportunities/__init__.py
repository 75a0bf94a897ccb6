"""What one can learn by, in which order, and what it counts for."""
