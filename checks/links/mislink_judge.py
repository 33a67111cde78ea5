"""The check `mislink` at work on one unit: sites elsewhere, promises of texts, rows of lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from checks.contract import Said
from checks.finding import Examined, Finding, Unjudged
from checks.keys import KeySet
from checks.links.aim import TITLE, Aim, Missed
from checks.links.hijack import hijack_sign
from checks.links.likeness import Subjects
from checks.links.linked import Linked
from checks.links.mislink_findings import HIJACKED_TARGET, TEXT_TARGET_MISMATCH, Findings, Mismatch
from checks.links.mislink_params import MislinkParams
from checks.links.rows import compare_rows
from checks.links.shown import page_elsewhere
from config.official import official_services
from config.registry import Unit
from crawler.kinds import BROKEN, AnswerKind, TargetKind
from crawler.store.crawl import Crawl, Target

NOT_REQUESTED = "link-not-requested"
NOT_KEPT = "glimpses-not-kept"
TITLES_DOUBTFUL = "row-titles-doubtful"
ARTICLES_UNSEEN = "row-articles-unseen"
_SEVERAL = 2
"""Stray rows in one column that may come of our reading; a single one is an editor's slip."""


class MislinkJudge:
    """Call `elsewhere`, `promises`, `rows` in this order, then `mismatches`."""

    def __init__(self, crawl: Crawl, unit: Unit, linked: Linked, params: MislinkParams, fitting: KeySet) -> None:
        self._crawl = crawl
        self._unit = unit
        self._linked = linked
        self._params = params
        self._fitting = fitting
        self._subjects = Subjects([crawl.portal.name, *(each.name for each in crawl.portal.units)])
        self._findings = Findings(crawl, unit, linked)
        self._hijacked: set[str] = set()
        self._mismatches: dict[str, list[Mismatch]] = defaultdict(list)
        self._judged = 0

    @property
    def examined(self) -> Examined:
        """How many targets and rows were held against their texts."""
        return Examined(self._judged)

    def elsewhere(self) -> Iterator[Said]:
        """Sites in other hands, and those that nobody could see."""
        targets = list(self._linked.elsewhere())
        if not self._linked.keeps_glimpses and any(target.answer is AnswerKind.CONTENT for target in targets):
            yield Unjudged(self._unit.id, NOT_KEPT, HIJACKED_TARGET)
        for target in targets:
            glimpse = self._linked.glimpse(target.url)
            if glimpse is None:
                yield from _unseen(target, HIJACKED_TARGET)
                continue
            self._judged += 1
            ends_at = self._linked.ends_at(target.url)
            texts = self._linked.texts.get(target.url, ())
            at_home = target.answer is AnswerKind.REDIRECT_TO_HOME
            sign = hijack_sign(target.url, ends_at, glimpse, texts, self._params, at_home=at_home)
            if sign is not None:
                self._hijacked.add(target.url)
                yield self._findings.hijacked(target, page_elsewhere(ends_at, glimpse), sign)

    def promises(self) -> Iterator[Said]:
        """Notes what texts promise and their targets do not keep: a file, the site of a body."""
        aim = Aim(self._subjects, self._params)
        for url, texts in self._linked.texts.items():
            target = self._linked.targets[url]
            if url in self._hijacked or target.answer in BROKEN or official_services().spared(url):
                continue
            shown = self._linked.shown(url)
            if shown is None:
                if target.kind is not TargetKind.EXTERNAL:
                    yield from _unseen(target, TEXT_TARGET_MISMATCH)
                continue
            self._judged += shown.kind is not None
            for text in texts:
                missed = aim.missed(text, shown)
                if missed is not None and (not missed.is_bare or self._linked.in_article(url, text)):
                    self._mismatches[url].append(Mismatch(text, missed, shown))

    def rows(self) -> Iterator[Said]:
        """Rows of lists; columns whose titles we seem to have read wrongly are not judged."""
        unseen = 0
        compared = compare_rows(
            self._crawl,
            self._unit,
            self._linked,
            params=self._params,
            subjects=self._subjects,
            fitting=self._fitting,
        )
        for rows in compared:
            unseen += rows.unseen
            if len(rows.strays) >= _SEVERAL and len(rows.strays) >= self._params.column_share * rows.compared:
                yield Unjudged(
                    rows.listed_at, TITLES_DOUBTFUL, TEXT_TARGET_MISMATCH, rows.listed_at, {"column": rows.path}
                )
                continue
            self._judged += rows.compared
            for stray in rows.strays:
                missed = Missed(TITLE, stray.title, stray.shown.title)
                self._mismatches[stray.url].append(
                    Mismatch(stray.title, missed, stray.shown, rows.listed_at, rows.path)
                )
        if unseen:
            yield Unjudged(self._unit.id, ARTICLES_UNSEEN, TEXT_TARGET_MISMATCH)

    def mismatches(self) -> Iterator[Finding]:
        """One finding per target."""
        for url, found in sorted(self._mismatches.items()):
            finding = self._findings.mismatch(url, found)
            if finding is not None:
                yield finding


def _unseen(target: Target, code: str) -> Iterator[Unjudged]:
    """Nothing is said about broken targets, which are another check's, and about what is no page."""
    if target.answer is AnswerKind.CONTENT or target.answer in BROKEN:
        return
    reason = target.answer.value if target.answer else NOT_REQUESTED
    yield Unjudged(target.url, reason, code, target.url, {"kind": target.kind.value})
