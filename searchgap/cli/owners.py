"""`searchgap owners`: what is known of hosts, which are worth a word of yours, and which look like your own."""

from typing import Annotated

import typer

from searchgap.cli.options import complete_audit
from searchgap.cli.session import Session, print_lines
from searchgap.errors import UsageError


def _complete_audit(context: typer.Context, incomplete: str) -> list[str]:
    """Audits where one is asked for; the hosts of the world are not offered."""
    wanted = context.params.get("unclassified") or context.params.get("suggest")
    return complete_audit(context, incomplete) if wanted else []


def owners(
    session: Session,
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="HOST | AUDIT",
            help="Hosts or URLs to look up. With --unclassified or --suggest the audit instead: an id, the beginning "
            "of one, latest, previous, or a date; latest if not named.",
            autocompletion=_complete_audit,
            show_default=False,
        ),
    ] = None,
    unclassified: Annotated[
        bool,
        typer.Option("--unclassified", help="List the hosts of AUDIT that nobody has classified, by places held."),
    ] = False,
    suggest: Annotated[
        bool,
        typer.Option(
            "--suggest", help="Name sites and accounts in AUDIT that look like a brand's own but are not set."
        ),
    ] = False,
    limit: Annotated[
        int, typer.Option("--limit", min=1, metavar="N", help="With --unclassified: list at most N hosts.")
    ] = 20,
    format_name: Annotated[
        str, typer.Option("--format", "-f", metavar="NAME", help="How to print it: terminal, json, jsonl or csv.")
    ] = "terminal",
) -> None:
    """Tell what is known of a host: what the catalogue says, what you say, and what it is taken for otherwise.

    --unclassified and --suggest look through a stored audit, and end in lines to paste into the configuration.

    Nothing is searched or fetched, and nothing counts before you paste it.
    """
    from searchgap.cli.listing import find_writer  # noqa: PLC0415 - start-up stays light

    write = find_writer(format_name)
    if unclassified and suggest:
        raise UsageError("--unclassified and --suggest are two lists", hint="ask for one at a time")
    if unclassified:
        from searchgap.cli.triaging import list_unclassified  # noqa: PLC0415

        listing = list_unclassified(session, _read_audit(names), limit)
    elif suggest:
        from searchgap.cli.suggesting import list_suggestions  # noqa: PLC0415

        listing = list_suggestions(session, _read_audit(names))
    elif names:
        from searchgap.cli.cataloguing import look_up_hosts  # noqa: PLC0415

        listing = look_up_hosts(session.load_config_if_any(), names)
    else:
        raise UsageError("there is no host to look up", hint="name one, such as reddit.com, or ask for --unclassified")
    print_lines(write(listing, session.layout()))


def _read_audit(names: list[str] | None) -> str:
    if names and len(names) > 1:
        raise UsageError(f"one audit can be read, not {len(names)}", hint="list them with: searchgap history")
    return names[0] if names else "latest"
