"""Whatever the path or the bytes are, the answer is one clear complaint, soon."""

import os
import time
from pathlib import Path

import pytest

from searchgap.config import yaml_reader
from searchgap.config.complaints import ConfigError
from searchgap.config.load import load_config

NEEDS_QUOTES = 'text that starts with "!" needs quotes'
A_BRAND = "version: 1\nbrands:\n- name: A\n  domains: [a.example]\n  queries:\n"
SECONDS = 15  # a bound for slow machines; each of these takes well under one
NINE = "".join(
    f"{chr(98 + level)}: &{chr(98 + level)} [{', '.join(['*' + chr(97 + level)] * 9)}]\n" for level in range(9)
)
MANY_KEYS = ", ".join(f"k{number}: 1" for number in range(1_000))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", ": is empty"),
        ("\n  \n", ": is empty"),
        ("# only a comment\n", ": is empty"),
        ("---\n", ": is empty"),
        ("evernote gtd", ":1: must hold keys and values, not just text or a list"),
        ("- evernote gtd", ":1: must hold keys and values, not just text or a list"),
        ("a: 1\n---\nb: 2\n", ":2: a second document starts here; the file must hold one"),
        ("a: 1\nb:\n  a: 1\n  a: 2\n", ":4: b.a: this key is given twice, first on line 3"),
        ("a: !!python/name:x y", f':1: the tag "tag:yaml.org,2002:python/name:x" is not read; {NEEDS_QUOTES}'),
        ("a: !important x", f':1: the tag "!important" is not read; {NEEDS_QUOTES}'),
        ("a: &a [x, *a]", ":1: *a stands inside the very value it names"),
        ("a: &a {b: [*a]}", ":1: *a stands inside the very value it names"),
        ("a: *nsync", ':1: *nsync names no anchor above; text that starts with "*" needs quotes'),
        ("a: &x 1\n*x : 2", ":2: a key must be plain text, not an alias"),
        ("{a: b}: c", ':1: a key must be plain text; text that starts with "{" or "[" needs quotes'),
        ("? [a]\n: b", ':1: a key must be plain text; text that starts with "{" or "[" needs quotes'),
        ("a: {<<: 1}", ":1: << merges mappings only"),
        ("a: &a [x, x, x, x, x, x, x, x, x]\n" + NINE, ":5: holds more than 50,000 values, aliases written out"),
        (f"a: &a {{{MANY_KEYS}}}\n" + "b: {<<: *a}\n" * 60, ":50: holds more than 50,000 values, aliases written out"),
        ("- a\n" * 60_000, ":50000: holds more than 50,000 values, aliases written out"),
        ("a: " + "[" * 100_000, ":1: is nested more than 32 levels deep"),
        ("a: " + "{a: " * 100_000, ":1: is nested more than 32 levels deep"),
        ("- " * 100_000, ":1: is nested more than 32 levels deep"),
        ("a: &a [[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]\nb: [[[[[[[[[[[[[[[[*a]]]]]]]]]]]]]]]]",
         ":2: is nested more than 32 levels deep, aliases written out"),
        ('a: "x\\0y"', ":1: a: holds the control character U+0000, written as an escape"),
        ('"\\x1b[2J": 1', ":1: holds the control character U+001B, written as an escape"),
    ],
)  # fmt: skip
def test_yaml_that_no_configuration_needs_is_refused(complain, text, complaint):
    """Emptiness, second documents, tags, loops, bombs and abysses are told apart, each with its line."""
    started = time.monotonic()
    assert complain(text)[0] == f"queries.yaml{complaint}"
    assert time.monotonic() - started < SECONDS


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("version: 1\n".encode("utf-16"), ": is UTF-16, not UTF-8"),
        ("version: 1\n".encode("utf-16-be"), ":1: holds a NUL byte, which no text file does"),
        (b"version: 1\nbrands: \0\n", ":2: holds a NUL byte, which no text file does"),
        ("version: 1\n\nbrands: M\u00fcnchen".encode("latin-1"), ":3: byte 0xfc is not UTF-8"),
        (b"version: 1\n# \xff\n", ":2: byte 0xff is not UTF-8"),
        (b"version: 1\r\n# \x1b[2J\r\n", ":2: holds the control character U+001B"),
        (b"version: 1\r# \x7f\r", ":2: holds the control character U+007F"),
        ("version: 1\n# \u0090".encode(), ":2: holds the control character U+0090"),
        (b"#" * (4 * 1024 * 1024 + 1), ": is larger than 4 MiB"),
    ],
)
def test_bytes_that_are_no_text_are_refused(complain, content, complaint):
    """Another encoding, a binary file and a huge one are told apart."""
    assert complain(content) == [f"queries.yaml{complaint}"]


