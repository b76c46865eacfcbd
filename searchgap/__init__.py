"""searchgap: who owns the first ten results of a product's problem queries, and where the company is absent."""

# The one place the version is written: the build reads it, and a constant spares start-up a metadata look-up.
__version__ = "0.1.0"
