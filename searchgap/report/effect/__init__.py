"""Reports on what was seen after actions."""
