"""A first `queries.yaml`: what the user named, and the other keys as comments to grow into."""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from searchgap.config.checks import find_contradictions
from searchgap.config.complaints import MistakeError, format_path, quote
from searchgap.config.flow import write_flow, write_text
from searchgap.config.reading import read_sections
from searchgap.config.sites import read_domain
from searchgap.config.yaml_reader import read_yaml
from searchgap.errors import UsageError
from searchgap.rules.template import TemplateError, find_placeholders

_HEAD = """\
# searchgap: who owns the first ten results of your problem queries?
#
#   searchgap queries   lists the searches this file stands for and what they cost; spends nothing
#   searchgap audit     makes them, and says who owns the answers and where you are absent
#
# Lines that start with "# " and a key are examples: take the "# " away to use them.

version: 1

search:                       # each of these keys can also be set per brand and per query
  provider: {provider}   # who is asked: choose with searchgap providers; a list asks several
  country: us                 # where from: a two-letter code, ISO 3166-1
  language: en                # in what language: BCP 47
  # location: Austin, Texas   # a place, for providers that take one
  # device: mobile            # desktop unless said
  # depth: 20                 # how many results to ask for, 10 unless said

# providers:                  # see: searchgap providers
#   brave: {{rate: 20/s, max_cost: 2.00}}
#   searxng: {{base_url: "http://127.0.0.1:8888", engines: [google]}}

# vars:                       # placeholders besides {{brand}}, {{product}} and {{competitor}}
#   workflow: [meeting notes, reading list]

brands:
"""

_TAIL = """
# owners:                     # your own word on who owns a site; it beats the built-in catalogue
#   - {match: forum.example, kind: community}

# gates:                      # when searchgap audit --gate fails
#   min_measured: 0.8         # a smaller share of searches answered is too little to judge
#   fail_on: [coverage < 0.3, absent > 12, new_gaps > 0]

# goals:
#   - {metric: coverage, target: 0.5, by: 2027-12-31}

# weights: linear             # what a rank is worth in share of voice, reciprocal unless said
"""

_EXAMPLE_BRAND = """\
  - name: Tidewater Notes
    also_known_as: [Tidewater, TWN]
    ambiguous: [Tidewater]    # an ordinary word: it counts only in context
    products: [Tidewater Web, Tidewater Desktop]
    domains: [tidewater.example]   # subdomains are included
    accounts:                 # on other people's platforms
      - youtube.com/@tidewaternotes
      - reddit.com/user/tidewaternotes
    voices: [Tidewater Staff] # author names that speak for you on other people's pages
    competitors:
      - {name: Quillbox, domains: [quillbox.example], accounts: [reddit.com/r/quillbox]}
      - {name: Marginal, domains: [marginal.example]}
    # partners:               # neither yours nor a competitor's
    #   - {name: Papermill, domains: [papermill.example]}
    queries:
      - tidewater sync not working
      - tidewater meeting notes
      - is {brand} worth it
      - query: "{product} vs {competitor}"
        topic: comparison     # reports group by it
        weight: 3             # importance, such as monthly searches
"""

_COMMENTED_KEYS = """\
    # also_known_as: [Acme Notes, AN]
    # ambiguous: [AN]         # ordinary words: they count only in context
    # products: [Acme Web]    # what {product} stands for
    # accounts: [youtube.com/@acme, reddit.com/user/acme]
    # voices: [Acme Staff]    # author names that speak for you on other people's pages
    # partners:               # neither yours nor a competitor's
    #   - {name: Papermill, domains: [papermill.example]}
"""
_COMMENTED_COMPETITORS = """\
    # competitors:            # what {competitor} stands for
    #   - {name: Quillbox, domains: [quillbox.example]}
"""


def write_starter(
    *,
    brand: str | None = None,
    domains: Sequence[str] = (),
    competitors: Sequence[tuple[str, Sequence[str]]] = (),
    queries: Sequence[str] = (),
    provider: str = "recorded",
) -> str:
    """The text of a configuration that loads without complaint; an invented one if no brand is named.

    Args:
        brand: its name.
        domains: where the brand is at home; at least one with a brand.
        competitors: name and domains of each; a name given again adds to its domains.
        queries: searches, or templates where they hold a known placeholder; a few usual ones if there are none.
        provider: the name of the provider to start with.

    Raises:
        UsageError: no configuration can be made of these values; the message says why.
    """
    if brand is None:
        if domains or competitors or queries:
            raise UsageError("the brand has no name", hint="such as --brand Evernote")
        written = _EXAMPLE_BRAND
    else:
        written = "".join(f"{line}\n" for line in _write_brand(brand, domains, competitors, queries))
    text = _HEAD.format(provider=write_text(provider)) + written + _TAIL
    _check(text, provider)
    return text


def _write_brand(
    brand: str, domains: Sequence[str], competitors: Sequence[tuple[str, Sequence[str]]], queries: Sequence[str]
) -> Iterator[str]:
    if not domains:
        raise UsageError(f"the brand {quote(brand)} has no domain", hint="such as --domain evernote.com")
    rivals: dict[str, list[str]] = {}
    for name, sites in competitors:
        rivals.setdefault(name, []).extend(map(_tidy, sites))
    yield f"  - name: {write_text(brand)}"
    yield f"    domains: {write_flow([_tidy(domain) for domain in domains])}   # subdomains are included"
    yield _COMMENTED_KEYS.rstrip("\n")
    if rivals:
        yield "    competitors:"
        for name, sites in rivals.items():
            yield f"      - {write_flow({'name': name, 'domains': sites})}"
    else:
        yield _COMMENTED_COMPETITORS.rstrip("\n")
    yield "    queries:"
    for query in queries or ("{brand} not working", "{brand} alternatives", "is {brand} worth it"):
        yield f"      - {write_text(_as_template(query, brand, rivals))}"
    if rivals and not queries:
        yield '      - query: "{brand} vs {competitor}"'
        yield "        topic: comparison     # reports group by it"
        yield "        weight: 3             # importance, such as monthly searches"


def _as_template(query: str, brand: str, rivals: Collection[str]) -> str:
    """A query as typed if it is a template, otherwise with its braces doubled, so that they stay braces."""
    values = {"brand": (brand,), "product": (), "competitor": tuple(rivals)}
    try:
        if find_placeholders(query, values):
            return query
    except TemplateError as error:
        if error.placeholder in values:
            raise UsageError(f"the query {quote(query)} cannot be searched: {error.message}") from None
    return query.replace("{", "{{").replace("}", "}}")


def _tidy(domain: str) -> str:
    try:
        return read_domain(domain.strip())
    except MistakeError as mistake:
        hint = f"such as {mistake.example}" if mistake.example else None
        raise UsageError(f"a domain {mistake.problem}", hint=hint) from None


def _check(text: str, provider: str) -> None:
    """Load what was written, for names can clash and hold what no configuration may."""
    tree = read_yaml(text, Path("queries.yaml"))
    file, complaints, left_out = read_sections(tree, [provider])
    if file:
        complaints += tuple(find_contradictions(file, left_out, tree, [provider]))
    if complaints:
        place, mistake = complaints[0]
        raise UsageError(f"{format_path(place.path)}: {mistake.problem}", hint=mistake.example)
