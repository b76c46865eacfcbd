"""The public suffix list, public and private sections, as packaged by `publicsuffixlist`."""

from functools import cache
from pathlib import Path

import publicsuffixlist


class PublicSuffixes:
    """The table behind `searchgap.rules.hosts.SuffixTable`; building it takes some milliseconds."""

    def __init__(self) -> None:
        lines = Path(publicsuffixlist.PSLFILE).read_text(encoding="utf-8").splitlines()
        self._rules = frozenset(line.strip() for line in lines if not line.startswith("//"))

    def registrable_domain(self, host: str) -> str | None:
        """The public suffix of an ASCII host plus one label; None for a bare suffix.

        The longest rule decides (https://publicsuffix.org/list/, "Algorithm"), an exception (`!www.ck`) names a
        registrable domain itself, and an unlisted top-level domain is a suffix.
        """
        labels = host.split(".")
        names = [_decode(label) for label in labels] if "xn--" in host else labels
        for start in range(len(labels) - 1):
            name = ".".join(names[start:])
            if "!" + name in self._rules:
                return ".".join(labels[start:])
            if name in self._rules or f"*.{name[len(names[start]) + 1 :]}" in self._rules:
                return ".".join(labels[start - 1 :]) if start else None
        return ".".join(labels[-2:]) if len(labels) > 1 else None

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
