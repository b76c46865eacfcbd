"""The history file: audits and every search outcome as it arrived, in SQLite."""
