"""Perplexity: what is sent, and what is made of its replies."""

import json
from pathlib import Path

import pytest

from searchgap.model.query import Market, SearchRequest
from searchgap.model.serp import FailureKind
from searchgap.net.http import HttpCall, HttpReply
from searchgap.search.api import ApiError, Ask
from searchgap.search.providers.perplexity import PERPLEXITY, build, parse

RECORDINGS = Path(__file__).parents[2] / "recordings" / "perplexity"


def ask_for(text="lamp flickers", *, depth=10, **market):
    request = SearchRequest(text=text, provider="perplexity", market=Market(**market), depth=depth)
    return Ask(request=request, base_url=PERPLEXITY.base_url, credentials={"key": "secret-pplx-key"})


def reply(body, status=200, **headers):
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return HttpReply(status=status, headers=headers, body=content)


def recorded(name):
    return json.loads((RECORDINGS / name).read_text(encoding="utf-8"))


def refusal(body, status, **headers):
    with pytest.raises(ApiError) as caught:
        parse(ask_for(), reply(body, status, **headers))
    return caught.value


def said(message, kind="bad_request"):
    return {"error": {"message": message, "type": kind, "code": 400}}


def test_the_whole_call():
    """A search is one POST with the market in it and short extracts asked for; the key is among the secrets."""
    assert build(ask_for(country="de", language="de-AT")) == HttpCall(
        method="POST",
        url="https://api.perplexity.ai/search",
        headers={"Accept": "application/json"},
        json={
            "query": "lamp flickers",
            "max_results": 10,
            "max_tokens_per_page": 256,
            "country": "DE",
            "search_language_filter": ["de"],
        },
        secret_headers={"Authorization": "Bearer secret-pplx-key"},
    )


@pytest.mark.parametrize(("depth", "number"), [(1, 1), (20, 20), (21, 20)])
def test_depth(depth, number):
    """It asks for exactly the depth, never beyond twenty."""
    assert build(ask_for(depth=depth)).json["max_results"] == number


@pytest.mark.parametrize(("language", "sent"), [(None, ["en"]), ("zh-Hant", ["zh"]), ("fil", None)])
def test_languages_have_two_letters(language, sent):
    """A language without a code of two letters is left out, since the API would refuse it."""
    body = build(ask_for(language=language)).json
    assert (body.get("search_language_filter"), body["country"]) == (sent, "US")


def test_a_list():
    """Extracts are the snippets, white space resolved; there is no second page and no cost in the reply."""
    page = parse(ask_for(), reply(recorded("ok.json")))
    assert [result.rank for result in page.results] == list(range(1, 11))
    assert page.results[0].snippet == "A loose bulb, a worn switch & a dimmer that does not suit LEDs."
    assert (page.results[0].date, page.results[1].date) == ("2026-02-01", None)
    assert (page.results[2].title, page.results[3].snippet) == ("", None)
    assert (page.engine, page.more, page.cost, page.features) == ("perplexity", False, None, ())
    assert page.market_verified is False


def test_a_short_list_and_an_empty_one():
    """A row without an address keeps its rank; nothing found is an empty page."""
    short = parse(ask_for(), reply(recorded("short.json")))
    assert [(result.rank, result.url) for result in short.results] == [(1, "https://forum.example/t/1"), (2, "")]
    assert parse(ask_for(), reply(recorded("empty.json"))).results == ()


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (400, said("bad"), FailureKind.UNSUPPORTED),
        (422, {"detail": [{"loc": ["body"], "msg": "too big", "type": "x"}]}, FailureKind.UNSUPPORTED),
        (401, b"<html><title>401 Authorization Required</title></html>", FailureKind.AUTH),
        (401, said("Invalid API key"), FailureKind.AUTH),
        (401, said("You exceeded your current quota", "insufficient_quota"), FailureKind.QUOTA),
        (402, b"", FailureKind.QUOTA),
        (403, said("Not permitted"), FailureKind.AUTH),
        (403, said("Not enough credits"), FailureKind.QUOTA),
        (429, said("Rate limit"), FailureKind.RATE_LIMIT),
        (200, said("bad"), FailureKind.BAD_REPLY),
        (200, {"results": {"0": []}}, FailureKind.BAD_REPLY),
        (200, {"surprise": True}, FailureKind.BAD_REPLY),
        (200, b"<html>", FailureKind.BAD_REPLY),
    ],
)
def test_refusals(status, body, kind):
    """Each documented refusal has its kind, JSON or not; missing credit is told from a bad key by its words."""
    trouble = refusal(body, status)
    assert trouble.kind is kind
    assert not trouble.passing
    assert trouble.message.startswith("Perplexity ")


def test_a_failure_of_its_own_may_pass():
    """A server error may pass."""
    assert refusal(b"", 500).passing


def test_the_wait_it_asks_for():
    """Retry-After is handed on."""
    assert refusal(b"", 429, **{"retry-after": "3"}).retry_after == 3


def test_its_own_words_are_quoted():
    """What was wrong with each field ends the sentence, the key masked."""
    body = {"detail": [{"msg": "key secret-pplx-key"}, {"msg": "too big"}, 5]}
    assert refusal(body, 422).message == "Perplexity refused the request as invalid (HTTP 422): key ***; too big"
