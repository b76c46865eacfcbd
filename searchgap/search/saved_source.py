"""Saved pages as a provider: a folder of result pages, provider replies and rank-tracker exports, and no key at all."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from searchgap.errors import UsageError
from searchgap.model.provider import ProviderSpec, RankingKind
from searchgap.model.query import SearchRequest
from searchgap.model.serp import FailureKind, SearchFailure, SearchOutcome, Serp
from searchgap.search.base import Opening, Provider
from searchgap.search.recorded_source import fold_query
from searchgap.search.saved_files import FileState, SavedSerp, read_saved

SUFFIXES = frozenset({".html", ".htm", ".mhtml", ".mht", ".webarchive", ".json", ".csv", ".tsv", ".xhtml"})
_GAPS = str.maketrans(dict.fromkeys('_/\\:*?"<>|', " "))
_UNANSWERED = {FileState.BLOCKED: FailureKind.BLOCKED, FileState.UNPARSED: FailureKind.BAD_REPLY}


class SavedSource:
    """Answers from files; a blocked or unknown page is a failure, a query without a file is one too.

    A file that does not tell what was searched is taken for an answer to the words that it is named after.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._by_query: dict[str, list[tuple[Path, SavedSerp]]] = {}
        self._by_name: dict[str, list[tuple[Path, SavedSerp]]] = {}
        for file in sorted(folder.rglob("*")):
            if file.suffix.lower() in SUFFIXES and file.is_file():
                for serp in read_saved(_read(file), file.name):
                    if serp.query:
                        self._by_query.setdefault(fold_query(serp.query), []).append((file, serp))
                    else:
                        self._by_name.setdefault(_fold_name(file.stem), []).append((file, serp))

    async def search(self, request: SearchRequest) -> SearchOutcome:
        """The newest saved page of the query that answers, of the engine asked for; else why there is none."""
        telling = self._by_query.get(fold_query(request.text), [])
        named = self._by_name.get(_fold_name(request.text), [])
        found = [(file, serp) for file, serp in (*telling, *named) if request.engine in {None, serp.engine}]
        answered = [(file, serp) for file, serp in found if serp.state in {FileState.OK, FileState.EMPTY}]
        if not answered:
            return self._fail(request, found[0] if found else None)
        file, serp = max(answered, key=lambda one: _moment(*one))
        return Serp(
            request=request,
            engine=serp.engine or "unknown",
            retrieved_at=_moment(file, serp),
            results=serp.results,
            features=serp.features,
            cost=Decimal(0),
            origin=f"saved page {file.name}",
        )

    async def close(self) -> None:
        """Nothing is held open."""

    def _fail(self, request: SearchRequest, found: tuple[Path, SavedSerp] | None) -> SearchFailure:
        kind = FailureKind.UNSUPPORTED
        message = f'no file in {self._folder.name} holds a result page of "{request.text}"'
        hint = "save the page of results from the browser into that folder, or give a CSV with query, rank and url"
        if found is not None:
            file, serp = found
            kind = _UNANSWERED[serp.state]
            message = f"{file.name}: {serp.reason or 'it holds no results'}"
            hint = serp.hints[0] if serp.hints else hint
        return SearchFailure(
            request=request, kind=kind, message=message, hint=hint, failed_at=datetime.now(UTC), cost=Decimal(0)
        )


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as trouble:
        reason = (trouble.strerror or "unknown trouble").lower()
        hint = "make it readable, or take it out of the folder of saved pages"
        raise UsageError(f"{file} cannot be read: {reason}", hint=hint) from trouble


def _fold_name(text: str) -> str:
    """Words as the name of a file can hold them: underscores, and what no name may hold, are gaps."""
    return fold_query(text.translate(_GAPS))


def _moment(file: Path, serp: SavedSerp) -> datetime:
    """When a page was saved: what it says itself, else the file's time."""
    return serp.saved_at or datetime.fromtimestamp(file.stat().st_mtime, UTC)


def _open(opening: Opening) -> SavedSource:
    folder = opening.folder / str(opening.settings.options.get("folder") or "saved")
    if not folder.is_dir():
        raise UsageError(
            f"the folder of saved pages {folder} does not exist",
            hint="make it, or name another: providers: {saved: {folder: pages}}",
        )
    return SavedSource(folder)


SAVED = Provider(
    spec=ProviderSpec(
        name="saved",
        title="Saved pages",
        summary="result pages saved from a browser, provider replies and rank-tracker CSV, from a folder of yours",
        ranking=RankingKind.SEARCH_PAGE,
        engines=("google", "bing", "duckduckgo", "brave", "yahoo", "startpage", "mojeek", "yandex", "ecosia", "qwant"),
        price=Decimal(0),
        card=(
            "Needs no key. Search in your browser, save each page of results into a folder (after it has loaded), and "
            "set `providers: {saved: {folder: pages}}`; the path starts from the folder of the configuration. JSON "
            "replies of the other providers and CSV exports with the columns query, rank and url work too. A file that "
            "does not tell the words searched, such as a reply of exa, kagi, linkup, oxylabs, perplexity or yandex, is "
            "named after them: `evernote gtd.json`, or `evernote_gtd.json`. "
            "`searchgap parse FILE` shows what a file holds."
        ),
    ),
    open=_open,
)
