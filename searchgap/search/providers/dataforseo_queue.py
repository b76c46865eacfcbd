"""DataForSEO's task queue, cheaper and slower: https://docs.dataforseo.com/v3/serp/google/organic/task_post/."""

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

from searchgap.model.provider import ProviderSpec, RankingKind, Surcharge
from searchgap.model.serp import FailureKind
from searchgap.net.http import HttpCall, HttpReply
from searchgap.search.api import Api, ApiError, Ask, Later, Page, Parsed
from searchgap.search.asking import pick_engine
from searchgap.search.providers import dataforseo
from searchgap.search.reading import text

_WAITING = frozenset({20100, 40601, 40602})
_POLL_SECONDS = 20.0
_POLLED = "/task_get/"
_TASK_ID = re.compile(r"[0-9A-Za-z-]{1,64}")


def build(ask: Ask) -> HttpCall:
    """The call that puts the page on the queue."""
    return dataforseo.post(ask, "task_post", timeout=60.0)


def parse(ask: Ask, reply: HttpReply) -> Parsed:
    """The page in a reply to a task posted or polled, or when to poll for it."""
    polled = _POLLED in reply.url
    try:
        parsed = _read_or_poll(ask, reply, reply.url if polled else None)
    except ApiError as trouble:
        trouble.charged = trouble.charged or polled  # a task is charged when it is posted, whatever becomes of it
        raise
    # A poll says that it cost nothing; what the task cost was only said when it was posted.
    return replace(parsed, cost=parsed.cost or None) if isinstance(parsed, Page) else parsed


def _read_or_poll(ask: Ask, reply: HttpReply, polled: str | None) -> Parsed:
    """What a reply holds. A poll that fails in passing is made again: a new task would be charged again."""
    try:
        task = dataforseo.read_task(ask, reply)
    except ApiError as trouble:
        if polled and (trouble.passing or trouble.kind is FailureKind.RATE_LIMIT):
            return _poll(ask, polled)
        raise
    if dataforseo.read_code(task) in _WAITING:
        return _poll(ask, polled or _find_task(ask, task))
    return dataforseo.read_page(ask, task)


def _poll(ask: Ask, url: str) -> Later:
    return Later(call=HttpCall(url=url, secret_headers=dataforseo.authorize(ask)), seconds=_POLL_SECONDS)


def _find_task(ask: Ask, task: dict[str, Any]) -> str:
    """Where a task that was posted is polled."""
    number = text(task, "id")
    if not _TASK_ID.fullmatch(number):
        raise ApiError(
            FailureKind.BAD_REPLY, f"{dataforseo.NAME} took the task and gave no number to ask for it", charged=True
        )
    engine = pick_engine(ask, dataforseo.NAME, dataforseo.ENGINES)
    return f"{ask.base_url}/v3/serp/{engine}/organic{_POLLED}advanced/{number}"


DATAFORSEO_QUEUE = Api(
    spec=ProviderSpec(
        name="dataforseo-queue",
        title="DataForSEO queue",
        summary="the pages of dataforseo for less than a third, in minutes instead of seconds",
        ranking=RankingKind.SEARCH_PAGE,
        engines=dataforseo.ENGINES,
        key_env=dataforseo.CREDENTIALS["login"],
        price=Decimal("0.0006"),
        surcharge=Surcharge(above=dataforseo.PER_PAGE, results=dataforseo.PER_PAGE, price=Decimal("0.00045")),
        operator_factor=dataforseo.OPERATOR_FACTOR,
        max_depth=dataforseo.MOST,
        health="good",
        docs_url="https://docs.dataforseo.com/v3/serp/google/organic/task_post/",
        card=(
            "Takes the account and the market of dataforseo. A page of ten costs $0.0006, each one below it $0.00045; "
            "operators such as site: cost five times as much. Pages come after about five minutes, and a page that "
            "is waited for takes one of the places of --concurrency: give a large audit many, such as "
            "`--concurrency 500`, and the queue is still asked no faster than it allows. A page that was put on the "
            "queue is charged even if the audit ends before it comes."
        ),
    ),
    base_url=dataforseo.BASE_URL,
    build=build,
    parse=parse,
    ask_depth=dataforseo.ask_depth,
    rate=dataforseo.RATE,
    credentials=dataforseo.CREDENTIALS,
)
