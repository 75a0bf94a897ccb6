"""What is kept: one Django app per area, each calling only those below it."""
