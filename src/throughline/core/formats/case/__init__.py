"""CASE, 1EdTech's format of competency frameworks: versions 1.0 and 1.1, and the drafts before 1.0 that files still have.

Sources: CASE information model 1.1, REST binding 1.1 and its OpenAPI document, implementation guide 1.1.
"""
