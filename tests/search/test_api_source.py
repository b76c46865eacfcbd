"""Asking an API over the network: what is asked again, when nothing more is asked, and where."""

import logging
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email.utils import format_datetime

import pytest

from searchgap.model.provider import ProviderSettings
from searchgap.model.serp import FailureKind, NotSearched, SearchFailure, Serp
from searchgap.net.http import HttpCall
from searchgap.search.api import Ask
from searchgap.search.base import Opening

OK = {"urls": ["https://a.example/", "https://b.example/"]}
TOO_OFTEN = {"status": 429}
PASSING = {
    "too many searches": TOO_OFTEN,
    "a server error": {"status": 503},
    "a gateway that timed out": {"status": 504},
    "a connection that breaks": {"how": "reset"},
}
FINAL = {
    "a refused key": ({"status": 401}, FailureKind.AUTH),
    "a forbidden key": ({"status": 403}, FailureKind.AUTH),
    "a spent account": ({"status": 402}, FailureKind.QUOTA),
    "an invalid request": ({"status": 400}, FailureKind.UNSUPPORTED),
    "a wrong address": ({"status": 404}, FailureKind.BAD_REPLY),
    "a redirect": ({"status": 302, "headers": {"Location": "https://elsewhere.example/"}}, FailureKind.BAD_REPLY),
    "a challenge": ({"kind": "blocked"}, FailureKind.BLOCKED),
    "no JSON": ({"text": "<html>"}, FailureKind.BAD_REPLY),
    "another shape": ({"surprise": 1}, FailureKind.BAD_REPLY),
}


@pytest.mark.parametrize("trouble", PASSING)
def test_what_passes_is_asked_again(visit, trouble):
    """Trouble that passes is waited out with growing waits, at most three times."""
    visited = visit([PASSING[trouble]] * 3 + [OK])
    assert isinstance(visited.only, Serp)
    assert len(visited.asked) == 4  # never more: the client makes no call of its own accord
    assert visited.waits == sorted(visited.waits)
    assert len(visited.waits) == 3


@pytest.mark.parametrize("trouble", PASSING)
def test_what_does_not_pass_is_given_up(visit, trouble):
    """After four attempts the search has failed, and nothing was charged for it."""
    visited = visit([PASSING[trouble]])
    assert isinstance(visited.only, SearchFailure)
    assert len(visited.asked) == 4
    assert visited.only.cost == 0
    assert visited.only.hint


@pytest.mark.parametrize("trouble", FINAL)
def test_what_will_not_change_is_not_asked_again(visit, trouble):
    """A refusal and an unreadable reply are failures at the first attempt."""
    answer, kind = FINAL[trouble]
    visited = visit([answer, OK])
    assert isinstance(visited.only, SearchFailure)
    assert visited.only.kind is kind
    assert visited.only.http_status == answer.get("status", 200)
    assert (len(visited.asked), visited.waits) == (1, [])
    assert visited.only.hint


def test_what_it_asks_to_wait_is_waited(visit):
    """Retry-After in seconds is kept to the letter."""
    assert visit([{**TOO_OFTEN, "headers": {"Retry-After": "7"}}, OK]).waits == [7.0]


def test_a_date_to_come_back_is_kept(visit):
    """Retry-After as a date is the time that is left until then."""
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=40), usegmt=True)
    (wait,) = visit([{"status": 503, "headers": {"Retry-After": date}}, OK]).waits
    assert 20 < wait <= 40


