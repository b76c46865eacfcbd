"""Where SERPs come from: the table of providers and the sources behind it."""
