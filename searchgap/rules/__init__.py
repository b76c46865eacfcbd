"""Decisions: pure functions without clock, network, files or environment."""
