"""The wheel holds everything that the program reads when it runs."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

PROJECT = Path(__file__).parents[1]


def test_a_wheel_holds_the_templates_of_pages(tmp_path: Path):
    """Every template and the style are packed where the program looks for them."""
    tree = tmp_path / "tree"  # building writes into the tree it builds
    shutil.copytree(PROJECT / "searchgap", tree / "searchgap", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", ".gitignore"):
        shutil.copy(PROJECT / name, tree)
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=tree, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    templates = PROJECT / "searchgap" / "report" / "templates"
    with zipfile.ZipFile(wheel) as packed:
        held = {name.rpartition("/")[2] for name in packed.namelist() if "/report/templates/" in name}
    assert held == {file.name for file in templates.iterdir()}
    assert {"page.html.j2", "report.css"} <= held
