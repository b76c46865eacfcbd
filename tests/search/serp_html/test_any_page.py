"""Whatever the file holds, it is read to a page or said to be none."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from searchgap.search.serp_html.page import PageState, ParsedSerp
from searchgap.search.serp_html.registry import AUTO, ENGINES, parse_page

PAGES = [path.read_bytes() for path in sorted((Path(__file__).parent / "pages").iterdir())]
PIECES = [
    b"<",
    b">",
    b'"',
    b"</div>",
    b"<div id=rso>",
    b"<h3>",
    b"&#0;",
    b"\x00",
    b"\xff\xfe",
    b"<a href=//[>",
    b"goto?",
]
NAMES = st.sampled_from([AUTO, *(engine.name for engine in ENGINES)])


def check(serp: ParsedSerp) -> None:
    """What holds of every page that was read."""
    offset = serp.page.offset if serp.page else None
    first = (offset or 0) + 1
    assert [one.rank for one in serp.results] == list(range(first, first + len(serp.results)))
    assert (serp.state is PageState.OK) == bool(serp.results) == (serp.reason is None)
    for one in serp.results:
        assert one.title == " ".join(one.title.split()) != ""
        assert one.url is None or one.url.lower().startswith(("http://", "https://"))
        assert (one.url is None) <= (one.url_source.value in {"breadcrumb", "site_name", "none"})
    assert len({feature.kind for feature in serp.features}) == len(serp.features)
    assert all(feature.items for feature in serp.features)


@given(st.binary(max_size=2000), NAMES)
def test_any_bytes_are_survived(data, engine):
    """No bytes make the reader fail, whichever engine is named."""
    check(parse_page(data, engine=engine))


@settings(max_examples=300)
@given(st.sampled_from(PAGES), st.data())
def test_mutilated_pages_are_survived(page, data):
    """Pieces cut out, doubled, moved or put in between leave a page that is read to something consistent."""
    for _ in range(data.draw(st.integers(0, 4))):
        start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(page))] * 2)))
        middle = data.draw(st.sampled_from([b"", page[start:end] * 2, *PIECES]))
        page = page[:start] + middle + page[end:]
    check(parse_page(page, engine=data.draw(NAMES)))
