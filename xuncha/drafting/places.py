"""Where clauses, sentences and rows of a draft stand in its rubric: groups by number, rows beside what they repeat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from config.plan_language import PhraseKind
from config.rubric.tree import MAX_LEVELS
from xuncha.drafting.clauses import Clause, ClauseKind
from xuncha.drafting.draft import Draft, DraftClause, DraftRow, ReadSentence
from xuncha.drafting.squeezed import squeeze

STATED = frozenset(
    {
        *(PhraseKind.COUNT, PhraseKind.SHARE, PhraseKind.ZERO),
        *(PhraseKind.WITHIN, PhraseKind.AHEAD, PhraseKind.BY, PhraseKind.IN, PhraseKind.MOMENT),
    }
)
"""What says a number or a day; the other kinds stay in the comments."""
Repeats = Sequence[tuple[DraftRow, bool]]
"""The rows of the annex that repeat a sentence, each with whether it is quoted there."""


def group_ids(clauses: Sequence[DraftClause]) -> dict[int, str]:
    """The group id of each clause by its place: its path in numbers; a number that comes twice gets a letter behind."""
    keys: dict[int, str] = {}
    seen: Counter[str] = Counter()
    for each in clauses:
        clause = each.clause
        if clause.kind is ClauseKind.PREAMBLE:
            continue
        name = ".".join(map(str, clause.path)) or "end"
        seen[name] += 1
        keys[clause.start] = f"c{name}" if seen[name] == 1 else f"c{name}-{seen[name]}"
    return keys


def place_above(clause: Clause, clauses: Sequence[DraftClause]) -> int:
    """The place of the clause above: the nearest one before it whose path is a beginning of its own."""
    before = [each.clause for each in clauses if each.clause.start < clause.start and each.clause.path]
    fitting = [other for other in before if other.path == clause.path[:-1]]
    return fitting[-1].start if fitting else -1


def group_of(clause: Clause, clauses: Sequence[DraftClause], keys: dict[int, str]) -> str:
    """The group of a clause's sentences: its own, or that of the clause above where the levels are used up."""
    while len(clause.path) >= MAX_LEVELS:
        place = place_above(clause, clauses)
        above = next((each.clause for each in clauses if each.clause.start == place), None)
        if above is None:
            break
        clause = above
    return keys[clause.start]


def demanding(each: DraftClause, clauses: Sequence[DraftClause]) -> Sequence[ReadSentence]:
    """The sentences of a clause without its heading.

    A heading that itself demands something, or that is all there is with nothing below it, counts as a sentence.
    """
    clause, sentences = each.clause, each.sentences
    titled = bool(clause.title) and bool(sentences) and clause.title in sentences[0].text
    if not titled or sentences[0].text.rstrip("。") != f"{clause.text.split(clause.title)[0]}{clause.title}".strip():
        return sentences
    if sentences[0].units or any(phrase.kind in STATED for phrase in sentences[0].phrases):
        return sentences
    below = any(other.clause.path[:-1] == clause.path for other in clauses if other.clause.path)
    return sentences[1:] if len(sentences) > 1 or below else sentences


class RepeatedRows:
    """Which rows of the annex repeat a sentence of the main text; each row is quoted once."""

    def __init__(self, draft: Draft) -> None:
        self._rows = [(row, squeeze(row.row.text).text) for row in draft.rows if row.clause is not None]
        self._quoted: set[int] = set()

    def of(self, clause: Clause, sentence: ReadSentence) -> list[tuple[DraftRow, bool]]:
        """The rows that hold this sentence, each with whether it is to be quoted here."""
        words = squeeze(sentence.text).text
        found = []
        for row, own in self._rows:
            if row.clause == clause.number and _same(words, own):
                found.append((row, row.row.number not in self._quoted))
                self._quoted.add(row.row.number)
        return found


def _same(sentence: str, row: str) -> bool:
    """Whether a sentence stands in a row, or the row's first sentence ends that of the text, which says more."""
    return sentence in row or row.split("。", 1)[0] in sentence
