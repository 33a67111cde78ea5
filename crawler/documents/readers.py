"""Processes that read files, shared by all who wait for files on one event loop: each file gets the next free one."""

from __future__ import annotations

import asyncio

from crawler.documents.extract import Limits
from crawler.documents.reader import DocumentReader
from crawler.facts import DocumentFacts


class Readers:
    """At most `count` processes, started when they are needed. Close it in the end."""

    def __init__(self, limits: Limits, count: int = 1) -> None:
        self._free = [DocumentReader(limits) for _ in range(count)]
        self._all = tuple(self._free)
        self._turns = asyncio.Semaphore(count)

    async def read(self, url: str, body: bytes) -> DocumentFacts:
        """What the file `body` from `url` says. One that nobody waits for any more is dropped, with its process."""
        async with self._turns:
            reader = self._free.pop()
            try:
                return await asyncio.to_thread(reader.read, url, body)
            except asyncio.CancelledError:
                reader.close()
                raise
            finally:
                self._free.append(reader)

    def close(self) -> None:
        """End all processes."""
        for reader in self._all:
            reader.close()
