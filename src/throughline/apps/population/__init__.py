"""Where everyone stands, kept as one row of small numbers a learner: a cache that says how old it is, never the truth."""
