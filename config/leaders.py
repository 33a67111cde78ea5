"""How leaders, their resumes and their duties are recognised: config/lexicons/leaders.yaml."""

from __future__ import annotations

import re
from functools import cache, cached_property
from pathlib import Path

from config.model import StrictModel
from config.rubric import Status
from config.wording import Pattern, plain
from config.yaml_file import load_yaml

LEADERS = Path(__file__).parent / "lexicons" / "leaders.yaml"

_BRACKET = re.compile(r"[(（][^()（）]*[)）]\s*$")


class LeaderWords(StrictModel):
    """Surnames, posts, and what resumes and duties say (`resume`, `duty` are looked for in `plain` text)."""

    source: str
    status: Status
    surnames: str
    compound_surnames: tuple[str, ...]
    posts: tuple[str, ...]
    tails: tuple[str, ...]
    not_names: tuple[str, ...]
    resume: tuple[Pattern, ...]
    duty: tuple[Pattern, ...]

    def is_leader(self, text: str) -> bool:
        """Whether a row or link is called by a person's name, with or without a post beside it."""
        name = self._name(text)
        return name != "" and not any(word in name for word in self.not_names)

    def has_resume(self, plain_text: str) -> bool:
        """Whether a text tells a life."""
        return any(re.search(pattern, plain_text) for pattern in self.resume)

    def has_duty(self, plain_text: str) -> bool:
        """Whether a text tells what somebody is in charge of."""
        return any(re.search(pattern, plain_text) for pattern in self.duty)

    def _name(self, text: str) -> str:
        """The name in `text`, with what stands in brackets behind it or without; empty when it is called by none."""
        readings = (plain(text), plain(_BRACKET.sub("", text)))
        found = next(filter(None, map(self._person.fullmatch, readings)), None)
        return found["name"] if found else ""

    @cached_property
    def _person(self) -> re.Pattern[str]:
        han = "[\u4e00-\u9fff]"
        name = f"(?:(?:{'|'.join(self.compound_surnames)}){han}{{1,2}}|[{self.surnames}]{han}{{1,2}})"
        post = f"(?:{han}{{0,30}}(?:{'|'.join(self.posts)}))"
        tail = "|".join(self.tails)
        return re.compile(f"{post}?(?P<name>{name})(?:{tail}|{post})?")


@cache
def leader_words() -> LeaderWords:
    """The words of the house."""
    return load_yaml(LEADERS, LeaderWords)
