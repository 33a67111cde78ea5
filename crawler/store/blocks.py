"""Cuts a page's links into blocks that repeat from page to page, so that a navigation is stored once.

A block never crosses a region. Inside a region it ends after a link whose own digest says so (content-defined
cutting): a list that differs in one row, or a side bar that follows a different article, still shares the rest.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

from crawler.facts import Link
from crawler.kinds import Region

_MEAN_LENGTH = 16
"""Mean number of links of a block inside a long region; own choice: short enough to share, few rows for each page."""

_DIGEST_BYTES = 16
_REMEMBERED = 4096
_digests: dict[int, tuple[Link, bytes]] = {}
"""Of links by their identity: those of a template are the same objects on all pages that bear it, nine of ten."""


@dataclass(frozen=True, slots=True)
class Block:
    """Consecutive links of one region. Equal `hash` means equal links, their resolved targets included."""

    hash: bytes
    region: Region
    links: tuple[Link, ...]


def cut(links: Iterable[Link]) -> list[Block]:
    """The blocks of a page in document order."""
    blocks: list[Block] = []
    run: list[Link] = []
    digests: list[bytes] = []
    for link in links:
        if run and link.region is not run[0].region:
            blocks.append(_block(run, digests))
            run, digests = [], []
        run.append(link)
        digests.append(_digest(link))
        if digests[-1][0] % _MEAN_LENGTH == 0:
            blocks.append(_block(run, digests))
            run, digests = [], []
    if run:
        blocks.append(_block(run, digests))
    return blocks


def _block(run: list[Link], digests: list[bytes]) -> Block:
    return Block(blake2b(b"".join(digests), digest_size=_DIGEST_BYTES).digest(), run[0].region, tuple(run))


def _digest(link: Link) -> bytes:
    known = _digests.get(id(link))
    if known is not None and known[0] is link:
        return known[1]
    parts = (link.region, link.kind, link.href, link.url or "", link.text, link.fragment)
    digest = blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=_DIGEST_BYTES).digest()
    if len(_digests) == _REMEMBERED:
        _digests.clear()
    _digests[id(link)] = link, digest
    return digest
