"""Throughline: a state's learning-to-career pathways, as rules that run."""

__version__ = "0.1.0"
