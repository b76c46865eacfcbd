"""The forms a saved page comes in → its markup in UTF-8, and what the form tells of where and when it was saved."""

import gzip
import plistlib
import re
import zlib
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.utils import parsedate_to_datetime
from io import BytesIO
from typing import Any, NamedTuple

from searchgap.errors import UsageError

LARGEST = 30_000_000
_HEAD = 4096
_GZIP = b"\x1f\x8b"
_PROPERTY_LIST = b"bplist00"
_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_HTTP_STATUS = re.compile(rb"HTTP/[0-9.]+ [0-9]{3}")
_MIME_HEADER = re.compile(rb"(?im)^(?:MIME-Version|Content-Type: *multipart/related|From: *<Saved by )")
_MARKUP_START = re.compile(rb"(?i)<!doctype\s|<html[\s>]")
_HEADER_CHARSET = re.compile(rb"(?im)^content-type:[^\r\n]*?charset=[\"']?([\w-]+)")
_META_CHARSET = re.compile(rb"(?i)<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)")
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\([0-9]+\)(\S+?)\s*-->")
_SINGLE_FILE = re.compile(r"Page saved with SingleFile\s+url:\s*(\S+)(?:\s+saved date:\s*([^\n>]{,80}))?")
_SCRIPT_DATE = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) ([0-9]{2}) ([0-9]{4}) ([0-9:]{8}) GMT([+-][0-9]{4})")
_WEB_CODEC = re.compile(r"(?:windows-125[0-8]|iso-8859-[0-9]{1,2}|koi8-[ru]|big5|euc-(?:jp|kr)|iso-2022-jp)\Z")
# Browsers read these labels as the wider encoding (https://encoding.spec.whatwg.org/, "Names and labels").
_WIDER_CODECS = {
    **dict.fromkeys(("iso-8859-1", "latin1", "us-ascii", "ascii"), "windows-1252"),
    **dict.fromkeys(("gb2312", "gbk", "gb18030"), "gb18030"),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis"), "cp932"),
    "iso-8859-9": "windows-1254",
    "euc-kr": "cp949",
}


class SavedFile(NamedTuple):
    """A file taken out of the form it was saved in.

    Attributes:
        markup: HTML in valid UTF-8.
        url: the address it was saved from; None where the form does not tell.
        saved_at: when; None where the form does not tell.
    """

    markup: bytes
    url: str | None = None
    saved_at: datetime | None = None


def read_file(data: bytes, name: str = "", charset: str | None = None) -> SavedFile:
    """The markup in a file: HTML of any kind, MHTML or a Safari archive, gzipped or not.

    Args:
        data: the whole file.
        name: how it is called in messages.
        charset: the encoding of HTML, where it came with the file.

    Raises:
        UsageError: it is larger than 30 MB, compressed or not.
    """
    data = _decompress(_check_size(data, name), name)
    head = data[:_HEAD]
    if head.startswith(_PROPERTY_LIST):
        return _read_web_archive(data)
    if not head.lstrip().startswith(b"<") and _MIME_HEADER.search(head) and not _HTTP_STATUS.match(head):
        return _read_mhtml(data)
    return _read_html(data, charset)


def _check_size(data: bytes, name: str) -> bytes:
    if len(data) > LARGEST:
        message = f"{name or 'the page'} is larger than {LARGEST // 1_000_000} MB"
        raise UsageError(message, hint="save the result page alone, as HTML only")
    return data


def _decompress(data: bytes, name: str) -> bytes:
    if not data.startswith(_GZIP):
        return data
    try:
        with gzip.open(BytesIO(data)) as stream:
            return _check_size(stream.read(LARGEST + 1), name)
    except (OSError, EOFError, zlib.error):
        return data


def _read_html(data: bytes, charset: str | None = None) -> SavedFile:
    """Markup as saved or copied, HTTP headers in front or not."""
    found = _MARKUP_START.search(data[:_HEAD])
    before = data[: found.start()] if found else b""
    if _HTTP_STATUS.match(before) and (named := _HEADER_CHARSET.search(before)):
        charset = charset or named[1].decode()
    has_mark = any(data.startswith(mark) for mark in _BOMS)
    markup = _to_utf8(data if has_mark or not before else data[len(before) :], charset)
    url, saved_at = _read_comments(markup[:_HEAD].decode("utf-8", "replace"))
    return SavedFile(markup, url, saved_at)


def _to_utf8(data: bytes, charset: str | None) -> bytes:
    """The same text in UTF-8; data that is UTF-8 already is not copied."""
    codec = _find_codec(data, charset)
    try:
        text = data.decode(codec)
    except LookupError:
        return data.decode("utf-8", "replace").encode()
    except UnicodeDecodeError:
        return data.decode(codec, "replace").encode()
    return data if codec == "utf-8" else text.encode()


def _find_codec(data: bytes, charset: str | None) -> str:
    """A byte order mark decides, then what came with the file, then `<meta charset>`, then it is UTF-8."""
    for mark, codec in _BOMS.items():
        if data.startswith(mark):
            return codec
    if charset is None and (found := _META_CHARSET.search(data[:_HEAD])):
        charset = found[1].decode()
    label = (charset or "").lower()
    return _WIDER_CODECS.get(label, label if _WEB_CODEC.match(label) else "utf-8")


def _read_comments(head: str) -> tuple[str | None, datetime | None]:
    """What Chrome, Edge and the SingleFile extension write before the markup."""
    if found := _SAVED_FROM.search(head):
        return found[1], None
    if found := _SINGLE_FILE.search(head):
        return found[1], _read_script_date(found[2] or "")
    return None, None


def _read_script_date(text: str) -> datetime | None:
    """`Sat Nov 22 2026 10:00:00 GMT+0100 (…)`."""
    found = _SCRIPT_DATE.match(text)
    return _read_date("{1} {0} {2} {3} {4}".format(*found.groups())) if found else None


def _read_date(text: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(text or "").astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _read_mhtml(data: bytes) -> SavedFile:
    message = message_from_bytes(data)
    parts = (part for part in message.walk() if part.get_content_type() == "text/html")
    part = next(parts, None)
    if part is None:
        return _read_html(data)
    markup = part.get_payload(decode=True)
    file = _read_html(markup if isinstance(markup, bytes) else b"", part.get_content_charset())
    url = _header(message, "Snapshot-Content-Location") or _header(part, "Content-Location")
    return file._replace(url=url or file.url, saved_at=_read_date(_header(message, "Date")))


def _header(message: Message, name: str) -> str | None:
    value = message.get(name)
    return str(value).strip() if value else None


def _read_web_archive(data: bytes) -> SavedFile:
    """Safari's: a binary property list, in which `WebMainResource` is the page."""
    try:
        archive = plistlib.loads(data)
    except (ValueError, TypeError, RecursionError):
        return _read_html(data)
    page = archive.get("WebMainResource") if isinstance(archive, dict) else None
    markup = _entry(page, "WebResourceData", bytes)
    if markup is None:
        return _read_html(data)
    file = _read_html(markup, _entry(page, "WebResourceTextEncodingName", str))
    return file._replace(url=_entry(page, "WebResourceURL", str) or file.url)


def _entry(page: object, key: str, kind: type) -> Any:  # noqa: ANN401 - of the kind asked for
    value = page.get(key) if isinstance(page, dict) else None
    return value if isinstance(value, kind) else None
