"""Every kind of wrong value: what is said, on which line, with which example of what is right."""

import pytest

METRICS = (
    '"coverage", "places", "share_of_voice", "gap_score", "owned", "contested", "speaks", "absent", "unmeasured", '
    '"new_gaps", "lost_places", "coverage_drop"'
)
RATE = "must be a count per time above 0, such as 20/s, 100/min or 1000/h"
NEEDS_QUOTES = 'text that holds ": " or starts with "{" needs quotes'


# What is added to a configuration, and below it what is said of that.
WRONG_VALUES = """\
search: brave
    search: must be a mapping with keys such as provider, country, language, not "brave"
search: [a]
    search: must be a mapping with keys such as provider, country, language, not a list
search: {contry: us}
    search.contry: unknown key "contry", did you mean "country"?
search: {provider: serperr}
    search.provider: unknown provider "serperr", did you mean "serper"?
search: {provider: [brave, x]}
    search.provider: unknown provider "x"; known: "recorded", "brave", "searxng", "serper"
search: {provider: []}
    search.provider: must name at least one provider
search: {provider: ' brave'}
    search.provider: must be without extra white space, not " brave"
search: {country: uk}
    search.country: unknown country "uk", did you mean "gb"?
search: {country: Germany}
    search.country: must be a two-letter country code (ISO 3166-1), not "Germany"
search: {language: en_US}
    search.language: unknown language "en_US", did you mean "en-US"?
search: {language: english}
    search.language: must be a language tag (BCP 47), not "english"
search: {device: phone}
    search.device: unknown device "phone"; known: "desktop", "mobile"
search: {device: [desktop]}
    search.device: must be text, not a list
search: {depth: 0}
    search.depth: must be a whole number from 1 to 100, not 0
search: {depth: 101}
    search.depth: must be a whole number from 1 to 100, not 101
search: {depth: 9.5}
    search.depth: must be a whole number from 1 to 100, not 9.5
search: {depth: true}
    search.depth: must be a whole number from 1 to 100, not true
search: {depth: "10"}
    search.depth: must be a whole number from 1 to 100, not the text "10" (drop the quotes)
search: {location: {city: Ulm}}
    search.location: must be text, not a mapping: NEEDS_QUOTES
providers: [brave]
    providers: must be a mapping, not a list
providers: {brave: 5}
    providers.brave: must be a mapping with keys such as base_url, engines, rate, not 5
providers: {brave: {rate: 20/x}}
    providers.brave.rate: RATE, not "20/x"
providers: {brave: {rate: 0}}
    providers.brave.rate: RATE, not 0
providers: {brave: {max_cost: $2}}
    providers.brave.max_cost: must be US dollars as a plain number of 0 or more, not "$2"
providers: {brave: {max_cost: -1}}
    providers.brave.max_cost: must be US dollars as a plain number of 0 or more, not -1
providers: {brave: {base_url: localhost:1}}
    providers.brave.base_url: must be an http or https address, not "localhost:1"
providers: {brave: {engines: google}}
    providers.brave.engines: must be a list, not "google"
providers: {brave: {zone: {a: b}}}
    providers.brave.zone: must be one value or a list, not a mapping
vars: [a]
    vars: must be a mapping, not a list
vars: {workflow: gtd}
    vars.workflow: must be a list, not "gtd"
vars: {workflow: [[gtd]]}
    vars.workflow[0]: must be text, not a list
owners: {a.example: blog}
    owners: must be a list, not a mapping
owners: [{match: a.example}]
    owners[0].kind: is missing
owners: [{match: a.example, kind: comunity}]
    owners[0].kind: unknown kind "comunity", did you mean "community"?
owners: [{match: localhost, kind: blog}]
    owners[0].match: must be a full host name with a dot, not "localhost"
gates: {min_measured: 80%}
    gates.min_measured: must be a share from 0 to 1, not "80%"
gates: {min_measured: 1.5}
    gates.min_measured: must be a share from 0 to 1, not 1.5
gates: {fail_on: coverage < 0.3}
    gates.fail_on: must be a list, not "coverage < 0.3"
gates: {fail_on: [covrage < 0.3]}
    gates.fail_on[0]: unknown metric "covrage", did you mean "coverage"?
gates: {fail_on: [traffic < 0.3]}
    gates.fail_on[0]: unknown metric "traffic"; known: METRICS
gates: {fail_on: ["coverage[brnd=Evernote] < 0.3"]}
    gates.fail_on[0]: unknown limit "brnd", did you mean "brand"?
goals: [{metric: coverage, target: 0.5}]
    goals[0].by: is missing
goals: [{metric: absent, target: few, by: 2027-03-31}]
    goals[0].target: must be a number of 0 or more, not "few"
goals: [{metric: absent, target: 5, by: 31.3.2027}]
    goals[0].by: must be a day written year-month-day, not "31.3.2027"
goals: [{metric: absent, target: 5, by: 2027-W13-3}]
    goals[0].by: must be a day written year-month-day, not "2027-W13-3"
goals: [{metric: absent, target: 5, by: 2027-02-30}]
    goals[0].by: must be a day written year-month-day, not "2027-02-30"
goals: [{metric: clicks, target: 5, by: 2027-03-31}]
    goals[0].metric: unknown metric "clicks"; known: METRICS
weights: recipocal
    weights: unknown table of rank weights "recipocal", did you mean "reciprocal"?
weights: [0.3]
    weights: must be a name, or a mapping of ranks to weights, not a list
weights: {0: 1}
    weights: must map ranks from 1 to 100 to weights, and "0" is no such rank
weights: {101: 1}
    weights: must map ranks from 1 to 100 to weights, and "101" is no such rank
weights: {2: -1}
    weights: rank 2: must be a number of 0 or more, not -1
weights: {1: 0}
    weights: must give at least one rank a weight above 0
serach: {}
    serach: unknown key "serach", did you mean "search"?
country: us
    country: is not a key here: it belongs under search
version: 1
    version: this key is given twice, first on line 1
"""


