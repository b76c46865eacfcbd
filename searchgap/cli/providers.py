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

_WIDEST_TEXT = 100
_COLUMNS = ("name", "ranking", "key", "per search", "summary")


def providers(
    session: Session,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]", help="Show this provider's card.", autocompletion=complete_provider, show_default=False
        ),
    ] = None,
) -> None:
    """List every provider: what its ranking means, its engines, its key and price. NAME shows its card."""
    from searchgap.cli.tables import render_table  # noqa: PLC0415 - start-up stays light
    from searchgap.search.registry import PROVIDERS, find_provider  # noqa: PLC0415

    if name is not None:
        print_lines(_card(find_provider(name).spec, session.layout().width))
        return
    rows = (_row(provider.spec) for provider in PROVIDERS.values())
    print_lines(render_table(_COLUMNS, rows, session.layout(), folding=("key", "summary")))


def _row(spec: "ProviderSpec") -> tuple[object, ...]:
    return (spec.name, spec.ranking, _key(spec), _price(spec), spec.summary)


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


def _card(spec: "ProviderSpec", width: int) -> Iterator[str]:
    yield f"{spec.title} ({spec.name})\n"
    yield f"  {spec.summary}\n\n"
    yield f"  ranking     {spec.ranking}\n"
    yield f"  engines     {', '.join(spec.engines) or 'any'}\n"
    yield f"  key         {_key(spec)}\n"
    yield f"  per search  {_price(spec)}\n"
    if spec.max_depth:
        yield f"  depth       at most {spec.max_depth}\n"
    if spec.sunset:
        yield f"  ends        {spec.sunset}\n"
    if spec.docs_url:
        yield f"  contract    {spec.docs_url}\n"
    yield "\n" + textwrap.fill(spec.card, min(width, _WIDEST_TEXT), break_on_hyphens=False) + "\n"
