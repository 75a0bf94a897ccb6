"""Whether a credential still stands: bit lists and lists of what was revoked."""