@pytest.mark.parametrize("asks", ["61", "86400", "inf", "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_more_than_a_minute_is_not_waited_for(visit, asks):
    """An audit does not stand still: the search has failed and may be asked again later."""
    visited = visit([{**TOO_OFTEN, "headers": {"Retry-After": asks}}, OK])
    assert visited.only.kind is FailureKind.RATE_LIMIT
    assert (len(visited.asked), visited.waits) == (1, [])


def test_others_wait_too_when_it_was_asked_too_often(visit):
    """What begins while the API asks to wait, waits as long: another search here, because time stands still."""
    visited = visit([{**TOO_OFTEN, "headers": {"Retry-After": "30"}}, OK], ["one", "two"], time_passes=False)
    assert all(isinstance(outcome, Serp) for outcome in visited.outcomes)
    assert visited.waits == [30.0, 30.0, 30.0]


@pytest.mark.parametrize("trouble", ["a refused key", "a spent account", "a challenge"])
def test_after_a_refusal_nothing_more_is_asked(visit, trouble):
    """A key, an account and a challenge do not mend themselves: the rest was not searched, and says why."""
    answer, kind = FINAL[trouble]
    visited = visit([answer, OK], ["one", "two", "three"])
    assert len(visited.asked) == 1
    for outcome in visited.outcomes[1:]:
        assert isinstance(outcome, NotSearched)
        assert outcome.kind is kind
        assert outcome.message == f"word-bureau refused an earlier search ({kind}), so it was not asked again"
        assert outcome.hint


@pytest.mark.parametrize(("kind", "needed"), [("blocked", 1), ("bad-reply", 5)])
def test_an_engine_that_refuses_does_not_stop_its_siblings(visit, kind, needed):
    """What an engine behind the API refuses ends the asking of that engine, and of no other."""
    refused = {"kind": kind, "of_engine": True}
    texts = ["fog:lamp"] * (needed + 2) + ["sun:lamp", "lamp"]
    visited = visit([refused] * needed + [OK], texts)
    kinds = [type(outcome) for outcome in visited.outcomes]
    assert kinds == [SearchFailure] * needed + [NotSearched] * 2 + [Serp] * 2
    assert len(visited.asked) == needed + 2
    unasked = visited.outcomes[needed]
    assert unasked.message.startswith(("fog of word-bureau refused", "fog of word-bureau failed 5 times"))
    assert unasked.hint == visited.outcomes[0].hint


def test_a_provider_that_refuses_stops_all_its_engines(visit):
    """A key that is refused for one engine is refused for all."""
    visited = visit([{"status": 401}, OK], ["fog:lamp", "sun:lamp", "lamp"])
    assert [type(outcome) for outcome in visited.outcomes] == [SearchFailure, NotSearched, NotSearched]
    assert len(visited.asked) == 1


def test_after_five_failures_in_a_row_nothing_more_is_asked(visit):
    """A provider that is down is left alone."""
    visited = visit([{"status": 404}], list("abcdefg"))
    assert [type(outcome) for outcome in visited.outcomes] == [SearchFailure] * 5 + [NotSearched] * 2
    assert len(visited.asked) == 5
    assert "failed 5 times in a row" in visited.outcomes[-1].message


def test_an_answer_between_failures_starts_the_count_anew(visit):
    """Only failures without an answer between them mean that the provider is down."""
    broken = {"status": 404}
    visited = visit([*[broken] * 4, OK, *[broken] * 4, OK], [str(number) for number in range(10)])
    assert len(visited.asked) == 10


def test_what_one_query_cannot_have_says_nothing_of_the_others(visit):
    """Refused queries, however many, leave the provider in use."""
    visited = visit([{"status": 400}] * 8 + [OK], [str(number) for number in range(9)])
    assert [type(outcome) for outcome in visited.outcomes] == [SearchFailure] * 8 + [Serp]


def test_an_adapter_that_breaks_ends_no_audit(visit):
    """An adapter of somebody else's may raise anything on a query: that query failed, the next is asked."""
    visited = visit([OK], ["broken", "lamp"])
    assert visited.outcomes[0].kind is FailureKind.UNSUPPORTED
    assert "KeyError" in visited.outcomes[0].message
    assert isinstance(visited.outcomes[1], Serp)


def test_a_reply_that_breaks_the_adapter_is_named(visit):
    """What a reply made the adapter raise is told by name, never by what the reply holds."""
    visited = visit([{"urls": None, "token": "hidden"}])
    assert visited.only.kind is FailureKind.BAD_REPLY
    assert visited.only.message == "the reply of word-bureau could not be read (TypeError)"


def test_a_task_is_asked_for_until_it_is_done(visit):
    """An answer that comes later is polled after the seconds it asks for, also past a broken connection."""
    visited = visit([{"later": 20}, {"later": 10}, {"how": "reset"}, OK])
    assert isinstance(visited.only, Serp)
    assert visited.asked == ["/search lamp 1", "/task", "/task", "/task"]
    assert visited.waits == [20, 10, 10]
    assert visited.only.cost == Decimal("0.1")


def test_a_task_that_takes_too_long_is_given_up(visit):
    """After an hour the task has timed out; it was charged and is not posted again."""
    visited = visit([{"later": 100}])
    assert visited.only.kind is FailureKind.TIMEOUT
    assert sum(visited.waits) == 3600
    assert visited.asked == ["/search lamp 1"] + ["/task"] * 36
    assert visited.only.cost == Decimal("0.1")


@pytest.mark.parametrize("where", ["configured", "variable", "default"])
def test_where_it_is_asked(visit, where):
    """The configured address goes before the variable's (set to nowhere here), and that before the default."""
    assert isinstance(visit([OK], where=where).only, Serp)


@pytest.mark.parametrize(
    ("where", "settings", "waits"),
    [
        ("default", {}, [0.5, 0.5]),
        ("configured", {}, []),
        ("variable", {}, []),
        ("configured", {"rate": 10.0}, [0.1, 0.1]),
        ("default", {"rate": 10.0}, [0.1, 0.1]),
    ],
)
def test_how_fast_it_is_asked(visit, where, settings, waits):
    """The provider's limit holds at its own address, the user's everywhere, and none at the user's own server."""
    visited = visit([OK], ["one", "two", "three"], where=where, settings=settings)
    assert visited.waits == pytest.approx(waits)


@pytest.mark.parametrize("environment", [{}, {"BUREAU_KEY": ""}, {"BUREAU_KEY": " \n"}])
def test_without_a_key_nothing_is_asked(visit, environment):
    """A key that is missing or blank is a reason not to search that names its variables."""
    visited = visit([OK], environment=environment)
    assert isinstance(visited.only, NotSearched)
    assert visited.only.kind is FailureKind.AUTH
    assert visited.only.message == "BUREAU_KEY or BUREAU_OLD_KEY is not set"
    assert visited.asked == []


def test_the_first_variable_that_is_set_holds_the_key(visit):
    """A blank variable before it does not hide a key, and white space around it is none of it."""
    assert isinstance(visit([OK], environment={"BUREAU_KEY": " ", "BUREAU_OLD_KEY": " k\n"}).only, Serp)


@pytest.mark.parametrize("key", ["two\nlines", "bell\x07"])
def test_a_key_that_no_header_can_hold_is_a_failure(visit, key):
    """Such a key is sent nowhere and shown nowhere."""
    visited = visit([OK], environment={"BUREAU_KEY": key})
    assert isinstance(visited.only, SearchFailure)
    assert visited.asked == []
    assert key not in repr(visited.only)


@pytest.mark.parametrize("answer", [OK, {"status": 401}, {"text": "<html>"}, {"how": "reset"}, {"status": 500}])
def test_the_key_shows_nowhere(visit, canary, caplog, answer):
    """Whatever comes back, no outcome and no log holds the key."""
    caplog.set_level(logging.DEBUG)
    visited = visit([answer], ["one", "two"])
    assert canary not in repr(visited.outcomes)
    assert canary not in caplog.text


def test_a_password_in_the_address_shows_nowhere(visit, canary):
    """A gateway's name and password are sent to it and are in no message."""
    visited = visit([OK], settings={"base_url": f"http://me:{canary}@127.0.0.1:1"})
    assert "127.0.0.1:1 could not be reached: the connection was refused" in visited.only.message
    assert canary not in repr(visited.only)


def test_what_holds_a_secret_does_not_show_it(canary):
    """An ask, a call and an opening can be printed."""
    opening = Opening(settings=ProviderSettings(name="bureau"), environment={"BUREAU_KEY": canary})
    ask = Ask(request=None, base_url="http://bureau.example", credentials={"key": canary})
    call = HttpCall(url="http://bureau.example", secret_headers={"X-Key": canary}, secret_params=(("key", canary),))
    assert canary not in repr((opening, ask, call))
