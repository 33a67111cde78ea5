"""The pages of the checks in docs/checks/, made from what the checks declare: `python -m checks.docs` writes them.

A page repeats nothing by hand: docstring, codes, parameters and messages each stand in one place, and a test fails
when a page in docs/checks/ no longer agrees with them.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from checks.catalogue import checks_by_id
from checks.contract import Check
from config.messages import LANGUAGES, SOURCE, catalogue

FOLDER = Path(__file__).parent.parent / "docs" / "checks"

_NOTE = "<!-- Made by `python -m checks.docs` from the check itself. Edit the check, not this page. -->"


def page(check: Check, lang: str | None = None) -> str:
    """The page of one check as Markdown: with its texts in one language, or for a file, in all of them.

    What stands in the check itself (docstring, parameters) is English, and its clause is quoted as it is.
    """
    summary, _, sections = inspect.cleandoc(check.__doc__ or "").partition("\n")
    parts = [
        f"# {check.id} · {title(check, lang or SOURCE)}",
        *([] if lang else [_NOTE]),
        summary,
        f"> {check.clause}",
        sections.strip(),
        "## Codes",
        _codes(check, (lang,) if lang else LANGUAGES),
        "## Parameters",
        _parameters(check.Params),
        "## Needs",
        ", ".join(f"`{need}`" for need in check.needs) or "nothing",
    ]
    return "\n\n".join(parts) + "\n"


def title(check: Check, lang: str) -> str:
    """The name of a check; one of a third party has only its own."""
    return check.title if lang == SOURCE else catalogue(lang).get(f"report.check.{check.id}", check.title)


def index(checks: Iterable[Check]) -> str:
    """The table of all checks as Markdown."""
    rows = [f"| [`{check.id}`]({check.id}.md) | {check.title} | {_code_list(check.codes)} |" for check in checks]
    return "\n".join(["# Checks", "", _NOTE, "", "| check | title | codes |", "| --- | --- | --- |", *rows, ""])


def pages() -> dict[str, str]:
    """File name -> content of every page for the checks that come with the house."""
    ours = [check for check in checks_by_id().values() if type(check).__module__.split(".", 1)[0] == __package__]
    return {f"{check.id}.md": page(check) for check in ours} | {"index.md": index(ours)}


def write(folder: Path = FOLDER) -> list[Path]:
    """Write all pages into `folder`, remove pages of checks that are gone, and return what was written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, content in pages().items():
        path = folder / name
        path.write_text(content, encoding="utf-8")
        written.append(path)
    for stray in set(folder.glob("*.md")) - set(written):
        stray.unlink()
    return written


def _code_list(codes: Iterable[str]) -> str:
    return " ".join(f"`{code}`" for code in codes)


def _codes(check: Check, langs: Sequence[str]) -> str:
    """Each code with its texts as they stand in the catalogue, facts in braces; third parties may have none."""
    parts = []
    for code in check.codes:
        parts.append(f"### `{code}` {_said(check, code, 'title', langs[0])}".rstrip())
        told = (_said(check, code, part, lang) for lang in langs for part in ("message", "remedy"))
        parts.append("\n".join(f"- {sentence}" for sentence in told if sentence))
    return "\n\n".join(part for part in parts if part)


def _said(check: Check, code: str, part: str, lang: str) -> str:
    return catalogue(lang).get(f"finding.{check.id}.{code}.{part}", "")


def _parameters(model: type[BaseModel]) -> str:
    """A table of the parameters, then one of each record that they are made of."""
    if not model.model_fields:
        return "None."
    parts = [_table(model)]
    for inner in _records(model, {model}):
        parts += [f"### {inner.__name__}", (inspect.getdoc(inner) or "").partition("\n\n")[0], _table(inner)]
    return "\n\n".join(parts)


def _table(model: type[BaseModel]) -> str:
    rows = [
        f"| `{field.alias or name}` | {_type_name(field.annotation)} | {_default(field)} | {field.description or ''} |"
        for name, field in model.model_fields.items()
    ]
    return "\n".join(["| name | type | default | meaning |", "| --- | --- | --- | --- |", *rows])


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True)
    return "" if value in (None, (), {}) else f"`{value}`"


def _records(model: type[BaseModel], seen: set[type[BaseModel]]) -> Iterator[type[BaseModel]]:
    """Models used inside `model`, each once, in the order of their first use."""
    for field in model.model_fields.values():
        for inner in _models_in(field.annotation):
            if inner not in seen:
                seen.add(inner)
                yield inner
                yield from _records(inner, seen)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)


def _type_name(annotation: Any) -> str:
    """`tuple[str, ...]` as "list of str", `dict[str, Window]` as "str → Window", `X | None` as X."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _type_name(arguments[0])
    if origin in (Union, UnionType):
        return " or ".join(_type_name(part) for part in arguments if part is not type(None))
    if origin is tuple:
        return f"list of {_type_name(arguments[0])}"
    if origin is dict:
        return " → ".join(map(_type_name, arguments))
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return " · ".join(str(member.value) for member in annotation)
    return getattr(annotation, "__name__", str(annotation))


if __name__ == "__main__":
    for path in write(*map(Path, sys.argv[1:2])):
        sys.stdout.write(f"{path}\n")
