"""A whole audit beside a bare script that does the same: asked, parsed, classified, stored and reported.

    python tests/benchmarks/whole_run.py [QUERIES] [CONCURRENCY]

A server on loopback answers every search after a fixed latency with ten results. The bare script asks it with aiohttp,
takes the ten results out of the same JSON, cuts their registrable domains with the same suffix table, and keeps them in
SQLite. Both run as whole processes, in turn; the medians and their ratio are printed, with processor time and memory.
"""

import asyncio
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from multiprocessing import Process, Queue
from pathlib import Path

ROUNDS = 3

BARE = """
import asyncio, json, sqlite3, sys
import aiohttp
from publicsuffixlist import PublicSuffixList
url, count, concurrency, file = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
async def main():
    suffixes = PublicSuffixList()
    store = sqlite3.connect(file, isolation_level=None)
    store.execute("pragma journal_mode=wal"); store.execute("pragma synchronous=normal")
    store.execute("create table hit (query, rank, url, title, domain)")
    queries = iter([f"lamp {n}" for n in range(count)])
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        async def work():
            for query in queries:
                async with session.get(url + "/res/v1/web/search", params={"q": query, "count": "10"}) as reply:
                    body = json.loads(await reply.read())
                rows = [(query, rank, row["url"], row["title"], suffixes.privatesuffix(row["url"].split("/")[2]))
                        for rank, row in enumerate(body["web"]["results"], 1)]
                store.execute("begin")
                store.executemany("insert into hit values (?,?,?,?,?)", rows)
                store.execute("commit")
        await asyncio.gather(*(work() for _ in range(concurrency)))
    print(store.execute("select domain, count(*) from hit group by domain order by 2 desc limit 10").fetchall())
asyncio.run(main())
"""


def serve(latency: float, ports: Queue) -> None:
    """Answer in the shape of a documented API until the process is ended."""
    from aiohttp import web

    async def handle(request: web.Request) -> web.Response:
        await asyncio.sleep(latency)
        query = request.query["q"]
        number = query.rpartition(" ")[2]
        rows = [
            {
                "url": f"https://www.site{rank}.example/{number}/{query.replace(' ', '-')}",
                "title": f"{query} part {rank}",
                "description": f"Somebody wrote about {query}.",
            }
            for rank in range(1, 11)
        ]
        return web.json_response({"query": {"original": query}, "web": {"results": rows}})

    async def main() -> None:
        app = web.Application()
        app.router.add_get("/res/v1/web/search", handle)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0, backlog=512)
        await site.start()
        ports.put(site._server.sockets[0].getsockname()[1])
        await asyncio.Event().wait()

    asyncio.run(main())


def measure(command: list[str], **options) -> tuple[float, float, float]:
    """Wall seconds, processor seconds and peak MiB of a process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **options)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, spent, after.ru_maxrss / 1024


def compare(latency: float, queries: int, concurrency: int) -> None:
    ports: Queue = Queue()
    server = Process(target=serve, args=(latency, ports), daemon=True)
    server.start()
    url = f"http://127.0.0.1:{ports.get()}"
    ours, bare = [], []
    try:
        with tempfile.TemporaryDirectory() as folder:
            names = json.dumps([f"lamp {number}" for number in range(queries)])
            (Path(folder) / "queries.yaml").write_text(
                f"version: 1\nsearch: {{provider: brave}}\nproviders: {{brave: {{base_url: '{url}'}}}}\n"
                f"brands:\n  - {{name: Lamplight, domains: [lamplight.example], queries: {names}}}\n",
                encoding="utf-8",
            )
            audit = [sys.executable, "-m", "searchgap", "audit", "--concurrency", str(concurrency), "--quiet"]
            environment = {**os.environ, "BRAVE_API_KEY": "invented"}
            for number in range(ROUNDS):
                history = ["--history", f"ours{number}.db"]
                ours.append(measure([*audit, *history], cwd=folder, env=environment))
                script = [sys.executable, "-c", BARE, url, str(queries), str(concurrency), f"bare{number}.db"]
                bare.append(measure(script, cwd=folder))
    finally:
        server.terminate()
        server.join()
    mine, theirs = ([statistics.median(column) for column in zip(*runs, strict=True)] for runs in (ours, bare))
    ideal = queries / concurrency * latency
    print(f"{queries} queries, {concurrency} at once, {latency * 1000:.0f} ms latency (ideal {ideal:.2f} s)")
    for name, (wall, spent, _) in (("searchgap audit", mine), ("bare script", theirs)):
        print(f"  {name:<16} {wall:6.2f} s wall  {spent * 1000 / queries:6.2f} ms processor per query")
    print(f"  ratio            {mine[0] / theirs[0]:6.2f}x wall  peak of all processes {mine[2]:.0f} MiB")


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    at_once = int(sys.argv[2]) if len(sys.argv) > 2 else 50
    for seconds in (0.05, 0.2):
        compare(seconds, count, at_once)
