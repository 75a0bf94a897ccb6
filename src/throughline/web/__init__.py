"""What is seen: one folder for each kind of person; a view parses, calls one action or query, and renders."""
