"""The hosts of a stored audit that nobody has classified, and the lines that would."""

from collections.abc import Iterable, Iterator

from searchgap.cli.judging import make_classifiers
from searchgap.cli.listing import Listing, count
from searchgap.cli.session import Session
from searchgap.cli.tables import render_table
from searchgap.config.complaints import MistakeError
from searchgap.config.flow import write_flow
from searchgap.config.sites import read_domain
from searchgap.model.audit import AuditRun
from searchgap.model.config import Config
from searchgap.model.owner import PARTY_KINDS, OwnerKind, Ownership
from searchgap.reference.catalogue import load_catalogue
from searchgap.reference.suffixes import load_suffixes
from searchgap.report.base import Layout
from searchgap.report.strangers import ADDRESS_LIMIT, NAME_LIMIT, SENTENCE_LIMIT, clean_text
from searchgap.rules.triage import Classify, Unclassified, find_unclassified
from searchgap.rules.urls import UrlReader

_COLUMNS = ("match", "places", "queries", "kind", "also", "rule", "evidence", "confidence", "url")
_SHOWN = ("places", "queries", "host", "guess", "guessed by")
OWNERS_HEAD = "owners:  # where the file has this key already, paste only the lines below it\n"


def list_unclassified(session: Session, audit: str, limit: int) -> Listing:
    """The hosts of a stored audit that neither the configuration nor the catalogue knows, as far as the limit.

    Raises:
        SearchgapError: the history, the audit or the configuration cannot be read.
    """
    config = session.load_config_if_any()
    with session.open_existing_history() as stored:
        run = stored.load(stored.resolve(audit))
        found = find_unclassified(
            run, classify=_judge_for_all(run, config), catalogue=load_catalogue(), urls=UrlReader(load_suffixes())
        )
    listed = found[:limit]

    def lay_out(layout: Layout) -> Iterator[str]:
        if not found:
            yield f"every host in audit {run.id} is classified\n"
            return
        rows = ((one.places, one.queries, one.match, one.guess.kind, _tell_rule(one.guess)) for one in listed)
        yield from render_table(_SHOWN, rows, layout, folding=("guessed by",))
        if len(found) > limit:
            yield f"and {len(found) - limit} more: see them with --limit {len(found)}\n"
        yield from _give_examples(listed)
        yield "\nTo classify them, correct the kinds and paste into the configuration:\n\n"
        yield from write_owner_lines(listed)

    rows = [_describe(one) for one in listed]
    return Listing(
        name="hosts",
        head={"audit": run.id, "total": len(found)},
        rows=rows,
        columns=_COLUMNS,
        cells=[
            (one.match, one.places, one.queries, one.guess.kind, ", ".join(one.also), *one.guess[2:], one.url)
            for one in listed
        ],
        lay_out=lay_out,
    )


def write_owner_lines(found: Iterable[Unclassified]) -> Iterator[str]:
    """The `owners` section that would classify them as they are guessed."""
    yield OWNERS_HEAD
    for one in found:
        also = f", some as {', '.join(one.also)}" if one.also else ""
        reason = f"{count(one.places, 'place')}, guessed by {_tell_rule(one.guess)}{also}"
        yield write_owner_line(one.match, one.guess.kind, reason)


def write_owner_line(match: str, kind: OwnerKind, reason: str) -> str:
    """A line of `owners`; a comment for what cannot stand there, such as an IP address or a host without a dot."""
    reason = clean_text(reason, SENTENCE_LIMIT)
    if _can_be_configured(match):
        return f"  - {write_flow({'match': match, 'kind': kind.value})}  # {reason}\n"
    return f"  # {clean_text(match, NAME_LIMIT)} is no name that can be configured; {reason}\n"


def _tell_rule(guess: Ownership) -> str:
    """The rule with what it saw, where that is more than the host, and how sure it is."""
    evidence = f" {guess.evidence}" if guess.evidence not in {"", guess.name} else ""
    return f"{guess.rule}{evidence}, {guess.confidence}"


def _can_be_configured(match: str) -> bool:
    try:
        return match.isprintable() and read_domain(match) == match
    except MistakeError:
        return False


def _judge_for_all(run: AuditRun, config: Config | None) -> Classify:
    """Verdicts of whoever has a stake: brands as configured today, and those that were stored with the run."""
    make = make_classifiers(config)
    brands = {brand.name: brand for brand in (*run.plan.brands, *(config.brands if config else ()))}
    parties = [make(brand) for brand in brands.values()]
    bystander = make(None)

    def classify(url: str, title: str) -> tuple[str, Ownership]:
        for classifier in parties:
            verdict = classifier.classify(url, title)
            if verdict[1].kind in PARTY_KINDS:
                return verdict
        return bystander.classify(url, title)

    return classify


def _give_examples(found: Iterable[Unclassified]) -> Iterator[str]:
    yield "\nOne page of each:\n"
    for one in found:
        yield f"  {clean_text(one.url, ADDRESS_LIMIT)}\n"


def _describe(one: Unclassified) -> dict[str, object]:
    return {
        "match": one.match,
        "places": one.places,
        "queries": one.queries,
        "guess": {
            "kind": one.guess.kind,
            "rule": one.guess.rule,
            "evidence": one.guess.evidence,
            "confidence": one.guess.confidence,
        },
        "also": list(one.also),
        "url": one.url,
    }
