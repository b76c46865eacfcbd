"""`queries.yaml`: reading it with every complaint at once, its JSON Schema, and a first file to start from."""
