"""What a problem opens to: its place, requests and answers, clauses, who is to do what until when, and all facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checks.catalogue import checks_by_id
from config.messages import text
from config.rubric import Status
from reports.clauses import Clause, price
from reports.methods import anchor
from reports.page.nodes import Nodes, is_web
from reports.page.texts import Node, Texts
from reports.problem_list import Problem
from reports.repairs import tasks, term_words
from reports.result import AuditResult
from reports.shots import Shots
from reports.wording import label, problem

ASKED = "attempts"
"""The part of the evidence that tells of requests and answers."""
OPEN = 1
"""Marks a part that stands open when the problem is opened."""
CITED = frozenset({"clause", "source", "status"})
"""Parts of the evidence that are shown as the clause."""


class Bodies:
    """Makes the bodies of all problems of a run."""

    def __init__(self, result: AuditResult) -> None:
        """Prepare for the language, the rubrics and the screenshots of `result`."""
        self.texts = Texts()
        self._nodes = Nodes(self.texts, result.lang)
        self._lang = result.lang
        self._titles = {judgement.rubric.id: judgement.rubric.title for judgement in result.judgements}
        self._shots = Shots(result.folder, result.shots)
        self._kept = {print_: pointer.count for print_, pointer in result.evidence.items() if pointer.count}

    def data(self, problems: tuple[Problem, ...]) -> str:
        """All bodies as inert JSON, in the order of the problems."""
        return self.texts.data([self.of(each) for each in problems])

    def of(self, one: Problem) -> Node:
        """The body of one problem."""
        found = one.finding
        evidence = {name: part for name, part in found.evidence.items() if not _said_elsewhere(name, found.evidence)}
        asked = found.evidence.get(ASKED)
        parts = (
            self._shot(one),
            self._place(one),
            ["x", self._nodes.say("requests"), self._nodes.tree(asked), OPEN] if asked else None,
            ["x", self._nodes.say("proof"), self._nodes.tree(evidence), OPEN] if evidence else None,
            ["x", self._nodes.say("facts"), self._nodes.tree(found.facts)] if found.facts else None,
            self._print(one),
        )
        return ["g", *(part for part in parts if part is not None)]

    def _shot(self, one: Problem) -> Node | None:
        print_, place = one.finding.fingerprint, self.texts.place
        address = self._shots.link(print_)
        if address is None:
            return None
        picture = self._shots.small(print_)
        if picture is None:
            return ["f", place(address), self._nodes.say("page.shot")]
        kind = problem(one.finding.check, one.finding.code, self._lang)
        return ["i", place(picture), self._nodes.say("page.shot-of", problem=kind), place(address)]

    def _place(self, one: Problem) -> Node:
        found, nodes, place = one.finding, self._nodes, self.texts.place
        return nodes.pairs(
            (nodes.say("where" if is_web(found.url) else "href"), nodes.address(found.url)),
            (nodes.say("link-text"), place(found.text) if found.text else None),
            (nodes.say("column"), place(found.column) if found.column else None),
            (nodes.say("found-on"), self._pages(one) if found.found_on else None),
            (nodes.say("basis"), self._law(one) if one.clauses else None),
            (nodes.say("term.name"), place(term_words(one.term, self._lang))),
            (nodes.say("remedy"), self._tasks(one)),
        )

    def _pages(self, one: Problem) -> Node:
        found, nodes = one.finding, self._nodes
        pages: list[Node] = [nodes.address(page) for page in found.found_on]
        if found.found_on_count > len(found.found_on):
            pages.append(["s", nodes.say("found-on-count", count=found.found_on_count)])
        return ["l", *pages]

    def _law(self, one: Problem) -> Node:
        key = tuple(one.law.items())
        return self.texts.share(key, lambda: ["l", *(self._clause(*each) for each in self._cases(one))])

    def _cases(self, one: Problem) -> list[tuple[str, Clause]]:
        return list(dict.fromkeys((rubric, clause) for rubric, law in one.law.items() for clause in law))

    def _clause(self, rubric: str, clause: Clause) -> Node:
        place, nodes = self.texts.place, self._nodes
        parts: list[Node] = [["b", place(clause.title)]] if clause.title else []
        parts.append(place(clause.text))
        if clause.title:
            parts.append(["s", nodes.say("bracketed", words=price(clause, self._lang))])
        if len(self._titles) > 1:
            parts.append(["s", place(self._titles[rubric])])
        if clause.source:
            parts.append(["s", nodes.address(clause.source)])
        if clause.status == Status.UNCONFIRMED:
            parts.append(["t", "unconfirmed", nodes.say("unconfirmed")])
        return ["g", *parts]

    def _tasks(self, one: Problem) -> Node:
        said = tasks(one.finding, self._lang)
        return self.texts.share(
            ("tasks", *said),
            lambda: self._nodes.pairs(
                *((self._nodes.say(f"roles.{role.value}"), self.texts.place(words)) for role, words in said)
            ),
        )

    def _print(self, one: Problem) -> Node:
        found = one.finding
        check = label(f"report.check.{found.check}", self._lang, otherwise=found.check)
        named = text("report.page.print", self._lang, check=check, code=found.code, fingerprint=found.fingerprint)
        told: list[Node] = [["s", self.texts.place(named)]]
        if found.check in checks_by_id():
            told.append(["m", self.texts.place(anchor(found.check)), self._nodes.say("page.method")])
        if records := self._kept.get(found.fingerprint):
            kept = text("report.page.raw", self._lang, records=records, fingerprint=found.fingerprint)
            told.append(["s", self.texts.place(kept)])
        return ["g", *told]


def _said_elsewhere(name: str, evidence: Mapping[str, Any]) -> bool:
    """Whether a part of the evidence is shown as the clause or with the answers."""
    answers = evidence.get(ASKED) or ()
    repeated = name == "detail" and any(each.get("detail") == evidence[name] for each in answers)
    return repeated or name == ASKED or (name in CITED and bool(evidence.get("clause")))
