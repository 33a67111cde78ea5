"""The check `interpretation`: policy documents without interpretation, with a late one, or without links to it."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator
from datetime import date

from pydantic import Field

from checks.contract import CheckParams, Said
from checks.finding import Examined, Finding, NotApplicable, Recognised, Unjudged
from checks.gaps import CRAWL_INCOMPLETE
from checks.policy.chain import NO_CALENDAR, NO_DOCUMENTS, UNDATED, PolicyCheck, counted, listed_days, workdays_after
from checks.policy.corpus import Corpus
from checks.policy.doubts import Doubts
from checks.policy.pairing import Pair, Pairing
from checks.policy.paper import Paper
from checks.policy.sight import why_interpretations_unseen
from config.registry import Unit
from config.rubric import Period
from crawler.store.crawl import Crawl

MISSING = "missing"
LATE = "late"
UNLINKED = "unlinked"


class InterpretationParams(CheckParams):
    """Which documents must be interpreted, and how fast."""

    period: Period = Field(description="documents that were published between these days are asked about")
    grace_workdays: int = Field(
        default=3,
        ge=0,
        description="working days after its publication in which a document is not asked about (own rule)",
    )
    max_workdays: int | None = Field(
        default=None,
        ge=0,
        description="working days after the document within which its first interpretation must be out (三同步: 0); "
        "left out: not asked",
    )
    mutual_links: bool = Field(default=False, description="whether document and interpretation must link each other")


class Interpretation(PolicyCheck):
    """Policy documents (政策文件) that nobody explains, or late, or where the reader cannot get from one to the other.

    ## What it finds

    * `missing`: a document of the unit for which no interpretation stands on the portal.
    * `late`: its first interpretation was published more than `max_workdays` working days after it.
    * `unlinked`: document and interpretation do not link each other (`facts.lacks`: which way).

    `facts.expected` counts the unit's documents in the period: for `missing` all, for `late` and `unlinked` those that
    have an interpretation or may have one. `facts.in_order` are those among them for which neither such a fault nor a
    doubt is told. `facts.observed`, from which a score takes a share, is the same number in a suspected finding; in a
    confirmed one it is all but those with a confirmed fault: what is suspected or was not judged may be in order, and
    stays open in the score. Documents within `grace_workdays` are in none of these numbers: nothing is owed yet.

    ## Why it matters

    Work plans ask for an interpretation of every normative document and of whatever concerns the public, drafted,
    approved and published together with it (三同步). The latest limit that we know of is three working days after the
    document (郑州 2016, as reported).

    ## How it decides

    A policy document stands in a column of the kind 政策文件 and in none of repealed documents, has a document number
    or a title of its kind, was made by this unit (not by a higher level, nor by another unit of the portal), and is
    none of what config/lexicons/policy.yaml rules out: personnel, meetings, commendations, replies, public notices.
    Interpretations are looked for on the whole portal: by a link, by the title in 《》 or in the interpretation's
    title, by document number, and last by any mention in its text. A mere mention only rules out `missing`; so does a
    link on the document that calls itself an interpretation, wherever it leads. One whose title names another
    document in 《》 explains that one (水价办法实施细则 is no 水价办法).

    A date of publication is sure when it stands on the page or in a list (not only in the address, nor as the day of
    a change or of the document) and nothing contradicts it. `missing` is `confirmed` for a normative document
    (规范性文件: by its registration, or by its column) of sure date when the crawl finished, every page that may hold
    an interpretation was seen, and nothing may explain it all the same: no resembling title, no picture or film whose
    title shares words with its name, no link anywhere that names it and speaks of explaining, no heading 政策解读 in
    its own text. For other documents a person decides whether they must be interpreted. Where something was not seen,
    or a portal without a column 政策解读 links one on another host, a document without an interpretation is not
    judged, nor whether one that we have not seen is late or unlinked.

    Late is counted in working days of the official calendar, and is no fault when the rows of lists show days that
    are near enough. It is `confirmed` when the interpretation bears the document's very name or number, both dates
    are sure, nothing was unseen, and nothing that may explain the document was published in time. `unlinked` is
    always `suspected`.

    ## When it does not apply

    Units without policy documents in the period. Documents published within the last `grace_workdays` working days.

    ## Known errors

    An interpretation on another website that nothing links, or inside a picture whose title names nothing, is not
    seen. A document that stands outside every column of policy documents is not asked about (see `document-library`).
    """

    id = "interpretation"
    title = "政策文件的解读"
    codes = (MISSING, LATE, UNLINKED)
    clause = (
        "落实政策解读与政策文件同步起草、同步审签、同步发布“三同步”要求（高唐县2024年政务公开工作要点二（二））；"
        "行政规范性文件、行政机关制发的对公众权益产生影响的政策文件均要开展解读（平政办发〔2023〕5号三（二））"
    )
    Params = InterpretationParams

    def weigh(
        self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date, notes: Collection[Paper]
    ) -> Iterator[Said]:
        """Findings on each document of `unit` that was published in the period."""
        assert isinstance(params, InterpretationParams)
        corpus = Corpus(crawl, unit, as_of, notes)
        documents = [each for each in corpus.documents(params.period) if not _is_too_new(each, params, as_of)]
        if not documents:
            yield NotApplicable(NO_DOCUMENTS)
            return
        pairing = Pairing(crawl, documents, corpus.interpretations)
        blind = why_interpretations_unseen(crawl, tuple(corpus.interpretation_columns))
        judge = _Judge(self, unit, params, pairing, Doubts(crawl, corpus.interpretations), blind)
        said = [one for each in documents for one in judge.judge(each)]
        explained = len(documents) - sum(map(_has_none, said))
        for code in self.codes:
            asked = len(documents) if code == MISSING else explained
            yield from counted([one for one in said if one.code == code], asked)
        yield Examined(len(documents) - len({one.subject for one in said if isinstance(one, Unjudged)}))
        for document in documents:
            yield from (_recognised(document, pair) for pair in judge.pairing.of(document) if pair.sure)


@dataclasses.dataclass(frozen=True)
class _Judge:
    """Judges one document after the other. `blind` says why an interpretation may stand where nobody looked."""

    check: Interpretation
    unit: Unit
    params: InterpretationParams
    pairing: Pairing
    doubts: Doubts
    blind: str | None

    def judge(self, document: Paper) -> Iterator[Finding | Unjudged]:
        pairs = self.pairing.of(document)
        sure = [pair for pair in pairs if pair.sure]
        if not pairs and self.pairing.outside(document) is None:
            yield from self._unexplained(document)
        if self.params.max_workdays is not None and sure:
            late = self._late(document, sure, self.params.max_workdays)
            if late:
                yield late
        if self.params.mutual_links and sure:
            unlinked = self._unlinked(document, sure)
            if unlinked:
                yield unlinked

    def _unexplained(self, document: Paper) -> Iterator[Finding | Unjudged]:
        """It lacks an interpretation; or there is one that we have not seen, which may be late or unlinked as well."""
        if self.blind is None:
            yield self._missing(document)
            return
        asked = {MISSING: True, LATE: self.params.max_workdays is not None, UNLINKED: self.params.mutual_links}
        yield from (_open(code, document, self.blind) for code, is_asked in asked.items() if is_asked)

    def _missing(self, document: Paper) -> Finding:
        nearest = self.doubts.nearest(document)
        offered = document.explained or any(self.pairing.explaining(document))
        sure = document.normative and nearest is None and not offered and _is_surely_dated(document)
        facts = {"normative": document.normative, "nearest": nearest or ""}
        facts |= {"basis": "near" if nearest else "normative" if document.normative else "other"}
        shown = {"columns": [path for path, _ in document.columns]}
        return self.check.about(MISSING, self.unit, document, facts, shown, sure=sure)

    def _late(self, document: Paper, pairs: list[Pair], limit: int) -> Finding | Unjudged | None:
        dated = [pair for pair in pairs if pair.interpretation.published]
        if document.published is None or not dated:
            return _open(LATE, document, UNDATED)
        first = min(dated, key=lambda pair: (_day(pair), pair.interpretation.url))
        gap = workdays_after(document.published.day, _day(first))
        if gap is not None and gap <= limit:
            return None
        if gap is None or len(dated) < len(pairs):
            return _open(LATE, document, NO_CALENDAR if gap is None else UNDATED)
        if self.blind == CRAWL_INCOMPLETE:  # an earlier interpretation may be what a budget hid
            return _open(LATE, document, CRAWL_INCOMPLETE)
        explains = first.interpretation
        listed = self._gap_by_lists(document, explains)
        if listed is not None and listed <= limit:
            return None
        sure = not self.blind and first.exact and not self._may_be_in_time(document, limit)
        sure = sure and _is_surely_dated(explains) and _is_surely_dated(document)
        facts = {"published": document.published.day.isoformat(), "interpreted": _day(first).isoformat()}
        more = {"gap_workdays": gap, "limit_workdays": limit, "interpretation": explains.title, "at": explains.url}
        seen = {"paired_by": first.by.value}
        return self.check.about(LATE, self.unit, document, facts | more, seen, sure=sure, also_on=(explains.url,))

    def _gap_by_lists(self, document: Paper, explains: Paper) -> int | None:
        """The working days between the two by the rows of lists; a page without a row has the day that it shows."""
        assert document.published and explains.published
        came = max(listed_days(self.pairing.crawl, document), default=document.published.day)
        explained = min(listed_days(self.pairing.crawl, explains), default=explains.published.day)
        return workdays_after(came, explained)

    def _may_be_in_time(self, document: Paper, limit: int) -> bool:
        """Whether anything published in time may explain the document, though that is not proven."""
        assert document.published
        named = [pair.interpretation for pair in self.pairing.of(document) if not pair.sure]
        for each in [*named, *self.doubts.may_mean(document)]:
            gap = workdays_after(document.published.day, each.published.day) if each.published else 0
            if gap is not None and gap <= limit:
                return True
        return document.explained or self.pairing.outside(document) is not None

    def _unlinked(self, document: Paper, pairs: list[Pair]) -> Finding | None:
        ways = {"to": any(pair.to_it for pair in pairs), "from": any(pair.from_it for pair in pairs)}
        lacks = [way for way, there in ways.items() if not there]
        if not lacks:
            return None
        explains = pairs[0].interpretation
        facts: dict[str, object] = {"lacks": lacks, "basis": lacks[0] if len(lacks) == 1 else "both"}
        more = {"interpretation": explains.title, "at": explains.url}
        return self.check.about(UNLINKED, self.unit, document, facts | more, also_on=(explains.url,))


def _open(code: str, document: Paper, reason: str) -> Unjudged:
    return Unjudged(document.key, reason, code, document.url, {"title": document.title})


def _day(pair: Pair) -> date:
    assert pair.interpretation.published is not None
    return pair.interpretation.published.day


def _is_too_new(document: Paper, params: InterpretationParams, as_of: date) -> bool:
    dated = document.published or document.written
    gap = workdays_after(dated.day, as_of) if dated else None
    return gap is not None and gap <= params.grace_workdays


def _is_surely_dated(paper: Paper) -> bool:
    return paper.published is not None and paper.published.sure and paper.published.source != "url"


def _has_none(said: Finding | Unjudged) -> bool:
    """Whether it says that a document has no interpretation, not even one that may be meant for it."""
    return isinstance(said, Finding) and said.code == MISSING and not said.facts["nearest"]


def _recognised(document: Paper, pair: Pair) -> Recognised:
    explains = pair.interpretation
    day = explains.published.day.isoformat() if explains.published else None
    return Recognised(
        document.title, explains.title, explains.url, day, {"document": document.url, "by": pair.by.value}
    )
