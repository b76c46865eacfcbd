"""What holds for every reply to the APIs that read engines' pages: a page in order, a later call, or an ApiError."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchgap.model.query import Device, Market, SearchRequest
from searchgap.net.http import HttpReply
from searchgap.search.api import Api, ApiError, Ask, Later, Page, Parsed
from searchgap.search.providers.dataforseo import DATAFORSEO
from searchgap.search.providers.dataforseo_queue import DATAFORSEO_QUEUE
from searchgap.search.providers.searchapi import SEARCHAPI
from searchgap.search.providers.serpapi import SERPAPI
from searchgap.search.providers.serper import SERPER

APIS = (DATAFORSEO, DATAFORSEO_QUEUE, SERPER, SERPAPI, SEARCHAPI)
EVERY_API = pytest.mark.parametrize("api", APIS, ids=[api.spec.name for api in APIS])
RECORDINGS = Path(__file__).parents[2] / "recordings"
CANARY = "canary-7786"
URLS = ("", "https://api.example/v3/serp/google/organic/task_get/advanced/1-2")

# Keys that the APIs know, so that arbitrary JSON gets past the first look.
KEYS = st.sampled_from(
    """
    ads ai_overview answerBox answer_box blocked code cost credits data error expanded_element id items items_count
    knowledgeGraph knowledge_graph link location_code organic organic_results page pagination peopleAlsoAsk query
    question reference_links references related_questions related_searches result search_information search_metadata
    search_parameters searchParameters serpapi_pagination snippet spell status status_code status_message tasks title
    type url
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from([20000, 20100, 40101, 40102, 40602, 50000, "Success", "Error", "organic", CANARY]),
)
ANY_JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS | st.text(max_size=5), inner, max_size=6),
    max_leaves=25,
)


@st.composite
def asks(draw: st.DrawFn, api: Api) -> Ask:
    """A question that the API's `build` takes."""
    request = SearchRequest(
        text=draw(st.text(min_size=1, max_size=500)),
        provider=api.spec.name,
        engine=draw(st.sampled_from([None, *api.spec.engines])),
        market=Market(
            country=draw(st.sampled_from([None, "us", "gb", "tw"])),
            language=draw(st.sampled_from([None, "en", "zh-Hant", "pt-BR"])),
            location=draw(st.none() | st.text(min_size=1, max_size=30)),
            device=draw(st.sampled_from(Device)),
        ),
        depth=draw(st.integers(1, 300)),
    )
    credentials = dict.fromkeys(api.credentials, CANARY)
    return Ask(request=request, base_url="https://api.example", credentials=credentials, page=draw(st.integers(1, 3)))


def parse(api: Api, ask: Ask, reply: HttpReply) -> Parsed | ApiError:
    """What a reply is read as; a refusal counts as a reading."""
    try:
        return api.parse(ask, reply)
    except ApiError as refusal:
        return refusal


def check(api: Api, ask: Ask, reply: HttpReply) -> None:
    """Hold a reply against what is promised of every reply."""
    parsed = parse(api, ask, reply)
    if isinstance(parsed, ApiError):
        assert CANARY not in parsed.message
        assert len(parsed.message) < 400
        return
    if isinstance(parsed, Later):
        assert parsed.seconds > 0
        assert parsed.call.url.startswith("https://api.example/")
        return
    assert isinstance(parsed, Page)
    assert [row.rank for row in parsed.results] == list(range(1, len(parsed.results) + 1))
    assert all(isinstance(row.url, str) and isinstance(row.title, str) for row in parsed.results)
    assert all(found.items for found in parsed.features)
    assert parsed.cost is None or parsed.cost >= 0


@EVERY_API
@settings(max_examples=3000, deadline=None)
@given(data=st.data())
def test_any_json_is_a_page_or_a_refusal(api: Api, data: st.DataObject):
    """Whatever shape an answer has, nothing but an ApiError is raised."""
    body = json.dumps(data.draw(ANY_JSON)).encode()
    status = data.draw(st.sampled_from([200, 200, 200, 400, 401, 403, 404, 429, 500]))
    reply = HttpReply(status=status, headers={}, body=body, url=data.draw(st.sampled_from(URLS)))
    check(api, data.draw(asks(api)), reply)


@EVERY_API
@settings(max_examples=3000, deadline=None)
@given(data=st.data())
def test_a_mutilated_page_is_a_page_or_a_refusal(api: Api, data: st.DataObject):
    """Parts of a right answer replaced or taken out anywhere break nothing, and ranks stay in order."""
    body = json.loads((RECORDINGS / api.spec.name / "ok.json").read_text(encoding="utf-8"))
    for _ in range(data.draw(st.integers(1, 4))):
        body = mutilate(body, data)
    reply = HttpReply(status=200, headers={}, body=json.dumps(body).encode(), url=data.draw(st.sampled_from(URLS)))
    check(api, data.draw(asks(api)), reply)


@EVERY_API
@settings(max_examples=3000, deadline=None)
@given(body=st.binary(max_size=200), data=st.data())
def test_any_bytes_are_a_refusal(api: Api, body: bytes, data: st.DataObject):
    """What is no JSON is refused like anything else."""
    check(api, data.draw(asks(api)), HttpReply(status=200, headers={}, body=body))


@EVERY_API
@settings(max_examples=3000, deadline=None)
@given(data=st.data())
def test_a_key_is_never_in_sight(api: Api, data: st.DataObject):
    """Whatever is asked, what may be shown of a call holds no credential."""
    assert CANARY not in repr(api.build(data.draw(asks(api))))


def mutilate(body: Any, data: st.DataObject) -> Any:
    """A copy with one part replaced by something else or taken out."""
    body = copy.deepcopy(body)
    places = list(find_places(body))
    if not places:
        return body
    holder, key = data.draw(st.sampled_from(places))
    if data.draw(st.booleans()):
        holder[key] = data.draw(ANY_JSON)
    else:
        del holder[key]
    return body


def find_places(part: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in nested JSON: what holds it, and its key or index there."""
    if isinstance(part, dict):
        keys: list[Any] = list(part)
    elif isinstance(part, list):
        keys = list(range(len(part)))
    else:
        return
    for key in keys:
        yield part, key
        yield from find_places(part[key])
