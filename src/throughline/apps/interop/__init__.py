"""Imports as errands: a file, an address or a folder is looked at, applied by a worker, and can be undone; what is refused
is kept apart until somebody mends it or sets it aside."""
