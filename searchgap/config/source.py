"""The configuration file → its text, whatever the path turns out to be."""

import re
import stat
from pathlib import Path

from searchgap.config.complaints import Complaint, ConfigError, MistakeError, Place

_MOST_BYTES = 4 * 1024 * 1024
_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_SAVE_AS_UTF8 = "save the file as UTF-8"
# What YAML 1.1 lets no file hold, apart from NUL, which has a complaint of its own.
_UNPRINTABLE = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


def read_source(path: Path) -> str:
    """The text of a regular UTF-8 file, without its byte order mark.

    Raises:
        ConfigError: there is no such file, it cannot be read, or it is not plain text of a reasonable size.
    """
    content = _read_bytes(path)
    if content.startswith(_UTF16_MARKS):
        raise _refuse(path, "is UTF-16, not UTF-8", hint=_SAVE_AS_UTF8)
    if (end := content.find(b"\0")) >= 0:
        hint = f"{_SAVE_AS_UTF8}, if it is text at all"
        raise _refuse(path, "holds a NUL byte, which no text file does", line=_line_of(content[:end]), hint=hint)
    try:
        text = content.removeprefix(_UTF8_MARK).decode("utf-8")
    except UnicodeDecodeError as error:
        problem = f"byte 0x{error.object[error.start]:02x} is not UTF-8"
        raise _refuse(path, problem, line=_line_of(error.object[: error.start]), hint=_SAVE_AS_UTF8) from None
    if found := _UNPRINTABLE.search(text):
        problem = f"holds the control character U+{ord(found.group()):04X}"
        raise _refuse(path, problem, line=count_lines(text[: found.start()]), hint="delete it")
    return text


def count_lines(text: str) -> int:
    """The 1-based number of the line that the end of a text stands on."""
    return text.count("\n") + text.count("\r") - text.count("\r\n") + 1


def _read_bytes(path: Path) -> bytes:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise _refuse(path, "is a directory", hint="name the file inside it, such as queries.yaml")
        if not stat.S_ISREG(status.st_mode):
            raise _refuse(path, "is not a regular file", hint="save the configuration to a file first")
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        hint = "write a first one with: searchgap init, or name yours with --config"
        raise _refuse(path, "there is no such file", hint=hint) from None
    except PermissionError:
        raise _refuse(path, "may not be read", hint="check the permissions of the file and its folder") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise _refuse(path, f"cannot be read: {reason}") from None
    if len(content) > _MOST_BYTES:
        raise _refuse(path, f"is larger than {_MOST_BYTES // 1024**2} MiB", hint="split it into several files")
    return content


def _line_of(before: bytes) -> int:
    return count_lines(before.decode("latin-1"))


def _refuse(path: Path, problem: str, *, line: int | None = None, hint: str | None = None) -> ConfigError:
    return ConfigError(path, [Complaint(Place(line=line), MistakeError(problem))], hint=hint)
