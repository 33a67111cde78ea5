"""When a page is opened in a browser, and what is known about pages there: `config/cms/rendering.yaml`."""

from __future__ import annotations

import re
from functools import cache, cached_property
from importlib import resources
from pathlib import Path

from pydantic import Field, field_validator

from config.cms import Sourced
from config.model import StrictModel
from config.wording import check_patterns
from config.yaml_file import load_yaml


class RenderReason(StrictModel):
    """An obstacle (a key below `reason.`) that a browser can remove."""

    reason: str
    why: str


class HarmlessHosts(StrictModel):
    """Hosts whose scripts add nothing that a list is made of; a host below one of them counts as well."""

    hosts: tuple[str, ...] = Field(min_length=1)
    why: str


class RenderingFacts(Sourced):
    """All of rendering.yaml."""

    reasons: tuple[RenderReason, ...]
    shell_text: int = Field(ge=0, description="visible characters of a page that is nothing but a shell")
    browsers: tuple[str, ...] = Field(min_length=1, description="names of programs, in the order in which they count")
    without_influence: tuple[HarmlessHosts, ...]
    spent_attributes: tuple[str, ...]
    unfilled: tuple[str, ...]
    failed_answers: tuple[str, ...]

    @field_validator("unfilled", "failed_answers")
    @classmethod
    def _are_patterns(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        return check_patterns(patterns)

    @cached_property
    def removable(self) -> frozenset[str]:
        """The obstacles that a browser can remove."""
        return frozenset(each.reason for each in self.reasons)

    def matters(self, host: str) -> bool:
        """Whether a script of this host (a bare name) may be what fills a page."""
        harmless = (name for group in self.without_influence for name in group.hosts)
        return not any(host == name or host.endswith(f".{name}") for name in harmless)

    def shows_template(self, text: str) -> bool:
        """Whether visible text still has marks of a template that nothing has filled."""
        return any(re.search(mark, text) for mark in self.unfilled)

    def reports_failure(self, answer: str) -> bool:
        """Whether an interface's answer says that the interface failed."""
        return any(re.search(mark, answer) for mark in self.failed_answers)


@cache
def rendering_facts() -> RenderingFacts:
    """What is known about pages in a browser. Raises `ConfigError` when the data file is broken."""
    return load_yaml(Path(str(resources.files("config") / "cms" / "rendering.yaml")), RenderingFacts)
