"""Reports on many audits in the order of time."""
