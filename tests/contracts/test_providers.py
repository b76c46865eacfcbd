"""One suite over the whole table of search APIs, against a real HTTP server on loopback that speaks each contract."""

import asyncio
import base64
import contextlib
import gzip
import json
import logging
from pathlib import Path

import pytest

from searchgap.model.provider import ProviderSettings
from searchgap.model.query import Market, SearchRequest
from searchgap.model.serp import FailureKind, NotSearched, SearchFailure, Serp
from searchgap.search.api_source import ApiSource
from searchgap.search.base import Opening
from searchgap.search.registry import APIS, load_api

RECORDINGS = Path(__file__).parents[1] / "recordings"
NAMES = list(APIS)
REFUSALS = {
    "bad_key": {FailureKind.AUTH},
    "quota": {FailureKind.QUOTA},
    "rate_limit": {FailureKind.RATE_LIMIT},
}
FAULTS = {
    "an HTML page": ({"body": b"<!doctype html><title>Hello</title>"}, FailureKind.BAD_REPLY),
    "a JSON list": ({"body": b"[1, 2]"}, FailureKind.BAD_REPLY),
    "JSON of another shape": ({"body": b'{"surprise": true}'}, FailureKind.BAD_REPLY),
    "nothing": ({"body": b""}, FailureKind.BAD_REPLY),
    "deep nesting": ({"body": b"[" * 100_000}, FailureKind.BAD_REPLY),
    "a redirect": ({"status": 302, "headers": {"Location": "https://elsewhere.example/"}}, FailureKind.BAD_REPLY),
    "gzip that ends early": (
        {"body": gzip.compress(b'{"a": 1}' * 500)[:40], "headers": {"Content-Encoding": "gzip"}},
        FailureKind.BAD_REPLY,
    ),
    "a server error": ({"status": 500, "body": b"oops"}, FailureKind.BAD_REPLY),
    "a connection that is closed": ({"how": "reset"}, FailureKind.NETWORK),
}


class Case:
    """A provider with its recordings, asked over the network."""

    def __init__(self, name: str, canary: str) -> None:
        self.api = load_api(name)
        folder = RECORDINGS / name.replace("-queue", "")
        contract = RECORDINGS / name / "contract.json"
        self.folder = contract.parent if contract.exists() else folder
        self.contract = json.loads((self.folder / "contract.json").read_text(encoding="utf-8"))
        self.environment = {names[0]: canary for names in self.api.credentials.values()}
        self.waits: list[float] = []

    def answers(self, case: str, answer) -> list:
        """The replies of a case of the contract, in turn."""
        spec = self.contract[case]
        if spec is None:
            pytest.skip(f"{self.api.spec.name} has no such reply")
        steps = spec if isinstance(spec, list) else spec.get("steps", [spec])
        return [self._answer(step, answer) for step in steps]

    def _answer(self, step: dict, answer):
        body = step.get("body", "")
        if "file" in step:
            content = (self.folder / step["file"]).read_bytes()
        else:
            content = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        return answer(status=step.get("status", 200), body=content, headers=step.get("headers", {}))

    async def ask(self, url: str, *, depth: int = 10, **opening):
        """Ask the provider once, without waiting for real."""

        async def wait(seconds: float) -> None:
            self.waits.append(seconds)
            await asyncio.sleep(0)

        request = SearchRequest(
            text="lamp flickers",
            provider=self.api.spec.name,
            engine=opening.pop("engine", None),
            market=Market(country="us", language="en"),
            depth=depth,
        )
        settings = ProviderSettings(name=self.api.spec.name, base_url=url, options={"timeout": 0.5})
        source = ApiSource(self.api, Opening(settings=settings, environment=self.environment, **opening), sleep=wait)
        try:
            return await source.search(request)
        finally:
            await source.close()


@pytest.fixture(params=NAMES)
def case(request, canary) -> Case:
    return Case(request.param, canary)


def organic(serp: Serp) -> list[list]:
    return [[result.rank, result.url, result.title] for result in serp.results]


def run(case: Case, serve, answers, **opening):
    async def main():
        async with serve(answers) as server:
            outcome = await case.ask(server.url, **opening)
            return outcome, server.asked

    return asyncio.run(main())


