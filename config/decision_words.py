"""What the steps of public decisions are called: config/lexicons/decision-words.yaml."""

from __future__ import annotations

import re
from functools import cache, cached_property
from pathlib import Path

from pydantic import Field

from config.model import StrictModel
from config.rubric import Status
from config.wording import Pattern, Wording
from config.yaml_file import load_yaml

DECISION_WORDS = Path(__file__).parent / "lexicons" / "decision-words.yaml"


class Node(StrictModel):
    """One of the things to be published of a decision, and what links and headlines to it say."""

    title: str
    titles: Wording
    optional: bool = Field(default=False, description="owed only where the procedure has it (视情)")


class DecisionWords(StrictModel):
    """Headlines of consultations and their results, words of a comment period, names and nodes of a decision."""

    source: str
    status: Status
    consultation: Wording
    feedback: Wording
    feedback_in_text: tuple[Pattern, ...]
    period_labels: tuple[str, ...] = Field(min_length=1, description="what stands before the days of a comment period")
    between: Pattern = Field(description="all that stands between first and last day")
    until_before: Pattern = Field(description="what stands before a last day")
    until_after: Pattern = Field(description="what stands behind a last day")
    extended: Pattern = Field(description="what stands before a last day to which the period was put off")
    length: Pattern = Field(description="a period told by its length: groups `number` and `unit`")
    rule: Pattern = Field(description="in a length that is quoted from the rules, not told of this period")
    other_days: tuple[Pattern, ...] = Field(description="in a sentence whose days are those of something else")
    draft_begins: Pattern = Field(description="where the notice ends and the draft follows")
    weekday: Pattern = Field(description="a day of the week behind a day")
    major: tuple[Pattern, ...]
    urgent: tuple[Pattern, ...] = Field(description="reasons for a shorter period that a notice gives")
    about_documents: tuple[Pattern, ...] = Field(description="in headlines that speak about a document")
    draft_marks: tuple[str, ...]
    frames: tuple[Pattern, ...] = Field(description="parts of a headline around the subject")
    catalogue: Wording
    column: Wording
    not_entries: tuple[Pattern, ...] = Field(description="lines and cells of a catalogue that name no decision")
    nodes: dict[str, Node] = Field(min_length=1)

    @cached_property
    def is_major(self) -> re.Pattern[str]:
        """Found in what speaks of a major decision."""
        return re.compile("|".join(self.major))

    @cached_property
    def is_urgent(self) -> re.Pattern[str]:
        """Found in a notice that tells why its period is shorter."""
        return re.compile("|".join(self.urgent))

    @cached_property
    def is_other_day(self) -> re.Pattern[str]:
        """Found in a sentence that tells the days of something else."""
        return re.compile("|".join(self.other_days))

    def notice_of(self, text: str) -> str:
        """The part of a text in front of the draft; all of it where no draft follows."""
        return re.split(self.draft_begins, text, maxsplit=1)[0].strip() or text

    @cached_property
    def is_answered(self) -> re.Pattern[str]:
        """Found in a page that itself tells what became of the opinions."""
        return re.compile("|".join(self.feedback_in_text))

    @cached_property
    def is_about(self) -> re.Pattern[str]:
        """Found in the headline of what speaks about a document."""
        return re.compile("|".join(self.about_documents))

    @cached_property
    def is_draft(self) -> re.Pattern[str]:
        """Found in the headline of a draft."""
        return re.compile("|".join(map(re.escape, self.draft_marks)))

    @cached_property
    def no_entry(self) -> re.Pattern[str]:
        """Found in a line of a catalogue that names no decision."""
        return re.compile("|".join(self.not_entries))


@cache
def decision_words() -> DecisionWords:
    """The words of public decisions."""
    return load_yaml(DECISION_WORDS, DecisionWords)
