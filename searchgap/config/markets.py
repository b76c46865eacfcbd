"""Where and for whom a search is made: countries, languages and devices as the configuration writes them."""

import re

from searchgap.config.complaints import MistakeError, UnknownNameError, quote
from searchgap.model.query import Device

# ISO 3166-1 alpha-2, officially assigned codes as of 2026-01-01.
COUNTRIES = frozenset(
    """
    ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn bo bq br bs bt bv bw by bz
    ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg eh er es et fi fj fk fm fo
    fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je
    jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mf mg mh mk ml mm mn mo
    mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw
    py qa re ro rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st sv sx sy sz tc td tf tg th tj tk tl tm
    tn to tr tt tv tw tz ua ug um us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw
    """.split()  # noqa: SIM905 - a table of 249 codes is read and compared best as text
)
_MISTAKEN_COUNTRIES = {"uk": "gb", "el": "gr", "usa": "us", "gbr": "gb", "deu": "de", "ger": "de", "fra": "fr"}
# RFC 5646: language, script, region, variants, extensions and private use.
_LANGUAGE = re.compile(
    r"""
    (?P<language>[a-z]{2,3}(?:-[a-z]{3}){0,3})
    (?:-(?P<script>[a-z]{4}))?
    (?:-(?P<region>[a-z]{2}|[0-9]{3}))?
    (?P<rest>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?)
    """,
    re.VERBOSE,
)
_LONGEST_LANGUAGE = 60


def read_country(text: str) -> str:
    """An ISO 3166-1 alpha-2 code in lower case.

    Raises:
        MistakeError: no country has this code.
    """
    country = text.lower()
    if country in COUNTRIES:
        return country
    if meant := _MISTAKEN_COUNTRIES.get(country):
        raise MistakeError(f"unknown country {quote(text)}, did you mean {quote(meant)}?")
    raise MistakeError(f"must be a two-letter country code (ISO 3166-1), not {quote(text)}")


def read_language(text: str) -> str:
    """A BCP 47 language tag in its usual case, such as `en`, `pt-BR` or `zh-Hans`.

    Raises:
        MistakeError: the text does not have the shape of such a tag.
    """
    found = _LANGUAGE.fullmatch(text.lower()) if len(text) <= _LONGEST_LANGUAGE else None
    if found:
        parts = (found["language"], (found["script"] or "").title(), (found["region"] or "").upper())
        return "-".join(filter(None, parts)) + found["rest"]
    if "_" in text and _LANGUAGE.fullmatch(text.lower().replace("_", "-")):
        raise MistakeError(
            f"unknown language {quote(text)}, did you mean {quote(read_language(text.replace('_', '-')))}?"
        )
    raise MistakeError(f"must be a language tag (BCP 47), not {quote(text)}")


def read_device(text: str) -> Device:
    """The kind of screen.

    Raises:
        MistakeError: it is neither `desktop` nor `mobile`.
    """
    if text not in tuple(Device):
        raise UnknownNameError("device", text, tuple(Device))
    return Device(text)
