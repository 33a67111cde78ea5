"""Outside links that every government site carries by order, and that are never held against it.

Data: lexicons/known-officials.yaml.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from config.hijacked import belongs_to
from config.model import StrictModel
from config.rubric import Status
from config.wording import Pattern


class OfficialLink(StrictModel):
    """One such service: its hosts (with what lies below them), or patterns over host and path."""

    id: str
    what: str
    hosts: tuple[str, ...]
    addresses: tuple[Pattern, ...] = ()
    source: str
    status: Status


class OfficialLinks(StrictModel):
    """All of them."""

    officials: tuple[OfficialLink, ...]

    def known(self, url: str) -> OfficialLink | None:
        """The service that an absolute URL belongs to, or None."""
        parts = urlsplit(url)
        host, address = parts.netloc.lower(), f"{parts.netloc.lower()}{parts.path}"
        return next(
            (
                each
                for each in self.officials
                if belongs_to(host, each.hosts) or any(re.search(pattern, address) for pattern in each.addresses)
            ),
            None,
        )
