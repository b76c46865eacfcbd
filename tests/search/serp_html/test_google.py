"""Google's saved pages: what is organic, what is a feature, and what stands in place of results."""

import pytest

from searchgap.model.serp import FeatureKind
from searchgap.search.serp_html.page import PageState
from searchgap.search.serp_html.registry import parse_page


def titles(serp):
    return [one.title for one in serp.results]


def items(serp, kind):
    """Text and address of the items of a feature."""
    return [(item.text, item.url) for one in serp.features if one.kind is kind for item in one.items]


def test_organic_cards_are_read_in_order(parse):
    """Answers, boxes, advertisements, site links, searches and doubles are left out; everything else stays."""
    assert titles(parse("google_desktop")) == [
        "Why is sync slow?",
        "Sync is slow : r/notes",
        "Two in one block",
        "A video with a card of its own",
        "The engine's own product",
    ]


def test_ranks_start_after_the_pages_before(parse):
    """The address of a second page says how many results came before it."""
    serp = parse("google_desktop")
    assert [one.rank for one in serp.results] == [11, 12, 13, 14, 15]
    assert serp.page.offset == 10


def test_a_card_tells_its_parts(parse):
    """The date and the link to read more are no part of the snippet, and tracking stays as the page gave it."""
    first = parse("google_desktop").results[0]
    assert first.url == "https://notes.example/sync?srsltid=AfmB"
    assert first.snippet == "Close the attachments pane."
    assert first.date == "3 Mar 2026"
    assert first.site_name == "Notes Example"
    assert first.host == "notes.example"


def test_redirects_are_unwrapped_once(parse):
    """A click counter gives way to the address it carries, decoded one time."""
    assert parse("google_desktop").results[1].url == "https://forum.example/t/1?page=2"


def test_authors_are_no_date(parse):
    """What scholarly works begin with stays in the snippet."""
    second = parse("google_desktop").results[1]
    assert second.date is None
    assert second.snippet == "by A Writer · 2024 · Cited by 3 — We measured."


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (FeatureKind.AI_OVERVIEW, [("Why sync is slow - Notes", "https://notes.example/why-slow")]),
        (FeatureKind.ANSWER_BOX, [("Turn off attachments.", "https://snippet.example/")]),
        (FeatureKind.QUESTIONS, [("Is Inkwell slow on phones?", None), ("How do I reset sync?", None)]),
        (FeatureKind.RELATED_SEARCHES, [("inkwell offline", None)]),
        (FeatureKind.DISCUSSIONS, [("A post", "https://www.reddit.com/r/notes/comments/9/")]),
        (FeatureKind.NEWS, [("A story", "https://paper.example/1")]),
        (FeatureKind.VIDEOS, [("A video in a box", "https://video.example/watch?v=2")]),
        (FeatureKind.KNOWLEDGE_PANEL, [("Inkwell", None)]),
        (FeatureKind.ADS, [("Faster notes", "https://shop.example/"), ("An advertisement", "https://ads.example/")]),
    ],
)
def test_features_are_told_apart(parse, kind, expected):
    """Each kind of box is reported once, with its items and without doubles."""
    assert items(parse("google_desktop"), kind) == expected


def test_what_the_page_tells_about_itself(parse):
    """Query, market and state come from the address and the page, and a page with results is no shell."""
    serp = parse("google_desktop")
    assert (serp.engine, serp.query, serp.state, serp.reason) == ("google", "inkwell sync slow", PageState.OK, None)
    assert (serp.page.country, serp.page.language) == ("us", "en")
    assert serp.page.url.startswith("https://www.google.com/search?")


def test_phone_cards_have_no_h3(parse):
    """Where no link holds an `h3`, headings by role are titles; advertisements and answers are still left out."""
    serp = parse("google_phone")
    assert titles(serp) == ["Tinte trocknet ein", "Häufige Fragen"]
    assert serp.results[0].snippet == "Kappe schließen."
    assert serp.query == "tinte trocknet ein"


def test_pages_without_javascript(parse):
    """The old plain layout has its own cards, nested answers and advertisements."""
    serp = parse("google_plain")
    assert [(one.url, one.title, one.snippet) for one in serp.results] == [
        ("https://www.shop.example/a?b=1", "Domain shop", "A shop of names."),
        ("https://wiki.example/Domain_(biology)", "Domain (biology)", None),
    ]
    assert items(serp, FeatureKind.ADS) == [("Buy a domain", "https://shop.example/")]


