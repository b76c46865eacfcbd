"""A whole audit beside scripts that do the same: asked, parsed, classified, stored and reported.

    python tests/benchmarks/whole_run.py [QUERIES] [CONCURRENCY]      # ratios at 50 and at 200 ms
    python tests/benchmarks/whole_run.py --memory                     # 1,000 and 20,000 queries

A server on loopback answers every search after a fixed latency with a result page of some 30 KB or, as a search API,
with JSON. The bare script asks it with aiohttp, takes the ten results out with selectolax (or json), cuts their
registrable domains with the suffix table and keeps them in SQLite. Where ddgs is installed (`pip install ddgs`), a
third script asks for the same pages with it, a thread for each search under way. All run as whole processes, in turn;
the medians and their ratios are printed, with processor time and memory.
"""

import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from multiprocessing import Process, Queue
from pathlib import Path
from urllib.parse import quote

ROUNDS = 5

STORE = """
import sqlite3
from publicsuffixlist import PublicSuffixList
suffixes = PublicSuffixList()
def open_store(file):
    store = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    store.execute("pragma journal_mode=wal"); store.execute("pragma synchronous=normal")
    store.execute("create table hit (query, rank, url, title, domain)")
    return store
def keep(store, query, results):
    rows = [(query, rank, url, title, suffixes.privatesuffix(url.split("/")[2]))
            for rank, (url, title) in enumerate(results, 1)]
    assert len(rows) == 10
    store.execute("begin")
    store.executemany("insert into hit values (?,?,?,?,?)", rows)
    store.execute("commit")
def report(store):
    print(store.execute("select domain, count(*) from hit group by domain order by 2 desc limit 10").fetchall())
"""

BARE = (
    STORE
    + """
import asyncio, json, sys
from urllib.parse import parse_qs, urlsplit
import aiohttp
url, count, concurrency, file, kind = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4], sys.argv[5]
def read_api(body):
    return [(row["url"], row["title"]) for row in json.loads(body)["web"]["results"]]
if kind == "page":
    from selectolax.lexbor import LexborHTMLParser
def read_page(body):
    links = LexborHTMLParser(body).css("div.web-result h2 a.result__a")
    return [(parse_qs(urlsplit(link.attributes["href"]).query)["uddg"][0], link.text()) for link in links]
async def main():
    store = open_store(file)
    queries = iter([f"lamp {n}" for n in range(count)])
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        async def work():
            for query in queries:
                if kind == "page":
                    call = session.post(url + "/html/", data={"q": query, "b": "", "kl": "us-en"})
                else:
                    call = session.get(url + "/res/v1/web/search", params={"q": query, "count": "10"})
                async with call as reply:
                    body = await reply.read()
                keep(store, query, (read_page if kind == "page" else read_api)(body))
        await asyncio.gather(*(work() for _ in range(concurrency)))
    report(store)
asyncio.run(main())
"""
)

DDGS = (
    STORE
    + """
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Lock, local
from ddgs import DDGS
from ddgs.engines.duckduckgo import Duckduckgo
url, count, concurrency, file = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
Duckduckgo.search_url = url + "/html/"
store, lock, mine = open_store(file), Lock(), local()
def work(query):
    if not hasattr(mine, "ddgs"):
        mine.ddgs = DDGS(timeout=60)
    results = mine.ddgs.text(query, backend="duckduckgo", max_results=10)
    with lock:
        keep(store, query, [(row["href"], row["title"]) for row in results])
with ThreadPoolExecutor(concurrency) as pool:
    list(pool.map(work, [f"lamp {n}" for n in range(count)]))
report(store)
"""
)

RESULT = """
<div class="result results_links results_links_deep web-result "><div class="links_main links_deep result__body">
 <h2 class="result__title"><a rel="nofollow" class="result__a"
  href="//duckduckgo.com/l/?uddg={carried}&amp;rut=0a1b">{title}</a></h2>
 <div class="result__extras"><div class="result__extras__url"><span class="result__icon"><a rel="nofollow"
  href="//duckduckgo.com/l/?uddg={carried}"><img class="result__icon__img" width="16" height="16" alt=""
  src="//i.example/{rank}.ico" name="i15" /></a></span>
  <a class="result__url" href="//duckduckgo.com/l/?uddg={carried}"> www.site{rank}.example </a></div></div>
 <a class="result__snippet" href="//duckduckgo.com/l/?uddg={carried}">Somebody wrote about a <b>lamp</b>. {snippet}</a>
 <div class="clear"><!-- {filling} --></div></div></div>
"""
PAGE = """<!DOCTYPE html><html lang="en"><head><meta http-equiv="content-type" content="text/html; charset=UTF-8">
<title>{query} at DuckDuckGo</title><link rel="canonical" href="https://duckduckgo.com/"></head>
<body class="body--html">
<form name="x" action="/html/" class="search--adv__form" method="post"><input name="q" value="{query}">
<input type="hidden" name="kl" value="us-en"><select name="kl">{regions}</select></form>
<div class="serp__results"><div id="links" class="results">{results}</div></div></body></html>"""
REGIONS = "".join(f'<option value="xx-{number}">Region number {number}</option>' for number in range(180))


