"""Writes the Word templates that come with the house: `python -m scripts.office_templates`.

Their words stand in config/messages (zh/office-templates.yaml, en/office-templates.po); what an office changes, it
changes in its own copies.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from config.messages import LANGUAGES, catalogue
from reports.office.templates import Paper
from scripts.office_page import GAP, ITEM, NUMBER, RIGHT, Column, Page

FOLDER = Path(__file__).resolve().parents[1] / "reports/office/forms"
H1, H2 = "Heading 1", "Heading 2"
ROWS = 100
"""Rows of one table. LibreOffice takes minutes to lay out a table of thousands, and seconds for many short ones."""


class Words:
    """The words of one template, and of all."""

    def __init__(self, lang: str, paper: Paper) -> None:
        self._texts = catalogue(lang)
        self._paper = paper

    def __call__(self, key: str) -> str:
        """What stands only in this template."""
        return self.text(f"office.template.{self._paper.value}.{key}")

    def shared(self, key: str) -> str:
        """What stands in all of them."""
        return self.text(f"office.template.{key}")

    def text(self, key: str) -> str:
        """A text of the catalogue as it stands, with its marks."""
        return self._texts[key]

    def column(self, head: str, width: int, *cell: str) -> Column:
        """A column by the key of its heading."""
        return Column(self.shared(f"head.{head}"), width, cell)


def build(paper: Paper, lang: str) -> bytes:
    """The template of one document in one language."""
    page = Page(lang)
    MAKERS[paper](page, Words(lang, paper))
    return page.content()


def _head(page: Page, words: Words) -> None:
    page.mark("if letter.number")
    page.text(words.shared("number"), style=NUMBER)
    page.mark("endif")
    page.text(words("title"), style="Title")


def _foot(page: Page, words: Words) -> None:
    page.mark("if unconfirmed")
    page.text(words.shared("unconfirmed"))
    page.mark("endif")
    page.text(" ", words.shared("signature"), words.shared("date"), style=RIGHT)


def _if(page: Page, condition: str, *texts: str, otherwise: str = "") -> None:
    page.mark(f"if {condition}")
    page.text(*texts)
    if otherwise:
        page.mark("else")
        page.text(otherwise)
    page.mark("endif")


def _if_listed(page: Page, name: str, loop: str, lead: str, *texts: str) -> None:
    page.mark(f"if {name}")
    page.text(lead)
    page.listed(f"{loop} in {name}", *texts, style=ITEM)
    page.mark("endif")


def _kinds(page: Page, words: Words, name: str, key: str, *more: str) -> None:
    page.mark(f"for kind in {name}")
    page.text(words(key))
    page.listed("example in kind.examples", words.shared("example"), style=ITEM)
    page.text(*more)
    page.mark("endfor")


def _bulletin(page: Page, words: Words) -> None:
    _head(page, words)
    page.text(words("to"), style="Normal")
    page.text(words("lead"))
    page.text(words("overview"), style=H1)
    page.mark("for visit in visits")
    page.text(words("visit"))
    page.listed("remark in visit.remarks", words.shared("remark"), style=ITEM)
    page.mark("endfor")
    page.mark("for tally in tallies")
    page.text(words("tally"))
    _if(page, "tally.without", words("without"))
    page.mark("endfor")
    page.text(words("problems"), style=H1)
    page.text(words("vetoes"), style=H2)
    page.mark("if vetoes")
    page.listed("veto in vetoes", words("veto-item"))
    page.mark("else")
    page.text(words("veto-none"))
    page.mark("endif")
    page.text(words("kinds"), style=H2)
    page.mark("if kinds")
    page.text(words("kinds-lead"))
    _kinds(page, words, "kinds", "kind")
    page.mark("else")
    page.text(words("kinds-none"))
    page.mark("endif")
    _if(page, "by_hand", words("by-hand"))
    _if(page, "accepted", words("accepted"))
    page.text(words("open"), style=H2)
    page.text(words("suspected"))
    _if_listed(page, "open", "item", words("open-lead"), words.shared("open-item"))
    _if(page, "unseen", words.shared("unseen"))
    page.text(words("demands"), style=H1)
    _if(page, "deadlines", words("repair"), otherwise=words("repair-none"))
    page.text(words("answer"), words("recheck"), " ", words("annex-name"))
    _foot(page, words)
    page.annex()
    page.text(words("annex"), style=H1)
    page.text(words("annex-title"), style="Title")
    page.mark("for tally in tallies")
    page.text(words("annex-tally"), style="Normal")
    column = words.column
    page.table(
        ["row in tally.standings"],
        [
            column("number", 13, "{{ loop.index }}"),
            column("unit", 38, "{{ row.unit }}"),
            column("class", 22, "{{ row.kind }}"),
            column("verdict", 18, "{{ row.verdict }}"),
            column("score", 16, "{{ row.score }}"),
            column("range", 22, "{{ row.range }}"),
            column("coverage", 18, "{{ row.coverage }}"),
            column("confirmed", 16, "{{ row.confirmed }}"),
            column("suspected", 16, "{{ row.suspected }}"),
            column("vetoes", 14, "{{ row.vetoes }}"),
            column("remark", 60, "{{ row.remark }}"),
        ],
    )
    page.mark("endfor")


def _assessment(page: Page, words: Words) -> None:
    _head(page, words)
    page.text(words("basis"), style=H1)
    page.text(words("basis-lead"), words("object"))
    page.listed("remark in visit.remarks", words.shared("remark"), style=ITEM)
    page.text(words("result"), style=H1)
    page.mark("for card in cards")
    page.text(words("card"), style=H2)
    page.text(words("standing"))
    page.listed("reason in card.reasons", words("reason"))
    _if_listed(page, "card.vetoes", "veto", words("held"), words.shared("veto-item"))
    _if_listed(page, "card.open_vetoes", "veto", words("not-ruled-out"), words("open-veto"))
    _if(page, "card.good", words("good"))
    page.text(words("lines"))
    column = words.column
    page.table(
        ["line in card.lines"],
        [
            column("indicator", 34, "{{ line.id }} {{ line.title }}"),
            column("points", 12, "{{ line.points }}"),
            column("result", 18, "{{ line.result }}"),
            column("outcome", 20, "{{ line.outcome }}"),
            column("why", 72, "{{ line.why }}"),
        ],
    )
    page.text(" ", style="Normal")
    page.mark("endfor")
    page.text(words("problems"), style=H1)
    page.mark("if kinds")
    _kinds(page, words, "kinds", "kind", words("remedy"))
    page.mark("endif")
    _if_listed(page, "by_hand", "item", words("by-hand"), words.shared("hand-item"))
    _if(page, "not kinds and not by_hand", words("none"))
    _if(page, "accepted", words("accepted"))
    page.text(words("open"), style=H1)
    page.mark("if doubtful")
    page.text(words("doubtful-lead"))
    _kinds(page, words, "doubtful", "doubtful")
    page.mark("endif")
    _if_listed(page, "open", "item", words("open-lead"), words.shared("open-item"))
    _if(page, "not doubtful and not open", words("open-none"))
    page.text(words("advice"), style=H1)
    page.mark("for card in cards")
    page.listed("plan in card.plans", words("plan"))
    page.listed("plan in card.outlook", words("plan"))
    _if(page, "not card.plans and not card.outlook", words("advice-none"))
    page.mark("endfor")
    _foot(page, words)


def _notice(page: Page, words: Words) -> None:
    _head(page, words)
    page.text(words("to"), style="Normal")
    page.text(words("lead"))
    page.listed("remark in visit.remarks", words.shared("remark"), style=ITEM)
    _if_listed(page, "vetoes", "veto", words("vetoes"), words.shared("veto-item"))
    _if_listed(page, "accepted_vetoes", "veto", words("accepted-vetoes"), words.shared("veto-item"))
    page.text(words("deadline"))
    page.mark("if by_hand")
    page.text(words("by-hand"))
    page.mark("for group in groups")
    page.listed("item in group.by_hand", words.shared("hand-item") + words("hand-deadline"), style=ITEM)
    page.mark("endfor")
    page.mark("endif")
    _if(page, "doubtful", words("verify"))
    _if(page, "open", words("open"))
    page.text(words("dispute"), " ", words("annex-names"))
    _foot(page, words)
    page.annex()
    column = words.column
    page.text(words("annex-1"), style=H1)
    page.mark("for group in groups if group.matters")
    page.text(words("group"), style=H2)
    _long_table(page, "group.matters", [*_matter(words, "matter", "veto-mark"), column("repaired", 30, " ")])
    page.mark("else")
    page.text(words.shared("none"))
    page.mark("endfor")
    page.text(words("annex-2"), style=H1)
    page.mark("if doubtful")
    _long_table(page, "doubtful", [*_matter(words, "matter", "veto-may"), column("verified", 30, " ")])
    page.mark("else")
    page.text(words.shared("none"))
    page.mark("endif")
    page.text(words("annex-3"), style=H1)
    page.mark("if accepted")
    accepted = _matter(words, "item.matter", "veto-mark")[:4]
    reason = column("reason", 34, "{{ item.reason }}")
    page.table(["item in accepted"], [*accepted, reason, column("by", 30, words("until"))])
    page.mark("else")
    page.text(words.shared("none"))
    page.mark("endif")


def _long_table(page: Page, name: str, columns: Sequence[Column]) -> None:
    page.mark(f"for some in {name}|batch({ROWS})")
    page.table(["matter in some"], columns)
    page.text("", style=GAP)
    page.mark("endfor")


def _matter(words: Words, name: str, mark: str) -> list[Column]:
    """The columns that tell of a problem, called `name` in the template."""
    column = words.column

    def called(text: str) -> str:
        return text.replace("matter.", f"{name}.")

    linked = called("{%p if matter.text %}"), called(words("link-text")), "{%p endif %}"
    place = called("{%p if matter.found_on %}"), called(words("spread"))
    page = called("{{r matter.found_on|link }}"), "{%p endif %}"
    owner = called("{%p if matter.responsible %}"), called(words("responsible")), "{%p endif %}"
    counted = called("{%p for part in matter.counted %}"), "{{ part.indicator }}", "{{ part.price }}", "{%p endfor %}"
    marked = f"{{% if {name}.veto %}}{words(mark)}{{% endif %}}"
    return [
        column("number", 13, called("{{ matter.number }}")),
        column("kind", 30, marked + called("{{ matter.kind }}"), *owner, called(words("fingerprint"))),
        column("description", 60, *_if_any(called("matter.column")), called("{{ matter.description }}"), *linked),
        column("where", 66, called("{{r matter.url|link }}"), *place, *page),
        column("price", 26, *counted),
        column("remedy", 34, called("{{ matter.remedy }}")),
    ]


def _if_any(name: str) -> tuple[str, str, str]:
    """A paragraph of a cell that is not there when it would be empty."""
    return f"{{%p if {name} %}}", f"{{{{ {name} }}}}", "{%p endif %}"


def _self_check(page: Page, words: Words) -> None:
    page.lie_down()
    _head(page, words)
    page.text(words("object"), style="Normal")
    page.listed("remark in visit.remarks", words.shared("remark"), style=ITEM)
    column = words.column
    page.mark("for table in tables")
    page.text(words("table"), style=H2)
    page.listed("remark in [table.remark] if remark", words.shared("remark"), style=ITEM)
    page.table(
        ["part in table.parts", "line in part.lines"],
        [
            column("object", 30, "{% vm %}{{ part.object }}"),
            column("indicator", 36, "{{ line.indicator }}"),
            column("rules", 80, "{{ line.rules }}"),
            column("found", 101, "{{ line.found }}"),
        ],
        whole_rows=False,
    )
    page.mark("endfor")
    page.text(" ", words("guide"), style="Normal")
    _if_listed(page, "accepted", "item", words("accepted"), words("accepted-item"))
    page.mark("if unconfirmed")
    page.text(words.shared("unconfirmed"))
    page.mark("endif")
    page.text(words("signed"), style="Normal")


MAKERS: dict[Paper, Callable[[Page, Words], None]] = {
    Paper.BULLETIN: _bulletin,
    Paper.ASSESSMENT: _assessment,
    Paper.NOTICE: _notice,
    Paper.SELF_CHECK: _self_check,
}


if __name__ == "__main__":
    for lang in LANGUAGES:
        (FOLDER / lang).mkdir(parents=True, exist_ok=True)
        for paper in Paper:
            (FOLDER / lang / paper.template).write_bytes(build(paper, lang))
            sys.stdout.write(f"{FOLDER / lang / paper.template}\n")
