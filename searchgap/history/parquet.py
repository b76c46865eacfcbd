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

from searchgap.errors import OutputError, UsageError
from searchgap.history.opening import BUSY_SECONDS, connect_to_read
from searchgap.history.transaction import reading
from searchgap.history.trouble import doubting, explaining

_QUERIES = Path(__file__).with_name("data_set.sql")


def export_parquet(path: Path, folder: Path, *, timeout: float = BUSY_SECONDS) -> None:
    """Writes the history at `path` as a new data set; the folder appears when it is complete.

    Raises:
        UsageError: the library for it is not installed, or something is in the folder already.
        HistoryError: the history cannot be read.
        OutputError: the data set cannot be written.
    """
    try:
        from searchgap.history.parquet_files import DataSet  # noqa: PLC0415 - brings the library, which is an extra
        from searchgap.history.parquet_tables import TableSource  # noqa: PLC0415 - the same
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
        source = TableSource(connection)
        with _telling(folder), closing(DataSet(draft)) as data_set:
            for table, piece in source.whole():
                data_set.add(table, piece)
            for month, table, piece in source.by_month():
                data_set.add(table, piece, month)
            data_set.complete()
            shutil.copyfile(_QUERIES, draft / "queries.sql")


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
