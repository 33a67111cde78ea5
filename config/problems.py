"""What is wrong with given data, problem by problem: each with its place, its field, and what to write instead."""

from __future__ import annotations

import difflib
import json
import re
import reprlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from config.errors import ConfigError, Place
from config.faults import Spoken
from config.messages import has_text, text

Loc: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True)
class Problem:
    """One thing to mend. `where` is the dotted path of the field; `key` names the text `error.problem.<key>`."""

    place: Place
    where: str
    key: str
    facts: Mapping[str, Any]

    def text(self, lang: str = "zh") -> str:
        """What is wrong and what to do, without the place."""
        known = has_text(f"error.problem.{self.key}", lang)
        facts = {name: fact.text(lang) if isinstance(fact, Spoken) else fact for name, fact in self.facts.items()}
        sentence = text(f"error.problem.{self.key if known else 'other'}", lang, **facts)
        return f"{self.where}: {sentence}" if self.where else sentence


class InvalidData(ConfigError):
    """Data that its model refuses: all problems at once, the first one in front."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("invalid-data", place=problems[0].place, count=len(problems))
        self.problems = tuple(problems)

    def __reduce__(self) -> tuple[type[InvalidData], tuple[list[Problem]]]:
        return type(self), (list(self.problems),)

    def text(self, lang: str = "zh") -> str:
        """One line for a single problem; otherwise a heading and one line for each."""
        lines = [f"{problem.place}: {problem.text(lang)}" for problem in self.problems]
        if len(lines) == 1:
            return lines[0]
        return "\n  ".join([super().text(lang), *lines])


def problems_of(
    error: ValidationError, model: type[BaseModel], place_of: Callable[[Loc], Place], at: Loc = ()
) -> list[Problem]:
    """The problems behind a validation error of `model`, in the order of their lines.

    `place_of` says where the value at a path (or the innermost part of the path that is there) was written; `at` is
    the path from there to the validated value.
    """
    details = error.errors(include_url=False)
    problems = [_problem(detail, model, place_of, at) for detail in details if not _is_echo(detail, details)]
    return sorted(problems, key=lambda problem: (str(problem.place.file), problem.place.line or 0))


def dotted(loc: Loc) -> str:
    """A path as people read it: `indicators.1.points`."""
    return ".".join(map(str, loc))


def nearest(name: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """At most three of the `known` names that resemble `name`, most similar first."""
    return tuple(difflib.get_close_matches(name, known, n=3, cutoff=0.5))


def _problem(detail: ErrorDetails, model: type[BaseModel], place_of: Callable[[Loc], Place], at: Loc) -> Problem:
    context = dict(detail.get("ctx", {}))
    loc, there = _followed(model, (*detail["loc"], *context.pop("at", ())))
    key = detail["type"]
    facts = {"detail": detail["msg"].removeprefix("Value error, "), "input": _shown(detail["input"]), **context}
    for listed in ("expected", "expected_tags"):
        if listed in facts:
            facts["expected"] = ", ".join(re.findall(r"'([^']*)'", str(facts[listed])))
    if key == "union_tag_not_found":
        facts |= {"field": context["discriminator"].strip("'"), "expected": ", ".join(_tags(there))}
    if key == "extra_forbidden":
        allowed = tuple(allowed_fields(model, detail["loc"][:-1]))
        near = nearest(str(loc[-1]), allowed)
        key = "unknown-field-near" if near else "unknown-field"
        facts |= {"nearest": near[0] if near else "", "allowed": ", ".join(allowed)}
    return Problem(place_of(at + loc), dotted(at + loc), key, facts)


def _is_echo(detail: ErrorDetails, others: list[ErrorDetails]) -> bool:
    """A sequence whose every item is wrong is also called too short; that says nothing new."""
    loc = detail["loc"]
    return detail["type"] == "too_short" and any(other["loc"][: len(loc)] == loc != other["loc"] for other in others)


def _shown(value: Any) -> str:
    if value is None or isinstance(value, str | int | float):
        written = json.dumps(value, ensure_ascii=False)
        return written if len(written) <= 60 else f"{written[:57]}…"
    return reprlib.repr(value)


def allowed_fields(model: type[BaseModel], loc: Loc) -> Iterator[str]:
    """The field names that may stand at `loc` inside a `model`."""
    for annotation in _followed(model, loc)[1]:
        for part in _alternatives(annotation):
            if _is_model(part):
                yield from (field.alias or name for name, field in part.model_fields.items())


def _followed(model: type[BaseModel], loc: Loc) -> tuple[Loc, list[Any]]:
    """`loc` as the file has it, and what may stand there.

    Pydantic puts the tag of a tagged union into the path (`rules.0.veto.warn_at`); no file has such a step.
    """
    current: list[Any] = [model]
    written: list[str | int] = []
    for step in loc:
        tagged = [part for annotation in current for part in _tagged(annotation, step)]
        if tagged:
            current = tagged
            continue
        current = [inner for annotation in current for inner in _inside(annotation, step)]
        written.append(step)
    return tuple(written), current


def _tagged(annotation: Any, step: str | int) -> list[Any]:
    """The members of a tagged union that bear the tag `step`."""
    parts = list(_alternatives(annotation))
    return [part for part in parts if step in _tags([part])] if len(parts) > 1 else []


def _tags(annotations: list[Any]) -> list[str]:
    """The tags of the members of tagged unions, in their order."""
    models = [part for annotation in annotations for part in _alternatives(annotation) if _is_model(part)]
    fields = [field.annotation for part in models for field in part.model_fields.values()]
    return [get_args(field)[0] for field in fields if get_origin(field) is Literal and len(get_args(field)) == 1]


def _alternatives(annotation: Any) -> Iterator[Any]:
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _alternatives(get_args(annotation)[0])
    elif origin in (Union, UnionType):
        for part in get_args(annotation):
            yield from _alternatives(part)
    else:
        yield annotation


def _inside(annotation: Any, step: str | int) -> Iterator[Any]:
    for part in _alternatives(annotation):
        if _is_model(part):
            yield from (field.annotation for name, field in part.model_fields.items() if step in (name, field.alias))
        elif get_origin(part) in (tuple, list):
            yield get_args(part)[0]
        elif get_origin(part) in (dict, Mapping):
            yield get_args(part)[1]


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)
