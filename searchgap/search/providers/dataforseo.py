"""DataForSEO (Google and Bing pages), live: https://docs.dataforseo.com/v3/serp/google/organic/live/advanced/."""

from base64 import b64encode
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, TypeAlias

from searchgap.model.provider import ProviderSpec, RankingKind, Surcharge
from searchgap.model.query import Device, Market
from searchgap.model.serp import FailureKind, FeatureKind, SerpFeature
from searchgap.net.http import HttpCall, HttpReply
from searchgap.net.limits import RateLimit
from searchgap.search.api import Api, ApiError, Ask, Page, check_status, rank_results
from searchgap.search.asking import confirms, narrow_language, pick_engine
from searchgap.search.country_numbers import COUNTRY_NUMBERS
from searchgap.search.reading import (
    address,
    dig,
    feature,
    money,
    objects,
    optional_text,
    organic_rows,
    quote,
    read_object,
    text,
)

NAME = "DataForSEO"
ENGINES = ("google", "bing")
MOST = 200
RATE = RateLimit(per_second=30, at_once=30)
CREDENTIALS = {"login": ("DATAFORSEO_LOGIN", "DATAFORSEO_USERNAME"), "password": ("DATAFORSEO_PASSWORD",)}
BASE_URL = "https://api.dataforseo.com"
PER_PAGE = 10
OPERATOR_FACTOR = 5

_COUNTRIES = 2000  # Google numbers countries from here on by their ISO 3166-1 numbers
_OK = 20000
_NOTHING_FOUND = 40102
_BILLED_FAILURE = 40101
_FAILED_UPSTREAM = frozenset({_BILLED_FAILURE, 40103})
_FAILED_WITHIN = 50000
_KINDS = {
    **dict.fromkeys((40100, 40104, 40207), FailureKind.AUTH),
    **dict.fromkeys((40200, 40203, 40204, 40210), FailureKind.QUOTA),
    **dict.fromkeys((40202, 40209), FailureKind.RATE_LIMIT),
    **dict.fromkeys((40401, 40403, 40501, 40502, 40503, 40506), FailureKind.UNSUPPORTED),
    50401: FailureKind.TIMEOUT,
}
_WORDS = {
    FailureKind.AUTH: "refused the login",
    FailureKind.QUOTA: "says the account is spent",
    FailureKind.RATE_LIMIT: "says that it was asked too often",
    FailureKind.UNSUPPORTED: "refused the request as invalid",
    FailureKind.TIMEOUT: "did not finish in time",
}
_CORRECTIONS = frozenset({"showing_results_for", "including_results_for", "no_results_found_for"})

_Object: TypeAlias = dict[str, Any]
_Blocks: TypeAlias = Mapping[str, list[_Object]]


def build(ask: Ask) -> HttpCall:
    """The call that waits for the page."""
    return post(ask, "live/advanced", timeout=130.0)


def post(ask: Ask, path: str, *, timeout: float) -> HttpCall:
    """A call with one task. There are no further pages, only deeper ones that hold those before them."""
    engine = pick_engine(ask, NAME, ENGINES)
    request = ask.request
    task = {
        "keyword": request.text.replace("%", "%25").replace("+", "%2B"),
        **_market(request.market),
        "depth": min(ask_depth(ask), MOST),
    }
    return HttpCall(
        method="POST",
        url=f"{ask.base_url}/v3/serp/{engine}/organic/{path}",
        json=[task],
        secret_headers=authorize(ask),
        timeout=timeout,
    )


def ask_depth(ask: Ask) -> int:
    """How many results a call asks, and pays, for: those of the pages before come along."""
    return ask.request.depth * ask.page


