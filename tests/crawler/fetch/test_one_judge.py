"""Nobody but the verdict looks at status codes: every other room is told the kind of answer."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[3]
ROOMS = ("crawler", "checks", "reports", "xuncha")
"""`config` holds the signs of walls, statuses among them, and sees no answer."""
JUDGES = {"crawler/fetch/verdict.py", "crawler/evidence/cdxj.py", "crawler/fetch/http_head.py"}
"""The verdict; the index of evidence, which tells what was recorded of what can be shown as a picture; and the head of
an answer in HTTP/1, whose status says whether a body follows."""
SERVERS = "xuncha/sample/"
"""The sample portal answers; it judges nobody."""
NAMES = {"status", "status_code"}


def modules() -> list[str]:
    found = (path.relative_to(HOUSE).as_posix() for room in ROOMS for path in (HOUSE / room).rglob("*.py"))
    return sorted(name for name in found if name not in JUDGES and not name.startswith(SERVERS))


def looks(source: str) -> Iterator[str]:
    """The places where a status is compared with anything but None or the house's own `Status` (of clauses)."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
        elif isinstance(node, ast.Match):
            sides = [node.subject]
        else:
            continue
        others = [side for side in sides if not _is_status(side)]
        harmless = others and all(isinstance(side, ast.Constant) and side.value is None for side in others)
        own = any(isinstance(part, ast.Name) and part.id == "Status" for part in ast.walk(node))
        numbers = any(isinstance(part, ast.Constant) and type(part.value) is int for part in ast.walk(node))
        by_attribute = any(isinstance(side, ast.Attribute) and _is_status(side) for side in sides)
        if len(others) < len(sides) and not harmless and not own and (by_attribute or numbers):
            yield f"line {node.lineno}: {ast.unparse(node)[:80]}"


def _is_status(node: ast.expr) -> bool:
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return name in NAMES


def test_nobody_else_looks_at_status_codes() -> None:
    sources = {module: (HOUSE / module).read_text(encoding="utf-8") for module in modules()}
    assert len(sources) > 100
    assert {module: found for module, source in sources.items() if (found := list(looks(source)))} == {}
    assert [module for module, source in sources.items() if "HTTPStatus" in source] == []


@pytest.mark.parametrize(
    "source",
    [
        "if reply.status == 404: pass",
        "ok = 200 <= response.status < 300",
        "gone = answer.status in GONE",
        "match reply.status:\n    case 404: pass",
        "if status_code >= 400: pass",
    ],
)
def test_a_look_is_seen(source: str) -> None:
    assert list(looks(source))


@pytest.mark.parametrize(
    "source", ["if reply.status is None: pass", "sure = rule.status is Status.CONFIRMED", "status = max(status, 1)"]
)
def test_what_is_no_look_is_not_seen(source: str) -> None:
    assert not list(looks(source))


def test_the_judge_does() -> None:
    for judge in JUDGES:
        assert list(looks((HOUSE / judge).read_text(encoding="utf-8")))
