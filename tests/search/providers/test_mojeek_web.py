"""Mojeek's page: what is sent."""

import pytest

from searchgap.model.query import Market, SearchRequest
from searchgap.net.http import HttpCall
from searchgap.search.api import Ask
from searchgap.search.providers.mojeek_web import MOJEEK_WEB, build


def ask_for(*, page=1, **market):
    request = SearchRequest(text="lamp flickers", provider="mojeek-web", market=Market(**market))
    return Ask(request=request, base_url=MOJEEK_WEB.base_url, page=page)


def test_the_whole_call():
    """A search is one GET; language and region stand in the cookies of the settings."""
    assert build(ask_for(country="GB", language="en-GB")) == HttpCall(
        url="https://www.mojeek.com/search",
        params=(("q", "lamp flickers"), ("safe", "0")),
        headers={
            "User-Agent": "Mozilla/5.0 (compatible; searchgap)",
            "Accept": "text/html",
            "Accept-Language": "en-GB,en;q=0.7",
            "Cookie": "lb=en; arc=gb",
        },
    )


@pytest.mark.parametrize(("page", "start"), [(1, None), (2, "11"), (3, "21")])
def test_the_first_page_names_no_start(page, start):
    """A start of nothing would be taken for a robot's; later pages start as Mojeek's own links do."""
    params = build(ask_for(page=page)).params
    assert dict(params).get("s") == start
    assert all(value for _, value in params)


def test_the_market_is_always_sent():
    """Where nothing is said it is the United States in English."""
    assert build(ask_for()).headers["Cookie"] == "lb=en; arc=us"
