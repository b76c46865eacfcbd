"""Configuration → every search a run would make, and what they cost. Nothing is spent to know it."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from searchgap.errors import UsageError
from searchgap.model.brand import Brand
from searchgap.model.config import Config
from searchgap.model.provider import ProviderSettings, ProviderSpec
from searchgap.model.query import Plan, Query, QueryTemplate, SearchRequest, SearchSettings
from searchgap.rules.nearest import find_nearest
from searchgap.rules.prices import price_search
from searchgap.rules.template import TemplateError, count_queries, expand_text, fold_text, placeholder_values

MOST_QUERIES = 100_000
DEEPEST = 100

_COUNTRY = re.compile("[A-Za-z]{2}")
_LANGUAGE = re.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,9}")
_LONGEST_QUOTE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What one run takes of the configuration and what it overrides; empty and None leave it as it is.

    Attributes:
        providers: asked instead of the configured ones.
        brands: names of the brands to audit, letter case ignored.
        topics: topics whose queries are searched, letter case ignored.
        queries: searched instead of the configured queries, braces and all. Words that a selected brand has
            configured are its query and keep topic, weight and market; others are searched for every selected brand.
        country: searched from instead of the configured countries; ISO 3166-1 alpha-2.
        language: searched in instead of the configured languages; a BCP 47 tag.
        depth: organic results asked for instead of the configured number, 1 to 100.
    """

    providers: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    queries: tuple[str, ...] = ()
    country: str | None = None
    language: str | None = None
    depth: int | None = None


EVERYTHING = Selection()


def expand_plan(config: Config, *, specs: Mapping[str, ProviderSpec], selection: Selection = EVERYTHING) -> Plan:
    """Expand the templates of the selected brands and topics into the searches they need.

    Queries keep the order of the file, the left-most placeholder varying slowest. Queries of a brand that differ only
    in letter case or white space and are searched alike are one: the first one's topic and weight hold. A search
    that several queries need is made once.

    Args:
        config: the configuration.
        specs: by name what is known of every provider there is; one that is missing has no known price.
        selection: what the command line takes of the configuration and overrides.

    Raises:
        UsageError: the selection asks for what is not there, or the plan would hold more than 100,000 queries.
    """
    _check_selection(selection, specs)
    brands = _select_brands(config.brands, selection.brands)
    lines = {brand.name: list[QueryTemplate]() for brand in brands}
    for line in _expand_templates(config, brands):
        lines[line.brand].append(line)
    if selection.queries:
        lines = _take_free_queries(selection.queries, lines)
    elif selection.topics:
        lines = _select_topics(lines, selection.topics)
    requests: dict[str, SearchRequest] = {}
    queries = tuple(
        _make_query(line, config.providers, requests)
        for brand in lines
        for line in _fold(_override(line, selection) for line in lines[brand])
    )
    return Plan(
        brands=tuple(brand for brand in brands if lines[brand.name]),
        queries=queries,
        requests=tuple(requests.values()),
        estimated_cost=_sum_prices(requests.values(), specs),
    )


def _check_selection(selection: Selection, providers: Collection[str]) -> None:
    if selection.depth is not None and not 1 <= selection.depth <= DEEPEST:
        raise UsageError(f"depth must be from 1 to {DEEPEST}, not {selection.depth}", hint="such as --depth 10")
    for provider in selection.providers:
        if provider not in providers:
            raise _unknown("provider", provider, providers)
    if selection.country is not None and not _COUNTRY.fullmatch(selection.country):
        raise UsageError(f'"{_shorten(selection.country)}" is not a country code', hint="two letters, such as us")
    if selection.language is not None and not _LANGUAGE.fullmatch(selection.language):
        raise UsageError(f'"{_shorten(selection.language)}" is not a language tag', hint="such as en or pt-BR")
    if selection.queries and selection.topics:
        raise UsageError("topics select configured queries, and queries replace them", hint="choose one of the two")
    if not all(text.strip() for text in selection.queries):
        raise UsageError("a query is empty", hint='such as --query "evernote gtd"')


def _select_brands(brands: tuple[Brand, ...], names: tuple[str, ...]) -> tuple[Brand, ...]:
    known = {brand.name.casefold(): brand.name for brand in brands}
    for name in names:
        if name.casefold() not in known:
            raise _unknown("brand", name, known.values())
    wanted = {name.casefold() for name in names}
    return tuple(brand for brand in brands if not wanted or brand.name.casefold() in wanted)


