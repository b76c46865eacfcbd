"""Reports: one view of rows and numbers, laid out in several formats."""
