"""Agreements between organizations before they are in force: conditions, how they are agreed, what speaks against them."""