def _market(market: Market) -> dict[str, object]:
    """A place by its name as DataForSEO lists it, without spaces at the commas, or else a country by its number."""
    names = {"language_code": narrow_language(market.language), "device": market.device.value}
    if market.location:
        return {"location_name": ",".join(part.strip() for part in market.location.split(",")), **names}
    country = (market.country or "us").lower()
    if country not in COUNTRY_NUMBERS:
        raise ApiError(FailureKind.UNSUPPORTED, f'{NAME} has no country "{country}"')
    return {"location_code": _COUNTRIES + COUNTRY_NUMBERS[country], **names}


def authorize(ask: Ask) -> dict[str, str]:
    """The header with the login and the password."""
    login = ":".join(ask.credentials.get(name, "") for name in CREDENTIALS)
    return {"Authorization": f"Basic {b64encode(login.encode()).decode()}"}


def parse(ask: Ask, reply: HttpReply) -> Page:
    """The page in a reply: an envelope around one task around one result."""
    return read_page(ask, read_task(ask, reply))


def read_task(ask: Ask, reply: HttpReply) -> _Object:
    """The one task in an envelope that is right itself.

    Raises:
        ApiError: the envelope is not right, or has no task with a status.
    """
    check_status(reply, NAME)
    body = read_object(reply, NAME)
    _refuse(ask, body)
    task = next(objects(body, "tasks"), {})
    if not read_code(task):
        raise ApiError(FailureKind.BAD_REPLY, f"{NAME} answered without the status of a task")
    return task


def read_code(part: _Object) -> int:
    """The status of an envelope or a task; 0 where there is none."""
    code = part.get("status_code")
    return code if isinstance(code, int) else 0


def _refuse(ask: Ask, part: _Object) -> None:
    """Raise what the status of an envelope or a task means; to HTTP nearly all of it is a success."""
    code = read_code(part)
    if code == _OK:
        return
    kind = _KINDS.get(code, FailureKind.BAD_REPLY)
    what = _WORDS.get(kind, "answered with an error")
    raise ApiError(
        kind,
        f"{NAME} {what} ({code}){quote(ask, text(part, 'status_message'))}",
        passing=code in _FAILED_UPSTREAM or code >= _FAILED_WITHIN,
        charged=code == _BILLED_FAILURE,
    )


def read_page(ask: Ask, task: _Object) -> Page:
    """The page in a task that is finished.

    Raises:
        ApiError: the task failed, or has no result.
    """
    engine = pick_engine(ask, NAME, ENGINES)
    if read_code(task) == _NOTHING_FOUND:
        return Page(results=(), engine=engine, cost=money(task, "cost"), more=False)
    _refuse(ask, task)
    result = next(objects(task, "result"), {})
    if result.keys().isdisjoint(("items", "items_count", "item_types")):
        raise ApiError(FailureKind.BAD_REPLY, f"{NAME} answered without a result")
    blocks = _read_blocks(ask, result)
    rows = (
        (address(row, "url"), text(row, "title"), optional_text(row, "description"), optional_text(row, "timestamp"))
        for row in blocks.get("organic", ())
    )
    results = rank_results(rows)
    corrected = text(result, "spell", "type") in _CORRECTIONS
    return Page(
        results=results,
        features=tuple(_read_features(blocks)),
        engine=engine,
        cost=money(task, "cost"),
        searched_for=optional_text(result, "spell", "keyword") if corrected else None,
        market_verified=_is_confirmed(ask.request.market, task.get("data"), result),
        more=bool(results) and ask_depth(ask) < MOST,
    )


def _is_confirmed(market: Market, sent: object, result: _Object) -> bool:
    """Whether the result, or else the echo of the task, names the market; a desktop goes without saying."""
    echo = {**sent, **result} if isinstance(sent, dict) else result
    asked = _market(market)
    if market.device is Device.DESKTOP and "device" not in echo:
        del asked["device"]
    return confirms(echo, asked)


