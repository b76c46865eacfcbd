"""`searchgap queries`: the plan, before a cent is spent."""

from searchgap.cli.options import (
    BrandOption,
    CountryOption,
    DepthOption,
    FormatOption,
    LanguageOption,
    ProviderOption,
    QueryOption,
    TopicOption,
    select,
)
from searchgap.cli.session import Session


def queries(
    session: Session,
    provider: ProviderOption = None,
    brand: BrandOption = None,
    topic: TopicOption = None,
    query: QueryOption = None,
    depth: DepthOption = None,
    country: CountryOption = None,
    language: LanguageOption = None,
    format_name: FormatOption = "terminal",
) -> None:
    """Show every search the configuration expands to, with provider and cost. Nothing is searched or spent.

    A search that several brands want is listed, made and paid for once.
    """
    from searchgap.cli.planning import make_plan, print_plan  # noqa: PLC0415 - start-up stays light

    selection = select(
        provider=provider, brand=brand, topic=topic, query=query, depth=depth, country=country, language=language
    )
    print_plan(session, make_plan(session.load_config(), selection), format_name)
