"""The addresses of the pages, by whose they are."""
