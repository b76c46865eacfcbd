"""What is sent and what comes back, without anything that travels."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from searchgap.model.serp import FailureKind


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpCall:
    """A call to be made. What is secret stands apart, so that nothing else of a call ever needs to be hidden.

    Attributes:
        method: `GET` or `POST`.
        url: the address without query.
        params: the query, in order.
        headers: what may be shown.
        json: the body as JSON, if there is one.
        form: the body as form fields, if there are any.
        secret_headers: what may not be shown, such as a key.
        secret_params: the same in the query, for providers that take a key nowhere else.
        timeout: seconds until the whole reply must be there.
    """

    method: str = "GET"
    url: str
    params: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    json: object | None = None
    form: tuple[tuple[str, str], ...] | None = None
    secret_headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    secret_params: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    timeout: float = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpReply:
    """A reply, whole and decompressed. Redirects are not followed: they are replies like any other.

    Attributes:
        status: the HTTP status.
        headers: names in lower case; of a repeated header the last.
        body: the bytes.
        url: where it was asked, without query.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str = ""

    @property
    def text(self) -> str:
        """The body as UTF-8; what is not is replaced."""
        return self.body.decode("utf-8", "replace")

    def read_json(self) -> Any:  # noqa: ANN401 - a stranger's JSON is anything
        """The body as JSON.

        Raises:
            ValueError: it is none.
        """
        try:
            return json.loads(self.body)
        except RecursionError as trouble:
            raise ValueError("the JSON is nested too deeply") from trouble


class NetError(Exception):
    """A call that brought no reply.

    Attributes:
        kind: `timeout`, `network` or `bad-reply`.
        message: what happened, without query or secrets.
    """

    def __init__(self, kind: FailureKind, message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
