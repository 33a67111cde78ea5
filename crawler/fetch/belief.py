"""Whether servers that call things unchanged are believed, and the count of what was unchanged."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, MutableMapping
from typing import Any

from config.policy import policy
from crawler.answer import Answer
from crawler.urls import netloc

_RANGE = 1 << 64


class Belief:
    """Draws the sample and remembers what came of it. `kept` is where a crawl that goes on finds it again."""

    def __init__(self, kept: MutableMapping[str, Any], seed: int) -> None:
        self._kept = kept
        self._seed = seed
        self._compared: dict[str, int] = dict(kept.get("compared", {}))
        self._differed: dict[str, list[str]] = dict(kept.get("differed", {}))
        self._claims: set[str] = set()

    def holds(self, url: str) -> bool:
        """Whether the host of `url` is believed, and this very address is not under suspicion."""
        return url not in self._claims and netloc(url) not in self._differed

    @property
    def lost(self) -> tuple[str, ...]:
        """The hosts that are not believed."""
        return tuple(sorted(self._differed))

    def samples(self, url: str) -> bool:
        """Whether what its server called unchanged is fetched whole to compare it. Takes note of it."""
        rules = policy().reuse
        lot = hashlib.blake2b(f"{self._seed} {url}".encode("utf-8", "replace"), digest_size=8).digest()
        host = netloc(url)
        few = self._compared.get(host, 0) + sum(netloc(each) == host for each in self._claims) < rules.sample_least
        if few or int.from_bytes(lot) < rules.sample_share * _RANGE:
            self._claims.add(url)
            return True
        return False

    def claimed(self, url: str) -> bool:
        """Whether it is in the sample, and not compared yet."""
        return url in self._claims

    def forget(self, url: str) -> None:
        """It cannot be compared."""
        self._claims.discard(url)

    def compared(self, url: str, *, same: bool) -> None:
        """Take note of how the comparison ended."""
        self._claims.discard(url)
        host = netloc(url)
        self._compared[host] = self._compared.get(host, 0) + 1
        if not same:
            self._differed[host] = [*self._differed.get(host, ()), url]

    def card(self) -> dict[str, Any]:
        """Things compared, and the addresses of those that differed (JSON values)."""
        differed = sorted(url for urls in self._differed.values() for url in urls)
        return {"compared": sum(self._compared.values()), "differed": differed}

    def write_down(self) -> None:
        """Keep how far it is."""
        self._kept["compared"], self._kept["differed"] = dict(self._compared), dict(self._differed)


class Tally:
    """Counts pages and files, and the bytes of their bodies (decoded)."""

    NAMES = ("conditional", "unchanged", "same_bytes", "read", "withdrawn", "files_unchanged")

    def __init__(self, kept: MutableMapping[str, Any]) -> None:
        self._kept = kept
        self._counts: dict[str, int] = dict(kept.get("counts", {}))

    def add(self, name: str, number: int = 1, *, received: int = 0, saved: int = 0) -> None:
        """Count `number` more of `name`, with the bytes that came for it and those that need not."""
        for key, more in ((name, number), ("bytes_received", received), ("bytes_saved", saved)):
            self._counts[key] = self._counts.get(key, 0) + more

    def withdraw(self, name: str, answers: Collection[Answer]) -> None:
        """Count no more as `name` what these answers are of: it is asked for again."""
        self.add(name, -len(answers), saved=-sum(each.size or 0 for each in answers))
        self.add("withdrawn", len(answers))

    def card(self) -> dict[str, int]:
        """All counts."""
        return {name: self._counts.get(name, 0) for name in (*self.NAMES, "bytes_received", "bytes_saved")}

    def write_down(self) -> None:
        """Keep how far it is."""
        self._kept["counts"] = dict(self._counts)
