"""Sites and accounts of a stored audit that look like a brand's own, and the lines that would make them count."""

from collections.abc import Iterable, Iterator, Sequence

from searchgap.cli.judging import make_classifiers
from searchgap.cli.listing import Listing
from searchgap.cli.session import Session
from searchgap.cli.tables import render_table
from searchgap.config.flow import write_text
from searchgap.model.brand import Brand
from searchgap.reference.suffixes import load_suffixes
from searchgap.report.base import Layout
from searchgap.report.strangers import SENTENCE_LIMIT, clean_text
from searchgap.rules.clues import Strength
from searchgap.rules.homes import HomeKey
from searchgap.rules.suggest import Suggestion, suggest_homes
from searchgap.rules.urls import UrlReader

_COLUMNS = ("brand", "key", "place", "strength", "reason", "seen", "url")
_SHOWN = ("brand", "place", "strength", "reason", "seen")


def list_suggestions(session: Session, audit: str) -> Listing:
    """What looks like the configured brands' own in a stored audit.

    Raises:
        SearchgapError: the history, the audit or the configuration cannot be read.
    """
    config = session.load_config()
    with session.open_existing_history() as stored:
        run = stored.load(stored.resolve(audit))
        found = suggest_homes(
            run, config.brands, classifier_for=make_classifiers(config), urls=UrlReader(load_suffixes())
        )

    def lay_out(layout: Layout) -> Iterator[str]:
        if not found:
            yield f"nothing in audit {run.id} looks like a brand's own without being configured\n"
            return
        rows = ((one.brand, one.place, _word(one), one.reason, one.seen) for one in found)
        yield from render_table(_SHOWN, rows, layout, folding=("brand", "place", "reason"))
        yield "\nA name proves nothing: look at each page. What is yours counts once it is in the configuration:\n"
        for brand in config.brands:
            yield from write_brand_lines(brand, [one for one in found if one.brand == brand.name])

    return Listing(
        name="suggestions",
        head={"audit": run.id},
        rows=[_describe(one) for one in found],
        columns=_COLUMNS,
        cells=[(one.brand, one.key, one.place, _word(one), one.reason, one.seen, one.url) for one in found],
        lay_out=lay_out,
    )


def write_brand_lines(brand: Brand, found: Sequence[Suggestion]) -> Iterator[str]:
    """A brand's `domains` and `accounts` with what was found added; a weak likeness is added as a comment."""
    if not found:
        return
    yield f"\n  - name: {write_text(brand.name)}  # in place of these keys of this brand\n"
    for key, configured in ((HomeKey.DOMAINS, brand.domains), (HomeKey.ACCOUNTS, brand.accounts)):
        yield from _write_list(key, configured, [one for one in found if one.key is key])


def _write_list(key: HomeKey, configured: Iterable[str], found: Sequence[Suggestion]) -> Iterator[str]:
    if not found:
        return
    yield f"    {key}:\n"
    for place in configured:
        yield f"      - {write_text(place)}\n"
    for one in found:
        doubt = "# " if one.strength is Strength.WEAK else ""
        yield f"      {doubt}- {write_text(one.place)}  # {_word(one)}: {clean_text(one.reason, SENTENCE_LIMIT)}\n"


def _word(suggestion: Suggestion) -> str:
    return suggestion.strength.name.lower()


def _describe(one: Suggestion) -> dict[str, object]:
    return {
        "brand": one.brand,
        "key": one.key,
        "place": one.place,
        "strength": _word(one),
        "reason": one.reason,
        "seen": one.seen,
        "url": one.url,
    }
