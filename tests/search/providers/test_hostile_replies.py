"""Whatever is asked makes a call; whatever comes back is a page with ranks from 1 on, or a failure."""

import json
from copy import deepcopy
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchgap.model.query import Device, Market, SearchRequest
from searchgap.net.http import HttpReply
from searchgap.search.api import Api, ApiError, Ask, Page
from searchgap.search.providers.brave import BRAVE
from searchgap.search.providers.brightdata import BRIGHTDATA
from searchgap.search.providers.marginalia import MARGINALIA
from searchgap.search.providers.oxylabs import OXYLABS
from searchgap.search.providers.searxng import SEARXNG
from searchgap.search.providers.yandex import YANDEX

RECORDINGS = Path(__file__).parents[2] / "recordings"
APIS = pytest.mark.parametrize(
    "api", [BRAVE, BRIGHTDATA, MARGINALIA, OXYLABS, SEARXNG, YANDEX], ids=lambda api: api.spec.name
)
SECRET = "canary-4d1f"
MANY = settings(max_examples=60, deadline=None)

scraps = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
header_names = st.sampled_from(
    ["retry-after", "x-ratelimit-reset", "x-ratelimit-remaining", "x-brd-error", "content-type", "location"]
)
headers = st.dictionaries(header_names, st.text(max_size=8) | st.sampled_from(["0, 0", "nan", "1e999"]), max_size=2)
statuses = st.sampled_from([200, 204, 301, 400, 401, 402, 403, 404, 422, 429, 500, 503, 504, 524, 613])


markets = st.builds(
    Market,
    country=st.none() | st.sampled_from(["us", "de", "kz", "tw"]),
    language=st.none() | st.sampled_from(["en", "pt-BR", "zh-Hant-TW", "fil", "sr-Latn"]),
    location=st.none() | st.text(max_size=40),
    device=st.sampled_from(Device),
)
queries = st.text(st.characters(exclude_categories=[]), min_size=1, max_size=60)


@st.composite
def damaged(draw: st.DrawFn, whole: object) -> object:
    """A copy of a reply with a few of its values replaced or taken out, at any depth."""
    copy = deepcopy(whole)
    for _ in range(draw(st.integers(1, 4))):
        node = copy
        while node:
            key = draw(st.sampled_from(list(node) if isinstance(node, dict) else range(len(node))))
            if isinstance(node[key], dict | list) and draw(st.integers(0, 3)):
                node = node[key]
                continue
            if draw(st.booleans()):
                del node[key]
            else:
                node[key] = draw(scraps)
            break
    return copy


def read(api: Api, engine: str | None, reply: HttpReply) -> None:
    """Parse a reply and check that what comes of it keeps the promises of an adapter."""
    names = dict.fromkeys(api.credentials, SECRET)
    request = SearchRequest(text="leaking pen", provider=api.spec.name, engine=engine)
    try:
        page = api.parse(Ask(request=request, base_url="http://127.0.0.1", credentials=names), reply)
    except ApiError as refusal:
        check_refusal(refusal)
        return
    assert isinstance(page, Page)
    assert [one.rank for one in page.results] == list(range(1, len(page.results) + 1))
    assert all(item.text or item.url for one in page.features for item in one.items)
    assert page.engine


def check_refusal(refusal: ApiError) -> None:
    assert len(refusal.message) < 450
    assert SECRET not in refusal.message


def engines(api: Api) -> st.SearchStrategy[str | None]:
    return st.sampled_from([None, *api.spec.engines, *(["brave"] if not api.spec.engines else [])])


@APIS
@MANY
@given(st.data())
def test_any_json_is_read_or_refused(api: Api, data: st.DataObject):
    """No JSON, under no status and headers, ends an audit."""
    body = json.dumps(data.draw(scraps)).encode()
    reply = HttpReply(status=data.draw(statuses), headers=data.draw(headers), body=body)
    read(api, data.draw(engines(api)), reply)


@APIS
@MANY
@given(st.data())
def test_any_bytes_are_read_or_refused(api: Api, data: st.DataObject):
    """Nor do bytes that are nothing at all, with the key echoed among them."""
    body = data.draw(st.binary(max_size=20)) + data.draw(st.sampled_from([b"", SECRET.encode()]))
    read(api, data.draw(engines(api)), HttpReply(status=data.draw(statuses), headers=data.draw(headers), body=body))


@APIS
@MANY
@given(st.data())
def test_a_damaged_page_is_read_or_refused(api: Api, data: st.DataObject):
    """A documented reply with anything in it changed or missing keeps its ranks without holes, or is refused."""
    whole = json.loads((RECORDINGS / api.spec.name / "ok.json").read_text(encoding="utf-8"))
    body = json.dumps(data.draw(damaged(whole))).encode()
    read(api, data.draw(engines(api)), HttpReply(status=200, headers={}, body=body))


@APIS
@MANY
@given(query=queries, market=markets, depth=st.integers(1, 200), page=st.integers(1, 12))
def test_any_search_makes_a_call(api: Api, query: str, market: Market, depth: int, page: int):
    """No words and no market break the building of a call, and what is secret stands apart in it."""
    request = SearchRequest(text=query, provider=api.spec.name, market=market, depth=depth)
    names = {name: SECRET if name in {"key", "password"} else "plain" for name in api.credentials}
    call = api.build(Ask(request=request, base_url="http://127.0.0.1", credentials=names, page=page))
    assert call.url.startswith("http://127.0.0.1/")
    assert SECRET not in repr(call)
    assert all(value.isascii() and value.isprintable() for value in call.headers.values())
    assert json.dumps(call.json)
