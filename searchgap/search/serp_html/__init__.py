"""Saved result pages: what a browser wrote to disk → organic results and features, engine by engine."""
