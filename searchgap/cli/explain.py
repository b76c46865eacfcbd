"""`searchgap explain`: what a word of the report means, or why an address has the owner it has."""

from typing import Annotated

import typer

from searchgap.cli.options import complete_brand
from searchgap.cli.session import Session, print_lines


def _complete_subject(incomplete: str) -> list[str]:
    """Words that begin like the one typed; with their family where that is typed."""
    from searchgap.reference.cards import list_words  # noqa: PLC0415 - completion only

    families = list_words().items()
    known = [f"{family}:{word}" if ":" in incomplete else word for family, words in families for word in words]
    return [word for word in dict.fromkeys(known) if word.startswith(incomplete.casefold())]


def explain(
    session: Session,
    subject: Annotated[
        str | None,
        typer.Argument(
            metavar="[WORD|URL]",
            help="A word that the program prints, such as host-label or contested, or an address.",
            autocompletion=_complete_subject,
            show_default=False,
        ),
    ] = None,
    brand: Annotated[
        str | None,
        typer.Option(
            "--brand",
            "-b",
            metavar="NAME",
            help="Of a URL: from whose point of view; any configured brand's if not named.",
            autocompletion=complete_brand,
            show_default=False,
        ),
    ] = None,
    title: Annotated[str, typer.Option(metavar="TEXT", help="Of a URL: the title it is listed under.")] = "",
    format_name: Annotated[
        str, typer.Option("--format", "-f", metavar="NAME", help="How to print it: terminal or json.")
    ] = "terminal",
) -> None:
    """Explain a rule, a state, a failure, a kind of owner, a presence level, a confidence or a number.

    A card tells what is meant, why, an example, and how to say otherwise. Of a URL it is told who was heard on its
    owner, who decided, and what overrides that. Without a word, all of them are listed. Nothing is fetched.
    """
    from searchgap.cli import explaining  # noqa: PLC0415 - start-up stays light

    layout = explaining.find_layout(format_name)
    if subject is None:
        print_lines(layout.words(session.layout()))
    elif explaining.is_address(subject):
        from searchgap.cli.tracing import trace  # noqa: PLC0415 - a word needs no tables

        print_lines(layout.trace(trace(subject, title, session.load_config_if_any(), brand), session.layout()))
    else:
        print_lines(layout.cards(explaining.find_word(subject), session.layout()))