def _select_topics(lines: dict[str, list[QueryTemplate]], topics: tuple[str, ...]) -> dict[str, list[QueryTemplate]]:
    known = {line.topic.casefold(): line.topic for brand in lines for line in lines[brand] if line.topic}
    for topic in topics:
        if topic.casefold() not in known:
            raise _unknown("topic", topic, known.values())
    wanted = {topic.casefold() for topic in topics}
    return {brand: [line for line in lines[brand] if line.topic and line.topic.casefold() in wanted] for brand in lines}


def _expand_templates(config: Config, brands: tuple[Brand, ...]) -> Iterator[QueryTemplate]:
    """Each line of the selected brands once for every text it stands for."""
    values = {brand.name: placeholder_values(brand, config.variables) for brand in brands}
    planned = 0
    for template in config.templates:
        if template.brand not in values:
            continue
        planned += count_queries(template.text, values[template.brand])
        if planned > MOST_QUERIES:
            raise TemplateError(
                f'"{_shorten(template.text)}" brings the plan to more than {MOST_QUERIES:,} queries',
                hint="shorten the lists its placeholders stand for, or split the configuration",
            )
        for text in expand_text(template.text, values[template.brand]):
            yield template if text == template.text else replace(template, text=text)


def _take_free_queries(
    texts: tuple[str, ...], lines: Mapping[str, list[QueryTemplate]]
) -> dict[str, list[QueryTemplate]]:
    """The configured lines with these words; words that no brand configured are searched for every brand."""
    taken: dict[str, list[QueryTemplate]] = {brand: [] for brand in lines}
    for text in texts:
        configured = [line for brand in lines for line in lines[brand] if fold_text(line.text) == fold_text(text)]
        for line in configured or [_make_free_line(brand, text, lines[brand]) for brand in lines]:
            taken[line.brand].append(line)
    return taken


def _make_free_line(brand: str, text: str, lines: list[QueryTemplate]) -> QueryTemplate:
    """A line for words of the command line, searched as most of the brand's queries are."""
    usual = Counter(line.settings for line in lines).most_common(1)
    settings = usual[0][0] if usual else SearchSettings()
    return QueryTemplate(brand=brand, text=" ".join(text.split()), settings=settings)


def _override(line: QueryTemplate, selection: Selection) -> QueryTemplate:
    if not (selection.providers or selection.country or selection.language or selection.depth):
        return line
    settings = line.settings
    market = replace(
        settings.market,
        country=selection.country.lower() if selection.country else settings.market.country,
        language=selection.language or settings.market.language,
    )
    return replace(
        line,
        settings=SearchSettings(
            providers=tuple(dict.fromkeys(selection.providers)) or settings.providers,
            market=market,
            depth=selection.depth or settings.depth,
        ),
    )


def _fold(lines: Iterable[QueryTemplate]) -> Iterable[QueryTemplate]:
    """The first of each group of lines of one brand that are the same search."""
    first: dict[tuple[str, SearchSettings], QueryTemplate] = {}
    for line in lines:
        first.setdefault((fold_text(line.text), line.settings), line)
    return first.values()


def _make_query(
    line: QueryTemplate, providers: Mapping[str, ProviderSettings], requests: dict[str, SearchRequest]
) -> Query:
    """The query of a line; its requests are added to those already needed, or shared with them."""
    needed = []
    for provider in line.settings.providers:
        engines = providers[provider].engines if provider in providers else ()
        for engine in engines or (None,):
            request = SearchRequest(
                text=line.text,
                provider=provider,
                engine=engine,
                market=line.settings.market,
                depth=line.settings.depth,
            )
            needed.append(requests.setdefault(request.key, request))
    return Query(brand=line.brand, text=line.text, topic=line.topic, weight=line.weight, requests=tuple(needed))


def _sum_prices(requests: Iterable[SearchRequest], specs: Mapping[str, ProviderSpec]) -> Decimal | None:
    total = Decimal(0)
    for request in requests:
        spec = specs.get(request.provider)
        price = None if spec is None else price_search(spec, request.text, request.depth)
        if price is None:
            return None
        total += price
    return total


def _unknown(kind: str, name: str, known: Collection[str]) -> UsageError:
    """The error for a name that is not there, with the one that resembles it and all that are."""
    nearest = find_nearest(name, known)
    meant = f", did you mean {nearest}?" if nearest else ""
    hint = f"known: {', '.join(map(_shorten, known))}" if known else f"no {kind} is configured"
    return UsageError(f'unknown {kind} "{_shorten(name)}"{meant}', hint=hint)


def _shorten(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…"
