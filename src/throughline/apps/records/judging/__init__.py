"""Work that was handed in as judging reads it, and who is in step."""
