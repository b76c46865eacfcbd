"""What holds of every API with an index of its own or for agents, whatever is asked and whatever comes back."""

import copy
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searchgap.model.query import Device, Market, SearchRequest
from searchgap.net.http import HttpReply
from searchgap.search.api import Api, ApiError, Ask, Page
from searchgap.search.providers.exa import EXA
from searchgap.search.providers.google_cse import GOOGLE_CSE
from searchgap.search.providers.kagi import KAGI
from searchgap.search.providers.linkup import LINKUP
from searchgap.search.providers.mojeek import MOJEEK
from searchgap.search.providers.perplexity import PERPLEXITY
from searchgap.search.providers.tavily import TAVILY
from searchgap.search.providers.you import YOU

RECORDINGS = Path(__file__).parents[2] / "recordings"
APIS = (GOOGLE_CSE, KAGI, MOJEEK, TAVILY, EXA, YOU, PERPLEXITY, LINKUP)
EVERY_API = pytest.mark.parametrize("api", APIS, ids=lambda api: api.spec.name)
MANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
CANARY = "canary-5d0e-key"
STATUSES = (200, 200, 200, 204, 301, 400, 401, 402, 403, 404, 418, 422, 429, 432, 433, 500, 503)

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
anything = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
)

markets = st.builds(
    Market,
    country=st.none() | st.sampled_from(["us", "de", "gb", "hk", "aq"]),
    language=st.none() | st.sampled_from(["en", "pt-BR", "zh-Hant", "fil", "sr-Latn-RS"]),
    location=st.none() | st.text(max_size=20),
    device=st.sampled_from(Device),
)


@st.composite
def mutilated(draw, whole: object) -> object:
    """A copy of a reply with a few of its parts removed or replaced by anything."""
    whole = copy.deepcopy(whole)
    for _ in range(draw(st.integers(1, 6))):
        part = whole
        while isinstance(part, dict | list) and part:
            place = draw(st.sampled_from(sorted(part) if isinstance(part, dict) else range(len(part))))
            if not isinstance(part[place], dict | list) or draw(st.integers(0, 3)) == 0:
                if draw(st.booleans()):
                    del part[place]
                else:
                    part[place] = draw(anything)
                break
            part = part[place]
    return whole


def ask_for(api: Api, *, page=1, keyless=False, **search) -> Ask:
    return Ask(
        request=SearchRequest(**{"text": "lamp flickers", "provider": api.spec.name, **search}),
        base_url=api.base_url,
        credentials={} if keyless else dict.fromkeys(api.credentials, CANARY),
        page=page,
    )


def check_parse(ask: Ask, api: Api, reply: HttpReply) -> None:
    """Nothing but a page with ranks 1 to n, or an ApiError without the key."""
    try:
        outcome: object = api.parse(ask, reply)
    except ApiError as trouble:
        outcome = trouble
    match outcome:
        case Page(results=results, cost=cost):
            assert [result.rank for result in results] == list(range(1, len(results) + 1))
            assert all(result.url == result.url.strip() for result in results)
            assert cost is None or cost >= 0
        case ApiError(message=message, retry_after=wait):
            assert 0 < len(message) < 320
            assert "\n" not in message
            assert CANARY not in message
            assert wait is None or wait >= 0
        case _:
            pytest.fail(f"a {type(outcome).__name__} is neither")


@EVERY_API
@MANY
@given(body=anything, status=st.sampled_from(STATUSES), keyless=st.booleans())
def test_any_json(api, body, status, keyless):
    """No JSON under any status makes reading fail in another way."""
    check_parse(
        ask_for(api, keyless=keyless), api, HttpReply(status=status, headers={}, body=json.dumps(body).encode())
    )


@EVERY_API
@MANY
@given(data=st.data(), status=st.sampled_from(STATUSES))
@pytest.mark.parametrize("name", ["ok.json", "short.json", "refusals"])
def test_mutilated_replies(api, name, data, status):
    """A documented reply with parts missing or replaced is a page or a failure, never a crash."""
    if name == "refusals":
        contract = json.loads((RECORDINGS / api.spec.name / "contract.json").read_text(encoding="utf-8"))
        case = contract[data.draw(st.sampled_from(["bad_key", "quota", "rate_limit"]))]
        whole = read(api, case["file"]) if "file" in case else case["body"]
    else:
        whole = read(api, name)
    body = data.draw(mutilated(whole))
    check_parse(ask_for(api), api, HttpReply(status=status, headers={}, body=json.dumps(body).encode()))


def read(api: Api, name: str) -> object:
    return json.loads((RECORDINGS / api.spec.name / name).read_text(encoding="utf-8"))


@EVERY_API
@MANY
@given(body=st.binary(max_size=60), status=st.sampled_from(STATUSES), wait=st.text(max_size=12))
def test_any_bytes(api, body, status, wait):
    """No bytes and no Retry-After make reading fail in another way."""
    check_parse(ask_for(api), api, HttpReply(status=status, headers={"retry-after": wait}, body=body))


@EVERY_API
@pytest.mark.parametrize("status", [200, 400, 429, 500])
def test_a_key_that_comes_back_is_masked(api, status):
    """A refusal that repeats the key is told without it, whichever key of the reply holds it."""
    words = f"the key {CANARY} is not good"
    bodies = (
        {"error": {"message": words, "code": words}},
        {"error": [{"message": words, "code": words}]},
        {"error": words, "tag": words},
        {"detail": {"error": words}},
        {"detail": words},
        {"message": words},
        {"response": {"status": words}},
    )
    for body in bodies:
        with pytest.raises(ApiError) as caught:
            api.parse(ask_for(api), HttpReply(status=status, headers={}, body=json.dumps(body).encode()))
        assert CANARY not in caught.value.message


@EVERY_API
@pytest.mark.parametrize(
    "text",
    [
        'c++ & c# 100% "vs" a=b?c;d/e',
        "größte Lücke 東京 🪔",
        "a" * 500,
        "line\nbreak\tand  spaces",
        "'); DROP TABLE results; --",
    ],
)
def test_unusual_queries_are_sent_as_they_are(api, text):
    """The words are neither encoded nor changed: that is the client's work."""
    call = api.build(ask_for(api, text=text))
    sent = list(dict(call.params).values()) + list((call.json or {}).values())
    assert text in sent


@EVERY_API
@MANY
@given(text=st.text(max_size=50), market=markets, depth=st.integers(1, 2000), page=st.integers(1, 12))
def test_any_search_is_built(api, text, market, depth, page):
    """Every search becomes a call whose key stands in the secret places alone; the same search, the same call."""
    ask = ask_for(api, text=text, market=market, depth=depth, page=page)
    call = api.build(ask)
    assert call == api.build(ask)
    assert call.method in {"GET", "POST"}
    assert call.url.startswith(f"{api.base_url}/")
    assert CANARY not in repr((call.url, call.params, call.headers, call.json, call.form))
    assert CANARY not in repr(call)
    assert CANARY in repr((call.secret_headers, call.secret_params))
    assert json.dumps(call.json)


@EVERY_API
def test_another_address(api):
    """The base address can be replaced, with a path of its own."""
    ask = ask_for(api)
    usual = api.build(ask).url.removeprefix(api.base_url)
    elsewhere = replace(ask, base_url="http://gateway.example:8080/x")
    assert api.build(elsewhere).url == f"http://gateway.example:8080/x{usual}"


@EVERY_API
def test_the_first_credential_is_the_one_shown(api):
    """The table shows the variables of the key that is needed first."""
    assert api.spec.key_env == next(iter(api.credentials.values()))
    assert api.optional_credentials <= set(api.credentials)
