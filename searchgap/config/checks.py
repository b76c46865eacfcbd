"""What is wrong between the sections of a file: names that clash, point nowhere or are given twice."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from searchgap.config.brand_checks import check_brands, check_templates
from searchgap.config.build import build_brand
from searchgap.config.complaints import (
    Complaint,
    Finding,
    KeyPath,
    MistakeError,
    UnknownNameError,
    format_path,
    quote,
)
from searchgap.config.conditions import check_range
from searchgap.config.reading import LeftOut
from searchgap.config.sections import (
    BrandSection,
    FileSection,
    GoalSection,
    ProviderSection,
    QuerySection,
    SearchSection,
)
from searchgap.config.yaml_values import Table, locate
from searchgap.model.goal import Scope
from searchgap.rules.measures import CHANGES
from searchgap.rules.nearest import find_nearest
from searchgap.rules.template import expand_text, fold_text, placeholder_values

_VARIABLE = re.compile(r"[^\W\d][\w-]*")
_FILLED_IN = ("brand", "product", "competitor")
_SECRET = re.compile(r"(?:.*[_-])?(?:api)?(?:key|token|secret|password|passwd|credentials?)", re.IGNORECASE)
_ALMOST_EQUAL = 0.8


def find_contradictions(
    file: FileSection, left_out: LeftOut, tree: Table, providers: Collection[str]
) -> Iterator[Complaint]:
    """Everything that is wrong although each value by itself is right.

    Args:
        file: the sections that are right by themselves.
        left_out: what is missing from them.
        tree: the whole file, to say where things stand.
        providers: names of the providers there are.
    """
    template_findings = list(check_templates(file, left_out))
    findings = [
        *_check_search(file),
        *_check_providers(file, providers),
        *_check_variables(file),
        *check_brands(file, left_out),
        *template_findings,
        *_check_owners(file),
    ]
    for goal in file.goals:
        findings += _check_target(goal)
    if not template_findings and not left_out.touches(("brands",)) and not left_out.could_be(("vars",)):
        findings += _check_scopes(file, left_out)
    return (Complaint(locate(tree, path), mistake) for path, mistake in findings)


def _check_search(file: FileSection) -> Iterator[Finding]:
    """Keys given in a `search` block and beside it: neither is further in than the other."""
    sections: list[BrandSection | QuerySection] = []
    for brand in file.brands:
        sections += (brand, *brand.queries)
    for section in sections:
        if section.search:
            inside = section.search.model_fields_set & section.model_fields_set & SearchSection.model_fields.keys()
            for key in sorted(inside):
                yield (*section.search.place.path, key), MistakeError("is given twice: here and beside search")


def _check_providers(file: FileSection, providers: Collection[str]) -> Iterator[Finding]:
    for name, section in file.providers.items():
        path: KeyPath = ("providers", name)
        if name not in providers:
            yield path, UnknownNameError("provider", name, providers)
        for option in section.model_extra or {}:
            if _SECRET.fullmatch(option):
                problem = "must not stand in this file: keys and passwords are read from the environment"
                yield (*path, option), MistakeError(problem)
            elif find_nearest(option, ProviderSection.model_fields, alike=_ALMOST_EQUAL):
                yield (*path, option), UnknownNameError("key", option, ProviderSection.model_fields)


def _check_variables(file: FileSection) -> Iterator[Finding]:
    for name in file.vars:
        if name in _FILLED_IN:
            yield ("vars", name), MistakeError("is filled in from the brand: choose another name")
        elif not _VARIABLE.fullmatch(name):
            yield ("vars", name), MistakeError("must be a name of letters, digits and _ that begins with a letter")


def _check_owners(file: FileSection) -> Iterator[Finding]:
    first: dict[str, KeyPath] = {}
    for owner in file.owners:
        path = first.setdefault(owner.match, owner.place.path)
        if path != owner.place.path:
            yield (
                (*owner.place.path, "match"),
                MistakeError(f"{quote(owner.match)} is already given in {format_path(path)}"),
            )


def _check_target(goal: GoalSection) -> Iterator[Finding]:
    if goal.metric in CHANGES:
        problem = f"{goal.metric} compares two audits, which is for gates; a goal needs a number that one audit has"
        yield (*goal.place.path, "metric"), MistakeError(problem, example="metric: coverage")
        return
    try:
        check_range(goal.metric, goal.target)
    except MistakeError as mistake:
        yield (*goal.place.path, "target"), mistake


def _check_scopes(file: FileSection, left_out: LeftOut) -> Iterator[Finding]:
    """The brand, topic and query of a goal or a condition must be there, each within the one before."""
    goals = [(goal.place.path, Scope(brand=goal.brand, topic=goal.topic, query=goal.query)) for goal in file.goals]
    whole = file.gates and not left_out.touches(("gates", "fail_on"))  # or the conditions would not be where they seem
    conditions = file.gates.fail_on if file.gates and whole else ()
    topics = _topics_by_brand(file)
    scopes = [scope for _, scope in goals] + [condition.scope for condition in conditions]
    queries = _queries_by_scope(file) if any(scope.query is not None for scope in scopes) else {}
    for path, scope in goals:
        if unknown := _find_unknown(scope, topics, queries):
            yield (*path, unknown[0]), UnknownNameError(*unknown)
    for number, condition in enumerate(conditions):
        if unknown := _find_unknown(condition.scope, topics, queries):
            yield ("gates", "fail_on", number), UnknownNameError(*unknown)


def _find_unknown(
    scope: Scope,
    topics: Mapping[str | None, Collection[str]],
    queries: Mapping[tuple[str | None, str | None], Mapping[str, str]],
) -> tuple[str, str, Collection[str]] | None:
    """The first of brand, topic and query that is not there, by kind and name, with those that are."""
    if scope.brand is not None and scope.brand not in topics:
        return "brand", scope.brand, [brand for brand in topics if brand is not None]
    if scope.topic is not None and scope.topic not in topics[scope.brand]:
        return "topic", scope.topic, topics[scope.brand]
    if scope.query is None:
        return None
    known = queries[scope.brand, scope.topic]
    return None if known.get(fold_text(scope.query)) == scope.query else ("query", scope.query, known.values())


def _topics_by_brand(file: FileSection) -> dict[str | None, dict[str, None]]:
    """The topics of each brand's queries, and under None those of all."""
    topics: dict[str | None, dict[str, None]] = {None: {}}
    for brand in file.brands:
        topics[brand.name] = {query.topic: None for query in brand.queries if query.topic is not None}
        topics[None] |= topics[brand.name]
    return topics


def _queries_by_scope(file: FileSection) -> dict[tuple[str | None, str | None], dict[str, str]]:
    """What is searched, by brand and topic, None standing for all; each text under its folded form."""
    queries: dict[tuple[str | None, str | None], dict[str, str]] = defaultdict(dict)
    for brand in file.brands:
        values = placeholder_values(build_brand(brand), file.vars)
        for query in brand.queries:
            scopes = {(name, topic) for name in (brand.name, None) for topic in (query.topic, None)}
            for text in expand_text(query.query, values):
                for scope in scopes:
                    queries[scope].setdefault(fold_text(text), text)
    return queries
