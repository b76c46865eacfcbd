"""Replies of search APIs that somebody kept: whose they are, and what they hold."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchgap.errors import UsageError
from searchgap.search.registry import APIS
from searchgap.search.saved_files import FileState, SavedSerp
from searchgap.search.saved_replies import read_reply

RECORDINGS = Path(__file__).parents[1] / "recordings"
KEPT = sorted(folder.name for folder in RECORDINGS.iterdir() if (folder / "ok.json").exists())
# Whose ranking a reply is; of those that sell the pages of others it is theirs, else the provider's own.
ENGINES = {
    **dict.fromkeys(("brightdata", "dataforseo", "dataforseo-queue", "oxylabs"), "google"),
    **dict.fromkeys(("searchapi", "serpapi", "serper"), "google"),
    "searxng": "searxng without startpage",
}
WITHOUT_QUERY = {"exa", "kagi", "linkup", "oxylabs", "perplexity", "yandex"}


def read(body: object, engine: str = "auto") -> SavedSerp:
    return read_reply(json.dumps(body).encode(), "kept.json", engine)


@pytest.mark.parametrize("name", KEPT)
def test_a_reply_tells_whose_it_is(name):
    """Every provider's reply is recognised without a word from the user, and gives its organic results."""
    folder = RECORDINGS / name
    serp = read_reply((folder / "ok.json").read_bytes(), "ok.json", "auto")
    assert serp.state is FileState.OK
    assert serp.engine == ENGINES.get(name, name)
    assert (serp.query is None) is (name in WITHOUT_QUERY)
    listed = [[result.rank, result.url, result.title] for result in serp.results]
    contract = json.loads((folder / "contract.json").read_text(encoding="utf-8"))
    polled = "steps" in contract["ok"] or isinstance(contract["ok"], list)
    assert polled or listed == contract["ok"]["organic"]


@pytest.mark.parametrize("name", KEPT)
def test_a_named_provider_reads_its_own(name):
    """--engine names the provider where the reply is not enough."""
    serp = read_reply((RECORDINGS / name / "ok.json").read_bytes(), "ok.json", name)
    assert (serp.state, len(serp.results)) == (FileState.OK, 10)


@pytest.mark.parametrize("name", [name for name in KEPT if (RECORDINGS / name / "empty.json").exists()])
def test_an_empty_page_is_empty(name):
    """No results are an answer with a reason, not a file that cannot be read."""
    serp = read_reply((RECORDINGS / name / "empty.json").read_bytes(), "empty.json", name)
    assert (serp.state, serp.results, serp.reason) == (FileState.EMPTY, (), "it holds no results")


@pytest.mark.parametrize("file", sorted(RECORDINGS.glob("*/bad_key.json")), ids=lambda file: file.parent.name)
def test_a_refusal_is_no_page(file):
    """A kept refusal is never an empty success."""
    serp = read_reply(file.read_bytes(), file.name, "auto")
    assert serp.state is FileState.UNPARSED
    assert serp.reason


def test_the_provider_s_words_are_the_reason():
    """Where one provider knows the shape and refuses it, its complaint is told, with a next step."""
    serp = read({"tasks": 7})
    assert serp.reason.startswith("DataForSEO ")
    assert serp.hints == ("name the provider with --engine",)


@pytest.mark.parametrize("body", [{}, [], {"hello": "world"}, [{"searchParameters": {"q": "lamp"}}], "text", 7, None])
def test_what_nobody_knows(body):
    """Other JSON is no page of anybody's."""
    serp = read(body)
    assert (serp.state, serp.engine) == (FileState.UNPARSED, None)
    assert serp.reason == "it is no reply of a provider searchgap knows"


@pytest.mark.parametrize("data", [b"{", b'{"a": 1', b"[" * 100_000, b'{"a": "\xff"}', b'{"a": ' + b"1" * 9999 + b"}"])
def test_what_is_no_whole_json(data):
    """A reply that was cut off says so."""
    serp = read_reply(data, "kept.json", "auto")
    assert (serp.state, serp.reason) == (FileState.UNPARSED, "kept.json is no whole JSON")


def test_an_unknown_provider_is_refused():
    """The hint lists those that can be read."""
    with pytest.raises(UsageError) as caught:
        read({}, "altavista")
    assert "altavista" in caught.value.message
    assert all(name in caught.value.hint for name in APIS)


def _marked() -> list[dict]:
    return [json.loads((RECORDINGS / name / "ok.json").read_bytes()) for name in KEPT]


scraps = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(st.data())
def test_a_damaged_reply_is_read_or_not(data: st.DataObject):
    """Whatever became of a reply's upper levels, it is a SERP in one of the four states."""
    body = data.draw(st.sampled_from(_marked()))
    for key in data.draw(st.lists(st.sampled_from(sorted(body)), max_size=3)):
        body[key] = data.draw(scraps)
    serp = read(body)
    assert (serp.state is FileState.OK) is bool(serp.results)
    assert serp.reason or serp.results
