"""`searchgap init`: a commented configuration to start from."""

import sys
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from searchgap.cli.session import Session
from searchgap.errors import UsageError

Competitor: TypeAlias = tuple[str, tuple[str, ...]]


def init(
    session: Session,
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="Where to write it; queries.yaml if not named.", show_default=False),
    ] = None,
    brand: Annotated[str | None, typer.Option(metavar="NAME", help="Your brand's name.", show_default=False)] = None,
    domain: Annotated[
        list[str] | None, typer.Option(metavar="DOMAIN", help="A domain of yours; repeatable.", show_default=False)
    ] = None,
    competitor: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=DOMAIN", help="A competitor and its domain; repeatable.", show_default=False),
    ] = None,
    query: Annotated[
        list[str] | None, typer.Option(metavar="TEXT", help="A query your users type; repeatable.", show_default=False)
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file if it exists.")] = False,
) -> None:
    """Write a commented queries.yaml: ask for the brand on a terminal, or take it from the options."""
    from searchgap.config.starter import write_starter  # noqa: PLC0415 - brings the validation library
    from searchgap.report.write import write_report  # noqa: PLC0415 - needed here only

    target = file or session.config_path
    named = tuple(map(_split_competitor, competitor or ()))
    if (domain or competitor or query) and not brand:
        raise UsageError("the brand has no name", hint='name it with --brand, such as --brand "Evernote"')
    if target.exists() and not force:
        raise UsageError(f"{target} exists already", hint="overwrite it with --force, or name another file")
    if brand is None and sys.stdin.isatty() and not session.quiet:
        brand, domain, named, query = _ask()
    text = write_starter(
        brand=brand,
        domains=tuple(domain or ()),
        competitors=named,
        queries=tuple(query or ()),
    )
    write_report([text], str(target))
    config = "" if target == Path("queries.yaml") else f" --config {target}"
    session.say(f"wrote {target}; look at the plan with: searchgap queries{config}")


def _split_competitor(text: str) -> Competitor:
    name, equals, domains = text.partition("=")
    if not (name.strip() and equals and domains.strip()):
        raise UsageError(f'"{text}" is not a competitor', hint='write its name and domain, such as "Notion=notion.so"')
    return name.strip(), tuple(domain.strip() for domain in domains.split(",") if domain.strip())


def _ask() -> tuple[str, list[str], tuple[Competitor, ...], list[str]]:
    brand = typer.prompt("Your brand's name", err=True)
    domain = typer.prompt("Its domain (several: separate with commas)", err=True)
    competitors = _ask_many("A competitor as Name=domain (empty to go on)")
    queries = _ask_many("A query your users type (empty to finish)")
    domains = [part.strip() for part in domain.split(",") if part.strip()]
    return brand, domains, tuple(map(_split_competitor, competitors)), queries


def _ask_many(question: str) -> list[str]:
    answers: list[str] = []
    while answer := typer.prompt(question, default="", show_default=False, err=True).strip():
        answers.append(answer)
    return answers
