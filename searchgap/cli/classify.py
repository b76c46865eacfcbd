"""`searchgap classify`: who owns these URLs, and why."""

from pathlib import Path
from typing import Annotated

import typer

from searchgap.cli.options import complete_brand
from searchgap.cli.session import Session, print_lines
from searchgap.errors import UsageError


def classify(
    session: Session,
    urls: Annotated[list[str] | None, typer.Argument(metavar="[URL]...", show_default=False)] = None,
    input_file: Annotated[
        Path | None,
        typer.Option(
            "--input",
            "-i",
            metavar="FILE.csv",
            help="Classify the rows of a CSV: a url column, perhaps brand and title. - is standard input.",
        ),
    ] = None,
    page: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.html",
            help="The page behind the one URL, as saved: what it says it is counts too. - is standard input.",
            show_default=False,
        ),
    ] = None,
    brand: Annotated[
        str | None,
        typer.Option(
            "--brand",
            "-b",
            metavar="NAME",
            help="From whose point of view; any configured brand's if not named.",
            autocompletion=complete_brand,
            show_default=False,
        ),
    ] = None,
    format_name: Annotated[
        str, typer.Option("--format", "-f", metavar="NAME", help="How to print it: terminal, jsonl, json or csv.")
    ] = "terminal",
) -> None:
    """Tell who owns each URL, by which rule, on what evidence and how surely. Nothing is fetched.

    Own, competitors and partners are those of the configuration; without one, only the kind of site is told.
    """
    from searchgap.cli import classifying  # noqa: PLC0415 - start-up stays light

    if not urls and input_file is None:
        raise UsageError("there is nothing to classify", hint="name URLs, or a CSV file with --input")
    if page is not None and (len(urls or ()) != 1 or input_file is not None):
        raise UsageError("--page is the page of one URL", hint="name that URL, and no other")
    layout = classifying.find_layout(format_name)
    judge = classifying.Judge(session.load_config_if_any(), brand)
    listings = classifying.list_urls(urls or (), classifying.read_page(page) if page is not None else None)
    if input_file is not None:
        listings = classifying.chain(listings, classifying.read_csv(input_file))
    print_lines(layout(map(judge.classify, listings), session.layout()))
