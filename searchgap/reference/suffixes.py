"""The public suffix list, public and private sections, as packaged by `publicsuffixlist`."""

from functools import cache
from pathlib import Path

import publicsuffixlist


class PublicSuffixes:
    """The table behind `searchgap.rules.hosts.SuffixTable`; building it takes some milliseconds."""

    def __init__(self) -> None:
        lines = Path(publicsuffixlist.PSLFILE).read_text(encoding="utf-8").splitlines()
        self._suffixes = frozenset(line.strip() for line in lines if not line.startswith("//"))
        self._wildcards = frozenset(rule[2:] for rule in self._suffixes if rule.startswith("*."))
        self._exceptions = frozenset(rule[1:] for rule in self._suffixes if rule.startswith("!"))

    def registrable_domain(self, host: str) -> str | None:
        """The public suffix of an ASCII host plus one label; None for a bare suffix."""
        if "xn--" not in host:
            return self._find_domain(host)
        labels = host.split(".")
        found = self._find_domain(".".join(map(_decode, labels)))
        return found and ".".join(labels[-1 - found.count(".") :])

    def _find_domain(self, host: str) -> str | None:
        """The longest rule decides; an exception is a domain itself, and an unlisted top-level domain is a suffix.

        See https://publicsuffix.org/list/, "Algorithm".
        """
        below, name = "", host
        while name not in self._suffixes:
            above = name.partition(".")[2]
            if name in self._exceptions:
                return name
            if not above or above in self._wildcards:
                break
            below, name = name, above
        return below or None

    def encode(self, host: str) -> str:
        """The ASCII form of a host in another script, with the mapping browsers apply (UTS 46).

        Raises:
            ValueError: the host has no such form.
        """
        import idna  # noqa: PLC0415 - its tables are needed by the rare host that is not ASCII

        labels = idna.uts46_remap(host, std3_rules=False).split(".")
        return ".".join(label if label.isascii() else f"xn--{label.encode('punycode').decode()}" for label in labels)


@cache
def load_suffixes() -> PublicSuffixes:
    """The table, built once per process."""
    return PublicSuffixes()


def _decode(label: str) -> str:
    """A label as the list writes it; one that is no punycode stays as it is."""
    try:
        return label[4:].encode().decode("punycode") if label.startswith("xn--") else label
    except ValueError:
        return label
