"""What makes two searches of one query unlike, so that their difference says nothing about the query."""

from collections.abc import Callable, Iterator

from searchgap.model.comparison import Difference, Facet
from searchgap.model.gap import QueryGap
from searchgap.model.query import SearchRequest
from searchgap.model.serp import Answer


def find_differences(
    before: QueryGap, after: QueryGap, versions: tuple[str, str], parses: Callable[[str], bool]
) -> tuple[Difference, ...]:
    """In what two searches of one query, or their answers, are unlike; nothing where they are alike.

    Where result pages are read by this program's own parsers, another release of it may read the same page otherwise:
    then its major and minor version are a facet too. What an interface delivers as data does not depend on them.

    Args:
        before: the earlier judgement.
        after: the later one.
        versions: the searchgap that ran each.
        parses: tells of a provider whether its result pages are read by this program's parsers.
    """
    answers = _compare_answers(before, after, versions, parses)
    if before.request.key == after.request.key:
        return tuple(answers)
    return (*_compare_requests(before.request, after.request), *answers)


def _compare_requests(before: SearchRequest, after: SearchRequest) -> Iterator[Difference]:
    facets = (
        (Facet.PROVIDER, before.provider, after.provider),
        (Facet.COUNTRY, before.market.country, after.market.country),
        (Facet.LANGUAGE, before.market.language, after.market.language),
        (Facet.LOCATION, before.market.location, after.market.location),
        (Facet.DEVICE, before.market.device.value, after.market.device.value),
        (Facet.DEPTH, str(before.depth), str(after.depth)),
    )
    return (Difference(*facet) for facet in facets if facet[1] != facet[2])


def _compare_answers(
    before: QueryGap, after: QueryGap, versions: tuple[str, str], parses: Callable[[str], bool]
) -> Iterator[Difference]:
    one, other = before.ending, after.ending
    if not isinstance(one, Answer) or not isinstance(other, Answer):
        if before.request.engine != after.request.engine:
            yield Difference(Facet.ENGINE, before.request.engine, after.request.engine)
        return
    if one.engine != other.engine:
        yield Difference(Facet.ENGINE, one.engine, other.engine)
    if one.searched_for != other.searched_for:
        yield Difference(Facet.WORDS, one.searched_for, other.searched_for)
    if versions[0] != versions[1] and parses(after.request.provider):
        releases = tuple(map(_release, versions))
        if releases[0] != releases[1]:
            yield Difference(Facet.PARSER, f"searchgap {releases[0]}", f"searchgap {releases[1]}")


def _release(version: str) -> str:
    """Major and minor version."""
    return ".".join(version.split(".")[:2])
