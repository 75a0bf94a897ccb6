"""How Throughline is put together and run: settings, addresses, database, web assets."""
