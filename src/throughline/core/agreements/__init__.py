"""Agreements between organizations before they are in force: their conditions, how they are agreed, what speaks against them."""
