"""What vendors of Google, Bing and DuckDuckGo pages have in common: the names of a market, and blocks in their JSON."""

from collections.abc import Iterator, Mapping
from typing import Any

from searchgap.model.query import Device, Market
from searchgap.model.serp import FeatureKind, OrganicResult, SerpFeature
from searchgap.search.api import rank_results
from searchgap.search.asking import bing_market, duckduckgo_region, google_market
from searchgap.search.reading import address, feature, objects, optional_text, organic_rows, text

ENGINES = ("google", "bing", "duckduckgo")


def name_market(engine: str, market: Market, *, bing: str, duckduckgo: str) -> dict[str, str]:
    """The parameters of a market for an engine; DuckDuckGo knows neither places nor devices.

    Args:
        engine: whose page is asked for.
        market: where and for whom.
        bing: what the vendor calls Bing's market.
        duckduckgo: what it calls DuckDuckGo's region.
    """
    if engine == "duckduckgo":
        return {duckduckgo: duckduckgo_region(market)}
    names = {bing: bing_market(market)} if engine == "bing" else google_market(market)
    place = {"location": market.location} if market.location else {}
    return names | {"device": market.device.value} | place


def takes_market(engine: str, market: Market) -> bool:
    """Whether an engine can be asked for all of a market."""
    return engine != "duckduckgo" or (not market.location and market.device is Device.DESKTOP)


def read_results(name: str, body: Mapping[str, Any], block: str) -> tuple[OrganicResult, ...]:
    """The organic results of a page.

    Raises:
        ApiError: something that is no list stands in their place.
    """
    return rank_results(
        (address(row, "link"), text(row, "title"), optional_text(row, "snippet"), optional_text(row, "date"))
        for row in organic_rows(name, body, block)
    )


def read_overview(body: Mapping[str, Any], sources: str) -> Iterator[SerpFeature]:
    """The pages that the AI overview cites, which stand under `sources`."""
    rows = objects(body, "ai_overview", sources)
    cited = ((text(row, "title") or text(row, "source"), address(row, "link")) for row in rows)
    yield from feature(FeatureKind.AI_OVERVIEW, cited)


def read_answer(box: object) -> Iterator[SerpFeature]:
    """The answer in a box above the results, with the page that it is from."""
    answer = text(box, "answer") or text(box, "snippet") or text(box, "title")
    page = address(box, "link") or address(box, "organic_result", "link")
    yield from feature(FeatureKind.ANSWER_BOX, iter([(answer, page)]))


def read_blocks(body: Mapping[str, Any], blocks: Mapping[FeatureKind, tuple[str, ...]]) -> Iterator[SerpFeature]:
    """Features whose items have a title and a link, by the names of the blocks that hold them."""
    for kind, names in blocks.items():
        rows = (row for name in names for row in objects(body, name))
        yield from feature(kind, ((text(row, "title"), address(row, "link")) for row in rows))


def read_panel(panel: object) -> Iterator[SerpFeature]:
    """The knowledge panel with the site of what it is about, or else the source of what it says."""
    site = address(panel, "website") or address(panel, "source", "link") or address(panel, "descriptionLink")
    yield from feature(FeatureKind.KNOWLEDGE_PANEL, iter([(text(panel, "title"), site)]))


def find_answer(question: Mapping[str, Any], sources: str, *link: str) -> str:
    """The page that answers a question, at `link`; of several that an AI answer cites under `sources`, the first."""
    cited = (address(row, "link") for row in objects(question, sources))
    return address(question, *link) or next(cited, "")
