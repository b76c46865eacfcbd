"""What a page says it is, out of markup of every quality."""

import json
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchgap.model.page import PageSignals
from searchgap.pages.signals import read_signals

GRAPH = {"@graph": [{"@type": "WebSite"}, {"@type": ["Article", "BlogPosting"]}, {"@type": "Article"}]}
REVIEWED = {"@type": "Article", "review": {"@type": "Review"}, "video": {"@type": "VideoObject"}}
ASKED = {"@type": "WebPage", "mainEntity": {"@type": "DiscussionForumPosting", "comment": [{"@type": "Comment"}]}}
PUBLISHED = {"@type": "NewsArticle", "publisher": {"@type": ["Organization", "NewsMediaOrganization"]}}


def script(text: str, kind: str = "application/ld+json") -> str:
    return f'<html><head><script type="{kind}">{text}</script></head></html>'


def types(markup: str) -> tuple[str, ...]:
    return read_signals(markup).schema_types


@pytest.mark.parametrize(
    ("thing", "expected"),
    [
        ({"@type": "QAPage"}, ("QAPage",)),
        ({"@type": "https://schema.org/QAPage"}, ("QAPage",)),
        ({"@type": "schema:QAPage"}, ("QAPage",)),
        ([{"@type": "WebSite"}, [{"@type": "QAPage"}]], ("WebSite", "QAPage")),
        (GRAPH, ("WebSite", "Article", "BlogPosting")),
        (REVIEWED, ("Article",)),
        (ASKED, ("WebPage", "DiscussionForumPosting")),
        (PUBLISHED, ("NewsArticle", "Organization", "NewsMediaOrganization")),
        ({"@type": "http://purl.example/Lamp"}, ()),
        ({"@type": [7, None, {"@type": "QAPage"}, "two words", ""]}, ()),
        ({"@graph": None, "mainEntity": 7, "publisher": "Lamplight"}, ()),
        ("QAPage", ()),
        (None, ()),
    ],
)
def test_types_of_json_ld(thing: object, expected: tuple[str, ...]):
    """Types are those of the page, of what it is mainly about and of its publisher, wherever they stand."""
    assert types(script(json.dumps(thing))) == expected


@pytest.mark.parametrize(
    "text",
    [
        '<!-- {"@type": "QAPage"} -->',
        '//<![CDATA[\n{"@type": "QAPage"}\n//]]>',
        '/*<![CDATA[*/ {"@type": "QAPage"} /*]]>*/',
        '[{"@type": "QAPage",},]',
        '{"@type": "QAPage", "text": "a\nline"}',
    ],
)
def test_json_that_is_not_quite_json(text: str):
    """Comments around it, commas too many and bare line breaks do no harm."""
    assert types(script(text)) == ("QAPage",)


@pytest.mark.parametrize("kind", ["text/javascript", "application/json", ""])
def test_other_scripts_are_not_read(kind: str):
    """Only JSON-LD is."""
    assert types(script('{"@type": "QAPage"}', kind)) == ()


def test_json_ld_is_known_by_its_kind():
    """In any letter case, and with a charset behind it."""
    assert types(script('{"@type": "QAPage"}', "Application/LD+JSON; charset=utf-8")) == ("QAPage",)


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('<div itemscope itemtype="https://schema.org/QAPage"></div>', ("QAPage",)),
        ("<body class=lamp itemscope itemtype=http://schema.org/QAPage>", ("QAPage",)),
        ("<DIV ITEMTYPE='http://www.schema.org/QAPage' ITEMSCOPE=''>", ("QAPage",)),
        ('<i itemscope itemtype="http://schema.org/Blog http://schema.org/QAPage">', ("Blog", "QAPage")),
        ('<i itemscope itemprop="mainEntity" itemtype="http://schema.org/Question">', ("Question",)),
        ('<i itemscope itemprop="comment" itemtype="http://schema.org/Comment">', ()),
        ('<i itemscope itemtype="http://data.example/QAPage QAPage">', ()),
        ('<i itemtype="http://schema.org/QAPage">', ()),
        ("<i itemscope>", ()),
        ('<i title="itemscope" itemtype="http://schema.org/QAPage">', ()),
        ('<i title="<script> > <!--" itemscope itemtype="http://schema.org/QAPage">', ("QAPage",)),
        ("<i title=Ida's><i itemscope itemtype=http://schema.org/QAPage>", ("QAPage",)),
        ("<i itemscope itemtype=http://schema.org/QAPage", ()),
    ],
)
def test_types_of_microdata(markup: str, expected: tuple[str, ...]):
    """Items that stand by themselves count, parts of others only where they are what the page is about."""
    assert types(markup) == expected


