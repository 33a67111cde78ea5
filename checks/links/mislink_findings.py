"""How the check `mislink` words what it found: both sides, the link and its target."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from checks.finding import Finding, State
from checks.links.aim import Missed
from checks.links.hijack import Sign
from checks.links.linked import MOST, Linked
from checks.links.shown import Shown
from checks.places import ColumnPaths
from config.registry import Unit
from crawler.kinds import Region
from crawler.store.crawl import Crawl, LinkUse, LinkUses, Target

CHECK = "mislink"
TEXT_TARGET_MISMATCH = "text-target-mismatch"
HIJACKED_TARGET = "hijacked-target"


class Mismatch(NamedTuple):
    """One text of a link that its target does not keep. `listed_at`, `path`: the column in whose list it is a row."""

    text: str
    missed: Missed
    shown: Shown
    listed_at: str = ""
    path: str = ""


class Findings:
    """Makes findings of one unit, all of them suspected."""

    def __init__(self, crawl: Crawl, unit: Unit, linked: Linked) -> None:
        self._crawl = crawl
        self._unit = unit
        self._linked = linked
        self._known_paths: ColumnPaths | None = None

    def hijacked(self, target: Target, shown: Shown, sign: Sign) -> Finding:
        """A link to a site in other hands."""
        uses = self._linked.uses(target.url)
        facts = {"kind": target.kind.value, "basis": sign.kind, "words": sign.flat[:MOST]}
        return self._finding(HIJACKED_TARGET, target.url, uses, facts, shown, proof=sign.evidence())

    def mismatch(self, url: str, mismatches: Sequence[Mismatch]) -> Finding | None:
        """A link whose texts contradict its target; None when only the target itself bears it."""
        first = mismatches[0]
        texts = list(dict.fromkeys(each.text for each in mismatches))
        uses = self._linked.uses(url, texts)
        if not uses.examples:
            listed = [each for each in mismatches if each.listed_at]
            if not listed:
                return None
            uses = _as_listed(listed)
        target = self._linked.targets.get(url)
        facts = {
            "kind": target.kind.value if target else "page",
            "basis": first.missed.basis,
            "texts": texts[:MOST],
            "instead": first.missed.instead,
        }
        path = next((each.path for each in mismatches if each.path), None)
        return self._finding(TEXT_TARGET_MISMATCH, url, uses, facts, first.shown, path=path)

    def _finding(
        self,
        code: str,
        url: str,
        uses: LinkUses,
        facts: dict[str, Any],
        shown: Shown,
        *,
        proof: dict[str, Any] | None = None,
        path: str | None = None,
    ) -> Finding:
        use = uses.examples[0]
        link = {"text": use.text, "page": use.page_url, "region": use.region}
        seen = {"title": shown.title, "final_url": shown.url if shown.url != url else None}
        return Finding(
            check=CHECK,
            code=code,
            unit=self._unit.id,
            subject=url,
            url=url,
            state=State.SUSPECTED,
            column=path or self._paths().of_link(use.page_url, uses.regions),
            found_on=tuple(each.page_url for each in uses.examples),
            found_on_count=uses.count,
            text=use.text,
            facts=facts | seen | {"regions": list(uses.regions)},
            evidence={"link": link, "target": shown.evidence()} | (proof or {}),
        )

    def _paths(self) -> ColumnPaths:
        self._known_paths = self._known_paths or ColumnPaths(self._crawl, self._unit)
        return self._known_paths


def _as_listed(rows: Sequence[Mismatch]) -> LinkUses:
    """Rows whose links bear another text than their title: told by the columns that list them."""
    uses = sorted({LinkUse(row.listed_at, row.text, Region.BODY.value, "") for row in rows})
    return LinkUses(len(uses), tuple(uses[:MOST]), (Region.BODY.value,))
