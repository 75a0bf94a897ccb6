"""What is true: values in, values out; no clock, no database, no network, no Django."""
