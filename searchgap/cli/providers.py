"""`searchgap providers`: who can be asked, and what it takes."""

import os
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from searchgap.cli.options import complete_provider
from searchgap.cli.session import Session, print_lines

if TYPE_CHECKING:
    from searchgap.model.provider import ProviderSpec
    from searchgap.search.base import Provider

_WIDEST_TEXT = 100
_COLUMNS = ("name", "ranking", "engines", "key", "per search", "limit", "health")


def providers(
    session: Session,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]", help="Show this provider's card.", autocompletion=complete_provider, show_default=False
        ),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Ask each that is set up for one query, at its price, and explain failures.")
    ] = False,
) -> None:
    """List every provider: what its ranking means, its key and whether it is set, its price. NAME shows its card."""
    from searchgap.cli.tables import render_table  # noqa: PLC0415 - start-up stays light
    from searchgap.search.registry import find_provider  # noqa: PLC0415

    if check:
        from searchgap.cli.checking import check_providers  # noqa: PLC0415

        config = session.load_config_if_any()
        print_lines(check_providers(session, config, (find_provider(name).spec.name,) if name else ()))
    elif name is not None:
        print_lines(_card(find_provider(name), session.layout().width))
    else:
        print_lines(render_table(_COLUMNS, _rows(), session.layout(), folding=("ranking", "engines", "key", "health")))


def _rows() -> Iterator[tuple[object, ...]]:
    """A row for every provider; one of another package that is broken is shown as broken."""
    from searchgap.errors import UsageError  # noqa: PLC0415 - start-up stays light
    from searchgap.search.registry import PROVIDERS  # noqa: PLC0415

    for name in PROVIDERS:
        try:
            provider = PROVIDERS[name]
        except UsageError as trouble:
            yield (name, None, None, None, None, None, f"broken: {trouble.message}")
            continue
        spec = provider.spec
        health = f"{spec.health}, ends {spec.sunset}" if spec.sunset else spec.health
        engines = ", ".join(spec.engines) or "any"
        yield (name, spec.ranking, engines, _key(spec), _price(spec), provider.limit or "none", health)


def _key(spec: "ProviderSpec") -> str:
    """Which variable holds the key and whether it is set; never the key."""
    if not spec.key_env:
        return "none needed"
    found = next((variable for variable in spec.key_env if os.environ.get(variable)), None)
    return f"{found} is set" if found else f"{spec.key_env[0]} is not set"


def _price(spec: "ProviderSpec") -> str:
    if spec.price is None:
        return "unknown"
    return f"${spec.price}" if spec.price else "free"


def _describe_price(spec: "ProviderSpec") -> str:
    """The price with what is added to it."""
    words = _price(spec)
    if surcharge := spec.surcharge:
        each = "one" if surcharge.results == 1 else f"{surcharge.results} begun"
        words += f" for {surcharge.above} results, then ${surcharge.price} for each further {each}"
    if spec.operator_factor > 1:
        words += f"; {spec.operator_factor} times as much with an operator such as site:"
    return words


def _card(provider: "Provider", width: int) -> Iterator[str]:
    spec = provider.spec
    yield f"{spec.title} ({spec.name})\n"
    yield f"  {spec.summary}\n\n"
    yield f"  ranking     {spec.ranking}\n"
    yield f"  engines     {', '.join(spec.engines) or 'any'}\n"
    yield f"  key         {_key(spec)}\n"
    yield f"  per search  {_describe_price(spec)}\n"
    yield f"  limit       {provider.limit or 'none'}\n"
    yield f"  health      {spec.health}\n"
    if spec.max_depth:
        yield f"  depth       at most {spec.max_depth}\n"
    if spec.sunset:
        yield f"  ends        {spec.sunset}\n"
    if spec.docs_url:
        yield f"  contract    {spec.docs_url}\n"
    yield (
        "\n" + textwrap.fill(spec.card, min(width, _WIDEST_TEXT), break_on_hyphens=False, break_long_words=False) + "\n"
    )
