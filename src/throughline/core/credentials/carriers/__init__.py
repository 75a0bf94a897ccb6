"""Files that carry a credential: PNG, SVG, PDF."""