def pair(table: str) -> list[tuple[str, str]]:
    lines = table.replace("METRICS", METRICS).replace("RATE", RATE).replace("NEEDS_QUOTES", NEEDS_QUOTES).splitlines()
    return [(added, complaint.strip()) for added, complaint in zip(lines[::2], lines[1::2], strict=True)]


@pytest.mark.parametrize(("added", "complaint"), pair(WRONG_VALUES))
def test_a_wrong_value_is_named(tell, added, complaint):
    """Each section says what it wanted and what it found, on line 6 where the key was added."""
    assert tell(added) == f"6: {complaint}"


@pytest.mark.parametrize(
    ("queries", "complaint"),
    [
        ("evernote gtd", ': must be a list, not "evernote gtd"'),
        ("{a: b}", ": must be a list, not a mapping"),
        ("[]", ": must hold at least one query"),
        ("", ": is missing"),
        ("[[x]]", "[0]: must be text or a mapping with the key query, not a list"),
        ("[null]", "[0]: must be text or a mapping with the key query, not null"),
        ("[true]", "[0]: must be text, and YAML takes true for something else: quote it"),
        ('["  "]', "[0]: must be text, not empty"),
        ("[what is gtd: the basics]", f"[0]: must be text or have the key query: {NEEDS_QUOTES}"),
        ("[{product}]", f"[0]: must be text or have the key query: {NEEDS_QUOTES}"),
        ("[{topic: x}]", "[0].query: is missing"),
        ("[{query: {product}}]", f"[0].query: must be text, not a mapping: {NEEDS_QUOTES}"),
        ("[{query: x, wieght: 1}]", '[0].wieght: unknown key "wieght", did you mean "weight"?'),
        ("[{query: x, weight: high}]", '[0].weight: must be a number above 0, not "high"'),
        ("[{query: x, weight: 0}]", "[0].weight: must be a number above 0, not 0"),
        ('[{query: x, weight: "3"}]', '[0].weight: must be a number above 0, not the text "3" (drop the quotes)'),
        ("[{query: x, weight: 1e13}]", "[0].weight: must be a number above 0 and at most 1,000,000,000,000, not 1e13"),
        ("[{query: x, search: {depth: 0}}]", "[0].search.depth: must be a whole number from 1 to 100, not 0"),
        (f"[{'x' * 1001}]", "[0]: must be at most 1,000 characters, not 1,001"),
    ],
)
def test_a_wrong_query_is_named(complain, smallest, queries, complaint):
    """A query that is neither text nor a mapping that holds text says how it is to be written."""
    first = complain(smallest.replace("[evernote gtd]", queries))[0]
    assert first == f"queries.yaml:5: brands[0].queries{complaint}"


