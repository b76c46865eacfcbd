"""Reports on effects: what each verdict says, and that no format claims more or shows what it must not.

To accept a changed page, run this file with SEARCHGAP_ACCEPT_GOLDEN=1, read the difference, and commit it.
"""

import json
import runpy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from searchgap.model.action import Action
from searchgap.report.base import Layout
from searchgap.report.effect.view import build_effect_view
from searchgap.report.effect.words import word_amount, word_hours
from searchgap.report.formats import EFFECTS
from searchgap.rules.controls import Controls
from searchgap.rules.effect import judge_effects, list_deeds
from searchgap.rules.noise import Noise
from searchgap.rules.windows import Timeline

GOLDEN = Path(__file__).parents[1] / "golden"
check_page = runpy.run_path(str(GOLDEN / "pages.py"))["check_page"]
BUILT = runpy.run_path(str(GOLDEN / "snapshots.py"))
take_snapshot, STARTED = BUILT["take_snapshot"], BUILT["STARTED"]
SearchRequest = BUILT["GOLDEN"]["SearchRequest"]
STILL = {f"still {number}": "crbv" for number in range(25)}
DONE = Action(
    id="00c0ffee",
    done_on=(STARTED + timedelta(days=8)).date(),
    brand="Inkwell",
    query="ink",
    what="answered the thread",
    url="https://deskforum.example/dry",
    hours=Decimal("1.5"),
    entered_at=datetime(2027, 1, 1, tzinfo=UTC),
)


def view_of(*snapshots, actions=(DONE,)):
    timeline = Timeline(lambda _: False)
    for snapshot in snapshots:
        timeline.take(snapshot)
    windows = {action: timeline.find_windows(action) for action in actions}
    controls = Controls(actions, [window for some in windows.values() for window in some], lambda _: False)
    noise = Noise(parses=lambda _: False, deeds=list_deeds(actions))
    for snapshot in snapshots:
        controls.take(snapshot)
        noise.take(snapshot)
    return build_effect_view(judge_effects(windows, actions, noise=noise, controls=controls))


def weeks(*pages, still=STILL):
    return [take_snapshot(number, {"ink": page} | still) for number, page in enumerate(pages)]


def verdict(*snapshots, **options):
    return view_of(*snapshots, **options).blocks[0].findings[0].verdict


def write(view, name, **layout):
    return "".join(EFFECTS.render(view, name, Layout(**layout)))


@pytest.mark.parametrize(
    ("snapshots", "words"),
    [
        (
            weeks("cr", "cr", "cro"),
            (
                "absent, then owned at rank 3: beyond noise (band of 51 quiet pairs); of 25 untouched queries, 0 "
                "gained and 0 lost presence meanwhile"
            ),
        ),
        (
            weeks("cr", "cr", "cr"),
            (
                "absent before and after: state and rank did not move; of 25 untouched queries, 0 gained and 0 lost "
                "presence meanwhile"
            ),
        ),
        (
            weeks("cr", "cr", "oc", still={}),
            (
                "absent, then owned at rank 1: beyond noise (band of 1 quiet pair); no untouched query was measured "
                "both times"
            ),
        ),
        (weeks("cr", "cr"), "absent on 2026-11-29; not measured since"),
        (
            weeks("cr", "cr", None, None),
            "absent on 2026-11-29; not measured since: 2 audits after the action asked for it and got no answer",
        ),
        (
            [take_snapshot(2, {"ink": "oc"})],
            "owned at rank 1 on 2026-12-06; not measured before the action, so there is nothing to hold that against",
        ),
        (
            [take_snapshot(0, {"ink": "cr"}, engine="torch"), take_snapshot(2, {"ink": "oc"})],
            (
                "owned at rank 1 on 2026-12-06; measured before the action too, but by an unlike search that is not "
                "compared: engine torch, then lantern"
            ),
        ),
        ([take_snapshot(1, {"ink": None})], "never measured"),
        ([take_snapshot(1, STILL)], "no stored audit asked for this query"),
    ],
)
def test_each_verdict_is_a_plain_sentence(snapshots, words):
    """What was seen, how far it can be trusted, and nothing where nothing was measured."""
    assert verdict(*snapshots) == words


