"""A request to the exhibits, taken apart: path, query and the values that were posted."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode

from xuncha.sample.loopback import Reply, Request

JSON_TYPE = "application/json;charset=UTF-8"
_SLASHES = re.compile(r"/{2,}")
_SESSION = re.compile(r";jsessionid=[^/?]*", re.IGNORECASE)


@dataclass(frozen=True)
class Asked:
    """`query` and `form` hold each name once, the last value counting; `form` is form data or a JSON object."""

    method: str
    path: str
    query: Mapping[str, str]
    form: Mapping[str, Any]
    headers: Mapping[str, str]

    def number(self, name: str, default: int) -> int:
        """A whole number by this name, posted or in the query; `default` when there is none."""
        value = self.form.get(name, self.query.get(name, default))
        try:
            return int(value)
        except (TypeError, ValueError):
            return default


def asked(request: Request) -> Asked:
    """What `request` asks for."""
    path, _, query = request.target.partition("?")
    values = dict(parse_qsl(query, keep_blank_values=True))
    return Asked(request.method, unquote(path), values, _form(request), request.headers)


def json_reply(value: object) -> Reply:
    """An answer of an interface that speaks JSON."""
    return Reply(200, json.dumps(value, ensure_ascii=False).encode(), (("Content-Type", JSON_TYPE),))


def plain_path(path: str) -> str:
    """A path as the server understands it: without session id, each slash once."""
    return _SLASHES.sub("/", _SESSION.sub("", path))


def plain_target(path: str, query: str) -> str:
    """Path and query with the parameters in the order of their names; no query, no question mark."""
    values = sorted(parse_qsl(query, keep_blank_values=True))
    return f"{path}?{urlencode(values)}" if values else path


def _form(request: Request) -> Mapping[str, Any]:
    text = request.body.decode("utf-8", "replace")
    if "json" in request.headers.get("content-type", ""):
        try:
            value = json.loads(text)
        except ValueError:
            return {}
        return value if isinstance(value, dict) else {}
    return dict(parse_qsl(text, keep_blank_values=True))
