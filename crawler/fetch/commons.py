"""What crawls on one event loop share: a queue of requests for each host, processes that read files, browsers.

A crawl alone has all of it for itself.
"""

from __future__ import annotations

import asyncio

from crawler.documents.reader import policy_limits
from crawler.documents.readers import Readers
from crawler.fetch.pace import Queues


class Commons:
    """`at_once` is how many files are read, and how many browsers run, at the same time for all crawls together.

    Close it when the last crawl has ended.
    """

    def __init__(self, at_once: int = 1) -> None:
        self.queues = Queues()
        self.browsers = asyncio.Semaphore(at_once)
        """To be held by whoever starts a browser."""
        self._at_once = at_once
        self._readers: dict[str, Readers] = {}

    def readers(self, ocr: str) -> Readers:
        """The processes that read files within the limits of the house; `ocr` is as in `config.settings`."""
        if ocr not in self._readers:
            self._readers[ocr] = Readers(policy_limits(ocr), self._at_once)
        return self._readers[ocr]

    def close(self) -> None:
        """End all processes."""
        for readers in self._readers.values():
            readers.close()
