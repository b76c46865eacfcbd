"""The parties to a conversation: the brand, its competitors and its partners."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Somebody who can own a result, as the configuration describes them.

    Attributes:
        name: how reports call them; unique within one brand's parties.
        domains: registrable domains, hosts or host/path prefixes; subdomains are included.
        accounts: `host/path` of accounts on platforms, without scheme.
    """

    name: str
    domains: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand(Party):
    """The party an audit is made for.

    Attributes:
        also_known_as: other spellings of the name.
        ambiguous: spellings that are ordinary words and count only in context.
        products: what `{product}` stands for.
        voices: author names that speak for the brand on other people's pages.
        competitors: with the brand, the competitive set.
        partners: neither ours nor a competitor's.
    """

    also_known_as: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    voices: tuple[str, ...] = ()
    competitors: tuple[Party, ...] = field(default=())
    partners: tuple[Party, ...] = field(default=())

    @property
    def competitive_set(self) -> tuple[str, ...]:
        """Names of the brand and its competitors, the brand first."""
        return (self.name, *(party.name for party in self.competitors))
