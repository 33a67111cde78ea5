"""A file that is served as it is, and the answer to a client that may have it already."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from xuncha.sample.loopback import Reply


@dataclass(frozen=True, slots=True)
class Resource:
    """`modified` and `etag` let clients ask whether it changed."""

    body: bytes
    media_type: str
    modified: str
    etag: str


def resource(body: bytes, media_type: str, modified: str) -> Resource:
    """The resource with a tag that follows from its content."""
    return Resource(body, media_type, modified, f'"{hashlib.blake2b(body, digest_size=8).hexdigest()}"')


def fresh_or_unchanged(resource: Resource, headers: Mapping[str, str]) -> Reply:
    """The resource with status 200, or 304 when the request's `headers` (names in lower case) show that it is known."""
    validators = (("ETag", resource.etag), ("Last-Modified", resource.modified))
    # RFC 9110 13.2.2: If-None-Match goes before If-Modified-Since.
    known = headers.get("if-none-match")
    unchanged = known == resource.etag if known else headers.get("if-modified-since") == resource.modified
    if unchanged:
        return Reply(304, b"", validators)
    return Reply(200, resource.body, (("Content-Type", resource.media_type), *validators))
