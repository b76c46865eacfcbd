"""What is wrong between sections: all of it at once, and nothing that only follows from another mistake."""

import pytest

# What is added to a configuration, and below it what is said of that.
CONTRADICTIONS = """\
providers: {brav: {}}
    providers.brav: unknown provider "brav", did you mean "brave"?
providers: {brave: {engine: google}}
    providers.brave.engine: unknown key "engine", did you mean "engines"?
providers: {brave: {api_key: abc}}
    providers.brave.api_key: must not stand in this file: keys and passwords are read from the environment
vars: {product: [a]}
    vars.product: is filled in from the brand: choose another name
vars: {9x: [a]}
    vars."9x": must be a name of letters, digits and _ that begins with a letter
owners: [{match: a.example, kind: own}]
    owners[0].kind: must not be own: list the place under its brand instead
owners: [{match: a.example, kind: blog}, {match: 'https://www.A.example/', kind: media}]
    owners[1].match: "a.example" is already given in owners[0]
gates: {fail_on: [coverage < 30]}
    gates.fail_on[0]: coverage is a number from 0 to 1, not 30
gates: {fail_on: [gap_score > 101]}
    gates.fail_on[0]: gap_score is a number from 0 to 100, not 101
gates: {fail_on: [absent > -1]}
    gates.fail_on[0]: absent is a number of 0 or more, not -1
gates: {fail_on: ["absent[brand=Evernot] > 1"]}
    gates.fail_on[0]: unknown brand "Evernot", did you mean "Evernote"?
gates: {fail_on: ["absent[brand=Evernote, topic=comparison] > 1"]}
    gates.fail_on[0]: unknown topic "comparison"; known: none
gates: {fail_on: [absent > 1, "absent[query=evernote gdt] > 1"]}
    gates.fail_on[1]: unknown query "evernote gdt", did you mean "evernote gtd"?
goals: [{metric: coverage, target: 50, by: 2027-03-31}]
    goals[0].target: coverage is a number from 0 to 1, not 50
goals: [{metric: absent, target: 5, by: 2027-03-31, brand: Evernot}]
    goals[0].brand: unknown brand "Evernot", did you mean "Evernote"?
goals: [{metric: absent, target: 5, by: 2027-03-31, topic: comparison}]
    goals[0].topic: unknown topic "comparison"; known: none
goals: [{metric: absent, target: 5, by: 2027-03-31, query: evernote gdt}]
    goals[0].query: unknown query "evernote gdt", did you mean "evernote gtd"?
""".splitlines()


@pytest.mark.parametrize(("added", "complaint"), list(zip(CONTRADICTIONS[::2], CONTRADICTIONS[1::2], strict=True)))
def test_sections_must_agree(tell, added, complaint):
    """Names must exist, ranges must be possible, and no place may be given twice."""
    assert tell(added) == f"6: {complaint.strip()}"


@pytest.mark.parametrize(
    ("query", "complaint"),
    [
        ("{produkt} down", 'unknown placeholder "produkt", did you mean "product"?'),
        ("{product} down", "{product} stands for nothing: its list is empty"),
        ("{competitor} down", "{competitor} stands for nothing: its list is empty"),
        ("{brand down", "a { is alone: write {{ and }} for plain braces"),
        ("brand} down", "a } is alone: write {{ and }} for plain braces"),
        ("{} down", "{} names no placeholder: write {{ and }} for plain braces"),
    ],
)
def test_a_template_must_stand_for_something(complain, smallest, query, complaint):
    """Placeholders are known, have values, and braces come in pairs."""
    assert complain(smallest.replace("evernote gtd", f'"{query}"')) == [
        f"queries.yaml:5: brands[0].queries[0]: {complaint}"
    ]


def test_a_list_that_multiplies_beyond_measure_is_refused(complain, smallest):
    """A template of more than 100,000 queries is named before anything is expanded."""
    numbers = ", ".join(map(str, range(500)))
    text = smallest.replace("evernote gtd", '"{a} {b}"') + f"vars: {{a: [{numbers}], b: [{numbers}]}}"
    problem = "brings the plan to more than 100,000 queries: shorten the lists it stands for"
    assert complain(text) == [f"queries.yaml:5: brands[0].queries[0]: {problem}"]


