"""`searchgap providers --check`: whether each provider that could be asked answers one cheap query."""

import asyncio
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from time import monotonic

from searchgap.cli.session import Session
from searchgap.model.config import Config
from searchgap.model.provider import ProviderSettings, RankingKind
from searchgap.model.query import Market, SearchRequest
from searchgap.model.serp import NotSearched, SearchFailure, SearchOutcome, Serp
from searchgap.report.strangers import SENTENCE_LIMIT, clean_text
from searchgap.search.base import Opening
from searchgap.search.registry import PROVIDERS

QUERY = "weather"
_DEPTH = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What one provider answered, and how long it took in seconds."""

    name: str
    outcome: SearchOutcome
    seconds: float


def check_providers(session: Session, config: Config | None, names: tuple[str, ...]) -> Iterator[str]:
    """Ask every provider that is set up, at once, and yield a sentence on each."""
    chosen = names or tuple(_set_up(config))
    settings = config.providers if config else {}
    session.say(f'asking {len(chosen)} provider{"" if len(chosen) == 1 else "s"} for "{QUERY}"')
    for check in asyncio.run(_check_all(chosen, settings, session)):
        yield from _word(check)
    if not chosen:
        yield "no provider is set up: set the key of one (searchgap providers) or its base_url\n"


def _set_up(config: Config | None) -> Iterator[str]:
    """Providers whose key is set, or that the configuration mentions."""
    mentioned = config.providers if config else {}
    for name, provider in PROVIDERS.items():
        spec = provider.spec
        if spec.ranking is RankingKind.RECORDING or name == "saved":
            continue
        if name in mentioned or any(os.environ.get(variable) for variable in spec.key_env):
            yield name


async def _check_all(names: tuple[str, ...], settings: Mapping[str, ProviderSettings], session: Session) -> list[Check]:
    return await asyncio.gather(*(_check(name, settings.get(name), session) for name in names))


async def _check(name: str, settings: ProviderSettings | None, session: Session) -> Check:
    opening = Opening(
        settings=settings or ProviderSettings(name=name),
        folder=session.config_path.parent,
        environment=os.environ,
    )
    source = PROVIDERS[name].open(opening)
    request = SearchRequest(text=QUERY, provider=name, market=Market(country="us", language="en"), depth=_DEPTH)
    begun = monotonic()
    try:
        outcome = await source.search(request)
    finally:
        await source.close()
    return Check(name=name, outcome=outcome, seconds=monotonic() - begun)


def _word(check: Check) -> Iterator[str]:
    outcome = check.outcome
    match outcome:
        case Serp():
            cost = "" if outcome.cost is None else f", ${outcome.cost}"
            yield f"{check.name}: works, {len(outcome.results)} results in {check.seconds:.1f} s{cost}\n"
        case SearchFailure() | NotSearched():
            yield f"{check.name}: {outcome.kind}: {clean_text(outcome.message, SENTENCE_LIMIT)}\n"
            if outcome.hint:
                yield f"  hint: {clean_text(outcome.hint, SENTENCE_LIMIT)}\n"
