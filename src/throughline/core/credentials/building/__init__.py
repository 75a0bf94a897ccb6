"""Credentials and records built from plain values: Open Badges 3.0, CLR 2.0, endorsements, statements that look forward.

Everything here is unsigned; `core/credentials/proofs/data_integrity.py` and `jose.py` sign what is built.
"""
