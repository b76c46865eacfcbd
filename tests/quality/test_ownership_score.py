"""What the measures of labelled results mean, on rows whose every verdict is known."""

import pytest
from ownership_score import (
    COLUMNS,
    OUR_FILE,
    Judgement,
    LabelledResult,
    Score,
    figures_of,
    forget_hosts,
    measure_file,
    read_file,
    write_entry,
)
from ownership_tables import describe, lay_out

from searchgap.model.brand import Brand
from searchgap.model.owner import Confidence, OwnerKind, Ownership
from searchgap.reference.catalogue import load_catalogue
from searchgap.reference.suffixes import load_suffixes
from searchgap.rules.catalogue import Catalogue, read_entry
from searchgap.rules.urls import UrlReader


def judgement(label: str, verdict: str, also_ok: str = "", brand: str = "Inkwell") -> Judgement:
    """A row with a label, and what it was taken for."""
    result = LabelledResult(
        brand=Brand(name=brand),
        source="collected",
        url="https://slowworker.example/inkwell",
        title="",
        label=OwnerKind(label),
        also_ok=frozenset(map(OwnerKind, also_ok.split())),
    )
    ownership = Ownership(OwnerKind(verdict), "", "path", "", Confidence.MEDIUM)
    return Judgement(result, ownership, listed=False)


def test_strict_tolerant_and_clear_count_alternatives_differently():
    """An alternative is wrong to `strict`, right to `tolerant`, and its row does not count for `clear`."""
    score = Score((judgement("blog", "blog"), judgement("media", "blog", also_ok="blog"), judgement("docs", "other")))
    assert (score.strict, score.tolerant, score.clear) == (1 / 3, 2 / 3, 1 / 2)
    assert score.misses == (judgement("docs", "other"),)


def test_precision_and_recall_have_different_bases():
    """Recall counts over the rows with a label, precision over the verdicts given."""
    score = Score((judgement("media", "media"), judgement("media", "blog"), judgement("blog", "blog")))
    assert score.labelled(OwnerKind.MEDIA).strict == 1 / 2
    assert score.given(OwnerKind.MEDIA).strict == 1
    assert score.given(OwnerKind.BLOG).strict == 1 / 2
    assert score.given(OwnerKind.VIDEO).strict is None


def test_sides_take_every_kind_of_site_for_independent():
    """A blog taken for media is still independent; what is given to the brand without a defence is false."""
    score = Score(
        (
            judgement("blog", "media"),
            judgement("blog", "own"),
            judgement("retail", "own", also_ok="own"),
            judgement("own", "own"),
            judgement("competitor", "community"),
        )
    )
    assert (score.side_recall("own"), score.side_precision("own"), score.falsely("own")) == (1, 2 / 3, 1)
    assert (score.side_recall("competitor"), score.side_precision("competitor")) == (0, None)
    assert score.side_recall("independent") == 2 / 3


def test_standard_error_counts_brands_and_not_rows():
    """Two brands that differ wholly leave everything open; brands that agree leave nothing, however many rows."""
    apart = Score((judgement("blog", "blog", brand="Inkwell"), judgement("blog", "docs", brand="Quill")))
    alike = Score((judgement("blog", "blog"), judgement("blog", "docs")) * 50)
    both = Score(tuple(one for brand in ("Inkwell", "Quill") for one in map(rename(brand), alike.judgements)))
    assert apart.standard_error("strict") == 0.5
    assert both.standard_error("strict") == 0
    assert alike.standard_error("strict") is None


def rename(brand: str):
    """Gives rows to another brand."""
    return lambda one: one._replace(result=one.result._replace(brand=Brand(name=brand)))


def test_forgetting_a_host_takes_its_domain_and_platform_out():
    """Whatever speaks for a host, its registrable domain or a host under that is gone; nothing else is."""
    lines = {
        "news.example.co.uk": [("news.example.co.uk/sport", OwnerKind.MEDIA, "Sport")],
        "example.co.uk": [("example.co.uk", OwnerKind.MEDIA, "Example")],
        "shop.example.co.uk": [("shop.example.co.uk", OwnerKind.RETAIL, "Shop")],
        "blogspot.com": [("*.blogspot.com", OwnerKind.BLOG, "=")],
        "sites.google.com": [("~sites.google.com", OwnerKind.BLOG, "Google Sites")],
    }
    urls = UrlReader(load_suffixes())
    hosts = [urls.host("news.example.co.uk"), urls.host("jane.blogspot.com")]
    left = forget_hosts(Catalogue(lines), hosts)
    assert [entry.pattern for entry in left] == ["sites.google.com"]
    assert [entry.users for entry in left] == [True]


def test_entries_are_written_as_they_were_read():
    """Leaving hosts out changes no other line of the catalogue."""
    entries = list(load_catalogue())
    assert [read_entry(write_entry(entry)) for entry in entries] == entries


def test_blind_scores_know_no_host_of_the_file():
    """With the hosts taken out, the catalogue decides no row any more, and no row is missing."""
    (scores,) = measure_file(OUR_FILE).values()
    assert "catalogue" in {one.verdict.rule for one in scores.full.judgements}
    assert "catalogue" not in {one.verdict.rule for one in scores.blind.judgements}
    assert not any(one.listed for one in scores.blind.judgements)
    assert len(scores.blind.judgements) == len(scores.full.judgements)


def test_constructed_rows_are_measured_apart(tmp_path):
    """Rows of the source `constructed` make a set of their own; a file need not name a source."""
    file = tmp_path / "labelled.csv"
    row = "Inkwell,inkwell.example,,[],https://inkwell.example/{},Inkwell,own,"
    file.write_text("\n".join([",".join([*COLUMNS, "source"]), row.format(1) + ",constructed", row.format(2) + ",web"]))
    assert {source: len(scores.full.judgements) for source, scores in measure_file(file).items()} == {
        "collected": 1,
        "constructed": 1,
    }
    file.write_text("\n".join([",".join(COLUMNS), row.format(1)]))
    assert list(measure_file(file)) == ["collected"]


@pytest.mark.parametrize(
    ("header", "complaint"),
    [("brand,url,title,owner,also_ok", "lacks the columns brand_domains"), (",".join(COLUMNS), "'blogs' is not")],
)
def test_a_file_of_another_shape_is_refused(tmp_path, header: str, complaint: str):
    """A missing column and an unknown label are named rather than guessed."""
    file = tmp_path / "labelled.csv"
    file.write_text(f"{header}\nInkwell,,,[],https://a.example/,A,blogs,\n")
    with pytest.raises(ValueError, match=complaint):
        read_file(file)


def test_the_report_shows_every_class():
    """Each labelled class has its row, and the counts add up to the rows judged."""
    (scores,) = measure_file(OUR_FILE).values()
    lines = list(describe(scores))
    start = next(number for number, line in enumerate(lines) if line.startswith("class"))
    table = [line.split() for line in lines[start + 1 : lines.index("", start)]]
    assert {cells[0] for cells in table} == set(OwnerKind) - {OwnerKind.PARTNER}
    assert sum(int(cells[1]) for cells in table) == len(scores.full.judgements)
    assert sum(int(cells[4]) for cells in table) == len(scores.full.judgements)


def test_a_share_without_a_base_is_no_number():
    """Nought of nought is shown as a dash and has no floor."""
    assert list(lay_out(("class", "recall"), [("video", None), ("docs", 0.0)])) == [
        "class  recall",
        "video       -",
        "docs    0.000",
    ]
    (scores,) = measure_file(OUR_FILE).values()
    assert "recall.partner" not in figures_of(scores)