def test_a_template_must_not_grow_too_long(complain, smallest):
    """Values that make a query longer than any engine reads are refused, however often they are named."""
    text = smallest.replace("evernote gtd", '"' + "{brand}" * 140 + '"')
    problem = "expands to a query of 1,120 characters, more than 1,000"
    assert complain(text) == [f"queries.yaml:5: brands[0].queries[0]: {problem}"]


def test_a_party_needs_a_place(complain):
    """A brand or competitor without domain and account could never be found: its zero would be a lie."""
    assert complain("""\
        version: 1
        brands:
          - name: Evernote
            competitors:
              - name: Notion
            queries: [gtd]
        """) == [
        "queries.yaml has 2 mistakes",
        "queries.yaml:3: brands[0]: needs a domain or an account, or no result can be told to be theirs",
        "  e.g. domains: [evernote.com]",
        "queries.yaml:5: brands[0].competitors[0]: needs a domain or an account, or no result can be told to be theirs",
        "  e.g. domains: [evernote.com]",
    ]


def test_names_and_places_have_one_owner(complain):
    """Brands differ in name, parties of a brand too, and no two of them claim one place; letter case does not help."""
    assert complain("""\
        version: 1
        brands:
          - name: Evernote
            domains: [evernote.com]
            accounts: [x.com/EVER]
            competitors:
              - {name: EVERNOTE, domains: [other.example]}
              - name: Notion
                domains: [notion.so, www.evernote.com]
            partners:
              - {name: Zapier, accounts: [X.com/Ever]}
            queries: [gtd]
          - {name: evernote, domains: [evernote.com], queries: [gtd]}
        """) == [
        "queries.yaml has 4 mistakes",
        'queries.yaml:7: brands[0].competitors[0].name: "EVERNOTE" is already the name of brands[0]',
        'queries.yaml:9: brands[0].competitors[1].domains[1]: "evernote.com" already belongs to "Evernote" (brands[0])',
        'queries.yaml:11: brands[0].partners[0].accounts[0]: "x.com/Ever" already belongs to "Evernote" (brands[0])',
        'queries.yaml:13: brands[1].name: "evernote" is already the name of brands[0]',
    ]


def test_a_search_key_is_given_once_per_section(complain, smallest):
    """In a block and beside it neither would be further in, so both together are refused."""
    text = smallest.replace("[evernote gtd]", "\n      - {query: gtd, country: de, search: {country: fr, depth: 5}}")
    assert complain(text) == [
        "queries.yaml:6: brands[0].queries[0].search.country: is given twice: here and beside search"
    ]


def test_goals_are_scoped(complain, load):
    """A goal's topic must be one of its brand's, and its query one that a template of that topic expands to."""
    text = """\
        version: 1
        brands:
          - name: Evernote
            domains: [evernote.com]
            queries: [{query: "{brand} gtd", topic: method}, evernote web]
          - {name: Notion, domains: [notion.so], queries: [{query: notion ai, topic: features}]}
        goals:
          - {metric: absent, target: 0, by: 2027-01-01, brand: Evernote, topic: method, query: Evernote gtd}
          - {metric: absent, target: 0, by: 2027-01-01, query: notion ai}
        """
    assert len(load(text).goals) == 2
    wrong = "          - {metric: absent, target: 0, by: 2027-01-01, "
    added = [
        "brand: Evernote, topic: features}",
        "brand: Notion, query: Evernote gtd}",
        "topic: method, query: evernote web}",
        "query: evernote GTD}",
    ]
    assert complain(text.rstrip(" ") + "".join(f"{wrong}{goal}\n" for goal in added)) == [
        "queries.yaml has 4 mistakes",
        'queries.yaml:10: goals[2].topic: unknown topic "features"; known: "method"',
        'queries.yaml:11: goals[3].query: unknown query "Evernote gtd"; known: "notion ai"',
        'queries.yaml:12: goals[4].query: unknown query "evernote web", did you mean "Evernote gtd"?',
        'queries.yaml:13: goals[5].query: unknown query "evernote GTD", did you mean "Evernote gtd"?',
    ]


