"""Which checks there are: found through the entry points `xuncha.checks`, validated before any of them runs.

A check that cannot be used stops the program with one message that names the distribution it came from. Leaving it
out silently would change scores without a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from types import MappingProxyType

from checks.contract import NEEDS, Check, CheckParams
from config.errors import UserError
from config.problems import nearest

GROUP = "xuncha.checks"

SECTIONS = ("What it finds", "Why it matters", "How it decides", "When it does not apply", "Known errors")
"""Sections (`## …`) that the docstring of every check has, in this order, after its first line."""

_SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@cache
def checks_by_id() -> Mapping[str, Check]:
    """All installed checks by id, sorted. Raises `UserError` for a check that cannot be used."""
    return load_checks(entry_points(group=GROUP))


def find_check(check_id: str) -> Check:
    """The check with this id. Raises `UserError` with the nearest ids when there is none."""
    known = checks_by_id()
    if check_id in known:
        return known[check_id]
    near = ", ".join(nearest(check_id, tuple(known)))
    raise UserError("unknown-check" if near else "strange-check", name=check_id, nearest=near)


def parameter_models() -> dict[str, type[CheckParams]]:
    """The parameter model of every installed check by its id, for `config.rubrics.load_rubric`."""
    return {check_id: check.Params for check_id, check in checks_by_id().items()}


def load_checks(points: Iterable[EntryPoint]) -> Mapping[str, Check]:
    """The checks behind `points` by id, sorted. Raises `UserError` for the first that cannot be used."""
    found: dict[str, Check] = {}
    by_name: dict[str, list[EntryPoint]] = {}
    for point in points:
        by_name.setdefault(point.name, []).append(point)
    for name in sorted(by_name):
        if len(by_name[name]) > 1:
            other, again, *_ = sorted(by_name[name], key=_origin)
            check = _load(other)
            raise UserError("check-twice", check=check.id, origin=_origin(again), other=_origin(other))
        (point,) = by_name[name]
        found[name] = _load(point)
    return MappingProxyType(found)


def metadata_problem(check_class: object, name: str) -> str | None:
    """What is wrong with what a check declares, in one English sentence; None when it is fine."""
    if not (isinstance(check_class, type) and issubclass(check_class, Check)):
        return "it is not a subclass of checks.contract.Check"
    for attribute in ("id", "title", "codes", "clause"):
        if not getattr(check_class, attribute, None):
            return f"it has no `{attribute}`"
    if check_class.id != name or not _SLUG.fullmatch(name):
        return f"its id {check_class.id!r} must be a slug (a-z, 0-9, -) and equal to its entry point's name"
    codes = check_class.codes
    if not isinstance(codes, tuple) or len(set(codes)) < len(codes) or not all(map(_SLUG.fullmatch, codes)):
        return "`codes` must be a tuple of different slugs"
    unknown = set(check_class.needs) - NEEDS
    if unknown:
        return f"it needs {', '.join(sorted(unknown))}, but a crawl offers only {', '.join(sorted(NEEDS))}"
    if not (isinstance(check_class.Params, type) and issubclass(check_class.Params, CheckParams)):
        return "`Params` is not a subclass of checks.contract.CheckParams"
    if not isinstance(check_class.sensitive, bool):
        return "`sensitive` is neither True nor False"
    return _docstring_problem(check_class)


def sections_of(check: Check | type[Check]) -> list[str]:
    """The headings in a check's docstring, in order."""
    return re.findall(r"^\s*## (.+?)\s*$", check.__doc__ or "", re.MULTILINE)


def _docstring_problem(check_class: type[Check]) -> str | None:
    if "__doc__" not in vars(check_class) or not check_class.__doc__:
        return "it has no docstring"
    missing = [section for section in SECTIONS if section not in sections_of(check_class)]
    return f"its docstring lacks the section “{missing[0]}”" if missing else None


def _load(point: EntryPoint) -> Check:
    try:
        check_class = point.load()
    except Exception as fault:  # whatever a stranger's module raises while it is imported
        detail = f"{type(fault).__name__}: {fault}"
        raise UserError("check-not-loadable", check=point.name, origin=_origin(point), detail=detail) from fault
    problem = metadata_problem(check_class, point.name)
    if problem is None and getattr(check_class, "__abstractmethods__", None):
        problem = "it does not implement `judge`"
    if problem:
        raise UserError("check-invalid", check=point.name, origin=_origin(point), detail=problem)
    check: Check = check_class()
    return check


def _origin(point: EntryPoint) -> str:
    """The distribution with its version, as `pip` would name it."""
    return f"{point.dist.name} {point.dist.version}" if point.dist else point.value
