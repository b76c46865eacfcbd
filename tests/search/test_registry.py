"""The table of providers: every row is complete, and names find their rows."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from searchgap.errors import UsageError
from searchgap.model.provider import RankingKind
from searchgap.rules.prices import price_search
from searchgap.search.base import Provider
from searchgap.search.registry import APIS, PROVIDERS, ProviderTable, find_provider, load_api

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


PRICES_BY_DEPTH = {
    "serper": {1: "0.001", 10: "0.001", 11: "0.002", 100: "0.002"},
    "dataforseo": {5: "0.002", 10: "0.002", 11: "0.0035", 20: "0.0035", 100: "0.0155", 500: "0.0305"},
    "dataforseo-queue": {10: "0.0006", 20: "0.00105", 100: "0.00465"},
    "exa": {10: "0.007", 11: "0.008", 100: "0.097"},
}


@ROWS
@pytest.mark.parametrize("depth", [1, 10, 11, 20, 100, 500])
def test_what_a_search_costs_by_its_depth(provider: Provider, depth: int):
    """Deeper searches cost more where the contract says so, and only there."""
    spec = provider.spec
    known = PRICES_BY_DEPTH.get(spec.name)
    if known is None:
        assert price_search(spec, "lamp", depth) == spec.price
    elif depth in known:
        assert price_search(spec, "lamp", depth) == Decimal(known[depth])


@pytest.mark.parametrize(("name", "price"), [("dataforseo", "0.01"), ("dataforseo-queue", "0.003"), ("brave", "0.005")])
def test_what_a_search_with_an_operator_costs(name: str, price: str):
    """DataForSEO takes five times its price for `site:` and the like; to others they are words."""
    assert price_search(PROVIDERS[name].spec, "site:lamp.example hums", 10) == Decimal(price)


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


@pytest.mark.parametrize("name", APIS)
def test_every_api_is_a_provider(name: str):
    """What the table calls an API is one of that name, whose keys and engines its row tells."""
    api = load_api(name)
    assert api.spec.name == name
    assert PROVIDERS[name].spec is api.spec
    assert not api.base_url.endswith("/")
    variables = {variable for variables in api.credentials.values() for variable in variables}
    assert set(api.spec.key_env) <= variables
    assert api.optional_credentials <= set(api.credentials)


INSTALLED = """\
from dataclasses import replace
from searchgap.search.registry import PROVIDERS, load_api
API = replace(load_api("brave"), spec=replace(load_api("brave").spec, name="installed"))
PROVIDER = replace(PROVIDERS["saved"], spec=replace(PROVIDERS["saved"].spec, name="other"))
NUMBER = 7
"""


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ProviderTable]:
    """Installs a package with these entry points and gives a table that has read none of them yet."""

    def write(points: str) -> ProviderTable:
        folder = tmp_path / "lamplight_plugin-1.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(
            "Metadata-Version: 2.1\nName: lamplight-plugin\nVersion: 1\n", encoding="utf-8"
        )
        (folder / "entry_points.txt").write_text(f"[searchgap.providers]\n{points}\n", encoding="utf-8")
        (tmp_path / "lamplight_plugin.py").write_text(INSTALLED, encoding="utf-8")
        monkeypatch.syspath_prepend(str(tmp_path))
        return ProviderTable({"brave": APIS["brave"]})

    return write


def test_packages_of_others_add_providers(install):
    """An Api and a Provider of another package stand behind our own; nobody takes a name of ours."""
    table = install("installed = lamplight_plugin:API\nother = lamplight_plugin:PROVIDER\nbrave = lamplight_plugin:API")
    assert list(table) == ["brave", "installed", "other"]
    assert len(table) == 3
    assert "installed" in table
    assert table["installed"].spec.name == "installed"
    assert table["other"].spec.name == "other"
    assert table["brave"].spec.name == "brave"


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("lamplight_plugin:NUMBER", "TypeError: it is a int, neither an Api nor a Provider"),
        ("lamplight_plugin:MISSING", "AttributeError"),
        ("no_such_module_anywhere:API", "ModuleNotFoundError"),
    ],
)
def test_a_broken_package_of_others_is_named(install, place: str, reason: str):
    """Its provider is refused with the reason and the package that brings it; the others work."""
    table = install(f"installed = {place}")
    with pytest.raises(UsageError) as caught:
        table["installed"]
    assert reason in caught.value.message
    assert place in caught.value.hint
    assert table["brave"].spec.name == "brave"
