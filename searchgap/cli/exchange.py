"""`searchgap history export`, `import` and `merge`: audits leave the file, and come into it."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from searchgap.cli.session import Session
from searchgap.errors import UsageError

if TYPE_CHECKING:
    from searchgap.history.merging import Merged

_FORMATS = ("jsonl", "parquet")
_STDIO = Path("-")
_DATABASE = b"SQLite format 3\0"


def export_history(
    session: Session,
    target: Annotated[
        Path, typer.Argument(metavar="FILE", help="The file to write, - for standard output; a folder for parquet.")
    ],
    format_name: Annotated[
        str, typer.Option("--format", "-f", metavar="NAME", help="jsonl, complete; or parquet, for other engines.")
    ] = "jsonl",
) -> None:
    """Write the whole history, to back it up, to move it, or to ask it things with other programs.

    jsonl can be read back with `searchgap history import`. parquet makes a folder of partitioned tables that DuckDB,
    Spark, BigQuery and ClickHouse read as it is, with queries to start from; it needs the extra `searchgap[parquet]`.
    """
    if format_name not in _FORMATS:
        raise UsageError(f'an export has no format "{format_name}"', hint=f"choose one of {', '.join(_FORMATS)}")
    path = session.history_file()
    if target.exists() and path.exists() and target.samefile(path):
        raise UsageError(f"{target} is the history itself", hint="name another file")
    if format_name == "parquet":
        from searchgap.history.parquet import export_parquet  # noqa: PLC0415 - brings the database

        export_parquet(path, target)
    else:
        from searchgap.history.exporting import export_lines  # noqa: PLC0415 - brings the database
        from searchgap.report.write import write_report  # noqa: PLC0415 - needed here only

        write_report(export_lines(path), str(target))
    if target != _STDIO:
        session.say(f"wrote {target}")


def import_history(
    session: Session,
    source: Annotated[Path, typer.Argument(metavar="FILE", help="What export wrote as jsonl; - for standard input.")],
) -> None:
    """Read audits and actions back that `searchgap history export` wrote; those that are here stay as they are."""
    from searchgap.history.importing import import_lines  # noqa: PLC0415 - brings the database

    session.say(_word(import_lines(session.history_file(), _read_lines(source), source)))


def merge_history(
    session: Session,
    other: Annotated[Path, typer.Argument(metavar="OTHER", help="The history file to take audits and actions from.")],
) -> None:
    """Take over what another history file has besides, such as that of another runner. OTHER stays as it is.

    Audits that both have count once. Where the two contradict each other, nothing is merged.
    """
    from searchgap.history.merging import merge  # noqa: PLC0415 - brings the database

    session.say(_word(merge(session.history_file(), other)))


def _read_lines(source: Path) -> Iterator[bytes]:
    """The lines of a file; trouble with it is a UsageError of its own name."""
    try:
        if source == _STDIO:
            yield from sys.stdin.buffer
            return
        with source.open("rb") as stream:
            if stream.peek(len(_DATABASE)).startswith(_DATABASE):
                raise UsageError(f"{source} is a database", hint=f"take it over with: searchgap history merge {source}")
            yield from stream
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UsageError(f"cannot read {source}: {reason}", hint="name a file that export wrote") from error


def _word(merged: "Merged") -> str:
    audits = len(merged.added)
    parts = [
        "1 audit is new" if audits == 1 else f"{audits} audits are new",
        *([f"{len(merged.extended)} went on"] if merged.extended else []),
        f"{len(merged.known)} were here already",
        "1 action is new" if merged.actions == 1 else f"{merged.actions} actions are new",
    ]
    return ", ".join(parts)
