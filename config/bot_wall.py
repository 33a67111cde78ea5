"""How bot walls and firewalls show themselves. The marks are data: lexicons/bot-walls.yaml.

A good page that carries a wall's script is a good page: an answer is a wall only by its status, or by a mark on a
page that has nothing else to say.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from pydantic import Field, model_validator

from config.model import StrictModel, broken
from config.rubric import Status
from config.wording import plain

_UNSEEN = re.compile(r"<!--.*?-->|<(script|style|head|template)\b.*?</\1\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE)


class WallSign(StrictModel):
    """One way in which a wall answers. All that is given must hold; of several marks of one sort, one is enough."""

    statuses: tuple[int, ...] = Field(min_length=1, description="HTTP statuses of the final answer")
    body: tuple[str, ...] = Field(default=(), description="marks in the body; case does not matter")
    cookies: tuple[str, ...] = Field(default=(), description="names of cookies that the answer sets")
    headers: tuple[str, ...] = Field(default=(), description="a header's name, or 'name: part of its value'")
    max_body_bytes: int | None = Field(default=None, ge=1, description="only on a body up to this size")
    max_text_length: int | None = Field(default=None, ge=0, description="only with at most so many visible letters")

    @model_validator(mode="after")
    def _spares_good_pages(self) -> WallSign:
        limited = self.max_body_bytes is not None or self.max_text_length is not None
        if any(status < 300 for status in self.statuses) and not limited:
            raise broken("wall-too-wide")
        if any(status < 400 for status in self.statuses) and not (self.body or self.cookies or self.headers):
            raise broken("wall-without-mark")
        return self

    def fits(self, status: int, headers: Mapping[str, str], cookies: Collection[str], body: str) -> bool:
        """Whether an answer bears this sign. Arguments as in `BotWalls.recognise`."""
        return (
            status in self.statuses
            and (not self.headers or any(_has_header(headers, mark) for mark in self.headers))
            and (not self.cookies or bool({name.lower() for name in self.cookies} & {name.lower() for name in cookies}))
            and (self.max_body_bytes is None or len(body.encode()) <= self.max_body_bytes)
            and (not self.body or any(mark.lower() in body.lower() for mark in self.body))
            and (self.max_text_length is None or _visible_length(body) <= self.max_text_length)
        )


class BotWall(StrictModel):
    """A product that stands between us and a portal."""

    id: str
    product: str
    signs: tuple[WallSign, ...] = Field(min_length=1)
    source: str
    status: Status
    note: str | None = None


class BotWalls(StrictModel):
    """All walls that we know."""

    walls: tuple[BotWall, ...]

    def recognise(self, status: int, headers: Mapping[str, str], cookies: Collection[str], body: str) -> BotWall | None:
        """The wall that gave this answer.

        `headers` have lower-case names; `cookies` are the names that the answer sets (Set-Cookie); `body` is the
        decoded body (its beginning is enough when the whole is large: walls are small).
        """
        return next(
            (wall for wall in self.walls if any(s.fits(status, headers, cookies, body) for s in wall.signs)), None
        )


def _has_header(headers: Mapping[str, str], mark: str) -> bool:
    name, _, value = (part.strip().lower() for part in mark.partition(":"))
    return name in headers and value in headers[name].lower()


def _visible_length(body: str) -> int:
    """Letters outside tags, scripts and styles; rough, because a wall's page is no document worth parsing."""
    return len(plain(_UNSEEN.sub(" ", body)))
