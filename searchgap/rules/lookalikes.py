"""Hosts that pass themselves off as a brand's: its domain worn in front, or its letters imitated."""

import unicodedata

# Letters of other scripts that read as Latin ones (from the confusables of Unicode Technical Standard 39).
_IMITATIONS = str.maketrans("аеорсухіѕјһԁɡӏԛԝьνορτκαιυзԍ", "aeopcyxisjhdglqwbvoptkaiu3g")


def looks_like(host: str, domains: tuple[str, ...]) -> bool:
    """Whether a host that none of the domains covers is made to be taken for one.

    Either a domain stands in front of the host's own (`evernote.com.login.example`), or its letters are imitated by
    those of another script (`xn--pypal-4ve.com`).
    """
    if any(f".{domain}." in f".{host}" for domain in domains):
        return True
    return "xn--" in host and any(_read_as_latin(host).endswith(domain) for domain in domains)


def _read_as_latin(host: str) -> str:
    return ".".join(map(_read_label, host.split(".")))


def _read_label(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        label = label[4:].encode("ascii").decode("punycode")
    except ValueError:
        return label
    plain = (letter for letter in unicodedata.normalize("NFKD", label) if not unicodedata.combining(letter))
    return "".join(plain).translate(_IMITATIONS)
