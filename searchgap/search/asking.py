"""Asking in an API's own words: what engines call a market, and whether a reply confirms the one asked for."""

from collections.abc import Mapping, Sequence

from searchgap.model.query import Market
from searchgap.model.serp import FailureKind
from searchgap.search.api import ApiError, Ask
from searchgap.search.reading import dig

_TRADITIONAL = frozenset({"hant", "hk", "mo", "tw"})
_REGIONAL = {"es": {"419": "es-419"}, "pt": {"br": "pt-BR", "pt": "pt-PT"}}
# Google and Bing kept the names that these languages had before ISO 639 changed them.
_GOOGLE_LANGUAGES = {"fil": "tl", "he": "iw", "jv": "jw", "nb": "no"}
_BING_LANGUAGES = {"nb": "no"}
# DuckDuckGo names a few regions after the country twice, or as they are spoken of.
_DUCKDUCKGO_LANGUAGES = {"ja": "jp", "ko": "kr", "nb": "no", "zh-CN": "zh", "zh-TW": "tzh"}


def pick_engine(ask: Ask, name: str, engines: Sequence[str]) -> str:
    """The engine asked for; the first of those that the API has where none is.

    Raises:
        ApiError: the API does not have it.
    """
    engine = ask.request.engine or engines[0]
    if engine not in engines:
        raise ApiError(
            FailureKind.UNSUPPORTED, f'{name} has no engine "{engine}"', hint=f"choose one of: {', '.join(engines)}"
        )
    return engine


def narrow_language(tag: str | None) -> str:
    """A language as search engines list them: with a region only where that makes it another one; `en` for None."""
    language, *rest = (tag or "en").lower().split("-")
    if language == "zh":
        return "zh-CN" if _TRADITIONAL.isdisjoint(rest) else "zh-TW"
    regions = _REGIONAL.get(language, {})
    return next((regions[part] for part in rest if part in regions), language)


def google_market(market: Market) -> dict[str, str]:
    """Google's own parameters for the country and the language of its pages; `us` and `en` where none is named."""
    language = narrow_language(market.language)
    return {"gl": _country(market), "hl": _GOOGLE_LANGUAGES.get(language, language).lower()}


def bing_market(market: Market) -> str:
    """What Bing calls a language in a country, such as `en-us`."""
    language = narrow_language(market.language).partition("-")[0]
    return f"{_BING_LANGUAGES.get(language, language)}-{_country(market)}"


def duckduckgo_region(market: Market) -> str:
    """What DuckDuckGo calls a country with a language, such as `us-en`."""
    country = _country(market)
    language = narrow_language(market.language)
    language = _DUCKDUCKGO_LANGUAGES.get(language) or language.partition("-")[0]
    return f"{'uk' if country == 'gb' else country}-{language}"


def _country(market: Market) -> str:
    return (market.country or "us").lower()


def confirms(echo: object, asked: Mapping[str, object]) -> bool:
    """Whether an echo repeats every parameter as it was asked, whatever its case and spaces."""
    return all(_plain(dig(echo, name)) == _plain(value) for name, value in asked.items())


def _plain(value: object) -> str:
    return "".join(str(value).split()).casefold()
