"""The compiled catalogue: it says what the texts say, fits nothing but them, and is in every package that is built."""

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from searchgap.model.owner import OwnerKind
from searchgap.reference.catalogue import COMPILED, compile_folder, load_lines, read_lines
from searchgap.reference.catalogue.compiled import CompiledLines, compile_lines
from searchgap.rules.catalogue import Catalogue, Line, LineTable, host_of

PROJECT = Path(__file__).parents[2]
SHIPPED = files("searchgap.reference.catalogue")
MEDIA = """\
# media: papers that nobody prints

dailynib.{example,test}  The Daily Nib
~*.dailynib.example/a    Readers' pages
"""
BLOGS = "inkblots.example  Ïnk  blots\ninkblots.example/shop  =\n"
LINES: dict[str, list[Line]] = {
    "inkblots.example": [
        ("inkblots.example", OwnerKind.BLOG, "Ïnk  blots"),
        ("inkblots.example/shop", OwnerKind.BLOG, "="),
    ],
    "dailynib.example": [
        ("dailynib.example", OwnerKind.MEDIA, "The Daily Nib"),
        ("~*.dailynib.example/a", OwnerKind.MEDIA, "Readers' pages"),
    ],
    "dailynib.test": [("dailynib.test", OwnerKind.MEDIA, "The Daily Nib")],
}
ANY_TEXT = st.text(st.one_of(st.sampled_from("ab.~*/{,} #\n"), st.characters(codec="utf-8")))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small catalogue, compiled."""
    (tmp_path / "media-old.txt").write_text(MEDIA, encoding="utf-8")
    (tmp_path / "blog.txt").write_text(BLOGS, encoding="utf-8")
    (tmp_path / "reader.py").write_text("READER = 1\n", encoding="utf-8")
    (tmp_path / COMPILED).write_bytes(compile_folder(tmp_path))
    return tmp_path


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the shipped catalogue, compiled."""
    copy = tmp_path_factory.mktemp("catalogue")
    for file in SHIPPED.iterdir():
        if file.name.endswith((".txt", ".py")):
            (copy / file.name).write_bytes(file.read_bytes())
    (copy / COMPILED).write_bytes(compile_folder(copy))
    return copy


def is_compiled(folder: Path) -> bool:
    """Whether the lines of a folder come from its compiled file."""
    return isinstance(load_lines(folder), CompiledLines)


def tell(table: LineTable) -> dict[str, list[Line]]:
    """All that a table holds, each host's lines as they are found when asked for."""
    hosts = {host_of(pattern) for lines in table.values() for pattern, _, _ in lines}
    told = {host: table.get(host) or [] for host in hosts}
    assert sorted(told.values()) == sorted(table.values())
    return told


def append(text: str) -> Callable[[Path], None]:
    """A change that writes more into a file."""

    def change(file: Path) -> None:
        file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")

    return change


def test_a_compiled_catalogue_says_what_its_texts_say(folder: Path):
    """Hosts, marks, paths, kinds and names come back as they were written, in the order of the files' names."""
    assert is_compiled(folder)
    assert tell(load_lines(folder)) == LINES
    (folder / COMPILED).unlink()
    assert not is_compiled(folder)
    assert load_lines(folder) == LINES


def test_the_shipped_catalogue_compiles_without_loss(shipped: Path, tmp_path: Path):
    """Every line of every shipped file is there, and nothing else."""
    shutil.copytree(shipped, tmp_path, ignore=shutil.ignore_patterns(COMPILED), dirs_exist_ok=True)
    assert is_compiled(shipped)
    assert tell(load_lines(shipped)) == load_lines(tmp_path)


def test_compiling_is_reproducible(shipped: Path):
    """The same files give the same bytes, so that a package built twice is one package."""
    assert compile_folder(shipped) == (shipped / COMPILED).read_bytes()


@given(ANY_TEXT)
@example("a   b\n a  b\na  b  c\n")
@example("a\x85b\u2028c  d\x0be\r\n")
def test_whatever_can_be_read_can_be_compiled(text: str):
    """A line with anything in its pattern and name comes back as it was read."""
    by_host: dict[str, list[Line]] = {}
    for line in text.split("\n"):
        if "  " in line and line.partition("  ")[2].strip():
            for pattern, kind, name in read_lines(line, OwnerKind.OTHER):
                by_host.setdefault(host_of(pattern), []).append((pattern, kind, name))
    compiled = CompiledLines.of(compile_lines(by_host, 7), 7)
    assert compiled is not None
    assert tell(compiled) == by_host


