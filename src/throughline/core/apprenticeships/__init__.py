"""Apprenticeships: what standards must hold, what signed weeks come to, the ladder that leads there, and incentives."""
