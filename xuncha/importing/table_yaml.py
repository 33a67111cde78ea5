"""An understood table as a rubric file: groups, indicators, proposed rules, and what could not be told, by cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from ruamel.yaml.comments import CommentedMap

from config.drafts import draft_defaults
from config.errors import Place, UserError
from config.indicator_tables import indicator_tables
from config.messages import text
from config.registry import UnitClass
from config.rubric import Form, Part
from xuncha.importing.cells import clause_of, deadline_of, evidence_of, is_range, listed_in, range_of, short, texts_of
from xuncha.importing.nodes import Node, Outline, Trouble
from xuncha.importing.scoring import proposed_rules
from xuncha.importing.sums import MAIN, points_of, settle, total_of
from xuncha.rubric_file import mapping, rubric_text, sequence

Commented = tuple[CommentedMap, Sequence[str]]


class TableFile:
    """One table on its way to a file. `unit_class` keeps the weights of one class of unit only."""

    def __init__(self, outline: Outline, path: Path, levels: Sequence[str], unit_class: UnitClass | None) -> None:
        self.outline = outline
        self._path = path
        self._levels = levels
        if unit_class is not None:
            _keep(outline, unit_class)
        self._classes = _classes(outline)
        settle(outline, self._classes)
        self._form = _form(outline)
        self._has_groups = any(node.children for node in outline.nodes())
        self._ids = {id(node): name for node, name in _numbered(outline)}

    def text(self, *, rubric_id: str, title: str, since: date, lang: str) -> str:
        """The text of a rubric file that `xuncha rubric validate` accepts. Raises `UserError` for unequal classes."""
        defaults = draft_defaults()
        base, bonus = self._base(), self._bonus()
        groups, indicators = sequence([*self._groups()], indent=2), sequence([*self._indicators(lang)], indent=2)
        rubric = mapping(
            id=rubric_id,
            title=title,
            issuer=text("draft.file.unknown", lang),
            source=self._path.name,
            effective_from=since,
            form=self._form.value,
            base_points=base,
            bonus_points=bonus,
            coverage_floor=float(defaults.coverage_floor),
            min_pages=defaults.min_pages,
            levels=self._level_names(),
            notes=self._notes(since, lang),
            defaults=mapping(source=self._path.name, status="unconfirmed"),
            groups=groups or None,
            indicators=indicators,
        )
        return rubric_text(rubric, [text("import.file.head", lang, file=self._path.name)])

    def _notes(self, since: date, lang: str) -> list[str]:
        notes = [text("draft.file.note-defaults", lang, source=draft_defaults().source)]
        notes.append(text("draft.file.note-date", lang, date=since.isoformat()))
        notes.append(text(f"import.file.form-{self._form.value}", lang))
        notes += self.outline.notes
        return notes + [trouble_text(trouble, lang) for trouble in self.outline.troubles]

    def _level_names(self) -> list[str] | None:
        """The headers of the levels, where the rubric has no more levels than the table has columns for them."""
        own_groups = [not node.parent or bool(node.children) for node in self.outline.nodes() if _is_line(node)]
        chains = [len(node.chain()) for node in self.outline.nodes() if _is_line(node)]
        deepest = max(chain + (self._has_groups and own) for chain, own in zip(chains, own_groups, strict=True))
        names = [*dict.fromkeys(self._levels)]
        return names if deepest <= len(names) else None

    def _part(self, node: Node) -> Part:
        if node.part in (Part.VETO, Part.BONUS) and (node.part is Part.VETO or self._form is not Form.CHECKLIST):
            return node.part
        return {Form.CHECKLIST: Part.CLAUSE, Form.ADDITIVE: Part.CREDIT, Form.DEDUCTION: Part.DEDUCTION}[self._form]

    def _base(self) -> Decimal | None:
        if self._form is Form.CHECKLIST:
            return None
        sums = {each: total_of(self.outline, MAIN, each) for each in self._classes}
        totals = {known for known, _ in sums.values()}
        if len(totals) > 1:
            listed = "；".join(f"{each.value if each else '-'}: {known}" for each, (known, _) in sums.items())
            raise UserError("table-class-totals", place=Place(self._path), totals=listed)
        known, whole = next(iter(sums.values()))
        stated = self.outline.total
        bonus, _ = total_of(self.outline, Part.BONUS, None)
        if stated is not None and (stated == known + bonus or (not whole and stated >= known)):
            return stated - bonus if stated == known + bonus else stated
        return known

    def _bonus(self) -> Decimal | None:
        if self._form is Form.CHECKLIST or not any(self._part(node) is Part.BONUS for node in self.outline.nodes()):
            return None
        return total_of(self.outline, Part.BONUS, self._classes[0])[0]

    def _groups(self) -> Iterator[Commented]:
        for node in self.outline.nodes():
            if self._has_groups and (node.children or node.parent is None):
                yield (
                    mapping(
                        id=self._group_id(node),
                        name=short(node.cell.text),
                        parent=self._group_id(node.parent) if node.parent else None,
                        part=self._part(node).value,
                        points=self._points(node, None),
                        clause=node.cell.text,
                        pointer=node.cell.address,
                    ),
                    (),
                )

    def _points(self, node: Node, unit_class: UnitClass | None) -> Decimal | None:
        return None if self._part(node) in (Part.VETO, Part.CLAUSE) else points_of(node, unit_class)

    def _group_id(self, node: Node) -> str:
        return f"g{self._ids[id(node)]}"

    def _indicators(self, lang: str) -> Iterator[Commented]:
        for node in self.outline.nodes():
            if _is_line(node):
                yield self._indicator(node, lang), ()

    def _indicator(self, node: Node, lang: str) -> CommentedMap:
        name = self._ids[id(node)]
        group = node if node.children or node.parent is None else node.parent
        classes = [each for each in self._classes if each is not None and each in node.weights]
        points = None if node.children else self._points(node, classes[0] if classes else None)
        different = [each for each in classes[1:] if points_of(node, each) != points]
        variants = [mapping(classes=[each.value], points=self._points(node, each)) for each in different]
        part = self._part(node)
        weight = next(iter(node.weights.values()), None)
        scoring = "\n".join(dict.fromkeys(said for row in node.rows for said in row.texts("rule")))
        rules = [] if variants or is_range(weight) else proposed_rules(scoring, points, part)
        return mapping(
            id=name,
            group=self._group_id(group) if self._has_groups else text("import.file.flat", lang),
            part=part.value,
            title=short(node.cell.text),
            points=points,
            points_range=range_of(weight) if part not in (Part.VETO, Part.CLAUSE) else None,
            clause=clause_of(node.cell.text, scoring),
            pointer=node.cell.address,
            applies_to=[each.value for each in classes] or None,
            variants=variants or None,
            responsible=listed_in(node, "responsible") or None,
            deadline=deadline_of(node),
            evidence=evidence_of(node) or None,
            look_at="\n".join(texts_of(node, "method")) or None,
            manual_reason=text("import.file.manual", lang),
            note="\n".join(texts_of(node, "note")) or None,
            rules=[mapping(id=f"{name}.r{at}", **rule) for at, rule in enumerate(rules, start=1)] or None,
        )


def trouble_text(trouble: Trouble, lang: str) -> str:
    """What is wrong with a cell, with its address in front."""
    return f"{trouble.cell.address}: {text(f'import.trouble.{trouble.key}', lang, **trouble.facts)}"


def _keep(outline: Outline, unit_class: UnitClass) -> None:
    """Leaves the weights of one class; what has weights for other classes only is not for it and goes."""
    for node in list(outline.nodes()):
        own = node.weights.get(unit_class)
        foreign = not own and None not in node.weights and bool(node.weights)
        node.weights = {unit_class: own} if own else {None: node.weights[None]} if None in node.weights else {}
        if foreign:
            (node.parent.children if node.parent else outline.roots).remove(node)


def _classes(outline: Outline) -> tuple[UnitClass | None, ...]:
    named = dict.fromkeys(each for node in outline.nodes() for each in node.weights if each is not None)
    return tuple(named) or (None,)


def _form(outline: Outline) -> Form:
    """Additive where the scoring words give more often than they take; a check-list where nothing has points."""
    if not any(node.weights for node in outline.nodes()):
        return Form.CHECKLIST
    words = "".join(said for node in outline.nodes() for row in node.rows for said in row.texts("rule"))
    tables = indicator_tables()
    gives, takes = (sum(map(words.count, said)) for said in (tables.additive, tables.deductive))
    return Form.ADDITIVE if gives > takes else Form.DEDUCTION


def _is_line(node: Node) -> bool:
    """Whether a name is an indicator: it has rows of its own, or nothing below it."""
    return bool(node.rows) or not node.children


def _numbered(outline: Outline) -> Iterator[tuple[Node, str]]:
    """Every node with its place in the table: 2.1.3."""
    stack = [(node, str(at)) for at, node in enumerate(outline.roots, start=1)]
    while stack:
        node, name = stack.pop()
        yield node, name
        stack += [(child, f"{name}.{at}") for at, child in enumerate(node.children, start=1)]
