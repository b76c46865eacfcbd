"""The scorer of labelled results, for the tests that hold it to its floors."""

import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest


@pytest.fixture(scope="session")
def ownership_report() -> SimpleNamespace:
    """What `ownership_report.py` defines."""
    return SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("ownership_report.py"))))
