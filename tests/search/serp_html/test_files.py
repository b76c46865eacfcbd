"""The forms in which browsers and scripts save pages."""

import gzip
import plistlib
from datetime import UTC, datetime

import pytest

from searchgap.errors import UsageError
from searchgap.search.serp_html.files import LARGEST, read_file

URL = "https://www.google.com/search?q=ink"
PAGE = "<!doctype html><html><head><title>Tinte für Füller</title></head></html>"


def mhtml(body: str, charset: str = "utf-8") -> bytes:
    return (
        "From: <Saved by Blink>\r\n"
        f"Snapshot-Content-Location: {URL}\r\n"
        "Date: Sun, 22 Nov 2026 10:00:00 +0100\r\n"
        "MIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/css\r\n\r\nbody {}\r\n"
        f"--b\r\nContent-Type: text/html; charset={charset}\r\nContent-Transfer-Encoding: quoted-printable\r\n"
        f"Content-Location: {URL}&part\r\n\r\n{body}\r\n--b--\r\n"
    ).encode()


def test_plain_markup_is_not_copied():
    """What is UTF-8 already is handed on as it is."""
    data = PAGE.encode()
    assert read_file(data) == (data, None, None)
    assert read_file(data).markup is data


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-be"])
def test_byte_order_marks_decide(codec):
    """Whatever the markup says of its encoding."""
    mark = b"\xfe\xff" if codec == "utf-16-be" else b""
    page = PAGE.replace("<title>", "<meta charset=koi8-r><title>")
    assert read_file(mark + page.encode(codec)).markup.decode() == page


@pytest.mark.parametrize(
    ("label", "codec"),
    [("iso-8859-1", "windows-1252"), ("Windows-1252", "windows-1252"), ("iso-8859-15", "iso-8859-15")],
)
def test_declared_encodings_are_heeded(label, codec):
    """With the wider encodings that browsers take some labels for."""
    page = f"<html><head><meta charset='{label}'><title>Füller für 3 €</title></head></html>"
    assert read_file(page.encode(codec)).markup.decode() == page


@pytest.mark.parametrize("label", ["rot13", "unicode_escape", "idna", "utf-16", "iso-8859-77", "no-such-thing"])
def test_odd_encodings_are_read_as_utf_8(label):
    """A label browsers do not know, or that is no encoding of web pages, changes nothing."""
    page = f"<html><head><meta charset={label}><title>Füller</title></head></html>"
    assert read_file(page.encode()).markup.decode() == page


def test_broken_utf_8_is_mended():
    """Bytes that are no UTF-8 become replacement characters."""
    assert read_file(b"<html>\xff</html>").markup.decode() == "<html>\N{REPLACEMENT CHARACTER}</html>"


def test_headers_in_front_are_cut_and_heeded():
    """A script's download may begin with the reply's headers, which name the encoding."""
    data = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=iso-8859-15\r\n\r\n" + PAGE.encode("iso-8859-15")
    assert read_file(data).markup.decode() == PAGE


def test_chrome_writes_where_a_page_is_from():
    """In a comment at the top."""
    file = read_file(f"<!DOCTYPE html>\n<!-- saved from url=(0042){URL} -->\n<html></html>".encode())
    assert (file.url, file.saved_at) == (URL, None)


def test_single_file_also_writes_when():
    """In the form of the script's own dates."""
    comment = (
        f"<!--\n Page saved with SingleFile \n url: {URL} \n saved date: Sun Nov 22 2026 10:00:00 GMT+0100 (CET)\n-->"
    )
    file = read_file(f"<!DOCTYPE html> <html lang=en>{comment}<head></head></html>".encode())
    assert (file.url, file.saved_at) == (URL, datetime(2026, 11, 22, 9, tzinfo=UTC))


@pytest.mark.parametrize("date", ["yesterday", "Sun Foo 99 2026 99:00:00 GMT+9999", ""])
def test_odd_dates_are_no_dates(date):
    """A date that cannot be read is not known."""
    comment = f"<!-- Page saved with SingleFile url: {URL} saved date: {date} -->"
    assert read_file(f"<html>{comment}</html>".encode()).saved_at is None


def test_mhtml_gives_page_address_and_date():
    """The first HTML part, decoded as it says."""
    file = read_file(mhtml("<html><title>T=FCr</title></html>", "iso-8859-1"))
    assert "Tür" in file.markup.decode()
    assert (file.url, file.saved_at) == (URL, datetime(2026, 11, 22, 9, tzinfo=UTC))


def test_mhtml_without_a_page_is_read_as_it_stands():
    """There is nothing better to do."""
    data = b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nhello"
    assert read_file(data).markup == data


def test_safari_archives():
    """The main resource holds markup, encoding and address."""
    resource = {
        "WebResourceData": PAGE.encode("iso-8859-15"),
        "WebResourceTextEncodingName": "iso-8859-15",
        "WebResourceURL": URL,
    }
    file = read_file(plistlib.dumps({"WebMainResource": resource}, fmt=plistlib.FMT_BINARY))
    assert (file.markup.decode(), file.url) == (PAGE, URL)


@pytest.mark.parametrize("archive", [b"bplist00\x01\x02", plistlib.dumps(["page"], fmt=plistlib.FMT_BINARY)])
def test_odd_archives_are_read_as_they_stand(archive):
    """Damage is not an error here: the page will turn out to be none."""
    assert read_file(archive).markup


def test_gzip_is_unpacked():
    """As scripts store pages."""
    assert read_file(gzip.compress(PAGE.encode())).markup.decode() == PAGE
    assert read_file(gzip.compress(PAGE.encode())[:-9]).markup


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_size_is_limited(pack):
    """Compressed or not, with the file's name in the message."""
    with pytest.raises(UsageError, match=r"big\.html is larger than 30 MB"):
        read_file(pack(bytes(LARGEST + 1)), "big.html")
