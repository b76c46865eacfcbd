"""From a URL to its owner, side by side with tldextract. Run by hand: `python tests/benchmarks/urls.py [FILE.csv]`.

Trust the ratios, not the absolutes: every step reads the same URLs in each of some interleaved rounds, starts each
with nothing remembered, and is given by its median. FILE.csv has a column `url` and perhaps `title`.
"""

import csv
import gc
import random
import sys
from collections import deque
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path
from statistics import median
from time import process_time
from typing import NamedTuple

import tldextract

from searchgap.model.brand import Brand, Party
from searchgap.reference.catalogue import load_catalogue
from searchgap.reference.clues import load_clues
from searchgap.reference.suffixes import load_suffixes
from searchgap.rules.classify import Classifier
from searchgap.rules.urls import UrlReader

RESULTS = 500_000
# A few markets watched week after week meet the same hosts again; many queries asked once meet ever new ones.
HOSTS = (4_000, 40_000)
ROUNDS = 5
BASELINE = "tldextract: registrable domain"
BRAND = Brand(
    name="Evernote",
    domains=("evernote.com",),
    accounts=("x.com/evernote", "youtube.com/@evernote", "reddit.com/user/evernote"),
    competitors=(Party(name="Notion", domains=("notion.so", "notion.com"), accounts=("reddit.com/r/Notion",)),),
)
PLATFORMS = {
    "www.reddit.com": "/r/{}/comments/{}/{}/",
    "www.youtube.com": "/watch?v={}{}",
    "medium.com": "/@{}/{}-{}",
    "www.quora.com": "/{}-{}-{}",
    "en.wikipedia.org": "/wiki/{}_{}",
    "x.com": "/{}/status/{}",
    "www.amazon.com": "/{}-{}/dp/{}?ref_=sr_1_1",
    "github.com": "/{}/{}/issues/{}",
    "evernote.com": "/blog/{}-{}",
    "www.notion.so": "/help/{}-{}",
}
SHAPES = (
    "/",
    "/{}",
    "/{}/",
    "/blog/{}-{}-{}",
    "/2024/05/{}-{}-{}/",
    "/{}/{}.html",
    "/{}-{}?id={}",
    "/?p={}",
    "/en/{}/{}",
)
SUFFIXES = ("com",) * 12 + ("org", "net", "io", "de", "co.uk", "com.br", "co.jp", "fr", "edu", "gov", "blogspot.com")
WRAPPERS = (
    "https://www.google.com/url?q={}&sa=U",
    "https://web.archive.org/web/2024/{}",
    "//duckduckgo.com/l/?uddg={}",
)

_random = random.Random(11)
_words = [
    first + second + third for first in ("ka", "lo", "mir", "ten") for second in "aeiou" for third in ("n", "rst", "")
]


class Step(NamedTuple):
    """One thing to do to every URL, made anew for each round."""

    name: str
    make: Callable[[], Callable[[str, str], object]]


def main() -> None:
    """Compares on the table given, or on two mixes of our own."""
    if len(sys.argv) > 1:
        compare(read_results(Path(sys.argv[1])))
    else:
        for hosts in HOSTS:
            compare(make_results(hosts))


def compare(results: list[tuple[str, str]]) -> None:
    """Prints every step's speed and cost, and its ratio to tldextract's bare domain in the same round."""
    hosts = len({url.split("/")[2] for url, _ in results if url.count("/") > 1})
    rounds = [{step.name: measure(step, results) for step in STEPS} for _ in range(ROUNDS)]
    print(f"{len(results):,} URLs on {hosts:,} hosts, median of {ROUNDS} rounds")
    for step in STEPS:
        seconds = median(each[step.name] for each in rounds)
        ratio = median(each[BASELINE] / each[step.name] for each in rounds)
        speed, cost = len(results) / seconds, seconds / len(results) * 1e6
        print(f"  {step.name:<38} {speed:>11,.0f} URLs/s {cost:>7.2f} us {ratio:>6.2f} x")


def measure(step: Step, results: list[tuple[str, str]]) -> float:
    """Seconds of work for all results; other processes do not count."""
    act = step.make()
    urls, titles = zip(*results, strict=True)
    gc.collect()
    began = process_time()
    deque(map(act, urls, titles), maxlen=0)
    return process_time() - began


def read_results(file: Path) -> list[tuple[str, str]]:
    """The URLs and titles of a table, drawn at random so often that they are as many as the invented ones."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = [(row["url"], row.get("title") or "") for row in csv.DictReader(lines)]
    return _random.choices(rows, k=RESULTS)


def make_results(hosts: int) -> list[tuple[str, str]]:
    """Invented results: few hosts often, many rarely (Zipf), every path another; every fifth host is a known one."""
    known = [entry.host for entry in load_catalogue() if not entry.tenants]
    sites = [*PLATFORMS, *(_random.choice(known) if number % 5 == 0 else make_host(number) for number in range(hosts))]
    weights = list(accumulate(1 / rank for rank in range(10, 10 + len(sites))))
    return [(make_url(host), " ".join(write(8))) for host in _random.choices(sites, cum_weights=weights, k=RESULTS)]


def make_host(number: int) -> str:
    """A host nobody has listed."""
    front, back = _random.choice(("", "www.", "www.", "blog.")), _random.choice(("", "", "", "-forum"))
    return f"{front}{''.join(_random.choices(_words, k=2))}{number}{back}.{_random.choice(SUFFIXES)}"


def make_url(host: str) -> str:
    """A page of a host."""
    shape = PLATFORMS.get(host) or _random.choice(SHAPES)
    url = f"https://{host}{shape.format(*write(3))}"
    chance = _random.random()
    if chance < 0.02:
        return url + ("&" if "?" in url else "?") + "utm_source=search&srsltid=AfmBOo"
    if chance < 0.025:
        return _random.choice(WRAPPERS).format(url)
    return url.replace("https", "http") if chance < 0.05 else url


def write(words: int) -> list[str]:
    """Words without meaning, the last one most likely unique."""
    return [*_random.choices(_words, k=words - 1), f"{_random.choice(_words)}{_random.randrange(10**6)}"]


def extract_domain() -> Callable[[str, str], object]:
    """The registrable domain as tldextract finds it, private suffixes included."""
    extract = tldextract.TLDExtract(suffix_list_urls=(), include_psl_private_domains=True)
    extract("https://evernote.com/")
    return lambda url, _: extract(url).top_domain_under_public_suffix


def read_domain() -> Callable[[str, str], object]:
    """Where a URL points, wrappers off, and the registrable domain."""
    read = UrlReader(load_suffixes()).read
    return lambda url, _: read(url).host.domain


def clean_url() -> Callable[[str, str], object]:
    """The form to compare."""
    clean = UrlReader(load_suffixes()).clean
    return lambda url, _: clean(url)


def classify_url() -> Callable[[str, str], object]:
    """Domain and owner with rule and evidence, from the address alone."""
    classify = classify_result()
    return lambda url, _: classify(url, "")


def classify_result() -> Callable[[str, str], object]:
    """The same with the title."""
    return Classifier(
        brand=BRAND,
        owner_rules=(),
        catalogue=load_catalogue(),
        clues=load_clues(),
        urls=UrlReader(load_suffixes()),
    ).classify


STEPS = (
    Step(BASELINE, extract_domain),
    Step("read: wrappers off, host and domain", read_domain),
    Step("clean: the form to compare", clean_url),
    Step("classify: owner, rule and evidence", classify_url),
    Step("classify with title", classify_result),
)

if __name__ == "__main__":
    main()
