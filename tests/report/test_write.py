"""A report is written whole or not at all, and trouble is told with a way out."""

import errno
import os
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from searchgap.errors import OutputError
from searchgap.report.write import write_report

FULL = Path("/dev/full")
ROOT = os.geteuid() == 0 if hasattr(os, "geteuid") else False


def run(program, *arguments, **options):
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program), *map(str, arguments)],
        capture_output=True,
        check=False,
        **options,
    )


def test_file_is_written_exactly(tmp_path):
    """Text goes out as UTF-8 with the line ends it came with."""
    target = tmp_path / "report.csv"
    write_report(["\ufeffa,b\r\n", "caf\u00e9,\U0001f600\n"], str(target))
    assert target.read_bytes() == "\ufeffa,b\r\ncaf\u00e9,\U0001f600\n".encode()
    assert list(tmp_path.iterdir()) == [target]


def test_new_file_has_the_permissions_of_any_new_file(tmp_path):
    """A new report follows the umask, like a file the shell makes."""
    old = os.umask(0o027)
    try:
        write_report(["x"], str(tmp_path / "report.md"))
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "report.md").stat().st_mode) == 0o640


def test_replaced_file_keeps_its_permissions(tmp_path):
    """A report shared with a group stays shared."""
    target = tmp_path / "report.md"
    target.write_text("old")
    target.chmod(0o664)
    write_report(["new"], str(target))
    assert target.read_text() == "new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o664


def test_link_is_followed(tmp_path):
    """Writing to a symbolic link replaces the file it leads to, not the link."""
    (tmp_path / "real").mkdir()
    target = tmp_path / "real" / "report.md"
    target.write_text("old")
    link = tmp_path / "report.md"
    link.symlink_to(target)
    write_report(["new"], str(link))
    assert link.is_symlink()
    assert target.read_text() == "new"


@pytest.mark.parametrize("trouble", [RuntimeError, KeyboardInterrupt])
def test_trouble_midway_leaves_the_old_file(tmp_path, trouble):
    """When rendering breaks off, the earlier report stands and no draft is left."""

    def chunks():
        yield "half"
        raise trouble

    target = tmp_path / "report.json"
    target.write_text("old")
    with pytest.raises(trouble):
        write_report(chunks(), str(target))
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_missing_folder_is_told(tmp_path):
    """A folder that does not exist is not created behind the user's back."""
    with pytest.raises(OutputError, match="its folder does not exist") as trouble:
        write_report(["x"], str(tmp_path / "no" / "report.md"))
    assert trouble.value.hint == f"create the folder first: mkdir -p {tmp_path / 'no'}"


def test_folder_is_no_target(tmp_path):
    """A folder cannot be written to; the hint names a file in it."""
    with pytest.raises(OutputError, match="it is a folder") as trouble:
        write_report(["x"], str(tmp_path))
    assert trouble.value.hint == f"name a file in it, such as {tmp_path / 'report.md'}"


def test_file_in_the_path_is_told(tmp_path):
    """A path through a file is explained."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="a part of its path is a file"):
        write_report(["x"], str(tmp_path / "file" / "report.md"))


@pytest.mark.skipif(ROOT, reason="root may write everywhere")
@pytest.mark.parametrize("locked", ["file", "folder"])
def test_missing_permission_is_told(tmp_path, locked):
    """A write-protected file or folder is respected."""
    target = tmp_path / "report.md"
    target.write_text("old")
    (target if locked == "file" else tmp_path).chmod(0o444 if locked == "file" else 0o555)
    with pytest.raises(OutputError, match="permission denied") as trouble:
        write_report(["x"], str(target))
    tmp_path.chmod(0o755)
    assert "choose another place" in trouble.value.hint
    assert target.read_text() == "old"


def test_permission_is_checked_before_writing(tmp_path, monkeypatch):
    """What the system refuses to open is refused with a hint, also where the tests run as root."""
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    target = tmp_path / "report.md"
    target.write_text("old")
    with pytest.raises(OutputError, match="permission denied"):
        write_report(["x"], str(target))
    assert target.read_text() == "old"


FULL_DISK = """
    import resource, sys
    from searchgap.errors import OutputError
    from searchgap.report.write import write_report
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
    try:
        write_report(["x" * 100_000], sys.argv[1])
    except OutputError as error:
        sys.exit(f"{error.message} / {error.hint}")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the limit on file sizes is of POSIX")
def test_full_disk_leaves_the_old_file(tmp_path):
    """When the disk fills up midway, the earlier report stands, no draft is left, and the trouble is told."""
    target = tmp_path / "report.json"
    target.write_text("old")
    ended = run(FULL_DISK, target, text=True)
    assert (ended.returncode, ended.stderr.strip()) == (
        1,
        f"cannot write the report to {target}: no room left / free some space on the disk, or choose another place",
    )
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.skipif(not FULL.exists(), reason="needs the device that is always full")
@pytest.mark.parametrize("target", ["-", str(FULL)])
def test_full_device_is_told_once(target):
    """Standard output or a device without room gives one error and no complaint at exit."""
    program = """
        import sys
        from searchgap.errors import OutputError
        from searchgap.report.write import write_report
        try:
            write_report(["x" * 100_000], sys.argv[1])
        except OutputError as error:
            sys.exit(error.message)
    """
    with FULL.open("wb") as full:
        ended = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(program), target], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert ended.returncode == 1
    assert ended.stderr.decode().count("\n") == 1
    assert b"no room left" in ended.stderr


def test_standard_output_is_utf8_and_exact():
    """A dash is standard output: UTF-8 and exact line ends whatever the locale, in order with what was printed."""
    program = """
        from searchgap.report.write import write_report
        print("before")
        write_report(["\\ufeffcaf\\u00e9\\r\\n"], "-")
    """
    ended = run(program, env=os.environ | {"PYTHONIOENCODING": "ascii"})
    assert ended.stdout == b"before\n" + "\ufeffcaf\u00e9\r\n".encode()


def test_encoding_of_the_terminal_is_respected(tmp_path):
    """Characters the terminal's encoding lacks become question marks instead of an error."""
    target = tmp_path / "report.txt"
    write_report(["caf\u00e9 \u65e5\n"], str(target), encoding="latin-1")
    assert target.read_bytes() == b"caf\xe9 ?\n"


@pytest.mark.skipif(sys.platform == "win32", reason="pipes close differently")
def test_closed_pipe_is_passed_on_quietly():
    """When the reader has gone, the caller hears of it once and the exit adds nothing."""
    program = """
        import os, sys
        from searchgap.report.write import write_report
        reader, writer = os.pipe()
        os.dup2(writer, 1)
        os.close(writer)
        os.close(reader)
        try:
            write_report(["x" * 100_000], "-")
        except BrokenPipeError:
            sys.exit(7)
    """
    ended = run(program)
    assert (ended.returncode, ended.stderr) == (7, b"")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are of POSIX")
def test_named_pipe_is_written_through(tmp_path):
    """A pipe given as a file gets the report and stays a pipe."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE) as reader:
        write_report(["through"], str(pipe))
        assert reader.stdout.read() == b"through"
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_other_trouble_is_told_in_the_systems_words(tmp_path):
    """Trouble without a word of our own is told as the system tells it."""
    with pytest.raises(OutputError, match=os.strerror(errno.ENAMETOOLONG).lower()):
        write_report(["x"], str(tmp_path / ("x" * 300)))
