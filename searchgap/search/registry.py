"""The table of providers. To add one, write its file and give it a line in `APIS`.

Packages of others add providers under the entry-point group `searchgap.providers`: an `Api`, or a `Provider`. Modules
are imported when their provider is asked for, so that a run loads only what it needs.
"""

from collections.abc import Iterator, Mapping
from importlib import import_module

from searchgap.errors import UsageError
from searchgap.net.limits import word_limit
from searchgap.search.api import Api
from searchgap.search.base import Opening, Provider, SerpSource

GROUP = "searchgap.providers"

APIS: Mapping[str, str] = {
    "brave": "searchgap.search.providers.brave:BRAVE",
    "dataforseo": "searchgap.search.providers.dataforseo:DATAFORSEO",
    "dataforseo-queue": "searchgap.search.providers.dataforseo_queue:DATAFORSEO_QUEUE",
    "serper": "searchgap.search.providers.serper:SERPER",
    "serpapi": "searchgap.search.providers.serpapi:SERPAPI",
    "searchapi": "searchgap.search.providers.searchapi:SEARCHAPI",
    "brightdata": "searchgap.search.providers.brightdata:BRIGHTDATA",
    "oxylabs": "searchgap.search.providers.oxylabs:OXYLABS",
    "kagi": "searchgap.search.providers.kagi:KAGI",
    "mojeek": "searchgap.search.providers.mojeek:MOJEEK",
    "yandex": "searchgap.search.providers.yandex:YANDEX",
    "marginalia": "searchgap.search.providers.marginalia:MARGINALIA",
    "google_cse": "searchgap.search.providers.google_cse:GOOGLE_CSE",
    "searxng": "searchgap.search.providers.searxng:SEARXNG",
    "duckduckgo-web": "searchgap.search.providers.duckduckgo_web:DUCKDUCKGO_WEB",
    "brave-web": "searchgap.search.providers.brave_web:BRAVE_WEB",
    "mojeek-web": "searchgap.search.providers.mojeek_web:MOJEEK_WEB",
    "yahoo-web": "searchgap.search.providers.yahoo_web:YAHOO_WEB",
    "tavily": "searchgap.search.providers.tavily:TAVILY",
    "exa": "searchgap.search.providers.exa:EXA",
    "you": "searchgap.search.providers.you:YOU",
    "perplexity": "searchgap.search.providers.perplexity:PERPLEXITY",
    "linkup": "searchgap.search.providers.linkup:LINKUP",
}
_ROWS: Mapping[str, str] = {
    "recorded": "searchgap.search.recorded_source:RECORDED",
    "saved": "searchgap.search.saved_source:SAVED",
    **APIS,
}


class ProviderTable(Mapping[str, Provider]):
    """Providers by name: those of this package in the order of the table, then those that others installed."""

    def __init__(self, rows: Mapping[str, str]) -> None:
        self._rows = rows
        self._loaded: dict[str, Provider] = {}

    def __getitem__(self, name: str) -> Provider:
        """The provider of that name.

        Raises:
            KeyError: there is none.
            UsageError: somebody else's package is broken; the message says how.
        """
        if name not in self._loaded:
            self._loaded[name] = _load(self._rows[name]) if name in self._rows else _load_installed(name)
        return self._loaded[name]

    def __contains__(self, name: object) -> bool:
        return name in self._rows or name in _installed()

    def __iter__(self) -> Iterator[str]:
        yield from self._rows
        yield from (name for name in _installed() if name not in self._rows)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def load_api(name: str) -> Api:
    """The search API of that name out of `APIS`."""
    module, _, attribute = APIS[name].partition(":")
    api: Api = getattr(import_module(module), attribute)
    return api


def _load(place: str) -> Provider:
    module, _, name = place.partition(":")
    return _as_provider(getattr(import_module(module), name))


def _as_provider(found: object) -> Provider:
    match found:
        case Provider():
            return found
        case Api():
            limit = word_limit(found.rate)
            return Provider(spec=found.spec, limit=limit, open=lambda opening: _open_api(found, opening))
        case _:
            raise TypeError(f"it is a {type(found).__name__}, neither an Api nor a Provider")


def _open_api(api: Api, opening: Opening) -> SerpSource:
    from searchgap.search.api_source import ApiSource  # noqa: PLC0415 - it brings the network

    return ApiSource(api, opening)


def _installed() -> Mapping[str, str]:
    """Names and places of what other packages offer."""
    from importlib.metadata import entry_points  # noqa: PLC0415 - it looks through every installed package

    return {point.name: point.value for point in entry_points(group=GROUP)}


def _load_installed(name: str) -> Provider:
    from importlib.metadata import entry_points  # noqa: PLC0415 - as above

    for point in entry_points(group=GROUP, name=name):
        try:
            return _as_provider(point.load())
        except Exception as trouble:
            raise UsageError(
                f'the provider "{name}" of another package is broken: {type(trouble).__name__}: {trouble}',
                hint=f"update or remove the package that brings {point.value}",
            ) from trouble
    raise KeyError(name)


PROVIDERS = ProviderTable(_ROWS)


def find_provider(name: str) -> Provider:
    """The provider of that name.

    Raises:
        UsageError: there is none, or it is broken.
    """
    try:
        return PROVIDERS[name]
    except KeyError:
        raise UsageError(f'there is no provider "{name}"', hint=f"choose one of: {', '.join(PROVIDERS)}") from None
