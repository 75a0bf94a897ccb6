"""Throughline: a state's learning-to-career pathways, as rules that run."""
