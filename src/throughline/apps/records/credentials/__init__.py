"""What is issued: contents, keys, signatures, places on status lists, addresses."""
