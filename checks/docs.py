"""The pages of the checks in docs/checks/, made from what the checks declare: `python -m checks.docs` writes them.

A page repeats nothing by hand: docstring, codes, parameters and messages each stand in one place, and a test fails
when a page in docs/checks/ no longer agrees with them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from enum import Enum
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from checks.catalogue import checks_by_id
from checks.contract import Check
from checks.page_texts import NOTE, about, explained, records, said
from config.messages import LANGUAGES, SOURCE, WRITTEN_IN, catalogue

FOLDER = Path(__file__).parent.parent / "docs" / "checks"


def page(check: Check, lang: str | None = None) -> str:
    """The page of one check as Markdown in one language; with None in English, with the texts of all languages.

    Its clause is quoted as it is, and a check of a third party speaks as it is written.
    """
    summary, _, sections = explained(check, lang).partition("\n")
    parts = [
        f"# {check.id} · {title(check, lang or SOURCE)}",
        summary,
        f"> {check.clause}",
        sections.strip(),
        f"## {said('Codes', lang)}",
        _codes(check, (lang,) if lang else LANGUAGES),
        f"## {said('Parameters', lang)}",
        _parameters(check.Params, lang),
        f"## {said('Needs', lang)}",
        ", ".join(f"`{need}`" for need in check.needs) or said("nothing", lang),
    ]
    return "\n\n".join(parts) + "\n"


def title(check: Check, lang: str) -> str:
    """The name of a check; one of a third party has only its own."""
    return check.title if lang == SOURCE else catalogue(lang).get(f"report.check.{check.id}", check.title)


def index(checks: Iterable[Check], lang: str | None = None) -> str:
    """The table of all checks as Markdown."""
    names = " | ".join(said(name, lang) for name in ("check", "title", "codes"))
    rows = [f"| [`{check.id}`]({check.id}.md) | {check.title} | {_code_list(check.codes)} |" for check in checks]
    return "\n".join([f"# {said('Checks', lang)}", "", f"| {names} |", "| --- | --- | --- |", *rows, ""])


def ours() -> list[Check]:
    """The checks that come with the house."""
    return [check for check in checks_by_id().values() if type(check).__module__.split(".", 1)[0] == __package__]


def pages() -> dict[str, str]:
    """Name of the file -> content of every page: in English, and in a folder of its own in every other language."""
    made: dict[str, str] = {}
    for lang in (None, *(lang for lang in LANGUAGES if lang != WRITTEN_IN)):
        folder = f"{lang}/" if lang else ""
        named = {"index.md": index(ours(), lang)} | {f"{check.id}.md": page(check, lang) for check in ours()}
        made |= {f"{folder}{name}": _noted(content, lang) for name, content in named.items()}
    return made


def write(folder: Path = FOLDER) -> list[Path]:
    """Write all pages into `folder`, remove pages of checks that are gone, and return what was written."""
    written = []
    for name, content in pages().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
        written.append(path)
    for stray in set(folder.rglob("*.md")) - set(written):
        stray.unlink()
    return written


def _noted(content: str, lang: str | None) -> str:
    """A page that says below its title where it comes from."""
    heading, _, rest = content.partition("\n")
    return f"{heading}\n\n<!-- {said(NOTE, lang)} -->\n{rest}"


def _code_list(codes: Iterable[str]) -> str:
    return " ".join(f"`{code}`" for code in codes)


def _codes(check: Check, langs: Sequence[str]) -> str:
    """Each code with its texts as they stand in the catalogue, facts in braces; third parties may have none."""
    parts = []
    for code in check.codes:
        parts.append(f"### `{code}` {_told(check, code, 'title', langs[0])}".rstrip())
        told = (_told(check, code, part, lang) for lang in langs for part in ("message", "remedy"))
        parts.append("\n".join(f"- {sentence}" for sentence in told if sentence))
    return "\n\n".join(part for part in parts if part)


def _told(check: Check, code: str, part: str, lang: str) -> str:
    return catalogue(lang).get(f"finding.{check.id}.{code}.{part}", "")


def _parameters(model: type[BaseModel], lang: str | None) -> str:
    """A table of the parameters, then one of each record that they are made of."""
    if not model.model_fields:
        return said("None.", lang)
    parts = [_table(model, lang)]
    for inner in records(model):
        parts += [f"### {inner.__name__}", said(about(inner), lang), _table(inner, lang)]
    return "\n\n".join(parts)


def _table(model: type[BaseModel], lang: str | None) -> str:
    rows = [
        f"| `{field.alias or name}` | {_type_name(field.annotation, lang)} | {_default(field, lang)} "
        f"| {said(field.description or '', lang)} |"
        for name, field in model.model_fields.items()
    ]
    names = " | ".join(said(name, lang) for name in ("name", "type", "default", "meaning"))
    return "\n".join([f"| {names} |", "| --- | --- | --- | --- |", *rows])


def _default(field: FieldInfo, lang: str | None) -> str:
    if field.is_required():
        return said("required", lang)
    value = field.get_default(call_default_factory=True)
    return "" if value in (None, (), {}) else f"`{value}`"


def _type_name(annotation: Any, lang: str | None) -> str:
    """`tuple[str, ...]` as "list of str", `dict[str, Window]` as "str → Window", `X | None` as X."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _type_name(arguments[0], lang)
    if origin in (Union, UnionType):
        return f" {said('or', lang)} ".join(_type_name(part, lang) for part in arguments if part is not type(None))
    if origin is tuple:
        return f"{said('list of', lang)} {_type_name(arguments[0], lang)}"
    if origin is dict:
        return " → ".join(_type_name(part, lang) for part in arguments)
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return " · ".join(str(member.value) for member in annotation)
    return getattr(annotation, "__name__", str(annotation))


if __name__ == "__main__":
    for path in write(*map(Path, sys.argv[1:2])):
        sys.stdout.write(f"{path}\n")
