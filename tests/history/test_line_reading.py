"""Lines are read in pieces where an export wrote them, and always mean what the whole line means as JSON."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchgap.errors import UsageError
from searchgap.history.exporting import export_lines
from searchgap.history.importing import import_lines
from searchgap.history.line_reading import LineReader, read_json


@pytest.fixture
def lines(history_path, keep_weeks):
    """The lines of a history of one audit."""
    keep_weeks(history_path, range(1))
    return list(export_lines(history_path))


def find_answer(lines):
    """Place and document of the first answer."""
    return next((at, json.loads(line)) for at, line in enumerate(lines) if b'"answered"' in line)


def read_whole(line):
    """Results and features of an answer, by the reader under test."""
    page = LineReader().read(line).page
    results = [{"rank": int(rank)} | read_json(b"{" + rest) for rank, rest in page.results]
    return results, read_json(page.features)


@pytest.mark.parametrize(
    "write",
    [
        pytest.param(lambda document: json.dumps(document, separators=(",", ":")), id="compact"),
        pytest.param(json.dumps, id="with spaces"),
        pytest.param(lambda document: json.dumps(document, sort_keys=True, separators=(",", ":")), id="sorted"),
        pytest.param(lambda document: json.dumps(document, indent=1), id="over lines"),
    ],
)
@settings(deadline=None, max_examples=30)
@given(drawing=st.data())
def test_a_page_is_what_the_line_says(drawing, hostile_texts, write):
    """However a line is laid out, and whatever its texts imitate, its results and features are those of the JSON."""
    imitations = (',"results":[', '],"features":', '{"rank":', ',{"rank":', ',"cost":', '"},{"rank":1,"url":"')
    texts = hostile_texts | st.sampled_from(imitations)
    others = st.dictionaries(st.sampled_from(("url", "title", "snippet", "results")), texts)
    result = st.tuples(st.integers(1, 99), others).map(lambda drawn: {"rank": drawn[0]} | drawn[1])
    results = drawing.draw(st.lists(result, max_size=3))
    features = drawing.draw(st.lists(st.tuples(texts, st.lists(texts, max_size=2)).map(list), max_size=2))
    outcome = {"request": drawing.draw(texts), "ending": "answered", "results": results, "features": features}
    line = write({"outcome": outcome | {"cost": drawing.draw(texts)}}).encode("utf-8", "surrogatepass")
    said = json.loads(line.decode("utf-8", "surrogatepass"))["outcome"]
    assert read_whole(line) == (said["results"], said["features"])


def test_what_only_looks_like_the_results_is_not(lines):
    """Results that stand elsewhere in a line, or stand there twice, are not taken for those of the outcome."""
    _, document = find_answer(lines)
    wanted = document["outcome"]["results"], document["outcome"]["features"]
    compact = json.dumps(document, separators=(",", ":"))
    elsewhere = '{"outcome":{"note":{"a":1,"results":[{"rank":7}],"features":[],"cost":null},' + compact[12:]
    twice = compact[:12] + '"a":1,"results":[{"rank":7}],"features":[],"cost":null,' + compact[12:]
    assert read_whole(elsewhere.encode()) == wanted
    assert read_whole(twice.encode()) == wanted


def change_result(lines, **fields):
    """The lines with other fields in the first result of the first answer, written as an export does."""
    at, document = find_answer(lines)
    document["outcome"]["results"][0] |= fields
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return [*lines[:at], text.encode() + b"\n", *lines[at + 1 :]], at + 1


def swap(lines, old, new):
    """The lines with a piece of the first answer's bytes exchanged."""
    at, _ = find_answer(lines)
    assert old in lines[at]
    return [*lines[:at], lines[at].replace(old, new, 1), *lines[at + 1 :]], at + 1


BREAKS = {
    "an address that is a number": lambda lines: change_result(lines, url=5),
    "no title": lambda lines: change_result(lines, title=None),
    "a snippet that is a list": lambda lines: change_result(lines, snippet=["x"]),
    "a rank that is a word": lambda lines: change_result(lines, rank="1"),
    "a rank of zero": lambda lines: change_result(lines, rank=0),
    "half a rank": lambda lines: change_result(lines, rank=1.5),
    "a rank that is true": lambda lines: change_result(lines, rank=True),
    "ranks that do not rise": lambda lines: change_result(lines, rank=2),
    "two ranks": lambda lines: swap(lines, b'"date":null}', b'"date":null,"rank":9}'),
    "a result without an address": lambda lines: swap(lines, b'"url":', b'"uri":'),
    "a result that does not end": lambda lines: swap(lines, b'"date":null}', b'"date":null'),
    "a result that is no number": lambda lines: swap(lines, b'"date":null}', b'"date":NaN}'),
    "two results without a comma": lambda lines: swap(lines, b'},{"rank":2', b'}{"rank":2'),
    "features that are text": lambda lines: swap(lines, b'"features":[]', b'"features":"x"'),
    "features of a kind nobody knows": lambda lines: swap(lines, b'"features":[]', b'"features":[["bored",[]]]'),
    "a feature that says a number": lambda lines: swap(lines, b'"features":[]', b'"features":[["ads",[[5,null]]]]'),
    "a depth that is a word": lambda lines: swap(lines, b'"depth":10', b'"depth":"10"'),
    "a query that is a number": lambda lines: swap(lines, b'"text":"same"', b'"text":7'),
    "a status beyond all numbers": lambda lines: swap(lines, b'"reused":false', b'"reused":1e400'),
    "a flag that is a word": lambda lines: swap(lines, b'"market_verified":false', b'"market_verified":"no"'),
    "a price that is a number": lambda lines: swap(lines, b'"cost":"0.0050"', b'"cost":0.005'),
    "a stand-in of its own": lambda lines: swap(lines, b'"results":[', b'"results":"x","old":['),
}


@pytest.mark.parametrize("damage", BREAKS)
def test_wrong_pages_are_refused_by_line(lines, tmp_path, damage):
    """A page that is not what an export holds is refused with the number of its line, and nothing is imported."""
    broken, number = BREAKS[damage](lines)
    with pytest.raises(UsageError, match=rf"line {number}, is not"):
        import_lines(tmp_path / "copy.db", broken, tmp_path / "export.jsonl")
    assert not (tmp_path / "copy.db").exists()


def test_lines_laid_out_otherwise_make_the_same_history(lines, tmp_path):
    """A program that wrote the lines anew, with spaces and escapes, has changed nothing."""
    again = [json.dumps(json.loads(line)).encode() + b"\r\n" for line in lines]
    import_lines(tmp_path / "copy.db", again, tmp_path / "export.jsonl")
    assert list(export_lines(tmp_path / "copy.db")) == lines
