"""A history as a partitioned Parquet data set, for engines that read more than one file can hold.

    audits/    one row per audit
    parties/   audit x brand x configured address of the brand, a competitor or a partner
    actions/   what was done
    queries/   audit x brand x query x search            month=YYYY-MM/part-0.parquet
    searches/  audit x search: how it ended, what it cost  month=YYYY-MM/part-0.parquet
    results/   audit x search x rank                      month=YYYY-MM/part-0.parquet
    queries.sql  questions to start from

`request_key` joins the last three. Months are those in which audits began, in UTC. Facts only, no verdicts; `host` and
`domain` are read off the address. Not for coming back: money is rounded to nine decimals, features of result pages and
superseded attempts stay behind, and what UTF-8 has no form for becomes U+FFFD.
"""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from searchgap.errors import OutputError, UsageError
from searchgap.history.opening import BUSY_SECONDS, connect_to_read
from searchgap.history.parquet_rows import TABLES, Rows, RowSource
from searchgap.history.transaction import reading
from searchgap.history.trouble import doubting, explaining

if TYPE_CHECKING:
    import pyarrow as pa

_QUERIES = Path(__file__).with_name("data_set.sql")


def export_parquet(path: Path, folder: Path, *, timeout: float = BUSY_SECONDS) -> None:
    """Writes the history at `path` as a new data set; the folder appears when it is complete.

    Raises:
        UsageError: the library for it is not installed, or something is in the folder already.
        HistoryError: the history cannot be read.
        OutputError: the data set cannot be written.
    """
    try:
        import pyarrow as pa  # noqa: F401, PLC0415 - an extra, told apart from trouble further down
    except ImportError as error:
        raise UsageError(
            "parquet needs a library that is not installed", hint='install it with: pip install "searchgap[parquet]"'
        ) from error
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise UsageError(f"{folder} exists already", hint="name a new folder, or remove that one first")
    with (
        explaining(path),
        doubting(path),
        closing(connect_to_read(path, timeout)) as connection,
        reading(connection),
        _drafting(folder) as draft,
    ):
        source = RowSource(connection)
        with _telling(folder), closing(_DataSet(draft)) as data_set:
            for table, rows in source.whole():
                data_set.write(table, rows)
            for month, table, rows in source.by_audit():
                data_set.write(table, rows, month)
            shutil.copyfile(_QUERIES, draft / "queries.sql")


class _DataSet:
    """Files of a data set that are being written, one open per table, since audits come month by month."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[str, tuple[str | None, Any]] = {}
        self._schemas = {table: _build_schema(columns) for table, columns in TABLES.items()}

    def write(self, table: str, rows: Rows, month: str | None = None) -> None:
        """Writes rows as one group of a table."""
        import pyarrow as pa  # noqa: PLC0415 - an extra

        schema = self._schemas[table]
        columns = zip(*rows, strict=True) if rows else ((),) * len(schema)
        arrays = [pa.array(column, type=field.type) for column, field in zip(columns, schema, strict=True)]
        self._find_file(table, month).write_table(pa.Table.from_arrays(arrays, schema=schema))

    def close(self) -> None:
        """Completes every file."""
        for _, file in self._open.values():
            file.close()
        self._open.clear()

    def _find_file(self, table: str, month: str | None) -> Any:  # noqa: ANN401 - the library has no types
        import pyarrow.parquet as pq  # noqa: PLC0415 - an extra

        if table in self._open and self._open[table][0] == month:
            return self._open[table][1]
        if table in self._open:
            self._open.pop(table)[1].close()
        place = self._folder / table / (f"month={month}" if month else "")
        place.mkdir(parents=True)
        file = pq.ParquetWriter(place / "part-0.parquet", self._schemas[table], compression="zstd")
        self._open[table] = month, file
        return file


def _build_schema(columns: tuple[tuple[str, str], ...]) -> "pa.Schema":
    import pyarrow as pa  # noqa: PLC0415 - an extra

    types = {
        "text": pa.string(),
        "moment": pa.timestamp("us", tz="UTC"),
        "day": pa.date32(),
        "count": pa.int64(),
        "flag": pa.bool_(),
        "number": pa.float64(),
        "money": pa.decimal128(38, 9),
    }
    return pa.schema([(name, types[kind]) for name, kind in columns])


@contextmanager
def _drafting(folder: Path) -> Iterator[Path]:
    """A folder beside the wanted one that takes its name when the block ends well, and goes when it does not."""
    draft = folder.absolute().parent / f".searchgap-{secrets.token_hex(6)}.tmp"
    with _telling(folder):
        draft.mkdir()
    try:
        yield draft
        with _telling(folder):
            if folder.exists():
                folder.rmdir()
            draft.rename(folder)
    except BaseException:
        with suppress(OSError):
            shutil.rmtree(draft)
        raise


@contextmanager
def _telling(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OutputError(
            f"cannot write the data set to {folder}: {reason}", hint="free some space, or choose another place"
        ) from error
