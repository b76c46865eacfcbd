"""SearXNG, an instance of one's own: https://docs.searxng.org/dev/search_api.html."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NoReturn

from searchgap.model.provider import ProviderSpec, RankingKind
from searchgap.model.query import Market
from searchgap.model.serp import FailureKind, FeatureKind, SerpFeature
from searchgap.net.http import HttpCall, HttpReply
from searchgap.net.limits import RateLimit
from searchgap.search.api import Api, ApiError, Ask, Page, rank_results
from searchgap.search.reading import (
    address,
    check_reply,
    dig,
    feature,
    objects,
    optional_text,
    organic_rows,
    quote,
    read_object,
    read_refusal,
    text,
)

_NAME = "SearXNG"
_BLEND = "searxng"
_ADDRESS_HINT = 'name your instance in the configuration: providers: {searxng: {base_url: "http://127.0.0.1:8888"}}'
_JSON_HINT = "add json to search.formats in the settings.yml of the instance"
_ENGINE_HINT = (
    "check the engine's name at /config of the instance and that its settings do not lock the choice of engines, or "
    "leave engines out to measure the blend"
)
_MOST_NAMED = 3
_LONGEST_NAME = 40
_HINTS = {
    FailureKind.BLOCKED: "wait, for the instance leaves the engine alone for a while; or name others of its engines",
    FailureKind.RATE_LIMIT: "lower the rate of searxng in the configuration, or name others of the instance's engines",
    FailureKind.TIMEOUT: "raise the engine's timeout in the instance's settings.yml, or name others of its engines",
    FailureKind.NETWORK: "check that the instance can reach the engine, or name others of its engines",
    FailureKind.BAD_REPLY: (
        "the engine failed inside the instance: look at its log and at its page /stats, bring it up to date, or name "
        "others of its engines"
    ),
}


def build(ask: Ask) -> HttpCall:
    """One page of one engine, or of the blend of all the instance's general ones.

    A category beside an engine would add every other engine of that category, so only one of the two is sent.
    """
    if not ask.base_url:
        raise ApiError(FailureKind.UNSUPPORTED, f"{_NAME} has no address: it is one's own server", hint=_ADDRESS_HINT)
    params = {
        "q": ask.request.text,
        "format": "json",
        "language": _language(ask.request.market),
        "pageno": str(ask.page),
        "safesearch": "0",
    }
    engine = _engine(ask)
    params |= {"engines": engine} if engine else {"categories": "general"}
    return HttpCall(
        url=f"{ask.base_url}/search",
        params=tuple(params.items()),
        headers={"Accept": "application/json", "Accept-Language": "en"},
    )


def _engine(ask: Ask) -> str | None:
    """The engine asked for; None for the blend."""
    return None if ask.request.engine in {None, "", _BLEND} else ask.request.engine


def _language(market: Market) -> str:
    """Language and country as the instance takes them: `de-AT`."""
    return f"{(market.language or 'en').partition('-')[0].lower()}-{(market.country or 'us').upper()}"


def parse(ask: Ask, reply: HttpReply) -> Page:
    """The page in a reply; an engine that did not answer is a failure, never an empty page."""
    _refuse(ask, reply)
    body = _read_body(ask, reply)
    engine = _engine(ask)
    silent = dict(_read_silent(body))
    rows = [row for row in organic_rows(_NAME, body, "results") if _is_organic(row)]
    if engine:
        _check_engine(ask, engine, rows, silent)
        rows = _sort_by_position(rows)
    elif silent and not rows:
        _fail(ask, silent)
    searched = text(body, "query")
    return Page(
        results=rank_results(
            (address(row, "url"), text(row, "title"), optional_text(row, "content"), _read_date(row)) for row in rows
        ),
        features=tuple(_read_features(body)),
        engine=engine or _name_blend(silent),
        searched_for=searched if searched and searched != text(ask.request.text) else None,
        more=bool(rows),
    )


def _name_blend(silent: Mapping[str, str]) -> str:
    """Whose ranking a blend is: without some of the engines asked it is another one than with them."""
    if not silent:
        return _BLEND
    named = sorted(silent)
    left = len(named) - _MOST_NAMED
    more = f" and {left} more" if left > 0 else ""
    return f"{_BLEND} without {', '.join(name[:_LONGEST_NAME] for name in named[:_MOST_NAMED])}{more}"


def _refuse(ask: Ask, reply: HttpReply) -> None:
    """Most refusals of an instance are settings of it, so the hint names the setting."""
    words = text(read_refusal(reply), "error")
    match reply.status:
        case 403:
            raise ApiError(FailureKind.BLOCKED, f"{_NAME} refused to answer in JSON (HTTP 403)", hint=_JSON_HINT)
        case 429:
            hint = "switch the limiter off in the settings.yml of the instance, or lower the rate"
            raise ApiError(FailureKind.RATE_LIMIT, f"{_NAME} says that it was asked too often (HTTP 429)", hint=hint)
        case status if 300 <= status < 400:  # noqa: PLR2004 - the statuses of RFC 9110
            hint = "check the base_url of searxng; words that begin with !! are sent to another site"
            raise ApiError(FailureKind.BAD_REPLY, f"{_NAME} sent the search elsewhere (HTTP {status})", hint=hint)
        case _:
            check_reply(ask, reply, _NAME, words)


def _read_body(ask: Ask, reply: HttpReply) -> dict[str, Any]:
    if reply.body.lstrip()[:1] == b"<":
        raise ApiError(FailureKind.BAD_REPLY, f"{_NAME} answered with an HTML page", hint=_JSON_HINT)
    body = read_object(reply, _NAME)
    if not isinstance(body.get("results"), list):
        words = quote(ask, text(body, "error"))
        raise ApiError(FailureKind.BAD_REPLY, f"{_NAME} answered without results{words}")
    return body


def _is_organic(row: dict[str, Any]) -> bool:
    """Images, videos, maps and bare facts have templates of their own, or no address."""
    return row.get("template") in ("default.html", None) and bool(address(row, "url"))


def _read_silent(body: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Engines that did not answer, each with the reason."""
    pairs = body.get("unresponsive_engines")
    for pair in pairs if isinstance(pairs, list) else ():
        if isinstance(pair, list) and pair:
            yield text(pair[0]), text(pair[1]) if len(pair) > 1 else ""