def test_metas():
    """The first `og:type` that says something, and every generator, entities and white space read as a browser does."""
    signals = read_signals("""
        <meta property="og:type" content=" "><meta PROPERTY='og:type' content='Article'>
        <meta name="og:type" content="website">
        <meta name=generator content=Lamp&amp;Glow><meta content="WordPress
          6.4" name="Generator"/><meta name="generator" content='WordPress 6.4'><meta name="generator">
        <meta name="description" content="made with care">
    """)
    assert signals == PageSignals(og_type="article", generators=("Lamp&Glow", "WordPress 6.4"))


@pytest.mark.parametrize(
    "markup",
    [
        '<!-- <meta name="generator" content="Lamp"> -->',
        "<script>write('<meta name=generator content=Lamp>')</script>",
        "<textarea><meta name=generator content=Lamp></textarea>",
        "<template><meta name=generator content=Lamp></template>",
        "<style><meta name=generator content=Lamp>",
        "<!-- <meta name=generator content=Lamp>",
        "&lt;meta name=generator content=Lamp&gt;",
        "<p>made with generator Lamp, og:type article, schema.org/QAPage</p>",
        "",
    ],
)
def test_what_only_looks_like_a_tag(markup: str):
    """Comments, scripts and text say nothing of the page."""
    assert read_signals(markup) == PageSignals()


def test_lengths_are_capped():
    """Words, types and generators of any length and number come out few and short."""
    many = [{"@type": f"Lamp{chr(65 + number % 26)}{chr(65 + number // 26)}"} for number in range(500)]
    metas = "".join(f'<meta name="generator" content="{number}{"x" * 1000}">' for number in range(100))
    signals = read_signals(script(json.dumps(many)) + metas)
    assert len(signals.schema_types) == 30
    assert len(signals.generators) == 10
    assert max(map(len, signals.generators)) == 100


def test_bytes_are_read_as_text():
    """Bytes give what their text gives; those that are not UTF-8 lose letters and nothing else."""
    markup = '<meta name="generator" content="L\u00e4mp"><meta property="og:type" content="article">'
    assert read_signals(markup.encode()) == read_signals(markup)
    assert read_signals(markup.encode("latin-1")) == PageSignals(og_type="article", generators=("L\ufffdmp",))


LD = '<script type="application/ld+json">'
FLOODS = {
    "elements in elements": "<div>",
    "comments without an end": "<!--",
    "scripts without an end": "<script>",
    "tags without an end": "<a itemscope ",
    "one tag without an end": "itemscope ",
    "quotes without an end": "a=\"'",
    "empty quotes and open ones": '<a ="" ="',
    "quotes of both sorts": "<a '\"",
    "three quotes": "<a '\"'",
    "lists in lists": "[",
    "things in things": '{"@graph":',
    "commas and blanks": ",  ",
    "blanks": " ",
    "comment marks": "/* //<![CDATA[",
    "angles": "<",
}


@pytest.mark.parametrize("piece", FLOODS.values(), ids=FLOODS)
@pytest.mark.parametrize("start", ["", LD, "<i itemscope ", "<meta "], ids=["bare", "script", "item", "meta"])
def test_floods_take_no_time(start: str, piece: str):
    """A million characters made to hold a reader up are read in a few seconds even on a busy machine."""
    markup = start + piece * (1_000_000 // len(piece)) + ">"
    began = perf_counter()
    assert not read_signals(markup).schema_types
    assert perf_counter() - began < 10


PIECES = st.sampled_from(
    [
        *(
            "<",
            ">",
            "/",
            "=",
            '"',
            "'",
            " ",
            "\n",
            "<!--",
            "-->",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\x00",
            "\ud800",
            "&#0;",
        ),
        *("<meta ", "name=", "property=", "content=", "generator", "og:type", "itemscope ", "itemtype=", "itemprop="),
        *(LD, "</script>", '"@type"', '"@graph"', '"QAPage"', "http://schema.org/", "1e999", "\\ud800", "<![CDATA["),
    ]
)


@given(st.one_of(st.text(), st.binary(), st.lists(PIECES, max_size=60).map("".join)))
def test_any_input_gives_an_answer(markup: str | bytes):
    """Nothing that a stranger writes raises, and what comes out is within its bounds."""
    signals = read_signals(markup)
    assert all(name.isascii() and name.isalpha() and len(name) <= 60 for name in signals.schema_types)
    assert all(0 < len(word) <= 100 for word in (*signals.generators, signals.og_type or "none"))
    assert len(set(signals.generators)) == len(signals.generators)


NESTED = st.recursive(
    st.none() | st.text() | st.integers() | st.sampled_from(["QAPage", "Article"]),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(st.sampled_from(["@type", "@graph", "mainEntity", "publisher", "comment"]), inner)
    ),
)


@given(NESTED)
def test_any_json_gives_an_answer(thing: object):
    """Values of any shape where types are expected are passed over."""
    found = set(types(script(json.dumps(thing).replace("<", "\\u003c"))))
    assert all(json.dumps(name)[1:-1] in json.dumps(thing) for name in found)
