"""Data Integrity proofs: whole credentials, and parts of them."""
