"""The population in files: columns and results as memory-mapped arrays, facts and results as Parquet."""
