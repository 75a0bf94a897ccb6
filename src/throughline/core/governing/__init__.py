"""Bodies that decide: what a charter says, who sits, what a vote needs, and what it came to."""
