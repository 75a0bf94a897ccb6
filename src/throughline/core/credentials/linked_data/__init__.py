"""A credential as linked data: terms, expansion, and the canonical form that is signed (JSON-LD, RDFC-1.0)."""
