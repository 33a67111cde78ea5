"""The check `document-fields`: fields that a policy document must show and does not."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from pydantic import Field, field_validator

from checks.contract import CheckParams, Said
from checks.finding import Examined, Finding, NotApplicable, State
from checks.policy.chain import NO_DOCUMENTS, PolicyCheck, counted
from checks.policy.corpus import Corpus
from checks.policy.paper import Paper
from config.policy_words import policy_words
from config.registry import Unit
from config.rubric import Period
from crawler.store.crawl import Crawl

INCOMPLETE = "incomplete"
NEVER_SHOWN = "never-shown"
OPTIONAL = frozenset({"document-number", "expiry", "registration"})
"""Fields that a document may rightly lack, so that a person decides."""
SIGNED = frozenset({"document-date", "publisher"})
"""Fields that a signature under the text shows."""


class DocumentFieldsParams(CheckParams):
    """The fields of the rubric: ids of config/lexicons/policy.yaml."""

    fields: tuple[str, ...] = Field(min_length=1, description="fields that every policy document must show")
    normative: tuple[str, ...] = Field(default=(), description="further fields of normative documents (规范性文件)")
    period: Period | None = Field(
        default=None, description="only documents published (without that date: written, 成文日期) between these days"
    )
    least_documents: int = Field(
        default=3, ge=2, description="documents from which a field that none of them shows is one finding (own rule)"
    )

    @field_validator("fields", "normative")
    @classmethod
    def _are_known(cls, fields: tuple[str, ...]) -> tuple[str, ...]:
        unknown = sorted(set(fields) - set(policy_words().field_names))
        if unknown:
            raise ValueError(f"unknown fields: {', '.join(unknown)}; known: {', '.join(policy_words().field_names)}")
        return fields


class DocumentFields(PolicyCheck):
    """Policy documents that lack fields: 索引号, 文号, 成文日期, 发布日期, 发布机构, 主题分类, 有效性 …

    ## What it finds

    * `incomplete`: a document lacks fields (`facts.absent`) other than those of `never-shown`. `facts.expected` counts
      the documents, `facts.in_order` those without such a finding. `facts.observed`, from which a score takes a share,
      is the same number in a suspected finding; in a confirmed one it is all documents but those with a confirmed
      finding, so that nothing suspected is lost for certain.
    * `never-shown`: a field that no document of the unit shows, where `least_documents` or more must: the template is
      asked, not each document.

    ## Why it matters

    《政府信息公开条例》（国令第711号） article 12 asks for index, name, summary and date of every piece of information;
    the rubrics of document libraries (政府文件库) ask for 要素齐全、格式规范 and name the fields.

    ## How it decides

    Fields are read where documents show them: in the table above the text, in lines with a label and a colon, in the
    page's tags. A label without a value is a field that is lacking. A signature under the text (an office's name and a
    day) shows 成文日期 and 发布机构 unless their labels were left empty; a title with （已废止） shows 有效性. Only
    documents made by the unit are asked, as described at the check `interpretation`.

    That a field is lacking is proven when another document of the same unit's pages shows it, because then the template
    has a place for it and we can read it; 文号, 有效期 and 统一登记号 are never proven, because not every document has
    them, nor is a signature where the document is a file or a picture, or too long to be read to its end.
    `incomplete` is `confirmed` when a field is proven to be lacking, and then names only such fields; the others stand
    in `facts.doubted` and wait for a person. Without a proven one it is `suspected` and names all. `never-shown` is
    `suspected`: the template may show it in a way that we do not know.

    ## When it does not apply

    Units without policy documents of their own.

    ## Known errors

    A field inside a picture, or one under a label that config/lexicons/policy.yaml does not know, counts as lacking.
    """

    id = "document-fields"
    title = "政策文件要素"
    codes = (INCOMPLETE, NEVER_SHOWN)
    clause = (
        "文件库收录的文件全量覆盖、内容要素齐全、格式文本规范（2024年历下区政务公开工作要点二（六））；"
        "政府信息公开目录包括政府信息的索引、名称、内容概述、生成日期等内容（国令第711号第十二条）"
    )
    Params = DocumentFieldsParams

    def weigh(
        self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date, notes: Collection[Paper]
    ) -> Iterator[Said]:
        """One finding for each document that lacks something, and one for each field that none has."""
        assert isinstance(params, DocumentFieldsParams)
        documents = Corpus(crawl, unit, as_of, notes).documents(params.period)
        if not documents:
            yield NotApplicable(NO_DOCUMENTS)
            return
        absent = {each.url: _absent(each, params) for each in documents}
        asked = {each.url: _asked(each, params) for each in documents}
        never = {
            field
            for field in (*params.fields, *params.normative)
            if all(field in absent[url] for url, fields in asked.items() if field in fields)
            and sum(field in fields for fields in asked.values()) >= params.least_documents
        }
        shown = {(each.unit, field) for each in documents for field, filled in each.fields if filled}
        lacking = ((each, [field for field in absent[each.url] if field not in never]) for each in documents)
        incomplete = [self._incomplete(unit, each, fields, shown) for each, fields in lacking if fields]
        yield from counted(incomplete, len(documents))
        for field in sorted(never):
            yield self._never(unit, field, [each for each in documents if field in asked[each.url]])
        yield Examined(len(documents))

    def _incomplete(
        self, unit: Unit, document: Paper, absent: list[str], shown: Collection[tuple[str, str]]
    ) -> Finding:
        """One finding, for a document counts once: of what is proven if anything is, with the rest as a doubt."""
        names = policy_words().field_names
        unproven = OPTIONAL | (SIGNED if document.hidden else frozenset())
        proven = [field for field in absent if field not in unproven and (document.unit, field) in shown]
        told = proven or absent
        facts: dict[str, object] = {"fields": told, "absent": "、".join(names[field] for field in told)}
        doubted = [names[field] for field in absent if field not in told]
        facts |= {"doubted": doubted, "basis": "doubted"} if doubted else {}
        places = {field for field, _ in document.fields}
        empty = [field for field in absent if field in places]
        return self.about(INCOMPLETE, unit, document, facts, {"empty": empty}, sure=bool(proven))

    def _never(self, unit: Unit, field: str, documents: list[Paper]) -> Finding:
        name = policy_words().field_names[field]
        return Finding(
            check=self.id,
            code=NEVER_SHOWN,
            unit=unit.id,
            subject=f"field-{field}",
            url=documents[0].url,
            state=State.SUSPECTED,
            column=documents[0].column,
            found_on=tuple(each.url for each in documents[:5]),
            found_on_count=len(documents),
            text=name,
            facts={"subject": field, "field": name, "observed": 0, "expected": len(documents)},
        )


def _asked(document: Paper, params: DocumentFieldsParams) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*params.fields, *(params.normative if document.normative else ()))))


def _absent(document: Paper, params: DocumentFieldsParams) -> list[str]:
    filled = {field for field, value in document.fields if value}
    left_empty = {field for field, value in document.fields if not value}
    filled |= SIGNED - left_empty if document.signed else set()
    filled |= {"validity"} if document.marked or document.ended else set()
    return [field for field in _asked(document, params) if field not in filled]
