"""The registry: documents of the field's formats as others published them, every version kept, read by anyone."""
