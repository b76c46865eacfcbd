"""Options that several commands share, with their tab completion."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from searchgap.cli.session import DEFAULT_CONFIG, Session
from searchgap.errors import SearchgapError, UsageError
from searchgap.report.registry import FORMATS

if TYPE_CHECKING:
    from searchgap.rules.plan import Selection

_WHAT = "What is searched"
_OUTPUT = "Output"
_GATES = "Gates"


def _session_of(context: typer.Context) -> Session:
    config = context.params.get("config") or DEFAULT_CONFIG
    history = context.params.get("history")
    return Session(
        config_path=Path(config),
        history_path=Path(history) if history else None,
        quiet=True,
        verbose=False,
        colour=False,
    )


def _completing(names: Callable[[Session], Iterable[str]]) -> Callable[[typer.Context, str], list[str]]:
    """Names that begin like the word typed; none where the files behind them cannot be read."""

    def complete(context: typer.Context, incomplete: str) -> list[str]:
        try:
            known = list(names(_session_of(context)))
        except SearchgapError:
            return []
        return [name for name in known if name.casefold().startswith(incomplete.casefold())]

    return complete


def _provider_names(_session: Session) -> Iterable[str]:
    from searchgap.search.registry import PROVIDERS  # noqa: PLC0415 - completion only

    return PROVIDERS


def _brand_names(session: Session) -> Iterable[str]:
    return (brand.name for brand in session.load_config().brands)


def _topics(session: Session) -> Iterable[str]:
    return sorted({template.topic for template in session.load_config().templates if template.topic})


def _table_names(_session: Session) -> Iterable[str]:
    from searchgap.report.csv_tables import CSV_TABLES  # noqa: PLC0415 - completion only

    return CSV_TABLES


def _audit_names(session: Session) -> Iterable[str]:
    with session.open_existing_history() as history:
        return ["latest", "previous", *(audit.id for audit in history.audits())]


complete_provider = _completing(_provider_names)
complete_brand = _completing(_brand_names)
complete_audit = _completing(_audit_names)

ProviderOption = Annotated[
    list[str] | None,
    typer.Option(
        "--provider",
        "-p",
        metavar="NAME",
        help="Ask this provider instead of the configured ones; repeatable.",
        autocompletion=complete_provider,
        rich_help_panel=_WHAT,
    ),
]
BrandOption = Annotated[
    list[str] | None,
    typer.Option(
        "--brand",
        "-b",
        metavar="NAME",
        help="Only this brand; repeatable.",
        autocompletion=complete_brand,
        rich_help_panel=_WHAT,
    ),
]
TopicOption = Annotated[
    list[str] | None,
    typer.Option(
        "--topic",
        "-t",
        metavar="NAME",
        help="Only queries of this topic; repeatable.",
        autocompletion=_completing(_topics),
        rich_help_panel=_WHAT,
    ),
]
QueryOption = Annotated[
    list[str] | None,
    typer.Option(
        "--query",
        metavar="TEXT",
        help="Search this instead of the configured queries; repeatable.",
        rich_help_panel=_WHAT,
    ),
]
DepthOption = Annotated[
    int | None,
    typer.Option("--depth", min=1, max=100, metavar="N", help="Ask for N organic results.", rich_help_panel=_WHAT),
]
CountryOption = Annotated[
    str | None,
    typer.Option("--country", metavar="CODE", help="Search from this country, such as de.", rich_help_panel=_WHAT),
]
LanguageOption = Annotated[
    str | None,
    typer.Option("--language", metavar="TAG", help="Search in this language, such as de.", rich_help_panel=_WHAT),
]


def format_option(names: Iterable[str]) -> Any:  # noqa: ANN401 - what typer says of its own options
    """`--format` with the names of a table of formats, in its help and in tab completion."""
    known = tuple(names)
    return typer.Option(
        "--format",
        "-f",
        metavar="NAME",
        help=f"How to print it, one of: {', '.join(known)}.",
        autocompletion=_completing(lambda _session: known),
        rich_help_panel=_OUTPUT,
    )


def output_option(suffixes: Iterable[str]) -> Any:  # noqa: ANN401 - what typer says of its own options
    """`--output` with the suffixes of a table of formats in its help."""
    return typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help=f"Write the report to FILE, format by suffix ({' '.join(suffixes)}); repeatable.",
        rich_help_panel=_OUTPUT,
    )


FormatOption = Annotated[str, format_option(FORMATS)]
TableOption = Annotated[
    str,
    typer.Option(
        "--table",
        metavar="NAME",
        help="Which CSV table: results, gaps, owners, summary, gates or goals.",
        autocompletion=_completing(_table_names),
        rich_help_panel=_OUTPUT,
    ),
]
OutputOption = Annotated[list[Path] | None, output_option(row.suffix for row in FORMATS.values())]
GateOption = Annotated[
    bool,
    typer.Option(
        "--gate", help="Exit with 10 if a gate is breached, 4 if one cannot be judged.", rich_help_panel=_GATES
    ),
]
FailOnOption = Annotated[
    list[str] | None,
    typer.Option(
        "--fail-on",
        metavar="CONDITION",
        help='A further gate, such as "coverage < 0.3"; implies --gate; repeatable.',
        rich_help_panel=_GATES,
    ),
]
AuditArgument = Annotated[
    str,
    typer.Argument(
        metavar="[AUDIT]",
        help="An id, the beginning of one, latest, previous, or a date (the last audit on or before it).",
        autocompletion=complete_audit,
    ),
]


def select(
    *,
    provider: list[str] | None,
    brand: list[str] | None,
    topic: list[str] | None,
    query: list[str] | None,
    depth: int | None,
    country: str | None,
    language: str | None,
) -> "Selection":
    """The options of this page as what the plan is limited to.

    Raises:
        UsageError: a country or a language cannot be one.
    """
    from searchgap.config.markets import read_country, read_language  # noqa: PLC0415 - needed by two commands only
    from searchgap.rules.plan import Selection  # noqa: PLC0415

    return Selection(
        providers=tuple(provider or ()),
        brands=tuple(brand or ()),
        topics=tuple(topic or ()),
        queries=tuple(query or ()),
        depth=depth,
        country=None if country is None else _read("--country", country, read_country),
        language=None if language is None else _read("--language", language, read_language),
    )


def _read(option: str, text: str, reader: Callable[[str], str]) -> str:
    """What a reader of the configuration makes of an option's value."""
    try:
        return reader(text)
    except ValueError as mistake:
        raise UsageError(f"{option} {mistake}", hint=f"such as {option} de") from mistake
