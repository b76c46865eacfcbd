"""The table of providers: every row is complete, and names find their rows."""

from datetime import date
from decimal import Decimal

import pytest

from searchgap.errors import UsageError
from searchgap.model.provider import RankingKind
from searchgap.search.base import Provider
from searchgap.search.registry import PROVIDERS, find_provider

ROWS = pytest.mark.parametrize("provider", PROVIDERS.values(), ids=list(PROVIDERS))


def test_names_are_unique_whatever_their_case():
    """The table's keys are the names of its rows, and no two rows share one."""
    names = [provider.spec.name for provider in PROVIDERS.values()]
    assert names == list(PROVIDERS)
    assert len({name.casefold() for name in names}) == len(names)


@ROWS
def test_every_row_is_complete(provider: Provider):
    """A row says what it is called, what its ranking means, what it costs where that is known, and how to get it."""
    spec = provider.spec
    assert spec.name == spec.name.strip().lower()
    assert " " not in spec.name
    assert spec.title
    assert spec.summary
    assert "\n" not in spec.summary
    assert len(spec.summary) <= 100
    assert spec.card
    assert isinstance(spec.ranking, RankingKind)
    assert spec.price is None or (isinstance(spec.price, Decimal) and spec.price >= 0)
    assert spec.max_depth is None or spec.max_depth >= 1
    assert spec.sunset is None or isinstance(spec.sunset, date)
    assert spec.docs_url is None or spec.docs_url.startswith("https://")
    assert callable(provider.open)


@ROWS
def test_engines_and_key_variables_are_plain_names(provider: Provider):
    """Engines are unique lower-case names, and key variables are ones that a shell can set."""
    spec = provider.spec
    assert len(set(spec.engines)) == len(spec.engines)
    assert all(engine == engine.lower() and engine for engine in spec.engines)
    assert all(variable.isidentifier() and variable == variable.upper() for variable in spec.key_env)


@ROWS
def test_a_name_finds_its_row(provider: Provider):
    """What the configuration calls a provider is what it gets."""
    assert find_provider(provider.spec.name) is provider


@pytest.mark.parametrize("name", ["", "altavista", "RECORDED "])
def test_an_unknown_name_is_refused_with_the_known_ones(name: str):
    """The hint lists what could have been meant."""
    with pytest.raises(UsageError) as caught:
        find_provider(name)
    assert name in caught.value.message
    assert all(known in (caught.value.hint or "") for known in PROVIDERS)
