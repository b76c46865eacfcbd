"""A folder of saved files as a provider: which file answers, and what it means that none does."""

import asyncio
import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

import pytest

from searchgap.errors import UsageError
from searchgap.model.provider import ProviderSettings
from searchgap.model.query import SearchRequest
from searchgap.model.serp import FailureKind, SearchFailure, SearchOutcome, Serp
from searchgap.search.base import Opening
from searchgap.search.saved_source import SAVED

PAGES = Path(__file__).parent / "serp_html" / "pages"
RECORDINGS = Path(__file__).parents[1] / "recordings"
PAGE = """\
<!DOCTYPE html><html><head><title>{query} - Mojeek Search</title></head><body>
<ul class="results-standard"><li><h2><a class="title" href="https://{host}/">{host}</a></h2></li></ul></body></html>
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    saved = tmp_path / "pages"
    saved.mkdir()
    return saved


@pytest.fixture
def save(folder: Path) -> Callable[..., Path]:
    """Saves a page of one result, or any text, as if so many seconds ago."""

    def write(name: str, *, query: str = "lamp hums", host: str = "a.example", text: str | None = None, ago: int = 0):
        file = folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(PAGE.format(query=query, host=host) if text is None else text, encoding="utf-8")
        moment = datetime.now(UTC).timestamp() - ago
        os.utime(file, (moment, moment))
        return file

    return write


@pytest.fixture
def search(folder: Path) -> Callable[..., SearchOutcome]:
    """Searches in the folder, which is opened anew each time."""

    def ask(text: str, engine: str | None = None) -> SearchOutcome:
        settings = ProviderSettings(name="saved", options=MappingProxyType({"folder": folder.name}))
        source = SAVED.open(Opening(settings=settings, folder=folder.parent))

        async def main() -> SearchOutcome:
            outcome = await source.search(SearchRequest(text=text, provider="saved", engine=engine))
            await source.close()
            return outcome

        return asyncio.run(main())

    return ask


def hosts(outcome: SearchOutcome) -> list[str]:
    assert isinstance(outcome, Serp), outcome
    return [result.url.removeprefix("https://").rstrip("/") for result in outcome.results]


def test_a_saved_page_answers(save, search):
    """The answer says whose page it was, from which file and when, and cost nothing."""
    file = save("lamp.html", ago=3600)
    serp = search("lamp hums")
    assert hosts(serp) == ["a.example"]
    assert (serp.engine, serp.origin, serp.cost) == ("mojeek", "saved page lamp.html", Decimal(0))
    assert serp.retrieved_at == datetime.fromtimestamp(file.stat().st_mtime, UTC)
    assert serp.request.text == "lamp hums"
    assert not serp.market_verified


@pytest.mark.parametrize("text", ["lamp hums", "Lamp  HUMS", " lamp hums "])
def test_words_are_the_same_in_any_case(save, search, text):
    """Case and spaces of a query do not matter."""
    save("lamp.html", query="Lamp Hums")
    assert hosts(search(text)) == ["a.example"]


def test_the_newest_page_counts(save, search):
    """Of several pages of a query the one saved last answers, in whatever folder below it lies."""
    save("a.html", host="old.example", ago=900)
    save("deeper/b.html", host="new.example", ago=10)
    save("c.html", host="older.example", ago=9000)
    assert hosts(search("lamp hums")) == ["new.example"]


def test_every_form_is_read(save, search, folder):
    """Pages, replies and exports lie in one folder; other files are left alone."""
    save("lamp.html")
    save("notes.txt", text="lamp hums")
    save("export.csv", text="Keyword,Position,Landing Page\nlamp falls,#2,https://csv.example/\n")
    save("export.tsv", text="keyword\trank\turl\nlamp sinks\t1\thttps://tsv.example/\n")
    shutil.copy(RECORDINGS / "serper" / "ok.json", folder / "reply.json")
    assert hosts(search("lamp hums")) == ["a.example"]
    assert hosts(search("lamp falls")) == ["csv.example"]
    assert hosts(search("lamp sinks")) == ["tsv.example"]
    assert len(hosts(search("squeaky door"))) == 10


SILENT = ("exa", "kagi", "linkup", "oxylabs", "perplexity", "yandex")


@pytest.mark.parametrize("provider", SILENT)
def test_a_reply_that_does_not_tell_its_words_is_named_after_them(search, folder, provider):
    """The name of the file says what was searched; no other words find it."""
    (folder / provider).mkdir()
    shutil.copy(RECORDINGS / provider / "ok.json", folder / provider / "Lamp hums.json")
    serp = search("lamp hums")
    assert isinstance(serp, Serp)
    assert len(serp.results) == 10
    assert serp.origin == "saved page Lamp hums.json"
    assert search("lamp").kind is FailureKind.UNSUPPORTED


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("lamp_hums.json", "lamp hums", True),
        ("why does it hum.json", "why does it hum?", True),
        ("lamp or glowworm.json", "lamp/or:glowworm", True),
        ("c++.json", "C++", True),
        ("c++.json", "c#", False),
        ("lamp-hums.json", "lamp hums", False),
    ],
)
def test_what_a_name_can_hold(search, folder, name, text, found):
    """Underscores are spaces, and characters that no file name may hold do not count; every other one does."""
    shutil.copy(RECORDINGS / "exa" / "ok.json", folder / name)
    assert isinstance(search(text), Serp) is found


def test_what_a_file_tells_goes_before_its_name(search, folder):
    """The words inside a reply count, whatever the file is called."""
    shutil.copy(RECORDINGS / "serper" / "ok.json", folder / "lamp hums.json")
    assert search("lamp hums").kind is FailureKind.UNSUPPORTED
    assert len(hosts(search("squeaky door"))) == 10


def test_only_the_engine_asked_for_answers(save, search):
    """A page of one engine is no answer of another."""
    save("lamp.html")
    assert hosts(search("lamp hums", "mojeek")) == ["a.example"]
    assert search("lamp hums", "google").kind is FailureKind.UNSUPPORTED


def test_a_page_that_says_nothing_was_found_is_an_answer(save, search, folder):
    """An empty result page is a fact, not a failure."""
    shutil.copy(PAGES / "google_empty.html", folder / "page.html")
    assert hosts(search("zzqqx")) == []


def test_a_rank_that_a_tracker_did_not_find_is_not_measured(save, search):
    """An export without a rank says that one site was not found, nothing of what was: the brand is not absent by it."""
    save("rank.csv", text="query,rank,url\nlamp dims,-,\n")
    assert search("lamp dims").kind is FailureKind.BAD_REPLY


BLOCKED = '<html><head><title>lamp hums - Mojeek Search</title></head><body>automated queries<a href="x@mojeek.com">'
UNKNOWN = "<html><head><title>lamp hums - Mojeek Search</title></head><body><p>Loading"


@pytest.mark.parametrize(("text", "kind"), [(BLOCKED, FailureKind.BLOCKED), (UNKNOWN, FailureKind.BAD_REPLY)])
def test_a_page_without_results_is_a_failure(save, search, text, kind):
    """A refusal and a page that did not load say nothing of the ranking; the file and a next step are named."""
    save("page.html", text=text)
    outcome = search("lamp hums")
    assert isinstance(outcome, SearchFailure)
    assert outcome.kind is kind
    assert outcome.message.startswith("page.html: ")
    assert outcome.hint


def test_a_refused_page_does_not_hide_an_older_answer(save, search):
    """Of an older answer and a newer captcha the answer counts."""
    save("answer.html", ago=900)
    save("captcha.html", text=BLOCKED)
    assert hosts(search("lamp hums")) == ["a.example"]


def test_without_a_file_there_is_no_answer(search):
    """A query that nobody saved is unsupported, and the hint says how to save it."""
    outcome = search("lamp hums")
    assert outcome.kind is FailureKind.UNSUPPORTED
    assert outcome.message == 'no file in pages holds a result page of "lamp hums"'
    assert "save the page" in outcome.hint


def test_a_missing_folder_is_told_before_anything_is_searched(tmp_path):
    """The folder is `saved` beside the configuration unless another is named."""
    with pytest.raises(UsageError) as caught:
        SAVED.open(Opening(settings=ProviderSettings(name="saved"), folder=tmp_path))
    assert str(tmp_path / "saved") in caught.value.message
    assert caught.value.hint


def test_a_file_that_is_no_export_is_told_by_name(save, search):
    """A CSV without the columns is a complaint before anything is searched."""
    save("sales.csv", text="month,sales\n1,2\n")
    with pytest.raises(UsageError, match=r"sales\.csv has no column for query and rank and url"):
        search("lamp hums")


def test_a_file_that_cannot_be_read_is_told_by_name(save, search, monkeypatch):
    """Trouble with the disk is a complaint with a next step."""
    save("lamp.html")

    def refuse(_file: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(UsageError, match=r"lamp\.html cannot be read: permission denied"):
        search("lamp hums")
