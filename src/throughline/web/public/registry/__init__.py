"""The pages of the registry: search, documents as trees, items with their links, crosswalks, versions, files."""