@pytest.mark.parametrize(
    "host",
    [
        "",
        "example",
        "nib.example",
        "xdailynib.example",
        "dailynib.exampl",
        "dailynib.example\n",
        "\udcff",
        "\xff",
        "\0",
    ],
)
def test_nothing_is_said_of_other_hosts(folder: Path, host: str):
    """A host that merely resembles one, or that is no host at all, has no lines."""
    assert load_lines(folder).get(host) is None
    assert not list(Catalogue(load_lines(folder)).entries(host))


@given(st.text(st.characters(codec=None)))
def test_strangers_hosts_do_no_harm(host: str):
    """Any text may be asked for."""
    compiled = CompiledLines.of(compile_lines(LINES, 7), 7)
    assert compiled is not None
    assert compiled.get(host) == LINES.get(host)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("media-old.txt", append("inkwell.example  Inkwell\n")),
        ("media-old.txt", append("# nothing new\n")),
        ("media-old.txt", Path.unlink),
        ("media-old.txt", lambda file: file.rename(file.with_name("review-old.txt"))),
        ("video.txt", Path.touch),
        ("reader.py", append("READER = 2\n")),
    ],
)
def test_an_edit_takes_effect_at_once(folder: Path, name: str, change: Callable[[Path], None]):
    """Whatever happens to a text, or to the code that reads them, the texts are read until they are compiled again."""
    change(folder / name)
    assert not is_compiled(folder)
    truth = tell(load_lines(folder))
    (folder / COMPILED).write_bytes(compile_folder(folder))
    assert is_compiled(folder)
    assert tell(load_lines(folder)) == truth


def test_an_edit_that_keeps_size_and_time_takes_effect(folder: Path):
    """Contents are compared, because an archive or a checkout may give an edited file the size and time it had."""
    (folder / "blog.txt").write_text(BLOGS.replace("inkblots", "inkspots"), encoding="utf-8")
    assert load_lines(folder).get("inkspots.example")
    assert not load_lines(folder).get("inkblots.example")


@given(st.data())
def test_a_damaged_file_is_not_used(data: st.DataObject):
    """Wherever it is cut off, and whichever of its bytes is another, it is seen to be damaged."""
    whole = compile_lines(LINES, 7)
    place = data.draw(st.integers(0, len(whole) - 1))
    mask = data.draw(st.integers(1, 255))
    assert CompiledLines.of(whole[:place], 7) is None
    assert CompiledLines.of(whole[:place] + bytes([whole[place] ^ mask]) + whole[place + 1 :], 7) is None
    assert CompiledLines.of(whole + bytes([mask]), 7) is None


@pytest.mark.parametrize("content", [b"", b"\0", b"\0" * 100_000, b"\xff" * 100_000, BLOGS.encode() * 1000])
def test_another_file_in_its_place_is_not_used(folder: Path, content: bytes):
    """What is no compiled catalogue leaves the texts to be read."""
    (folder / COMPILED).write_bytes(content)
    assert load_lines(folder) == LINES


def test_a_file_that_cannot_be_read_is_not_used(folder: Path):
    """A folder of that name is not worth a complaint either."""
    (folder / COMPILED).unlink()
    (folder / COMPILED).mkdir()
    assert load_lines(folder) == LINES


def test_texts_may_have_the_line_ends_of_windows(folder: Path):
    """A checkout that rewrites line ends says the same."""
    for file in folder.glob("*.txt"):
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert not is_compiled(folder)
    assert load_lines(folder) == LINES


def test_loading_the_compiled_form_is_cheap(shipped: Path, tmp_path: Path):
    """It takes a fraction of the time in which the texts are read; the true factor is above twenty."""
    shutil.copytree(shipped, tmp_path, ignore=shutil.ignore_patterns(COMPILED), dirs_exist_ok=True)

    def cost(folder: Path) -> float:
        began = process_time()
        load_lines(folder)
        return process_time() - began

    assert min(cost(shipped) for _ in range(3)) < min(cost(tmp_path) for _ in range(3)) / 5


def test_a_wheel_holds_the_compiled_catalogue(tmp_path: Path):
    """Building compiles in place, packs the result, and leaves out what only building needs."""
    tree = tmp_path / "tree"
    shutil.copytree(PROJECT / "searchgap", tree / "searchgap", ignore=shutil.ignore_patterns("__pycache__", COMPILED))
    for name in ("pyproject.toml", "README.md", "LICENSE", ".gitignore"):
        shutil.copy(PROJECT / name, tree)
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path / "built")]
    subprocess.run(build, cwd=tree, check=True, capture_output=True)
    (wheel,) = (tmp_path / "built").glob("*.whl")
    assert is_compiled(tree / "searchgap" / "reference" / "catalogue")
    with zipfile.ZipFile(wheel) as packed:
        assert "searchgap/reference/build_hook.py" not in packed.namelist()
        assert is_compiled(zipfile.Path(packed, "searchgap/reference/catalogue/"))
