"""The command line: `throughline COMMAND`."""