@pytest.mark.parametrize(
    ("version", "complaint"),
    [
        ("version: 2\n", "version: must be 1, not 2"),
        ('version: "1"\n', 'version: must be a whole number, not the text "1" (drop the quotes)'),
        ("version: 1.0\n", "version: must be a whole number, not 1.0"),
        ("version:\n", "version: is missing"),
        ("", "version: is missing"),
    ],
)
def test_only_version_1_is_read(complain, smallest, version, complaint):
    """A file for another version, or for none, is not guessed at."""
    assert complain(smallest.replace("version: 1\n", version)) == [f"queries.yaml:1: {complaint}", "  e.g. version: 1"]


def test_the_example_follows_the_complaint(complain, smallest):
    """A complaint names file, line, path, what is wrong, and shows a line that would be right."""
    text = smallest.replace(
        "[evernote gtd]", "\n      - evernote gtd\n      - query: evernote web\n        weight: high"
    )
    assert complain(text) == [
        'queries.yaml:8: brands[0].queries[1].weight: must be a number above 0, not "high"',
        "  e.g. weight: 3",
    ]


@pytest.mark.parametrize(
    ("condition", "lines"),
    [
        ("absent", ["must compare with one of <, <=, >, >=, ==, !=", "absent", "      ^"]),
        ("absent >", ["must end in a number", "absent >", "        ^"]),
        ("absent = 3", ["must compare with one of <, <=, >, >=, ==, !=", "absent = 3", "       ^"]),
        ("absent >   many", ["must end in a number", "absent > many", "         ^"]),
        ("coverage < 30%", ["a share is a number from 0 to 1, without %", "coverage < 30%", "           ^"]),
    ],
)
def test_a_caret_points_into_a_condition(complain, smallest, condition, lines):
    """What cannot be read in a condition is pointed at."""
    said, *excerpt, example = complain(smallest + f"gates: {{fail_on: [{condition}]}}")
    assert [said, *excerpt] == [
        f"queries.yaml:6: gates.fail_on[0]: {lines[0]}",
        *(f"      {line}" for line in lines[1:]),
    ]
    assert example == "  e.g. fail_on: [coverage < 0.3]"


@pytest.mark.parametrize(
    "added",
    [
        'providers: {brave: {base_url: "http://me:hunter2@x.example"}}',
        'providers: {brave: {base_url: "me:hunter2@x.example"}}',
        'providers: {brave: {base_url: "http://x.example/?key=hunter2"}}',
        'providers: {brave: {base_url: "http://x.example/#hunter2"}}',
        "providers: {brave: {api_key: hunter2}}",
        "providers: {brave: {Token: [hunter2]}}",
        "providers: {brave: {proxy_password: hunter2}}",
        "providers: {brave: {password: {hunter2: x}}}",
    ],
)
def test_a_secret_is_refused_and_not_repeated(complain, smallest, added):
    """Keys do not belong into the file, and no complaint shows what they are."""
    lines = complain(smallest + added)
    assert lines
    assert not any("hunter2" in line for line in lines)
