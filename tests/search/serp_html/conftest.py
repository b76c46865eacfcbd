"""Invented pages, written after the documented structure of each engine's pages."""

from pathlib import Path

import pytest

from searchgap.search.serp_html.registry import parse_page

PAGES = Path(__file__).parent / "pages"


@pytest.fixture
def read_bytes():
    """The bytes of an invented page, by its name without the ending."""
    return lambda name: (PAGES / f"{name}.html").read_bytes()


@pytest.fixture
def parse(read_bytes):
    """An invented page as read, by its name without the ending."""
    return lambda name, engine="auto": parse_page(read_bytes(name), engine=engine, name=f"{name}.html")
