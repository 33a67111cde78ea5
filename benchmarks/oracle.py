"""Whether an address opens, asked in a way that shares nothing with us: `curl` fetches, Beautiful Soup finds places."""

from __future__ import annotations

import subprocess
from functools import cache, lru_cache
from typing import NamedTuple
from urllib.parse import unquote, urldefrag

from bs4 import BeautifulSoup

PATIENCE_S = 10
"""Seconds after which an address that does not answer on loopback counts as dead."""
HOPS = 20
"""Redirects that a browser follows (Fetch standard, HTTP-redirect fetch)."""


class Answer(NamedTuple):
    """The last answer of an address: whether it opens, its media type, its body."""

    opens: bool
    media_type: str
    body: bytes


def opens(url: str) -> bool:
    """Whether `curl` can open `url`, redirects followed, and the page has the place that its fragment names.

    "top" is always there (HTML standard, 7.4.6.3), and only HTML has places.
    """
    address, fragment = urldefrag(url)
    answer = fetch(address)
    fragment = fragment.partition(":~:")[0]  # a text fragment (WICG, URL Fragment Text Directives) is no place
    if not answer.opens or not fragment or fragment.lower() == "top" or "html" not in answer.media_type:
        return answer.opens
    return bool({fragment, unquote(fragment)} & places_of(address))


@cache
def fetch(address: str) -> Answer:
    """GET `address` as `curl` does. Certificates are checked; nothing is sent but the request."""
    told = "%{http_code} %{content_type}"
    options = ["--silent", "--location", "--max-redirs", str(HOPS), "--max-time", str(PATIENCE_S), "--globoff"]
    options += ["--cookie", ""]  # cookies are kept from redirect to redirect, as browsers do
    done = subprocess.run(
        ["curl", *options, "--compressed", "--fail", "--write-out", f"%{{stderr}}{told}", address],
        check=False,
        capture_output=True,
    )
    _, _, media_type = done.stderr.decode("latin-1").partition(" ")
    return Answer(done.returncode == 0, media_type.strip(), done.stdout)


@cache
def places_of(address: str) -> frozenset[str]:
    """The places of a page: ids, and names of anchors (HTML standard, "find a potential indicated element")."""
    page = soup_of(address)
    ids = {str(node["id"]) for node in page.find_all(id=True)}
    return frozenset(ids | {str(node["name"]) for node in page.find_all("a", attrs={"name": True})})


@lru_cache(maxsize=8)  # a parsed page takes many times the memory of its bytes
def soup_of(address: str) -> BeautifulSoup:
    """The page at `address`, parsed."""
    return BeautifulSoup(fetch(address).body, "html.parser")
