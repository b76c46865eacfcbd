"""Real trouble with the file: each kind is one clear sentence with a next step, and nothing is lost or overwritten."""

import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from searchgap.errors import HistoryError
from searchgap.history.store import History

OPENERS = [pytest.param(History.open, id="to write"), pytest.param(History.open_existing, id="to read")]


def expect_trouble(act, *arguments, words, hint, **settings):
    """Runs what must fail, and holds message and hint against what they should say."""
    with pytest.raises(HistoryError) as caught:
        act(*arguments, **settings)
    assert words in caught.value.message
    assert hint in caught.value.hint


def test_reading_a_missing_history_makes_nothing(tmp_path):
    """Where there is no history, a reader is told to run an audit, and still finds nothing there."""
    expect_trouble(
        History.open_existing, tmp_path / "a" / "history.db", words="no history file at", hint="searchgap audit"
    )
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_holds_no_audits_yet(tmp_path):
    """A file of no bytes is nobody's: reading it leaves it empty, writing makes a history of it."""
    path = tmp_path / "history.db"
    path.touch()
    expect_trouble(History.open_existing, path, words="is empty", hint="searchgap audit")
    assert path.read_bytes() == b""
    with History.open(path) as history:
        assert history.audits() == ()


@pytest.mark.parametrize("open_history", OPENERS)
@pytest.mark.parametrize(
    "content",
    [
        pytest.param(Random(7).randbytes(4096), id="noise"),
        pytest.param(b"version: 1\nbrands: []\n", id="a configuration"),
        pytest.param(b"SQLite format 3\x00" + b"?" * 500, id="a pretender"),
    ],
)
def test_what_is_no_database_is_left_alone(tmp_path, open_history, content):
    """A file that is no database, or only pretends to be one, is refused and keeps its bytes."""
    path = tmp_path / "history.db"
    path.write_bytes(content)
    expect_trouble(open_history, path, words="is not a history file", hint="left as it is")
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("open_history", OPENERS)
@pytest.mark.parametrize(
    "made_by", ["CREATE TABLE notes (text)", "PRAGMA application_id = 7", "PRAGMA user_version = 3"]
)
def test_a_database_of_another_program_is_left_alone(tmp_path, open_history, made_by):
    """A good database that does not carry our mark is refused and keeps its bytes."""
    path = tmp_path / "history.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(made_by)
    content = path.read_bytes()
    expect_trouble(open_history, path, words="another program", hint="--history")
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


@pytest.fixture
def kept(history, history_path, make):
    """The path of a closed history that holds one audit of forty answers."""
    requests = [make.request(f"search {number}") for number in range(40)]
    history.start(make.run("00000001", *requests))
    history.save_all("00000001", map(make.serp, requests))
    history.close()
    return history_path


