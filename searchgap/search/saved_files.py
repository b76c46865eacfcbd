"""A file of the user's → the SERPs in it: a saved result page, a provider's JSON reply, or a rank tracker's CSV."""

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from searchgap.model.serp import OrganicResult, SerpFeature
from searchgap.search.rank_csv import read_rank_csv


class FileState(StrEnum):
    """What a file tells. Only `ok` and `empty` are answers."""

    OK = "ok"
    EMPTY = "empty"
    BLOCKED = "blocked"
    UNPARSED = "unparsed"


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSerp:
    """A SERP out of a file.

    Attributes:
        engine: whose ranking it is; None if it is not known.
        query: the words searched; None if the file does not tell.
        state: what the file tells.
        results: organic results by rising rank.
        features: what else was on the page.
        saved_at: when it was saved, where the file tells.
        reason: why there are no results; None with `ok`.
        hints: what a user should know or do about it, in sentences.
        hidden: ranks whose address the page hides; their `url` is no more than the host.
    """

    engine: str | None
    query: str | None
    state: FileState
    results: tuple[OrganicResult, ...] = ()
    features: tuple[SerpFeature, ...] = ()
    saved_at: datetime | None = None
    reason: str | None = None
    hints: tuple[str, ...] = ()
    hidden: frozenset[int] = frozenset()


def read_saved(data: bytes, name: str, *, engine: str = "auto") -> Iterator[SavedSerp]:
    """The SERPs in a file; a page or a reply holds one, a CSV one for each query.

    Args:
        data: the whole file.
        name: its name, for messages and to tell a CSV.
        engine: whose page it is, or the provider whose reply; "auto" to find out.

    Raises:
        UsageError: it is a page larger than 30 MB, a CSV without the needed columns, or of an engine not known.
    """
    if name.lower().endswith((".csv", ".tsv")):
        yield from _read_csv(data, name)
    elif data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}:
        from searchgap.search.saved_replies import read_reply  # noqa: PLC0415 - it brings every provider

        yield read_reply(data, name, engine)
    else:
        yield _read_page(data, name, engine)


def _read_csv(data: bytes, name: str) -> Iterator[SavedSerp]:
    encoding = "utf-16" if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig"
    for query, results in read_rank_csv(data.decode(encoding, "replace"), name):
        # A tracker writes a query without a rank when it did not find one site; what else was there it does not say.
        state = FileState.OK if results else FileState.UNPARSED
        reason = None if results else "the export lists no result for it"
        yield SavedSerp(engine=None, query=query, state=state, results=results, reason=reason)


def _read_page(data: bytes, name: str, engine: str) -> SavedSerp:
    from searchgap.search.serp_html.registry import parse_page  # noqa: PLC0415 - it brings the HTML parser

    page = parse_page(data, engine=engine, name=name)
    results = tuple(
        OrganicResult(
            rank=one.rank,
            # A hidden address is told by its host: that much is known, and it is enough to tell the owner.
            url=one.url or (f"https://{one.host}/" if one.host else ""),
            title=one.title,
            snippet=one.snippet,
            date=one.date,
        )
        for one in page.results
    )
    return SavedSerp(
        engine=page.ranked_by or page.engine,
        query=page.query,
        state=FileState(page.state.value),
        results=results,
        features=page.features,
        saved_at=page.page.saved_at if page.page else None,
        reason=page.reason,
        hints=page.hints,
        hidden=frozenset(one.rank for one in page.results if one.url is None),
    )
