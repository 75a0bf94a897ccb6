"""Who may sign: DIDs, their documents, and where a method is found."""
