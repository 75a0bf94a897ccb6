"""How judges of the same work agree, how severe each is, and whether an item treats groups alike."""