def test_an_empty_page_is_known_by_its_structure(parse):
    """The marks of a shell on it, the word of a captcha in a script and an unknown language do not matter."""
    serp = parse("google_empty")
    assert (serp.state, serp.reason) == (PageState.EMPTY, "Zoek - zzqqx - geen pagina.")


@pytest.mark.parametrize("name", ["google_captcha", "google_consent"])
def test_refusals_are_blocked(parse, name):
    """A captcha and a consent page are refusals, with advice."""
    serp = parse(name)
    assert (serp.engine, serp.state) == ("google", PageState.BLOCKED)
    assert serp.reason.startswith("Google asks")
    assert serp.hints


def test_the_captcha_keeps_the_query(parse):
    """Its title is the address that was asked for."""
    assert parse("google_captcha").query == "ink"


def test_a_shell_is_not_an_empty_page(parse):
    """No results and no word about it is not knowing, and the user is told to save again."""
    serp = parse("google_shell")
    assert (serp.state, serp.query) == (PageState.UNPARSED, "weather")
    assert "save the page again" in serp.hints[0]


def test_a_changed_query_is_noted(read_bytes):
    """Results for other words are results, with a note of what Google says."""
    page = read_bytes("google_phone").replace(
        b'<div id="rso">', '<div id="topstuff">Keine Ergebnisse für „tinte“</div><div id="rso">'.encode()
    )
    serp = parse_page(page)
    assert serp.state is PageState.OK
    assert serp.hints == ("Google says above the results: Keine Ergebnisse für „tinte“",)


def read(markup: str):
    return parse_page(markup.encode(), engine="google")


def test_the_column_may_have_lost_its_name():
    """In trimmed pages the element around it serves."""
    serp = read('<div id="search"><div class="g"><a href="https://a.example/"><h3>A</h3></a></div></div>')
    assert titles(serp) == ["A"]


def test_cards_are_never_mixed():
    """Where one element holds two results, neither gets the snippet of the other."""
    cards = '<a href="https://a.example/"><h3>A</h3></a><p class="VwiC3b">of A</p><a href="https://b.example/"><h3>B</h3></a>'
    serp = read(f'<div id="rso"><div data-hveid="1">{cards}</div></div>')
    assert [(one.title, one.snippet) for one in serp.results] == [("A", None), ("B", None)]


def test_threads_are_discussions():
    """The box of discussions and forums is a feature."""
    thread = '<div class="LJ7wUe"><a href="https://forum.example/t/1"></a><div role="heading">A thread</div></div>'
    card = '<div class="g"><a href="https://a.example/"><h3>A</h3></a></div>'
    serp = read(f'<div id="rso">{card}{thread}</div>')
    assert items(serp, FeatureKind.DISCUSSIONS) == [("A thread", "https://forum.example/t/1")]


def test_older_pages_without_javascript():
    """Only the first link of a card is a result."""
    links = [
        f'<div class="kCrYT"><a href="/url?q=https://a.example/{n}&amp;sa=U"><h3>A{n}</h3></a></div>' for n in (1, 2)
    ]
    assert titles(read(f'<div id="main"><div class="ZINbbc">{"".join(links)}</div></div>')) == ["A1"]


@pytest.mark.parametrize(
    "notice",
    [
        '<span class="r0bn4c rQMQod">Your search - x - did not match any documents.</span>',
        '<div id="topstuff"><div class="card-section">Keine mit deiner Suchanfrage übereinstimmenden</div></div>',
        '<div id="botstuff"><div class="card-section"><p>x <em>y</em></p><ul><li>z</li></ul></div></div>',
    ],
)
def test_other_notices_of_nothing_found(notice):
    """By words in the places where Google says it, or by structure."""
    assert read(f"<title>x - Google Search</title>{notice}").state is PageState.EMPTY


def test_the_words_elsewhere_mean_nothing():
    """A query that sounds like the notice does not make the page an empty one."""
    words = "did not match any documents"
    page = f"<title>{words} - Google Search</title><textarea name=q>{words}</textarea>"
    assert read(page).state is PageState.UNPARSED
