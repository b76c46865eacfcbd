"""JSON replies of search APIs that somebody kept: whose they are, and the SERP in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from searchgap.errors import UsageError
from searchgap.model.query import SearchRequest
from searchgap.net.http import HttpReply
from searchgap.search.api import ApiError, Ask, Page
from searchgap.search.reading import optional_text
from searchgap.search.registry import APIS, load_api
from searchgap.search.saved_files import FileState, SavedSerp

_MOST_RESULTS = 100


@dataclass(frozen=True, slots=True)
class _Mark:
    """What tells a provider's replies: paths that are there, and where the query stands."""

    paths: tuple[str, ...]
    query: str | None


_MARKS: Mapping[str, _Mark] = {
    "serper": _Mark(("searchParameters",), "searchParameters.q"),
    "serpapi": _Mark(("search_metadata.json_endpoint", "serpapi_pagination"), "search_parameters.q"),
    "searchapi": _Mark(("search_metadata",), "search_parameters.q"),
    "dataforseo": _Mark(("tasks",), "tasks.0.data.keyword"),
    "google_cse": _Mark(("queries.request", "searchInformation"), "queries.request.0.searchTerms"),
    "brightdata": _Mark(("general",), "general.query"),
    "oxylabs": _Mark(("results.0.content", "results.0.job_id"), "results.0.content.results.query"),
    "yandex": _Mark(("rawData",), None),
    "brave": _Mark(("web.results", "query.original"), "query.original"),
    "mojeek": _Mark(("response.head", "response.results"), "response.head.query"),
    "searxng": _Mark(("unresponsive_engines", "number_of_results"), "query"),
    "marginalia": _Mark(("license",), "query"),
    "you": _Mark(("results.web", "results.news"), "metadata.query"),
    "kagi": _Mark(("meta.trace", "meta.ms", "data.search"), "meta.query"),
    "exa": _Mark(("requestId", "costDollars"), None),
    "tavily": _Mark(("response_time", "request_id"), "query"),
    "linkup": _Mark(("results.0.name",), None),
    "perplexity": _Mark(("results",), None),
}


def read_reply(data: bytes, name: str, engine: str) -> SavedSerp:
    """The SERP in a provider's reply; one that no provider can read is unparsed.

    Raises:
        UsageError: `engine` is no provider.
    """
    if engine != "auto" and engine not in APIS:
        raise UsageError(f'no replies of a provider "{engine}" can be read', hint=f"choose one of: {', '.join(APIS)}")
    reply = HttpReply(status=200, headers={}, body=data)
    try:
        body = reply.read_json()
    except ValueError:
        return _unparsed(f"{name} is no whole JSON")
    names = [engine] if engine != "auto" else [one for one, mark in _MARKS.items() if _bears(body, mark)]
    trouble = "it is no reply of a provider searchgap knows"
    for one in names:
        query = _find_query(body, one)
        request = SearchRequest(text=query or "", provider=one, depth=_MOST_RESULTS)
        try:
            page = load_api(one).parse(Ask(request=request, base_url=""), reply)
        except ApiError as error:
            trouble = error.message
            continue
        if isinstance(page, Page):
            return SavedSerp(
                engine=page.engine or one,
                query=query,
                state=FileState.OK if page.results else FileState.EMPTY,
                results=page.results,
                features=page.features,
                reason=None if page.results else "it holds no results",
            )
    return _unparsed(trouble)


def _unparsed(reason: str) -> SavedSerp:
    hint = "name the provider with --engine"
    return SavedSerp(engine=None, query=None, state=FileState.UNPARSED, reason=reason, hints=(hint,))


def _bears(body: object, mark: _Mark) -> bool:
    return any(_look(body, path) is not None for path in mark.paths)


def _find_query(body: object, name: str) -> str | None:
    mark = _MARKS.get(name)
    return optional_text(_look(body, mark.query)) if mark and mark.query else None


def _look(value: Any, path: str) -> Any:  # noqa: ANN401 - a stranger's JSON is anything
    """What lies under a path of keys and places."""
    for key in path.split("."):
        if isinstance(value, list) and key.isdigit():
            value = value[int(key)] if int(key) < len(value) else None
        elif isinstance(value, dict):
            value = value.get(key)
        else:
            return None
    return value
