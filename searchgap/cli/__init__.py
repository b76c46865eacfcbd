"""The command line: options in, a report or a clear error out."""
