"""The public suffix list, public and private sections, as packaged by `publicsuffixlist`."""

from functools import cache

import publicsuffixlist


class PublicSuffixes:
    """The table behind `searchgap.rules.hosts.SuffixTable`; building it takes some tens of milliseconds."""

    def __init__(self) -> None:
        self._table = publicsuffixlist.PublicSuffixList()

    def registrable_domain(self, host: str) -> str | None:
        """The public suffix of a host plus one label; None for a bare suffix."""
        return self._table.privatesuffix(host)

    def encode(self, host: str) -> str:
        """The ASCII form of a host in another script, by IDNA 2008 with the mapping browsers apply (UTS 46).

        Raises:
            ValueError: the host has no such form.
        """
        import idna  # noqa: PLC0415 - its tables are needed by the rare host that is not ASCII

        return idna.encode(host, uts46=True).decode("ascii")


@cache
def load_suffixes() -> PublicSuffixes:
    """The table, built once per process."""
    return PublicSuffixes()
