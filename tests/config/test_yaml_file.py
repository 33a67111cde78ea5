"""Every way in which a YAML file can be unusable ends in one message with file, line and remedy."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from config.errors import ConfigError, Place
from config.model import StrictModel
from config.problems import InvalidData
from config.registry import Portal
from config.rubric import Rubric
from config.yaml_file import load_yaml, read_yaml


class Leaf(StrictModel):
    weight: int
    name: str = ""


class Tree(StrictModel):
    title: str
    leaves: tuple[Leaf, ...] = ()
    by_name: dict[str, Leaf] = Field(default_factory=dict)
    extra: Leaf | None = None


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "tree.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_reads_yaml_1_2(tmp_path: Path) -> None:
    path = written(tmp_path, "title: no\nleaves: &two\n  - {weight: 1}\n  - {weight: 2}\n")
    assert load_yaml(path, Tree) == Tree(title="no", leaves=(Leaf(weight=1), Leaf(weight=2)))


def test_a_byte_order_mark_is_no_content(tmp_path: Path) -> None:
    assert load_yaml(written(tmp_path, b"\xef\xbb\xbftitle: x\n"), Tree).title == "x"


def test_unknown_field_names_line_and_nearest(tmp_path: Path) -> None:
    path = written(tmp_path, "title: x\nleaves:\n  - weight: 1\n  - name: b\n    weigth: 2\n")
    with pytest.raises(InvalidData) as caught:
        load_yaml(path, Tree)
    lines = str(caught.value).splitlines()
    assert lines[0] == f"{path}:4: 2 things to mend:"
    assert lines[1] == f"  {path}:4: leaves.1.weight: this required field is missing; add it"
    assert lines[2].startswith(f"  {path}:5: leaves.1.weigth: unknown field; did you mean weight?")
    assert "是不是想写 weight" in caught.value.text("zh")


@pytest.mark.parametrize(
    ("text", "line", "where", "says"),
    [
        ("title: x\nleaves: {}\n", 2, "leaves", "should be a list"),
        ("title: 12\n", 1, "title", "in quotes"),
        ("title: x\nextra:\n  weight: many\n", 3, "extra.weight", 'whole number, not "many"'),
        ("title: x\nby_name:\n  a:\n    weight: 1\n    nmae: y\n", 5, "by_name.a.nmae", "did you mean name?"),
        ("title: x\nzzz: 1\n", 2, "zzz", "allowed: title, leaves, by_name, extra"),
        ("- title: x\n", 1, "", "field: value"),
    ],
)
def test_wrong_content_is_located(tmp_path: Path, text: str, line: int, where: str, says: str) -> None:
    with pytest.raises(InvalidData) as caught:
        load_yaml(written(tmp_path, text), Tree)
    (problem,) = caught.value.problems
    assert (problem.place.line, problem.where) == (line, where)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        ("title: x\nleaves: [1\ntitle: y\n", "yaml-syntax", 3),
        ("title: x\nother: 1\ntitle: y\n", "yaml-duplicate-key", 3),
        ("title: x\n\tleaves: 1\n", "yaml-syntax", 2),
        ("title: x\nname: a\x01b\n", "yaml-syntax", 2),
        ("title: x\n---\ntitle: y\n", "yaml-syntax", 2),
        ("title: *nobody\n", "yaml-syntax", 1),
        (b"title: x\nname: \xb0\xa1\n", "file-not-utf8", 2),
        ("", "file-empty", None),
        ("# only a remark\n", "file-empty", None),
        ("[" * 5000, "yaml-nesting", None),
    ],
)
def test_unreadable_text_is_located(tmp_path: Path, text: str | bytes, key: str, line: int | None) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        read_yaml(path)
    assert (caught.value.key, caught.value.place and caught.value.place.line) == (key, line)
    for lang in ("zh", "en"):
        assert str(path) in caught.value.text(lang)


def test_content_that_holds_itself_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidData):
        load_yaml(written(tmp_path, "title: x\nleaves: &all [*all]\n"), Tree)


def test_missing_file_and_folder(tmp_path: Path) -> None:
    for path, key in ((tmp_path / "nowhere.yaml", "file-missing"), (tmp_path, "file-is-folder")):
        with pytest.raises(ConfigError) as caught:
            read_yaml(path)
        assert caught.value.key == key
        assert str(path) in str(caught.value)


def test_a_part_is_validated_with_its_full_path(tmp_path: Path) -> None:
    document = read_yaml(written(tmp_path, "title: x\nextra:\n  weight: x\n"))
    with pytest.raises(InvalidData) as caught:
        document.validate(Leaf, at=("extra",))
    assert [(found.place.line, found.where) for found in caught.value.problems] == [(3, "extra.weight")]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from([*Rubric.model_fields, *Portal.model_fields]), JSON, min_size=1))
def test_no_wrong_value_breaks_the_message(tmp_path_factory: pytest.TempPathFactory, data: dict[str, object]) -> None:
    path = tmp_path_factory.mktemp("any") / "any.yaml"
    path.write_text(json.dumps(data), encoding="utf-8")
    for model in (Rubric, Portal):
        with pytest.raises(InvalidData) as caught:
            load_yaml(path, model)
        for lang in ("zh", "en"):
            assert f"{path}:1: " in caught.value.text(lang)


def test_what_the_system_objects_to_is_told_in_the_language_of_the_user() -> None:
    denied = ConfigError("file-unreadable", place=Place("a.yaml"), detail=PermissionError(13, "Permission denied"))
    assert "没有权限" in denied.text("zh") and "no permission" in denied.text("en")
    rare = ConfigError("file-unreadable", place=Place("a.yaml"), detail=OSError(71, "Protocol error"))
    assert "技术信息：Protocol error" in rare.text("zh")
