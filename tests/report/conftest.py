"""The golden audit and its view, for every test of the report room."""

import os
import runpy
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace

import pytest

from searchgap.report.view import build_view

GOLDEN_FILES = Path(__file__).parents[1] / "golden"
STYLESHEET = files("searchgap.report").joinpath("templates", "report.css").read_text(encoding="utf-8").rstrip("\n")

_BUILDERS = runpy.run_path(str(GOLDEN_FILES / "audit.py"))


@pytest.fixture(scope="session")
def golden():
    """The builders of invented audits: `answer`, `fail`, `skip`, `judge`, `sum_up`, `audit_of` and their constants."""
    return SimpleNamespace(**_BUILDERS)


@pytest.fixture(scope="session")
def audit(golden):
    """The golden audit."""
    return golden.build_golden_audit()


@pytest.fixture(scope="session")
def view(golden, audit):
    """The golden audit as it is seen three and a half hours after it began."""
    return build_view(audit, now=golden.NOW, gates=golden.build_golden_gates(), goals=golden.build_golden_goals())


@pytest.fixture(scope="session")
def view_of(golden):
    """A function from brands to the view of an audit of them; keywords replace facts of the run."""

    def build(*brands, **facts):
        return build_view(golden.audit_of(*brands, **facts), now=golden.NOW)

    return build


@pytest.fixture
def expect_golden():
    """Holds a report against its accepted file in tests/golden, or accepts it where SEARCHGAP_ACCEPT_GOLDEN is set.

    The stylesheet of a page has to be the shipped one, and is not written into every accepted file again.
    """

    def expect(file, report):
        if file.endswith(".html"):
            assert report.count(STYLESHEET) == 1
            report = report.replace(STYLESHEET, "/* report.css */")
        if os.environ.get("SEARCHGAP_ACCEPT_GOLDEN"):
            (GOLDEN_FILES / file).write_bytes(report.encode())
        assert (GOLDEN_FILES / file).read_bytes() == report.encode()

    return expect
