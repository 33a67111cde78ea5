"""Parameters that rubrics share: taken over by id, replaced field by field, part of the hash, mistakes told by line."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from checks.catalogue import parameter_models
from checks.runner import parameters_of
from config.problems import InvalidData
from config.rubric import Rubric
from config.rubric.sharing import PARAMETERS, shared_parameters, with_shared
from config.rubrics import load_rubric
from xuncha.judging import rubric_hash

HEAD = """\
id: little
title: 小指标
issuer: 某县
source: 某政办发〔2026〕1号
effective_from: 2026-01-01
form: checklist
coverage_floor: 0.8
min_pages: 10
checks:
  {check}:
    values:
      items:
        - {{id: own, title: 栏目, names: [栏目], applies_to: [portal], clause: 条, source: 源, status: confirmed}}
        - {item}
    clause: 条
    source: 源
    status: confirmed
indicators:
  - {{id: a, part: clause, group: 一, title: 目录, clause: 条, source: 源, status: confirmed, manual_reason: 人工}}
"""


def written(folder: Path, item: str, check: str = "mandated-item") -> Path:
    path = folder / "rubric.yaml"
    path.write_text(HEAD.format(item=item, check=check), encoding="utf-8")
    return path


def items(loaded: Rubric) -> list[dict[str, Any]]:
    return list(loaded.checks["mandated-item"].values["items"])


def test_an_item_is_taken_over_and_replaced_in_part(tmp_path: Path) -> None:
    entry = shared_parameters("mandated-item")["catalogue"]
    whole = load_rubric(str(written(tmp_path, "{use: catalogue}")), parameter_models())
    assert items(whole)[1] == entry
    part = load_rubric(str(written(tmp_path, "{use: catalogue, applies_to: [township]}")), parameter_models())
    assert items(part)[1] == {**entry, "applies_to": ["township"]}
    assert shared_parameters("mandated-item")["catalogue"] == entry


def test_what_is_shared_counts_in_the_hash(tmp_path: Path) -> None:
    taken = load_rubric(str(written(tmp_path, "{use: catalogue}")))
    other = load_rubric(str(written(tmp_path, "{use: on-request}")))
    dumped = taken.model_dump(mode="json")
    item = dumped["checks"]["mandated-item"]["values"]["items"][1]
    assert "use" not in item and item["title"] == shared_parameters("mandated-item")["catalogue"]["title"]
    assert rubric_hash(taken) != rubric_hash(other)
    assert Rubric.model_validate(dumped) == taken


def test_the_parameters_count_in_the_hash_as_the_checks_read_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = load_rubric(str(written(tmp_path, "{use: catalogue}")))
    before = rubric_hash(loaded)
    read = parameters_of(loaded)
    assert rubric_hash(load_rubric(str(written(tmp_path, "{use: catalogue}")))) == before
    changed = {"mandated-item": read["mandated-item"].model_copy(update={"similar": 0.5})}
    monkeypatch.setattr("xuncha.judging.parameters_of", lambda _: {**read, **changed})
    assert rubric_hash(loaded) != before


@pytest.mark.parametrize(
    ("item", "check", "says"),
    [
        ("{use: catalog}", "mandated-item", "catalogue"),
        ("{use: 7}", "mandated-item", "annual-report"),
        ("{use: catalogue}", "empty-column", "known: –"),
    ],
)
def test_an_unknown_id_is_told_with_its_line(tmp_path: Path, item: str, check: str, says: str) -> None:
    path = written(tmp_path, item, check)
    with pytest.raises(InvalidData) as caught:
        load_rubric(str(path), parameter_models())
    (problem,) = caught.value.problems
    assert (problem.key, problem.where) == ("unknown-shared", f"checks.{check}.values.items.1.use")
    assert item in path.read_text(encoding="utf-8").splitlines()[(problem.place.line or 0) - 1]
    assert says in str(caught.value)


def test_a_mistake_beside_the_id_is_told_with_its_line(tmp_path: Path) -> None:
    path = written(tmp_path, "{use: catalogue, aplies_to: [portal]}")
    with pytest.raises(InvalidData) as caught:
        load_rubric(str(path), parameter_models())
    (problem,) = caught.value.problems
    assert problem.where == "checks.mandated-item.values.items.1.aplies_to"
    assert "aplies_to" in path.read_text(encoding="utf-8").splitlines()[(problem.place.line or 0) - 1]


@pytest.mark.parametrize("odd", [None, [], {"checks": 3}, {"checks": {"a": 3, "b": {"values": 4}}}])
def test_odd_data_is_left_to_the_model(odd: Any) -> None:
    assert with_shared(odd) == odd


@pytest.mark.parametrize("check", sorted(path.stem for path in PARAMETERS.glob("*.yaml")))
def test_every_shared_entry_is_what_its_check_accepts(check: str) -> None:
    model = parameter_models()[check]
    for name, entry in shared_parameters(check).items():
        assert entry.get("id", name) == name
        assert model.model_validate(asked_for(check, entry)), name


def asked_for(check: str, entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """A shared entry as it stands among the parameters of its check, with what only a rubric can say."""
    match check:
        case "mandated-item":
            return {"items": [entry]}
        case "topic-coverage":
            own = {"applies_to": ["portal"], "clause": "条", "source": "源", "status": "confirmed"}
            return {"topics": [own | dict(entry)]}
        case "annual-report":
            return {"applies_to": ["portal"], "mentions": [entry]}
        case _:
            return entry
