"""Reports on two audits held against each other."""