def test_all_mistakes_are_told_at_once(complain):
    """Values that are wrong by themselves do not hide what is wrong elsewhere, in the order of the file."""
    assert complain("""\
        version: 1
        search: {provider: serperr, depth: 0}
        vars:
          workflow: [gtd]
        brands:
          - name: Evernote
            domains: [evernote.com, "*.example", notion.so]
            competitors: [{name: Notion, domains: [notion.so]}]
            queries:
              - query: "{workflw} down"
                weight: high
              - query: true
              - "{product} down"
          - name: Evernote
            domains: [a.example]
            prodcuts: [a]
            queries: []
        owners: [{match: a.example, kind: own}, {match: b.example, kind: blog}, {match: b.example, kind: blog}]
        """) == [
        "queries.yaml has 13 mistakes",
        'queries.yaml:2: search.provider: unknown provider "serperr", did you mean "serper"?',
        "  e.g. provider: brave",
        "queries.yaml:2: search.depth: must be a whole number from 1 to 100, not 0",
        "  e.g. depth: 10",
        'queries.yaml:7: brands[0].domains[1]: must be without "*", not "*.example": subdomains are included anyway',
        "  e.g. evernote.com",
        'queries.yaml:8: brands[0].competitors[0].domains[0]: "notion.so" already belongs to "Evernote" (brands[0])',
        'queries.yaml:10: brands[0].queries[0].query: unknown placeholder "workflw", did you mean "workflow"?',
        'queries.yaml:11: brands[0].queries[0].weight: must be a number above 0, not "high"',
        "  e.g. weight: 3",
        "queries.yaml:12: brands[0].queries[1].query: must be text, and YAML takes true for something else: quote it",
        '  e.g. "true"',
        "queries.yaml:13: brands[0].queries[2]: {product} stands for nothing: its list is empty",
        'queries.yaml:14: brands[1].name: "Evernote" is already the name of brands[0]',
        'queries.yaml:16: brands[1].prodcuts: unknown key "prodcuts", did you mean "products"?',
        "queries.yaml:17: brands[1].queries: must hold at least one query",
        "  e.g. queries: [evernote gtd]",
        "queries.yaml:18: owners[0].kind: must not be own: list the place under its brand instead",
        "  e.g. kind: community",
        'queries.yaml:18: owners[2].match: "b.example" is already given in owners[1]',
    ]


def test_one_mistake_is_one_complaint(complain):
    """A misspelt or broken key is named, and nothing that would be there but for it is said to be missing."""
    assert complain("""\
        version: 1
        var: {workflow: [gtd]}
        brands:
          - name: Evernote
            domain: evernote.com
            product: [Evernote Web]
            competitors: Notion
            queries: ["{workflow}", "{product}", "{competitor}"]
        goals: [{metric: absent, target: 1, by: 2027-01-01, query: gtd}]
        """) == [
        "queries.yaml has 4 mistakes",
        'queries.yaml:2: var: unknown key "var", did you mean "vars"?',
        'queries.yaml:5: brands[0].domain: unknown key "domain", did you mean "domains"?',
        'queries.yaml:6: brands[0].product: unknown key "product", did you mean "products"?',
        'queries.yaml:7: brands[0].competitors: must be a list, not "Notion"',
        "  e.g. competitors: [{name: Notion, domains: [notion.so]}]",
    ]


def test_a_mistake_behind_an_alias_is_told_once(complain):
    """What is wrong in a shared value is complained of where it stands, not where it is used."""
    assert complain("""\
        version: 1
        brands:
          - name: Evernote
            domains: [evernote.com]
            competitors: &rivals [{name: Notion, domains: [localhost]}]
            queries: [gtd]
          - {name: Zim, domains: [zim.example], competitors: *rivals, queries: [gtd]}
        """) == [
        'queries.yaml:5: brands[0].competitors[0].domains[0]: must be a full host name with a dot, not "localhost"',
        "  e.g. evernote.com",
    ]


def test_a_hundred_complaints_are_shown(complain, smallest):
    """A file that is wrong from end to end does not flood the terminal."""
    lines = complain(smallest + "".join(f"key{number}: x\n" for number in range(150)))
    assert lines[0] == "queries.yaml has 150 mistakes"
    assert lines[-1] == "… and 50 more"
    assert len(lines) == 102
