"""Serves the portal by nginx on loopback, compressed, with ETag and Last-Modified, and answers for its faults."""

from __future__ import annotations

import contextlib
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from benchmarks.nginx import serve

_WORKERS = 2
_RULES = """
        gzip on;
        gzip_types text/css application/javascript;
        add_header LinkChecker on always;
        location /apps/query/ {{ return 500; }}
        location /apps/pay/ {{ return 502; }}
        location /apps/old/ {{ return 444; }}
        location /apps/live/ {{
            proxy_pass http://127.0.0.1:{silent};
            proxy_connect_timeout 75s;
            proxy_read_timeout 1h;
        }}
"""
# LinkChecker asks a host ten times a second at most, whatever it is told, unless the host sends a header of its name.
_LONGEST_QUEUE = 4096
"""Connections that wait for an answer that never comes."""


@contextlib.contextmanager
def served(root: Path, port: int) -> Iterator[str]:
    """Serve the document root at `port` until the block ends; yields the base address.

    What hangs is handed to a socket that nobody reads. 444 is nginx's way to close without an answer. Raises
    `RuntimeError` when nginx, which gives its rights up, may not read the pages.
    """
    with socket.create_server(("127.0.0.1", 0), backlog=_LONGEST_QUEUE) as silent:
        rules = _RULES.format(silent=silent.getsockname()[1])
        with serve(root, rules=rules, port=port, workers=_WORKERS) as base:
            _require_home(base, root)
            yield base


def _require_home(base: str, root: Path) -> None:
    try:
        with urllib.request.urlopen(base) as answer:
            answer.read()
    except urllib.error.HTTPError as error:
        why = f"nginx answers {error.code} for the home page; keep portals where everybody may read (--keep): {root}"
        raise RuntimeError(why) from error
