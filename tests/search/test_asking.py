"""Asking in an API's own words: what engines call a market, and what confirms one."""

import pytest

from searchgap.model.query import Market, SearchRequest
from searchgap.model.serp import FailureKind
from searchgap.search.api import ApiError, Ask
from searchgap.search.asking import (
    bing_market,
    confirms,
    duckduckgo_region,
    google_market,
    narrow_language,
    pick_engine,
)


def _ask(engine: str | None) -> Ask:
    return Ask(request=SearchRequest(text="q", provider="p", engine=engine), base_url="https://api.example")


def test_the_engine_is_the_one_asked_for_or_the_first():
    """Without an engine in the request the API's first one answers."""
    assert pick_engine(_ask(None), "Name", ("google", "bing")) == "google"
    assert pick_engine(_ask("bing"), "Name", ("google", "bing")) == "bing"


def test_an_engine_that_the_api_does_not_have_is_refused():
    """The refusal lists the engines there are, and nothing is sent."""
    with pytest.raises(ApiError) as caught:
        pick_engine(_ask("yahoo"), "Name", ("google", "bing"))
    assert caught.value.kind is FailureKind.UNSUPPORTED
    assert caught.value.message == 'Name has no engine "yahoo"'
    assert caught.value.hint == "choose one of: google, bing"


@pytest.mark.parametrize(
    ("tag", "narrow"),
    [
        (None, "en"),
        ("en-GB", "en"),
        ("de", "de"),
        ("pt", "pt"),
        ("pt-BR", "pt-BR"),
        ("pt-PT", "pt-PT"),
        ("es-419", "es-419"),
        ("es-MX", "es"),
        ("zh", "zh-CN"),
        ("zh-Hans-SG", "zh-CN"),
        ("zh-Hant", "zh-TW"),
        ("zh-HK", "zh-TW"),
        ("sr-Latn-RS", "sr"),
    ],
)
def test_a_language_keeps_its_region_only_where_engines_know_it(tag: str | None, narrow: str):
    """Engines list a dozen regional languages and refuse the others."""
    assert narrow_language(tag) == narrow


@pytest.mark.parametrize(
    ("market", "google", "bing", "duckduckgo"),
    [
        (Market(), {"gl": "us", "hl": "en"}, "en-us", "us-en"),
        (Market(country="gb", language="en-GB"), {"gl": "gb", "hl": "en"}, "en-gb", "uk-en"),
        (Market(country="de", language="de"), {"gl": "de", "hl": "de"}, "de-de", "de-de"),
        (Market(country="br", language="pt-BR"), {"gl": "br", "hl": "pt-br"}, "pt-br", "br-pt"),
        (Market(country="no", language="nb"), {"gl": "no", "hl": "no"}, "no-no", "no-no"),
        (Market(country="jp", language="ja"), {"gl": "jp", "hl": "ja"}, "ja-jp", "jp-jp"),
        (Market(country="kr", language="ko"), {"gl": "kr", "hl": "ko"}, "ko-kr", "kr-kr"),
        (Market(country="tw", language="zh-Hant"), {"gl": "tw", "hl": "zh-tw"}, "zh-tw", "tw-tzh"),
        (Market(country="cn", language="zh"), {"gl": "cn", "hl": "zh-cn"}, "zh-cn", "cn-zh"),
        (Market(country="il", language="he"), {"gl": "il", "hl": "iw"}, "he-il", "il-he"),
        (Market(country="US", language="EN"), {"gl": "us", "hl": "en"}, "en-us", "us-en"),
    ],
)
def test_every_engine_is_asked_in_its_own_words(market: Market, google: dict[str, str], bing: str, duckduckgo: str):
    """One market has three spellings; none that is left open becomes the proxy's."""
    assert google_market(market) == google
    assert bing_market(market) == bing
    assert duckduckgo_region(market) == duckduckgo


@pytest.mark.parametrize(
    ("echo", "confirmed"),
    [
        ({"gl": "us", "place": "Austin,Texas"}, True),
        ({"gl": "US", "place": "Austin, Texas", "more": 1}, True),
        ({"gl": "us", "place": "Dallas, Texas"}, False),
        ({"gl": "us"}, False),
        ({"gl": "us", "place": None}, False),
        ({"gl": ["us"], "place": "Austin, Texas"}, False),
        (None, False),
        ("us", False),
    ],
)
def test_only_a_full_echo_confirms(echo: object, confirmed: bool):
    """Case and spaces do not matter; a parameter that is missing or another one does."""
    assert confirms(echo, {"gl": "us", "place": "Austin, Texas"}) is confirmed


def test_numbers_confirm_as_they_were_sent():
    """A code that was sent as a number comes back as one."""
    assert confirms({"location_code": 2840}, {"location_code": 2840})
    assert not confirms({"location_code": 2826}, {"location_code": 2840})
