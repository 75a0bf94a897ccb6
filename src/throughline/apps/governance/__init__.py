"""Requests for missing pathways, and each school's strategy."""