def _read_blocks(ask: Ask, result: _Object) -> _Blocks:
    """What is on the pages asked for, by its type; pages before them come along and are left out."""
    before = -(-ask.request.depth // PER_PAGE) * (ask.page - 1)
    blocks: dict[str, list[_Object]] = {}
    for item in organic_rows(NAME, result, "items"):
        page = item.get("page")
        if not isinstance(page, int) or page > before:
            blocks.setdefault(text(item, "type"), []).append(item)
    return blocks


def _read_features(blocks: _Blocks) -> Iterator[SerpFeature]:
    """Blocks of the page; types without a kind of ours are passed over."""
    kinds = (
        (FeatureKind.AI_OVERVIEW, _read_sources(blocks)),
        (FeatureKind.ANSWER_BOX, _take(blocks, "featured_snippet", "answer_box")),
        (FeatureKind.DISCUSSIONS, _open(blocks, "discussions_and_forums", "perspectives")),
        (FeatureKind.VIDEOS, _open(blocks, "video", "short_videos")),
        (FeatureKind.NEWS, _open(blocks, "top_stories")),
        (FeatureKind.KNOWLEDGE_PANEL, _take(blocks, "knowledge_graph")),
        (FeatureKind.ADS, _take(blocks, "paid")),
    )
    for kind, rows in kinds:
        yield from feature(
            kind, ((text(row, "title") or text(row, "description"), address(row, "url")) for row in rows)
        )
    questions = _open(blocks, "people_also_ask")
    yield from feature(FeatureKind.QUESTIONS, ((text(row, "title"), _find_answer(row)) for row in questions))
    searches = (dig(block, "items") for block in _take(blocks, "related_searches", "people_also_search"))
    words = (word for block in searches if isinstance(block, list) for word in block)
    yield from feature(FeatureKind.RELATED_SEARCHES, ((text(word), "") for word in words))


def _take(blocks: _Blocks, *types: str) -> Iterator[_Object]:
    for name in types:
        yield from blocks.get(name, ())


def _open(blocks: _Blocks, *types: str) -> Iterator[_Object]:
    for block in _take(blocks, *types):
        yield from objects(block, "items")


def _read_sources(blocks: _Blocks) -> Iterator[_Object]:
    """What AI overviews cite: as a whole, or else part by part."""
    for overview in _take(blocks, "ai_overview"):
        whole = list(objects(overview, "references"))
        yield from whole or (row for part in objects(overview, "items") for row in objects(part, "references"))


def _find_answer(question: _Object) -> str:
    """The page that answers a question; of several that an AI answer cites, the first."""
    answer = next(objects(question, "expanded_element"), {})
    return address(answer, "url") or next((address(row, "url") for row in objects(answer, "references")), "")


DATAFORSEO = Api(
    spec=ProviderSpec(
        name="dataforseo",
        title="DataForSEO",
        summary="Google and Bing pages with every block, paid as you go",
        ranking=RankingKind.SEARCH_PAGE,
        engines=ENGINES,
        key_env=CREDENTIALS["login"],
        price=Decimal("0.002"),
        surcharge=Surcharge(above=PER_PAGE, results=PER_PAGE, price=Decimal("0.0015")),
        operator_factor=OPERATOR_FACTOR,
        max_depth=MOST,
        health="good",
        docs_url="https://docs.dataforseo.com/v3/serp/google/organic/live/advanced/",
        card=(
            "Sign up at https://app.dataforseo.com ($1 to try; top-ups from $50), copy the API login and password "
            "from its API access page (not those you sign in with) and set DATAFORSEO_LOGIN and DATAFORSEO_PASSWORD. "
            "Takes country, language, location (as it lists them, such as London,England,United Kingdom) and device. "
            "A page of ten costs $0.002, each one below it $0.0015; operators such as site: cost five times as much. "
            "With --fill the first page is paid again with the second. A page may take two minutes. If waiting is "
            "no matter, dataforseo-queue costs less than a third. For a rehearsal without charge, set its base_url "
            "to https://sandbox.dataforseo.com."
        ),
    ),
    base_url=BASE_URL,
    build=build,
    parse=parse,
    ask_depth=ask_depth,
    rate=RATE,
    credentials=CREDENTIALS,
)