def write_page(query: str) -> str:
    """A result page for browsers without scripts, about as large as a real one."""
    rows = (
        RESULT.format(
            carried=quote(url, safe=""),
            title=title,
            rank=rank,
            snippet="It went on for a while. " * 5,
            filling="-" * 800,
        )
        for rank, (url, title) in enumerate(list_results(query), 1)
    )
    return PAGE.format(query=query, regions=REGIONS, results="".join(rows))


def list_results(query: str) -> list[tuple[str, str]]:
    """Addresses and titles of the ten results."""
    number, slug = query.rpartition(" ")[2], query.replace(" ", "-")
    return [(f"https://www.site{rank}.example/{number}/{slug}", f"{query} part {rank}") for rank in range(1, 11)]


def serve(latency: float, ports: Queue) -> None:
    """Answer until the process is ended."""
    from aiohttp import web

    async def answer_page(request: web.Request) -> web.Response:
        query = (await request.post())["q"]
        await asyncio.sleep(latency)
        return web.Response(text=write_page(query), content_type="text/html")

    async def answer_api(request: web.Request) -> web.Response:
        query = request.query["q"]
        await asyncio.sleep(latency)
        rows = [{"url": url, "title": title, "description": "Written."} for url, title in list_results(query)]
        return web.json_response({"query": {"original": query}, "web": {"results": rows}})

    async def main() -> None:
        app = web.Application()
        app.router.add_get("/res/v1/web/search", answer_api)
        app.router.add_post("/html/", answer_page)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0, backlog=512)
        await site.start()
        ports.put(site._server.sockets[0].getsockname()[1])
        await asyncio.Event().wait()

    asyncio.run(main())


def measure(command: list[str], **options) -> tuple[float, float, float]:
    """Wall seconds, processor seconds and peak MiB of a process."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, **options)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    if status:
        raise SystemExit(f"{command[:3]} failed")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def write_config(folder: Path, url: str, provider: str, queries: int) -> None:
    """The configuration of an audit of this server."""
    names = json.dumps([f"lamp {number}" for number in range(queries)])
    (folder / "queries.yaml").write_text(
        f"version: 1\nsearch: {{provider: {provider}}}\nproviders: {{{provider}: {{base_url: '{url}'}}}}\n"
        f"brands:\n  - {{name: Lamplight, domains: [lamplight.example], queries: {names}}}\n",
        encoding="utf-8",
    )


def start_server(latency: float) -> tuple[Process, str]:
    """A server in a process of its own, and its address."""
    ports: Queue = Queue()
    server = Process(target=serve, args=(latency, ports), daemon=True)
    server.start()
    return server, f"http://127.0.0.1:{ports.get()}"


def compare(kind: str, latency: float, queries: int, concurrency: int) -> None:
    """Print how the contenders do on pages or on an API."""
    server, url = start_server(latency)
    sizes = [str(queries), str(concurrency)]
    try:
        with tempfile.TemporaryDirectory() as folder:
            write_config(Path(folder), url, {"page": "duckduckgo-web", "api": "brave"}[kind], queries)
            python, audit = sys.executable, [sys.executable, "-m", "searchgap", "audit"]
            contenders = {
                "searchgap audit": lambda file: [*audit, "--concurrency", sizes[1], "--quiet", "--history", file],
                "bare script": lambda file: [python, "-c", BARE, url, *sizes, file, kind],
            }
            if kind == "page" and find_spec("ddgs"):
                contenders["ddgs script"] = lambda file: [python, "-c", DDGS, url, *sizes, file]
            environment = {**os.environ, "BRAVE_API_KEY": "invented"}
            runs = {name: [] for name in contenders}
            for number in range(ROUNDS):
                for name, command in contenders.items():
                    file = f"{name.partition(' ')[0]}{number}.db"
                    runs[name].append(measure(command(file), cwd=folder, env=environment))
    finally:
        server.terminate()
        server.join()
    medians = {name: [statistics.median(column) for column in zip(*many, strict=True)] for name, many in runs.items()}
    ideal = queries / concurrency * latency
    print(f"{kind}: {queries} queries, {concurrency} at once, {latency * 1000:.0f} ms (ideal {ideal:.2f} s)")
    mine = medians["searchgap audit"][0]
    for name, (wall, spent, peak) in medians.items():
        ratio = "" if wall == mine else f"  searchgap takes {mine / wall:.2f}x its time"
        each = spent * 1000 / queries
        print(f"  {name:<16} {wall:6.2f} s wall {each:6.2f} ms processor per query {peak:5.0f} MiB{ratio}")


def compare_memory() -> None:
    """Print the memory of audits twenty times apart in size."""
    server, url = start_server(0.01)
    try:
        for queries in (1_000, 20_000):
            with tempfile.TemporaryDirectory() as folder:
                write_config(Path(folder), url, "brave", queries)
                audit = [sys.executable, "-m", "searchgap", "audit", "--concurrency", "50", "--quiet"]
                wall, _, peak = measure(audit, cwd=folder, env={**os.environ, "BRAVE_API_KEY": "invented"})
                print(f"{queries:>6} queries: {peak:.0f} MiB at most, {wall:.1f} s")
    finally:
        server.terminate()
        server.join()


if __name__ == "__main__":
    if "--memory" in sys.argv:
        compare_memory()
    else:
        count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
        at_once = int(sys.argv[2]) if len(sys.argv) > 2 else 50
        for kind in ("page", "api"):
            for seconds in (0.05, 0.2):
                compare(kind, seconds, count, at_once)