@pytest.mark.parametrize("reply", ["ok", "short"])
def test_answers(case, serve, answer, reply):
    """A documented reply gives exactly its organic results: ranks, addresses and titles."""
    outcome, _ = run(case, serve, case.answers(reply, answer))
    assert isinstance(outcome, Serp), outcome
    assert organic(outcome) == case.contract[reply]["organic"]


def test_an_empty_page_is_a_fact(case, serve, answer):
    """No results is an empty SERP, not a failure."""
    outcome, _ = run(case, serve, case.answers("empty", answer))
    assert isinstance(outcome, Serp), outcome
    assert outcome.results == ()


@pytest.mark.parametrize("refusal", REFUSALS)
def test_refusals(case, serve, answer, refusal):
    """A refused key, a spent account and too many searches each have their own kind, and a next step."""
    outcome, _ = run(case, serve, case.answers(refusal, answer))
    assert isinstance(outcome, SearchFailure), outcome
    assert outcome.kind in REFUSALS[refusal]
    assert outcome.hint


def test_an_error_inside_a_200(case, serve, answer):
    """A reply that says error in a normal envelope is no page."""
    outcome, _ = run(case, serve, case.answers("error_in_200", answer))
    assert isinstance(outcome, SearchFailure), outcome


def test_a_rate_limit_is_waited_for(case, serve, answer):
    """After the wait that the provider asks for, the search is made again and answered."""
    refused = case.answers("rate_limit", answer)
    outcome, asked = run(case, serve, [*refused, *case.answers("ok", answer)])
    assert isinstance(outcome, Serp), outcome
    assert len(asked) >= len(refused) + 1
    assert case.waits


@pytest.mark.parametrize("fault", FAULTS)
def test_faults(case, serve, answer, fault):
    """Whatever else comes back is a failure of its kind: never an exception, never an empty page."""
    reply, kind = FAULTS[fault]
    outcome, _ = run(case, serve, [answer(**reply)])
    assert isinstance(outcome, SearchFailure), outcome
    assert outcome.kind is kind, outcome


def test_a_slow_drip_times_out(case, serve, answer):
    """A reply that never ends is given up."""
    outcome, _ = run(case, serve, [answer(how="drip")])
    assert isinstance(outcome, SearchFailure)
    assert outcome.kind is FailureKind.TIMEOUT


def test_the_key_travels_and_shows_nowhere(case, serve, answer, canary, caplog):
    """The key reaches the provider and is in no outcome, message, representation or log, whatever happens."""
    if not case.environment:
        pytest.skip("it takes no key")
    caplog.set_level(logging.DEBUG)
    replies = [case.answers("ok", answer), case.answers("bad_key", answer), [answer(body=canary.encode())]]
    for answers in replies:
        outcome, asked = run(case, serve, answers)
        assert any(travelled(request, canary) for request in asked)
        assert canary not in repr(outcome)
    assert canary not in caplog.text


def travelled(request, canary: str) -> bool:
    shown = str(request.headers) + str(request.rel_url)
    basic = request.headers.get("Authorization", "").removeprefix("Basic ")
    with contextlib.suppress(ValueError):
        shown += base64.b64decode(basic, validate=True).decode()
    return canary in shown


def test_without_a_key_nothing_is_asked(case, serve, answer):
    """A missing key is a reason not to search, with the variable's name; nothing is sent."""
    if not set(case.api.credentials) - case.api.optional_credentials:
        pytest.skip("it needs no key")
    case.environment = {}
    outcome, asked = run(case, serve, [answer()])
    assert isinstance(outcome, NotSearched)
    assert outcome.kind is FailureKind.AUTH
    assert asked == []
    assert any(variable in outcome.message for names in case.api.credentials.values() for variable in names)


def test_the_spec_is_complete(case):
    """Every provider says what its ranking means, what it is, and how to get it."""
    spec = case.api.spec
    assert spec.name in NAMES
    assert spec.title
    assert spec.summary
    assert not spec.summary.endswith(".")
    assert spec.card
    assert spec.docs_url
    assert spec.docs_url.startswith("https://")
