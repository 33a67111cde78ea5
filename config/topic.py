"""What a work plan wants to be told about: the topics of the `topic-coverage` check, written in a rubric.

A plan asks for information on a subject and does not say under which heading. A topic therefore holds words that are
looked for anywhere in a title, a column's name or (with `in_text`) the text, and what can be measured about what is
found. Whether that is enough is for a person to say.
"""

from __future__ import annotations

from pydantic import Field, model_validator

from config.model import StrictModel, broken
from config.registry import UnitClass
from config.rubric import Status
from config.rubric.times import Period
from config.window import Window
from config.wording import Name, plain


class TopicWords(StrictModel):
    """Words that name a subject: one of them in a text (made `plain`) is enough, an exclusion rules the text out."""

    names: tuple[Name, ...] = Field(min_length=1, description="words that name the subject, anywhere in a title")
    excludes: tuple[Name, ...] = Field(default=(), description="words that show that a title means something else")

    def named_in(self, plain_text: str) -> bool:
        """Whether a text that is already `plain` names the subject."""
        return any(plain(name) in plain_text for name in self.names) and not self.ruled_out(plain_text)

    def ruled_out(self, plain_text: str) -> bool:
        """Whether an exclusion stands in a text that is already `plain`."""
        return any(plain(word) in plain_text for word in self.excludes)


class Aspect(TopicWords):
    """A part of a topic that the plan names (学前教育; 项目进展): looked for in titles, columns and texts."""

    title: str


class Topic(TopicWords):
    """Information on a subject that units of these classes are to publish, by this clause."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: str
    applies_to: tuple[UnitClass, ...] = Field(min_length=1)
    in_text: bool = Field(default=False, description="also look into the texts of articles and files (named projects)")
    max_age: Window | None = Field(default=None, description="how old the newest piece may be")
    period: Period | None = Field(
        default=None, description="days within which pieces count for `at_least`, `rising` and aspects"
    )
    at_least: int | None = Field(default=None, ge=1, description="pieces that there must be within `period`")
    rising: bool = Field(
        default=False, description="within `period` more pieces than on the same days of the year before"
    )
    aspects: tuple[Aspect, ...] = Field(default=(), description="parts that must be named by some piece")
    clause: str
    source: str
    status: Status
    note: str | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Topic:
        if (self.at_least or self.rising) and self.period is None:
            raise broken("topic-without-period", at=("period",))
        return self

    @property
    def year_before(self) -> Period | None:
        """The same days of the year before `period`."""
        if self.period is None:
            return None
        year = Window(months=12)
        return Period(since=year.since(self.period.since), until=year.since(self.period.until))
