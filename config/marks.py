"""Signs of identity and duty on government pages, as data: `config/cms/marks.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, cached_property
from importlib import resources
from pathlib import Path

from pydantic import Field

from config.cms import Sourced
from config.model import StrictModel
from config.wording import Pattern
from config.yaml_file import load_yaml


class MarkSigns(StrictModel):
    """How one kind of mark is borne. `kind` is a value of `crawler.kinds.MarkKind`."""

    kind: str
    addresses: tuple[Pattern, ...] = Field(default=(), description="searched in lower-case addresses as written")
    texts: tuple[Pattern, ...] = Field(default=(), description="searched in link texts and alternative texts")
    written: tuple[Pattern, ...] = Field(default=(), description="searched in the text of header and footer, in order")
    scripts: tuple[str, ...] = Field(default=(), description="words in inline scripts")
    value: Pattern | None = Field(default=None, description="searched in the address or script; group 1 is the value")


class NameSigns(StrictModel):
    """How the name of a site is told from other texts of the header."""

    pattern: Pattern


class ElsewhereSigns(StrictModel):
    """Signs that the footer is brought by a script, a frame or an inclusion."""

    addresses: tuple[Pattern, ...]
    scripts: tuple[Pattern, ...]


class MarkWords(Sourced):
    """All of marks.yaml."""

    marks: tuple[MarkSigns, ...]
    site_name: NameSigns
    elsewhere: ElsewhereSigns

    @cached_property
    def any_address(self) -> re.Pattern[str]:
        """Any address of any mark."""
        return _any(pattern for signs in self.marks for pattern in signs.addresses)

    @cached_property
    def any_text(self) -> re.Pattern[str]:
        """Any link text of any mark."""
        return _any(pattern for signs in self.marks for pattern in signs.texts)

    @cached_property
    def footer_address(self) -> re.Pattern[str]:
        """Any address from which a footer is brought."""
        return _any(self.elsewhere.addresses)

    @cached_property
    def footer_script(self) -> re.Pattern[str]:
        """Any script that brings a footer."""
        return _any(self.elsewhere.scripts)


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


@cache
def mark_words() -> MarkWords:
    """The signs of all marks."""
    return load_yaml(Path(str(resources.files("config") / "cms" / "marks.yaml")), MarkWords)
