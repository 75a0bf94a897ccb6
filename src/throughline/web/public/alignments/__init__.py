"""Alignments as pages: which are certified, what one framework covers of another, and the reviewer's bench."""
