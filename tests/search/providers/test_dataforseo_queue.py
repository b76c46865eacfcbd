"""DataForSEO's queue: a task is posted once and polled until its page is there."""

import json
from pathlib import Path

import pytest

from searchgap.model.query import SearchRequest
from searchgap.model.serp import FailureKind
from searchgap.net.http import HttpReply
from searchgap.search.api import ApiError, Ask, Later, Page
from searchgap.search.providers.dataforseo import DATAFORSEO
from searchgap.search.providers.dataforseo_queue import DATAFORSEO_QUEUE

RECORDINGS = Path(__file__).parents[2] / "recordings" / "dataforseo-queue"
LOGIN = {"login": "canary@mail.example", "password": "canary-7785"}
HOME = "http://127.0.0.1:9"
POST = f"{HOME}/v3/serp/google/organic/task_post"
POLL = f"{HOME}/v3/serp/google/organic/task_get/advanced/11012610-1535-0139-0000-5a1b2c3d4e5f"


def ask(**request: object) -> Ask:
    found = SearchRequest(text="c++ door", provider="dataforseo-queue", **request)
    return Ask(request=found, base_url=HOME, credentials=LOGIN)


def recorded(name: str, url: str, status: int = 200) -> HttpReply:
    return HttpReply(status=status, headers={}, body=(RECORDINGS / f"{name}.json").read_bytes(), url=url)


def reply(body: object, url: str, status: int = 200) -> HttpReply:
    return HttpReply(status=status, headers={}, body=json.dumps(body).encode(), url=url)


def task(code: int, **more: object) -> dict[str, object]:
    return {"status_code": 20000, "tasks": [{"status_code": code, **more}]}


def test_the_task_is_that_of_the_live_search():
    """Only the path is another: what is searched, where, and by whom stay the same."""
    call = DATAFORSEO_QUEUE.build(ask())
    live = DATAFORSEO.build(ask())
    assert (call.method, call.url) == ("POST", POST)
    assert (call.json, call.secret_headers) == (live.json, live.secret_headers)
    assert "canary" not in repr(call)


@pytest.mark.parametrize(
    ("name", "url"), [("posted", POST), ("waiting", POLL), ("posted", POLL), ("posted", ""), ("waiting", "")]
)
def test_a_task_that_is_not_finished_is_polled(name: str, url: str):
    """The poll goes to the task's own address with the login in its secret place, and after some seconds."""
    later = DATAFORSEO_QUEUE.parse(ask(), recorded(name, url))
    assert isinstance(later, Later)
    assert (later.call.method, later.call.url, later.call.json) == ("GET", POLL, None)
    assert later.call.secret_headers == DATAFORSEO.build(ask()).secret_headers
    assert "canary" not in repr(later)
    assert later.seconds >= 1


def test_a_finished_task_is_the_page_that_live_gives():
    """Ranks, features and market are the same; what it cost was said when it was posted, not when it was polled."""
    page = DATAFORSEO_QUEUE.parse(ask(), recorded("ok", POLL))
    live = DATAFORSEO.parse(ask(), recorded("ok", POLL))
    assert isinstance(page, Page)
    assert (page.results, page.features, page.market_verified) == (live.results, live.features, True)
    assert len(page.results) == 10
    assert page.cost is None


def test_no_results_are_an_empty_page():
    """They have a status of their own."""
    page = DATAFORSEO_QUEUE.parse(ask(), recorded("empty", POLL))
    assert isinstance(page, Page)
    assert (page.results, page.more) == ((), False)


@pytest.mark.parametrize(
    "answer",
    [
        reply({}, POLL, 500),
        reply({}, POLL, 429),
        reply({"status_code": 50000, "tasks": None}, POLL),
        reply({"status_code": 40202, "tasks": None}, POLL),
    ],
)
def test_a_poll_that_fails_in_passing_is_made_again(answer: HttpReply):
    """The task goes on; another one would be charged again."""
    later = DATAFORSEO_QUEUE.parse(ask(), answer)
    assert isinstance(later, Later)
    assert later.call.url == POLL


@pytest.mark.parametrize(
    ("answer", "kind", "passing", "charged"),
    [
        (reply({}, POST, 500), FailureKind.BAD_REPLY, True, False),
        (recorded("bad_key", POST, 401), FailureKind.AUTH, False, False),
        (recorded("quota", POST), FailureKind.QUOTA, False, False),
        (recorded("rate_limit", POST), FailureKind.RATE_LIMIT, False, False),
        (recorded("invalid", POST), FailureKind.UNSUPPORTED, False, False),
        (reply(task(20100), POST), FailureKind.BAD_REPLY, False, True),
        (reply(task(20100, id="../../../etc"), POST), FailureKind.BAD_REPLY, False, True),
        (recorded("error_in_200", POLL), FailureKind.BAD_REPLY, True, True),
        (reply(task(40401), POLL), FailureKind.UNSUPPORTED, False, True),
        (reply(task(50401), POLL), FailureKind.TIMEOUT, True, True),
        (reply(task(20000), POLL), FailureKind.BAD_REPLY, False, True),
        (HttpReply(status=200, headers={}, body=b"<html>", url=POLL), FailureKind.BAD_REPLY, False, True),
    ],
)
def test_every_failure_says_whether_it_is_charged(answer: HttpReply, kind: FailureKind, passing: bool, charged: bool):
    """A task that was refused is free; one that was taken is charged whatever becomes of it."""
    with pytest.raises(ApiError) as caught:
        DATAFORSEO_QUEUE.parse(ask(), answer)
    assert (caught.value.kind, caught.value.passing, caught.value.charged) == (kind, passing, charged)


def test_the_engine_is_kept_while_polling():
    """A Bing task is polled where Bing's tasks are."""
    later = DATAFORSEO_QUEUE.parse(ask(engine="bing"), recorded("posted", POST))
    assert isinstance(later, Later)
    assert "/v3/serp/bing/organic/task_get/advanced/" in later.call.url


def test_a_saved_reply_can_be_read_without_a_login():
    """Reading needs no account, even where the reply asks for another call."""
    nobody = Ask(request=SearchRequest(text="q", provider="dataforseo-queue"), base_url=HOME)
    assert isinstance(DATAFORSEO_QUEUE.parse(nobody, recorded("waiting", POLL)), Later)
    assert isinstance(DATAFORSEO_QUEUE.parse(nobody, recorded("ok", POLL)), Page)
