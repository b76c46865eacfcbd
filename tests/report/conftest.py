"""The golden audit and its view, for every test of the report room."""

import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest

from searchgap.report.view import build_view

_BUILDERS = runpy.run_path(str(Path(__file__).parents[1] / "golden" / "audit.py"))


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
