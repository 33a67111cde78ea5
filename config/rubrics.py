"""Finding and loading rubrics: by id from config/rubrics/, or by path; and versions of one rubric side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from pydantic import BaseModel

from config.errors import ConfigError
from config.problems import InvalidData, Problem, nearest
from config.rubric import Rubric
from config.rubric.sharing import with_shared
from config.yaml_file import YamlDocument, read_yaml

RUBRICS = Path(__file__).parent / "rubrics"


def rubric_ids() -> tuple[str, ...]:
    """The ids of the rubrics that come with the house, sorted."""
    return tuple(sorted(path.stem for path in RUBRICS.glob("*.yaml")))


def rubric_path(reference: str) -> Path:
    """The file behind an id or a path (anything with a slash, or that ends with .yaml or .yml).

    Raises `ConfigError` for an unknown id, with the nearest ids.
    """
    if "/" in reference or "\\" in reference or reference.endswith((".yaml", ".yml")):
        return Path(reference)
    known = rubric_ids()
    if reference in known:
        return RUBRICS / f"{reference}.yaml"
    near = nearest(reference, known)
    key = "rubric-unknown-near" if near else "rubric-unknown"
    raise ConfigError(key, name=reference, nearest=", ".join(near), known=", ".join(known))


def load_rubric(reference: str, parameters: Mapping[str, type[BaseModel]] | None = None) -> Rubric:
    """The rubric with this id or path.

    `parameters` maps the ids of the known checks to their parameter models; when given, the parameters in the rubric
    are validated too, and a check that nobody knows is an error. Raises `ConfigError` and `InvalidData`.
    """
    document = read_yaml(rubric_path(reference))
    rubric = document.validate(Rubric)
    if parameters is not None:
        filled = replace(document, data=with_shared(document.data))
        problems = _parameter_problems(filled, rubric, parameters)
        if problems:
            raise InvalidData(problems)
    return rubric


def require_apart(references: Iterable[str]) -> None:
    """Raise `InvalidData` when two of these rubrics are of one family and in force on the same day.

    Each file is taken once, whatever it is called by. Files with the same id are copies of one version.
    """
    files = dict.fromkeys(rubric_path(reference).resolve() for reference in references)
    documents = [read_yaml(path) for path in files]
    loaded = [(document, document.validate(Rubric)) for document in documents]
    problems = []
    for number, (document, rubric) in enumerate(loaded):
        for other_document, other in loaded[:number]:
            if rubric.family is not None and rubric.family == other.family and _clash(rubric, other):
                facts = {"family": rubric.family, "other": str(other_document.path), "since": str(other.effective_from)}
                until = other.effective_until or "…"
                problems.append(document.problem(("effective_from",), "dates-overlap", **facts, until=str(until)))
    if problems:
        raise InvalidData(problems)


def _clash(one: Rubric, other: Rubric) -> bool:
    """Whether two versions are in force on the same day."""
    ends = (one.effective_until or date.max, other.effective_until or date.max)
    return one.id != other.id and max(one.effective_from, other.effective_from) <= min(ends)


def _parameter_problems(document: YamlDocument, rubric: Rubric, models: Mapping[str, type[BaseModel]]) -> list[Problem]:
    problems: list[Problem] = []
    known = tuple(sorted(models))
    for check in rubric.checks:
        if check not in models:
            near = ", ".join(nearest(check, known) or known)
            problems.append(document.problem(("checks", check), "unknown-check", check=check, known=near))
            continue
        try:
            document.validate(models[check], at=("checks", check, "values"))
        except InvalidData as error:
            problems += error.problems
    return problems