def test_a_move_without_a_band_claims_nothing():
    """Two audits are too few to know how a query moves by itself."""
    snapshots = [take_snapshot(0, {"ink": "cr"}), take_snapshot(2, {"ink": "oc"})]
    assert "no noise band yet to hold that against, so nothing can be claimed" in verdict(*snapshots)


def test_a_move_that_untouched_queries_made_too_claims_nothing():
    """What came in without anybody acting is told beside what was acted on."""
    drift = [
        take_snapshot(week, {"ink": "oc" if week > 1 else "cr"} | STILL | {f"still {n}": "ocr" for n in range(week)})
        for week in range(6)
    ]
    assert "but 4 of 24 untouched queries that began absent too moved as far, so nothing can be claimed" in verdict(
        *drift
    )
    assert view_of(*drift).numbers[1].words == "no gap closed yet"


def test_several_actions_on_a_query_say_that_they_share():
    """Each names the other, and the gap and its cost are counted once."""
    view = view_of(*weeks("cr", "cr", "oc"), actions=(DONE, replace(DONE, id="0000000b", hours=Decimal(2))))
    assert (
        "1 other action on this query between the two measurements (0000000b)" in view.blocks[0].findings[0].details[1]
    )
    assert dict(view.numbers)["per gap closed"] == "3 h 30 min (over 2 actions on queries judged)"


@pytest.mark.parametrize("name", EFFECTS.suffixes)
def test_no_format_names_a_cause(name):
    """After is said, because is not, but where it is denied."""
    text = " ".join(write(view_of(*weeks("cr", "cr", "oc", None)), name).split())
    text = text.replace("After is not because", "").replace("left out because", "")
    assert not any(word in text.lower() for word in ("because", "caused", "thanks to", "due to", "led to"))
    assert "beyond" in text


@pytest.mark.parametrize("name", EFFECTS.suffixes)
def test_a_hostile_entry_does_no_harm(name):
    """An imported entry can hold anything; nothing of it is obeyed by a terminal, a browser or a spreadsheet."""
    nasty = "\x1b[31m=cmd()<script>[bold]\u202e"
    action = replace(DONE, what=nasty, url="javascript:alert(1)", query="ink")
    text = write(view_of(*weeks("cr", "cr", "oc"), actions=(action,)), name)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert name != "csv" or ",=cmd" not in text
    if name == "markdown":
        assert "<script>" not in text
        assert "](javascript:" not in text
    if name == "html":
        check_page(text)
    if name == "json":
        assert json.loads(text)["actions"][0]["what"] == nasty


def test_the_page_is_the_golden_one(expect_golden):
    """The page is laid out exactly as its accepted file shows, and says everything that the view does."""
    view = view_of(*weeks("cr", "cr", "oc"))
    text = write(view, "html")
    expect_golden("effect.html", text)
    page = check_page(text)
    (block,) = view.blocks
    (finding,) = block.findings
    told = (view.headline, block.words, block.address, finding.verdict, *finding.details, *view.notes)
    assert all(sentence in page.words for sentence in told)
    assert all(f"{label} {words}" in page.words for label, words in view.numbers)
    assert block.link in page.links


@pytest.mark.parametrize("width", [40, 80, 120])
def test_the_terminal_keeps_its_width(width):
    """Only addresses may be longer than the terminal is wide."""
    text = write(view_of(*weeks("cr", "cr", "oc")), "terminal", width=width, ascii_only=True)
    assert all(len(line) <= width for line in text.splitlines() if "://" not in line)


def test_costs_are_worded_with_their_unit():
    """Time to the minute, money with its code."""
    assert [word_hours(Decimal(hours)) for hours in ("0", "0.8333", "2", "1.5")] == [
        "0 h",
        "50 min",
        "2 h",
        "1 h 30 min",
    ]
    assert word_amount(Decimal("1240.5"), "EUR") == "1,240.50 EUR"
    assert word_amount(Decimal(40), "CHF") == "40 CHF"


def test_an_empty_log_teaches():
    """Without an action every format is whole, and the terminal says how to begin."""
    view = view_of(*weeks("cr"), actions=())
    assert "searchgap act add" in write(view, "terminal")
    assert json.loads(write(view, "json"))["actions"] == []