@pytest.mark.parametrize(
    "text",
    [
        f'version: 1\nname: "{"y" * 4_000_000}"\n',
        "y" * 4_000_000 + ": 1",
        ":" * 4_000_000,
        "-\n" * 2_000_000,
        "? " * 1_000_000,
        '"\n' * 2_000_000,
        "a: [" + "," * 4_000_000,
        "a: [" + "b," * 2_000_000,
        "".join(f"key{number}: x\n" for number in range(49_000)),
        "a: 1\n" * 49_000,
        A_BRAND + '  - "{x}"\n' * 40_000,
        A_BRAND + "  - {query: a, provder: b}\n" * 16_000,
    ],
    ids=lambda text: f"{text[:12]!r}",
)  # fmt: skip
def test_a_large_file_is_refused_soon(complain, text):
    """No file within the size limit keeps the user waiting."""
    started = time.monotonic()
    lines = complain(text)
    assert time.monotonic() - started < SECONDS
    assert len(lines) < 500


def test_a_missing_file_names_the_way_to_a_first_one(providers):
    """A new user is told how to begin."""
    with pytest.raises(ConfigError) as caught:
        load_config(Path("nowhere/queries.yaml"), providers=providers)
    assert caught.value.message == "nowhere/queries.yaml: there is no such file"
    assert "searchgap init" in (caught.value.hint or "")
    assert caught.value.exit_code == 2


def test_a_directory_is_not_a_file(tmp_path, providers):
    """The folder of the configuration is not the configuration."""
    with pytest.raises(ConfigError, match="is a directory"):
        load_config(tmp_path, providers=providers)


def test_a_file_is_not_a_directory(tmp_path, providers):
    """A path through a file leads nowhere."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(ConfigError, match="there is no such file"):
        load_config(tmp_path / "file" / "queries.yaml", providers=providers)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_does_not_hang(tmp_path, providers):
    """A pipe that nobody writes to is refused without being opened."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ConfigError, match="is not a regular file"):
        load_config(tmp_path / "pipe", providers=providers)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device here")
def test_a_device_is_not_read(providers):
    """A device that never ends is refused without being read."""
    with pytest.raises(ConfigError, match="is not a regular file"):
        load_config(Path("/dev/zero"), providers=providers)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_without_permission_is_named(tmp_path, providers):
    """A file of somebody else is a complaint, not a crash."""
    file = tmp_path / "queries.yaml"
    file.write_text("version: 1", encoding="utf-8")
    file.chmod(0)
    with pytest.raises(ConfigError, match="may not be read"):
        load_config(file, providers=providers)


@pytest.mark.parametrize("path", ["a\0b", "x" * 5_000])
def test_a_path_that_cannot_be_is_a_complaint(path, providers):
    """What the operating system refuses to look for is refused in our words."""
    with pytest.raises(ConfigError, match="cannot be read"):
        load_config(Path(path), providers=providers)


def test_a_loop_of_links_is_a_complaint(tmp_path, providers):
    """A link to itself leads nowhere."""
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(ConfigError, match="cannot be read"):
        load_config(tmp_path / "loop", providers=providers)


def test_the_slow_parser_refuses_the_same(complain, monkeypatch):
    """Without the C library the same bombs end in the same complaints."""
    monkeypatch.setattr(yaml_reader, "_LOADER", yaml_reader.yaml.SafeLoader)
    assert complain("a: " + "[" * 2_000) == ["queries.yaml:1: is nested more than 32 levels deep"]
    assert complain("a: &a [*a]") == ["queries.yaml:1: *a stands inside the very value it names"]
    assert complain('a: "\\UFFFFFFFF"')[0].startswith("queries.yaml")
