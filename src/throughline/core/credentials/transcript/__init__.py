"""The official record on paper: a PDF that reads aloud, lasts, and carries the record it was drawn from."""
