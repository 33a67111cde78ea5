"""The check `interpretation-forms`: in how many forms, and from how many angles, a unit explains its policies."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from pydantic import Field, field_validator

from checks.contract import CheckParams, Said
from checks.finding import Examined, Finding, NotApplicable, Recognised, State, Unjudged
from checks.policy.chain import NO_INTERPRETATIONS, UNDATED, PolicyCheck
from checks.policy.corpus import Corpus
from checks.policy.pairing import Pairing
from checks.policy.paper import Paper
from checks.policy.sight import why_interpretations_unseen
from checks.policy.traits import traits_of
from config.policy_words import Trait, policy_words
from config.registry import Unit, UnitClass
from config.rubric import Period
from crawler.store.crawl import Crawl

FEW_FORMS = "few-forms"
FORM_ABSENT = "form-absent"
FEW_ANGLES = "few-angles"
SHOWN = 3
"""Examples that are told of each form (own rule)."""
HEAD = 1_500
"""Characters of a text in which it says who explains (own rule)."""


class InterpretationFormsParams(CheckParams):
    """How many forms the rubric asks for: ids of config/lexicons/policy.yaml."""

    period: Period = Field(description="interpretations published between these days count")
    at_least: dict[UnitClass, int] = Field(default_factory=dict, description="class of unit -> different forms")
    required: tuple[str, ...] = Field(default=(), description="forms of which there must be one (dialect, drama …)")
    required_of: tuple[UnitClass, ...] = Field(
        default=(UnitClass.PORTAL,), description="classes of units that must show the required forms (own rule)"
    )
    angles: int | None = Field(default=None, ge=1, description="different angles (起草制定主体、专业机构、部门负责人)")

    angles_of: tuple[UnitClass, ...] = Field(
        default=(UnitClass.PORTAL, UnitClass.DEPARTMENT),
        description="classes of units that must show the angles (own rule)",
    )

    @field_validator("required")
    @classmethod
    def _are_known(cls, required: tuple[str, ...]) -> tuple[str, ...]:
        known = {form.id for form in policy_words().forms}
        if set(required) - known:
            raise ValueError(
                f"unknown forms: {', '.join(sorted(set(required) - known))}; known: {', '.join(sorted(known))}"
            )
        return required


class InterpretationForms(PolicyCheck):
    """The forms (文字、图解、视频、问答、发布会、方言 …) and angles of a unit's interpretations, over a period.

    ## What it finds

    * `few-forms`: fewer different forms than asked of units of this class.
    * `form-absent`: no interpretation in a form that is asked for by name.
    * `few-angles`: fewer angles than asked (起草制定主体、专业机构从业人员、部门主要负责人).

    Up to three examples are told of each form and angle, so that a person can follow the count.

    ## Why it matters

    Work plans ask for at least five forms of county documents and two of those of townships and departments
    (平政办发〔2023〕5号 三（二）), for a dialect edition and a play (历下区2024), for three angles (高唐县2024).

    ## How it decides

    A unit's interpretations are those on its own pages, and those anywhere on the portal that explain its documents.
    A form is told by words of the title and of the column, and by what the body shows (text, film, sound, pictures with
    hardly any text); an angle by words of the title and of the beginning of the text. Forms are counted over the
    period, not for each document. All findings are `suspected`: forms that live on other platforms cannot be seen.

    ## When it does not apply

    Units that show neither interpretations nor documents in the period. Not judged when pages that may hold
    interpretations were not seen, or interpretations without a date would make up for what is lacking.

    ## Known errors

    A form whose title says nothing about it, and a film in a player that the reader does not know, are not counted.
    """

    id = "interpretation-forms"
    title = "解读形式与角度"
    codes = (FEW_FORMS, FORM_ABSENT, FEW_ANGLES)
    clause = (
        "以县政府、县政府办公室名义制发的政策性文件，采用多形式解读原则上不少于5种，以各镇（街道）、县直各部门单位名义制发的"
        "政策性文件多形式解读不少于2种（平政办发〔2023〕5号三（二））"
    )
    only_suspects = True
    Params = InterpretationFormsParams

    def weigh(
        self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date, notes: Collection[Paper]
    ) -> Iterator[Said]:
        """At most one finding for the number of forms, one for each absent form, one for the angles."""
        assert isinstance(params, InterpretationFormsParams)
        corpus = Corpus(crawl, unit, as_of, notes)
        counted = own_interpretations(corpus, params.period)
        documents = corpus.documents(params.period)
        if not counted and not documents:
            yield NotApplicable(NO_INTERPRETATIONS)
            return
        names = policy_words().trait_names
        forms, angles = _shown(crawl, counted, params)
        for trait, papers in [*forms.items(), *angles.items()]:
            yield from (_recognised(names[trait], paper) for paper in papers[:SHOWN])
        place = counted[0] if counted else documents[0]
        said = list(self._short(unit, params, forms, angles, place))
        undated = [each for each in corpus.interpretations if each.unit == unit.id and each.published is None]
        with_undated = _shown(crawl, [*counted, *undated], params)  # they may be of the period
        surely = {finding.subject for finding in self._short(unit, params, *with_undated, place)}
        blind = why_interpretations_unseen(crawl, tuple(corpus.interpretation_columns))
        for finding in said:
            reason = blind or (None if finding.subject in surely else UNDATED)
            yield Unjudged(finding.subject, reason, finding.code, finding.url, finding.facts) if reason else finding
        yield Examined(0 if said and (blind or len(surely) < len(said)) else 1)

    def _short(
        self,
        unit: Unit,
        params: InterpretationFormsParams,
        forms: Mapping[str, list[Paper]],
        angles: Mapping[str, list[Paper]],
        place: Paper,
    ) -> Iterator[Finding]:
        names = policy_words().trait_names
        wanted = next((number for kind, number in params.at_least.items() if unit.unit_class.among((kind,))), None)
        if wanted and len(forms) < wanted:
            yield self._finding(
                FEW_FORMS, unit, place, "forms", counts=(len(forms), wanted), names=[names[each] for each in forms]
            )
        if unit.unit_class.among(params.required_of):
            for form in params.required:
                if form not in forms:
                    yield self._finding(FORM_ABSENT, unit, place, form, counts=(0, 1), names=[names[form]])
        if params.angles and unit.unit_class.among(params.angles_of) and len(angles) < params.angles:
            shown = [names[each] for each in angles]
            yield self._finding(FEW_ANGLES, unit, place, "angles", counts=(len(angles), params.angles), names=shown)

    def _finding(
        self, code: str, unit: Unit, place: Paper, subject: str, *, counts: tuple[int, int], names: list[str]
    ) -> Finding:
        observed, expected = counts
        listed = "、".join(names) or "—"
        return Finding(
            check=self.id,
            code=code,
            unit=unit.id,
            subject=subject,
            url=place.url,
            state=State.SUSPECTED,
            column=place.column,
            found_on=(place.url,),
            found_on_count=1,
            text=names[0] if code == FORM_ABSENT else self.title,
            facts={"subject": subject, "observed": observed, "expected": expected, "names": listed},
        )


def own_interpretations(corpus: Corpus, period: Period) -> list[Paper]:
    """The interpretations on the unit's own pages, and those that explain its documents, published in the period."""
    documents = [document for document in corpus.documents(period) if document.unit == corpus.unit.id]
    explained = Pairing(corpus.crawl, documents, corpus.interpretations)
    paired = {pair.interpretation.url for document in documents for pair in explained.of(document) if pair.sure}
    return [
        each
        for each in corpus.published_in(corpus.interpretations, period)
        if each.unit == corpus.unit.id or each.url in paired
    ]


def _shown(
    crawl: Crawl, papers: Sequence[Paper], params: InterpretationFormsParams
) -> tuple[dict[str, list[Paper]], dict[str, list[Paper]]]:
    """The interpretations of each form and of each angle."""
    words = policy_words()
    heads = {each.url: _head(crawl, each) for each in papers}
    return _by_trait(papers, heads, words.forms), _by_trait(papers, heads, words.angles) if params.angles else {}


def _by_trait(papers: Iterable[Paper], heads: Mapping[str, str], traits: Sequence[Trait]) -> dict[str, list[Paper]]:
    found: dict[str, list[Paper]] = {}
    for paper in papers:
        for trait in traits_of(paper, heads[paper.url], traits):
            found.setdefault(trait.id, []).append(paper)
    return found


def _head(crawl: Crawl, paper: Paper) -> str:
    page = crawl.page(paper.url) if paper.length else None
    return page.article.text[:HEAD] if page and page.article else ""


def _recognised(name: str, paper: Paper) -> Recognised:
    day = paper.published.day.isoformat() if paper.published else None
    return Recognised(name, paper.title, paper.url, day)
