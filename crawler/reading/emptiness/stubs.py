"""Pages too small to be a column: what a server or a bot wall sends in place of one (`config/cms/stubs.yaml`)."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path

from pydantic import Field

from config.cms import Sourced
from config.yaml_file import load_yaml
from crawler.kinds import TargetKind
from crawler.reading.breadcrumb import read_breadcrumb
from crawler.reading.page import Page


class StubLimits(Sourced):
    """Below `size` bytes a page without breadcrumb and with fewer than `links` links to other pages is a stub."""

    size: int = Field(ge=1, description="bytes")
    links: int = Field(ge=1)


@cache
def stub_limits() -> StubLimits:
    """The limits. Raises `ConfigError` when the data file is broken."""
    return load_yaml(Path(str(resources.files("config") / "cms" / "stubs.yaml")), StubLimits)


def is_stub(page: Page) -> bool:
    """Whether `page` is too small to prove anything: few bytes, and nothing that ties it to its portal."""
    limits = stub_limits()
    if len(page.html.encode()) >= limits.size or read_breadcrumb(page):
        return False
    targets = {
        link.url
        for node, link, place in page.links
        if node.tag == "a" and not place.hidden and link.url and link.kind is TargetKind.PAGE
    }
    return len(targets - {page.url}) < limits.links
