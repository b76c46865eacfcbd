"""What is wrong between the keys of a brand: clashing names, places claimed twice, templates of nothing."""

from collections.abc import Iterable, Iterator, Mapping

from searchgap.config.build import build_brand
from searchgap.config.complaints import Finding, KeyPath, MistakeError, UnknownNameError, format_path, quote
from searchgap.config.reading import LeftOut
from searchgap.config.sections import FileSection, PartySection
from searchgap.rules.plan import MOST_QUERIES
from searchgap.rules.template import TemplateError, count_queries, placeholder_values


def check_brands(file: FileSection, left_out: LeftOut) -> Iterator[Finding]:
    """Names and places of brands, competitors and partners, and whether there is anything to search."""
    if not file.brands and not left_out.touches(("brands",)):
        yield ("brands",), MistakeError("must hold at least one brand")
    yield from _check_names(file.brands)
    for brand in file.brands:
        queries = (*brand.place.path, "queries")
        if not brand.queries and not left_out.touches(queries):
            yield queries, MistakeError("must hold at least one query", example="queries: [evernote gtd]")
        parties = (brand, *brand.competitors, *brand.partners)
        yield from _check_names(parties)
        yield from _check_places(parties, left_out)


def check_templates(file: FileSection, left_out: LeftOut) -> Iterator[Finding]:
    """Placeholders that are unknown or stand for nothing, and lists that multiply beyond measure."""
    planned = 0
    for brand in file.brands:
        values = placeholder_values(build_brand(brand), file.vars)
        for query in brand.queries:
            path = (*query.place.path, "query")
            try:
                count = count_queries(query.query, values)
            except TemplateError as error:
                if not _could_be_there(error.placeholder, brand.place.path, left_out):
                    yield path, _say_what_is_wrong(error, values)
                continue
            if planned <= MOST_QUERIES < planned + count:
                problem = f"brings the plan to more than {MOST_QUERIES:,} queries: shorten the lists it stands for"
                yield path, MistakeError(problem)
            planned += count


def _say_what_is_wrong(error: TemplateError, values: Mapping[str, tuple[str, ...]]) -> MistakeError:
    if error.placeholder is not None and error.placeholder not in values:
        return UnknownNameError("placeholder", error.placeholder, values)
    return MistakeError(f"{error.message}: {error.hint}" if error.hint else error.message)


def _check_names(sections: Iterable[PartySection]) -> Iterator[Finding]:
    first: dict[str, PartySection] = {}
    for section in sections:
        taken = first.setdefault(section.name.casefold(), section)
        if taken is not section:
            problem = f"{quote(section.name)} is already the name of {format_path(taken.place.path)}"
            yield (*section.place.path, "name"), MistakeError(problem)


def _check_places(parties: Iterable[PartySection], left_out: LeftOut) -> Iterator[Finding]:
    """Parties without a place on the web, and places that two of them claim."""
    first: dict[str, PartySection] = {}
    for party in parties:
        home = party.place.path
        if not (
            party.domains or party.accounts or any(left_out.could_be((*home, key)) for key in ("domains", "accounts"))
        ):
            problem = "needs a domain or an account, or no result can be told to be theirs"
            yield home, MistakeError(problem, example="domains: [evernote.com]")
        for key, sites in (("domains", party.domains), ("accounts", party.accounts)):
            # Where items of the list are missing, the place of the others in it is not known.
            shifted = left_out.touches((*home, key))
            for index, site in enumerate(sites):
                claimed = first.setdefault(site.casefold(), party)
                if claimed is not party:
                    path = (*home, key) if shifted else (*home, key, index)
                    owner = f"{quote(claimed.name)} ({format_path(claimed.place.path)})"
                    yield path, MistakeError(f"{quote(site)} already belongs to {owner}")


def _could_be_there(placeholder: str | None, brand: KeyPath, left_out: LeftOut) -> bool:
    """Whether what a placeholder stands for was written but could not be read."""
    homes = {"product": (*brand, "products"), "competitor": (*brand, "competitors")}
    return placeholder is not None and left_out.could_be(homes.get(placeholder, ("vars",)))
