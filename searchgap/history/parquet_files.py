"""The files of the Parquet data set, written piece by piece. Needs the library, which is an extra."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

_ROWS_IN_A_GROUP = 100_000
# Texts come back every week. With the usual megabyte for those of a column, most would be written again and again.
_DICTIONARY_BYTES = 1 << 26


class DataSet:
    """Files that are being written, one open per table, since audits come month by month."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[str, tuple[str | None, pq.ParquetWriter]] = {}
        self._waiting: dict[str, list[pa.Table]] = {}

    def add(self, table: str, piece: pa.Table, month: str | None = None) -> None:
        """Takes a piece of a table."""
        if table in self._open and self._open[table][0] != month:
            self._complete(table)
        if table not in self._open:
            self._open[table] = month, self._open_file(table, month, piece.schema)
        waiting = self._waiting.setdefault(table, [])
        waiting.append(piece)
        if sum(map(len, waiting)) >= _ROWS_IN_A_GROUP:
            self._write(table)

    def complete(self) -> None:
        """Completes every file."""
        for table in tuple(self._open):
            self._complete(table)

    def close(self) -> None:
        """Lets go of every file, complete or not."""
        for _, file in self._open.values():
            file.close()
        self._open.clear()

    def _complete(self, table: str) -> None:
        self._write(table)
        self._open.pop(table)[1].close()

    def _write(self, table: str) -> None:
        """Writes what waits as one group of rows, in which a text is kept once."""
        pieces = self._waiting.pop(table, [])
        if pieces:
            self._open[table][1].write_table(pa.concat_tables(pieces).unify_dictionaries())

    def _open_file(self, table: str, month: str | None, schema: pa.Schema) -> pq.ParquetWriter:
        place = self._folder / table / (f"month={month}" if month else "")
        place.mkdir(parents=True)
        return pq.ParquetWriter(
            place / "part-0.parquet",
            schema,
            compression="zstd",
            dictionary_pagesize_limit=_DICTIONARY_BYTES,
            store_schema=False,  # it would have Arrow read texts as dictionaries
        )