def _check_engine(ask: Ask, engine: str, rows: list[dict[str, Any]], silent: Mapping[str, str]) -> None:
    """An instance asks all its engines where it does not know the one named, or does not let engines be chosen."""
    if engine in silent:
        _fail(ask, {engine: silent[engine]})
    others = sorted({name for row in rows for name in _engines(row)}.union(silent) - {engine})
    if others:
        message = f"{_NAME} asked {', '.join(others[:_MOST_NAMED])[:100]} instead of {engine[:40]} alone"
        raise ApiError(FailureKind.UNSUPPORTED, message, hint=_ENGINE_HINT)


def _engines(row: dict[str, Any]) -> Iterator[str]:
    names = row.get("engines")
    yield from filter(None, map(text, [row.get("engine"), *(names if isinstance(names, list) else [])]))


def _fail(ask: Ask, silent: Mapping[str, str]) -> NoReturn:
    """Raise what kept engines from answering; of several reasons the first by name decides the kind."""
    named = sorted(silent.items())
    kind, passing = _judge(named[0][1].lower())
    words = quote(ask, "; ".join(f"{name}: {reason or 'no reason'}" for name, reason in named[:_MOST_NAMED]))
    raise ApiError(kind, f"no engine of {_NAME} answered{words}", hint=_HINTS[kind], passing=passing, of_engine=True)


def _judge(reason: str) -> tuple[FailureKind, bool]:
    """The kind of failure behind an engine's reason, and whether it may pass soon."""
    marks = (
        (FailureKind.BLOCKED, False, ("suspended", "captcha", "access denied")),
        (FailureKind.RATE_LIMIT, False, ("too many requests",)),
        (FailureKind.TIMEOUT, False, ("timeout", "timed out")),
        (FailureKind.NETWORK, False, ("connection", "network", "proxy", "ssl")),
        (FailureKind.BAD_REPLY, True, ("http", "server")),
    )
    for kind, passing, words in marks:
        if any(word in reason for word in words):
            return kind, passing
    return FailureKind.BAD_REPLY, False


def _sort_by_position(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of one engine in its own order: the instance moves an address up that the engine lists twice."""
    return sorted(rows, key=lambda row: min(_positions(row), default=len(rows)))


def _positions(row: dict[str, Any]) -> list[int]:
    found = row.get("positions")
    return [place for place in found if isinstance(place, int)] if isinstance(found, list) else []


def _read_date(row: dict[str, Any]) -> str | None:
    return optional_text(row, "publishedDate") or optional_text(row, "pubdate")


def _read_features(body: dict[str, Any]) -> Iterator[SerpFeature]:
    suggestions = body.get("suggestions")
    words = suggestions if isinstance(suggestions, list) else []
    yield from feature(FeatureKind.RELATED_SEARCHES, ((text(word), "") for word in words))
    answers = body.get("answers")
    found = answers if isinstance(answers, list) else []
    yield from feature(
        FeatureKind.ANSWER_BOX, ((text(one) or text(one, "answer"), address(one, "url")) for one in found)
    )
    boxes = objects(body, "infoboxes")
    yield from feature(FeatureKind.KNOWLEDGE_PANEL, ((text(box, "infobox"), _box_address(box)) for box in boxes))


def _box_address(box: dict[str, Any]) -> str:
    """The first address that an infobox gives."""
    return next(filter(None, (address(one, "url") for one in objects(box, "urls"))), address(dig(box, "id")))


SEARXNG = Api(
    spec=ProviderSpec(
        name="searxng",
        title="SearXNG",
        summary="your own metasearch server: free, and any engine it can reach",
        ranking=RankingKind.SEARCH_PAGE,
        engines=(),
        price=Decimal(0),
        health="as your instance",
        docs_url="https://docs.searxng.org/dev/search_api.html",
        card=(
            "Run an instance (`docker run searxng/searxng`), add json to search.formats in its settings.yml, and name "
            'it: `providers: {searxng: {base_url: "http://127.0.0.1:8888", engines: [google]}}`. Each engine named is '
            "searched by itself and keeps its own ranks; without engines the rank is that of the blend of whatever "
            "answered, and an answer that lacks some engines says which. Language and country are sent together; there "
            "is no location or device, and how many results come is up to the engine. Engines block instances that ask "
            "too fast: raise the rate with care. Public instances mostly forbid this use."
        ),
    ),
    base_url="",
    build=build,
    parse=parse,
    rate=RateLimit(per_second=1, at_once=2),
)
