"""Which style sheets are loaded for pictures: pages that only a crawler asked for would be shown without their form."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from crawler.kinds import TargetKind

MOST = 40
"""Style sheets of one portal: a family of templates has two or three (own rule)."""
STYLE = "text/css"


def style_sheets(own: Mapping[str, TargetKind]) -> list[str]:
    """Those among the portal's own linked targets, in URL order, at most `MOST`."""
    sheets = (url for url, kind in own.items() if kind is TargetKind.RESOURCE and _is_style(url))
    return sorted(sheets)[:MOST]


def _is_style(url: str) -> bool:
    return urlsplit(url).path.lower().endswith(".css")