@pytest.mark.parametrize("open_history", OPENERS)
def test_a_truncated_history_is_damaged(kept, open_history):
    """A history cut short is refused as damaged, with a way to save what is left, and keeps its bytes."""
    content = kept.read_bytes()
    kept.write_bytes(content[: len(content) // 2])
    expect_trouble(open_history, kept, words="is damaged", hint=".recover")
    assert kept.read_bytes() == content[: len(content) // 2]


def test_damage_found_while_loading_is_told(kept, peek):
    """Garbage in the middle of the file is told as damage when an audit runs into it."""
    (page,), *_ = peek("SELECT rootpage FROM sqlite_master WHERE name = 'outcome'")
    content = bytearray(kept.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    kept.write_bytes(content)
    with History.open_existing(kept) as history:
        expect_trouble(history.load, "00000001", words="is damaged", hint=".recover")


def read_all(history):
    """Everything that a report on the audit looks at."""
    return dict(history.load("00000001").outcomes)


@pytest.mark.parametrize(
    "flip",
    [
        "UPDATE plan SET body = '{'",
        "UPDATE plan SET body = '[]'",
        "UPDATE outcome SET answer = NULL, kind = 'bored'",
        "UPDATE outcome SET cost = 'much'",
        "UPDATE answer SET retrieved_at = 9e18",
    ],
)
def test_a_row_that_makes_no_sense_is_told(kept, peek, flip):
    """A value no searchgap would write, such as a flipped bit leaves, is an error with a hint and no traceback."""
    peek(flip)
    with History.open_existing(kept) as history:
        expect_trouble(read_all, history, words="a row this searchgap cannot read", hint="restore a copy")


def test_text_that_is_no_text_is_told(kept, peek):
    """Bytes that are not UTF-8 where text should be are told like other trouble."""
    peek("UPDATE listing SET title = CAST(x'ff' AS TEXT)")
    with History.open_existing(kept) as history:
        expect_trouble(read_all, history, words="cannot be used", hint="--history")


def test_a_locked_history_is_told_before_anything_is_spent(kept):
    """A file another process keeps locked is told after the timeout, when it is opened to write."""
    with closing(sqlite3.connect(kept, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        expect_trouble(History.open, kept, timeout=0.01, words="is locked by another process", hint="wait")


def test_a_lock_in_the_middle_of_an_audit_loses_nothing(history_path, make):
    """An outcome refused because of a lock can be saved again once the lock is gone."""
    request = make.request()
    with History.open(history_path, timeout=0.01) as history:
        history.start(make.run("00000001", request))
        with closing(sqlite3.connect(history_path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            expect_trouble(history.save, "00000001", make.serp(request), words="is locked", hint="wait")
            assert history.load("00000001").outcomes == {}
        history.save("00000001", make.serp(request))
        assert history.load("00000001").outcomes == {request.key: make.serp(request)}


def test_a_full_disk_keeps_what_was_stored(history, make):
    """When the file can grow no more the outcome in hand is refused, and all before it can be loaded."""
    requests = [make.request(f"search {number}") for number in range(200)]
    history.start(make.run("00000001", *requests))
    pages = history._connection.execute("PRAGMA page_count").fetchone()[0]
    history._connection.execute(f"PRAGMA max_page_count = {pages + 5}")
    saved = []

    def save_until_full():
        for request in requests:
            history.save("00000001", make.serp(request))
            saved.append(request.key)

    expect_trouble(save_until_full, words="the disk is full", hint="searchgap audit --resume")
    assert 0 < len(saved) < 200
    assert list(history.load("00000001").outcomes) == saved


def test_a_file_size_limit_keeps_what_was_stored(history_path, spawn):
    """A process the system allows no larger files says so in a sentence, and what it saved is there."""
    resource = pytest.importorskip("resource")
    if not hasattr(resource, "prlimit"):
        pytest.skip("this system cannot limit another process")
    runner = spawn(history_path, "0000000a", 500)
    assert runner.stdout.readline() == "ready\n"
    resource.prlimit(runner.pid, resource.RLIMIT_FSIZE, (400_000, 400_000))
    said = runner.communicate("\n")[0].splitlines()
    assert said[-1].startswith("trouble: the history file")
    assert "disk" in said[-1]
    with History.open(history_path) as history:
        assert set(said[:-1]) <= history.load("0000000a").outcomes.keys()


@pytest.mark.parametrize("open_history", OPENERS)
def test_a_folder_in_place_of_the_file_is_told(tmp_path, open_history):
    """A path that is a folder is refused, and the folder stays empty."""
    expect_trouble(open_history, tmp_path, words="is a folder", hint="--history")
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_place_of_the_folder_is_told(tmp_path):
    """A path below a file cannot be used, and the file keeps its content."""
    (tmp_path / "notes").write_text("mine")
    expect_trouble(History.open, tmp_path / "notes" / "history.db", words="cannot be reached", hint="its folder exists")
    assert (tmp_path / "notes").read_text() == "mine"


def test_a_place_where_nothing_can_be_made_is_told():
    """A path on something that is no disk, like a drive that is gone, is told by name."""
    nowhere = Path("/proc/no-such-drive/history.db")
    if not Path("/proc/self").exists():
        pytest.skip("needs a file system in which nothing can be made")
    expect_trouble(History.open, nowhere, words=str(nowhere), hint="its folder exists")


def test_a_read_only_history_cannot_take_an_audit(public_folder, unprivileged):
    """A file without write permission is refused when opened to write, before anything is spent."""
    path = public_folder / "history.db"
    History.open(path).close()
    path.chmod(0o444)
    public_folder.chmod(0o555)
    with unprivileged():
        expect_trouble(History.open, path, words="is read-only", hint="writable")
    public_folder.chmod(0o755)


def test_a_read_only_folder_takes_no_new_history(public_folder, unprivileged):
    """Where nothing may be made, opening to write says so, and makes nothing."""
    public_folder.chmod(0o555)
    with unprivileged():
        expect_trouble(History.open, public_folder / "history.db", words="cannot be opened", hint="its folder")
        expect_trouble(History.open, public_folder / "a" / "history.db", words="cannot be reached", hint="its folder")
    public_folder.chmod(0o755)
    assert list(public_folder.iterdir()) == []


def test_a_read_only_history_can_be_read(public_folder, unprivileged, make):
    """A report needs no write permission, neither on the file nor on its folder."""
    path, request = public_folder / "history.db", make.request()
    with History.open(path) as history:
        history.start(make.run("00000001", request))
        history.save("00000001", make.serp(request))
    path.chmod(0o444)
    public_folder.chmod(0o555)
    with unprivileged(), History.open_existing(path) as history:
        assert history.load(history.resolve("latest")).outcomes == {request.key: make.serp(request)}
    public_folder.chmod(0o755)


def test_a_history_opened_to_read_is_never_written(kept, make):
    """Saving to a history opened to read is refused, and its bytes stay."""
    content = kept.read_bytes()
    with History.open_existing(kept) as history:
        expect_trouble(history.save, "00000001", make.serp(make.request()), words="is read-only", hint="writable")
    assert kept.read_bytes() == content
    assert list(kept.parent.iterdir()) == [kept]


def test_a_mistake_of_ours_is_not_blamed_on_the_file(history):
    """Using a closed history is a bug, not trouble with the file."""
    history.close()
    with pytest.raises(sqlite3.ProgrammingError):
        history.audits()
