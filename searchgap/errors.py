"""The error tree: trouble a user can do something about, said in one sentence with one next step.

SearchgapError
├── UsageError      the command line or the configuration is wrong (exit code 2)
├── HistoryError    the history file cannot be used
├── RecordingError  a recording cannot be read or written
└── OutputError     a report cannot be written

What goes wrong with one search is not an error but a value: see `searchgap.model.serp`.
"""


class SearchgapError(Exception):
    """Trouble that ends the command.

    Attributes:
        message: one sentence, lower case, naming the thing in trouble.
        hint: the next step, or None where there is none to name.
        exit_code: what the process ends with, from the table in the README.
    """

    exit_code = 1

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(SearchgapError):
    """The command line, the configuration or an input file is not what it should be."""

    exit_code = 2


class HistoryError(SearchgapError):
    """The history file is locked, read-only, damaged, full or of a newer searchgap."""


class RecordingError(UsageError):
    """A recording is missing, or holds something that is not the documented format."""


class OutputError(SearchgapError):
    """A report could not be written; nothing half-written is left behind."""
