"""The lottery: what is drawn for each can be drawn again by anybody, and the seed is bound before anyone can gain by it."""

from hashlib import sha256

SHORTEST_SEED = 32
"""Letters that a seed needs at least, so that nobody finds one by trying that gives the draw they want."""


def ticket(draw: str, claim: str) -> str:
    """What is drawn for a claim: SHA-256 of the draw's name, a bar and the claim's id, in hexadecimal."""
    return sha256(f"{draw}|{claim}".encode()).hexdigest()


def commitment(seed: str) -> str:
    """What is published of a seed before it is: SHA-256 of "throughline round seed", a bar and the seed, in hexadecimal."""
    return sha256(f"throughline round seed|{seed}".encode()).hexdigest()
