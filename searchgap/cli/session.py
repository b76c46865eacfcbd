"""What every command is given: where the files are, and how to speak to the user."""

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from searchgap.history.store import History
    from searchgap.model.config import Config
    from searchgap.report.base import Layout

DEFAULT_CONFIG = Path("queries.yaml")
_WIDEST_PIPE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """The options that every command takes.

    Attributes:
        config_path: the configuration.
        history_path: the history file, where the user named one.
        quiet: say nothing on standard error but errors.
        verbose: say more on standard error.
        colour: whether colour may be used at all.
    """

    config_path: Path
    history_path: Path | None
    quiet: bool
    verbose: bool
    colour: bool

    def load_config(self) -> "Config":
        """The configuration.

        Raises:
            UsageError: it cannot be read or is not right.
        """
        from searchgap.config.load import load_config  # noqa: PLC0415 - brings the validation library
        from searchgap.search.registry import PROVIDERS  # noqa: PLC0415 - needed here only

        return load_config(self.config_path, providers=PROVIDERS)

    def load_config_if_any(self) -> "Config | None":
        """The configuration, or None where the default one does not exist."""
        if self.config_path == DEFAULT_CONFIG and not self.config_path.exists():
            return None
        return self.load_config()

    def history_file(self) -> Path:
        """The history file: the one named, or `.searchgap/history.db` beside the configuration."""
        return self.history_path or self.config_path.parent / ".searchgap" / "history.db"

    def open_history(self) -> "History":
        """The history file, made if there is none.

        Raises:
            HistoryError: it cannot be used.
        """
        from searchgap.history.store import History  # noqa: PLC0415 - brings the database

        return History.open(self.history_file())

    def open_existing_history(self) -> "History":
        """The history file for reading.

        Raises:
            HistoryError: there is none, or it cannot be used.
        """
        from searchgap.history.store import History  # noqa: PLC0415 - brings the database

        return History.open_existing(self.history_file())

    def say(self, text: str) -> None:
        """Tell the user something on standard error."""
        if not self.quiet:
            say(text)

    def explain(self, text: str) -> None:
        """Tell the user more, if they asked for more."""
        if self.verbose:
            say(text)

    def layout(self, *, table: str = "results") -> "Layout":
        """How a report to standard output is laid out."""
        from searchgap.report.base import Layout  # noqa: PLC0415 - needed here only

        return Layout(
            width=screen_width(), colour=self.colour and sys.stdout.isatty(), ascii_only=speaks_ascii(), table=table
        )


def say(text: str) -> None:
    """Write a line to standard error in whatever it can encode."""
    with suppress(BrokenPipeError):
        stream = sys.stderr
        encoding = stream.encoding or "ascii"
        stream.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")
        stream.flush()


def screen_width() -> int:
    """Columns of the terminal; what `COLUMNS` says, or at most 100, where there is none."""
    import shutil  # noqa: PLC0415 - needed by reports only

    return shutil.get_terminal_size((_WIDEST_PIPE, 24)).columns


def speaks_ascii() -> bool:
    """Whether standard output can encode nothing but ASCII."""
    try:
        "●─…".encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return True
    return False


def print_lines(chunks: Iterable[str]) -> None:
    """Write to standard output; a reader who has gone (`| head`) ends it without a word.

    Raises:
        OutputError: it could not be written.
    """
    from searchgap.report.write import STDOUT, write_report  # noqa: PLC0415 - needed by results only

    with suppress(BrokenPipeError):
        write_report(chunks, STDOUT, encoding=sys.stdout.encoding or "utf-8")


def colour_wanted() -> bool:
    """Whether the environment allows colour (`NO_COLOR`, https://no-color.org, and a dumb terminal forbid it)."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
