"""Whether a place gives learners who started alike the same, whatever group they say they belong to."""
