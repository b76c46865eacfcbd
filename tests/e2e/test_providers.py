"""`searchgap providers` as a user runs it."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from searchgap.search.registry import PROVIDERS

KEY = "canary-3b90fe-key"
RECORDINGS = Path(__file__).parents[1] / "recordings" / "brave"
CONFIG = """\
version: 1
providers: {brave: {base_url: "URL"}}
brands: [{name: Lamplight, domains: [lamplight.example], queries: [lamp flickers]}]
"""


class Brave(BaseHTTPRequestHandler):
    """One page for whoever has the key."""

    def do_GET(self) -> None:
        known = self.headers["X-Subscription-Token"] == KEY
        content = (RECORDINGS / ("ok.json" if known else "bad_key.json")).read_bytes()
        self.send_response(200 if known else 422)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing of its own."""


@pytest.fixture
def url() -> Iterator[str]:
    """Where a server speaks Brave's contract."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Brave) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def check(searchgap, url, tmp_path: Path):
    """Runs `providers --check` with a configuration that names the server."""
    (tmp_path / "queries.yaml").write_text(CONFIG.replace("URL", url), encoding="utf-8")
    return lambda *arguments, **variables: searchgap(
        "providers", "--check", *arguments, NO_PROXY="127.0.0.1", **variables
    )


def test_the_list(searchgap):
    """Every provider has a row that tells whether its key is set, never the key; no configuration is needed."""
    ended = searchgap("providers", COLUMNS="200", BRAVE_API_KEY=KEY)
    assert (ended.code, ended.err) == (0, "")
    rows = {line.split()[0]: line for line in ended.out.splitlines() if line.strip()}
    assert set(PROVIDERS) <= set(rows)
    assert "BRAVE_API_KEY is set" in rows["brave"]
    assert "$0.005" in rows["brave"]
    assert "SERPER_API_KEY is not set" in rows["serper"]
    assert "none needed" in rows["saved"]
    assert "free" in rows["saved"]
    assert KEY not in ended.out


def test_the_list_fits_a_narrow_terminal(searchgap):
    """In sixty columns no line is wider and no provider is missing."""
    ended = searchgap("providers", COLUMNS="60")
    assert max(map(len, ended.out.splitlines())) <= 60
    assert all(name in ended.out for name in PROVIDERS)


@pytest.mark.parametrize("name", PROVIDERS)
def test_a_card(searchgap, name):
    """A card tells the ranking, the engines, the key, the price, and how to get and use the provider."""
    spec = PROVIDERS[name].spec
    ended = searchgap("providers", name, COLUMNS="100")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith(f"{spec.title} ({name})\n")
    assert f"  ranking     {spec.ranking}\n" in ended.out
    assert all(f"  {label} " in ended.out for label in ("engines", "key", "per search"))
    assert " ".join(spec.card.split()) in " ".join(ended.out.split())


@pytest.mark.parametrize(
    ("name", "price"),
    [
        ("brave", "$0.005"),
        ("serper", "$0.001 for 10 results, then $0.001 for each further 90 begun"),
        ("exa", "$0.007 for 10 results, then $0.001 for each further one"),
        ("dataforseo", "$0.002 for 10 results, then $0.0015 for each further 10 begun"),
    ],
)
def test_a_card_tells_what_more_costs(searchgap, name, price):
    """Where a deeper search or an operator costs more, the card says how much."""
    out = searchgap("providers", name).out
    assert f"  per search  {price}" in out
    assert ("5 times as much with an operator such as site:\n" in out) is (name == "dataforseo")


def test_a_provider_that_works(check):
    """A check says that it works, with how many results and how fast, and on standard error what is asked."""
    ended = check(BRAVE_API_KEY=KEY)
    assert ended.code == 0
    assert ended.out.startswith("brave: works, 10 results in ")
    assert ended.out.rstrip().endswith("s, $0.005")
    assert ended.err == 'asking 1 provider for "weather"\n'


def test_a_key_that_is_refused(check):
    """A refused key is explained with the variable to check; the key itself is not shown."""
    ended = check(BRAVE_API_KEY=f"{KEY}-wrong")
    assert ended.code == 0
    assert ended.out.startswith("brave: auth: Brave refused the key (HTTP 422)\n  hint: check BRAVE_API_KEY")
    assert KEY not in ended.out + ended.err


def test_a_key_that_is_missing(check):
    """Without a key nothing is asked, and where to get one is said."""
    ended = check()
    assert "brave: auth: BRAVE_API_KEY or BRAVE_SEARCH_API_KEY is not set" in ended.out
    assert "searchgap providers brave" in ended.out


def test_a_server_that_is_down(searchgap):
    """An address where nobody answers is trouble with the network, and quietly so with --quiet."""
    ended = searchgap(
        "providers", "brave", "--check", "--quiet", BRAVE_API_KEY=KEY, SEARCHGAP_BRAVE_BASE_URL="http://127.0.0.1:1"
    )
    assert ended.err == ""
    assert ended.out.startswith("brave: network: 127.0.0.1:1 could not be reached: the connection was refused\n")
    assert "base_url" in ended.out


def test_only_the_one_that_is_named_is_checked(check):
    """A name limits the check, also to a provider that is not set up."""
    ended = check("serper", BRAVE_API_KEY=KEY)
    assert ended.out.startswith("serper: auth: ")
    assert "brave" not in ended.out


def test_every_one_that_is_set_up_is_checked(check, url):
    """Those with a key and those in the configuration are asked; one that fails does not keep the others."""
    ended = check(BRAVE_API_KEY=KEY, MOJEEK_API_KEY=KEY, SEARCHGAP_MOJEEK_BASE_URL="http://127.0.0.1:1")
    assert ended.err == 'asking 2 providers for "weather"\n'
    assert "brave: works" in ended.out
    assert "mojeek: network" in ended.out


def test_nothing_is_set_up(searchgap):
    """Without keys and configuration the check says what to do."""
    ended = searchgap("providers", "--check")
    assert ended.code == 0
    assert ended.out == "no provider is set up: set the key of one (searchgap providers) or its base_url\n"


@pytest.mark.parametrize("arguments", [["altavista"], ["altavista", "--check"]])
def test_an_unknown_provider(searchgap, arguments):
    """A name that is no provider's is wrong use."""
    ended = searchgap("providers", *arguments)
    assert ended.code == 2
    assert 'there is no provider "altavista"' in ended.err
    assert ended.out == ""
