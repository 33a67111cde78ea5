"""What libraries say of damaged files is told in our words, in both languages; the rest is marked as theirs."""

from __future__ import annotations

import json
import pickle
import re
import sqlite3
import zipfile
from collections.abc import Callable
from importlib import resources
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from config.errors import ConfigError, Place, UserError
from config.faults import Fault, fault_of
from config.messages import LANGUAGES, has_text
from config.parsing import own_data
from config.toml_file import read_toml
from config.yaml_file import read_yaml

YAML = {
    "a:\n\tb: 1\n": ("yaml-tab", 2, 1),
    "a: b: c\n": ("yaml-colon-here", 1, 5),
    "a: 1\nb\nc: 2\n": ("yaml-colon-missing", 3, 1),
    'a: "x\nb: 1\n': ("open-quote", 1, 4),
    "a: @x\n": ("yaml-sign", 1, 4),
    "a:\n    b: 1\n  c: 2\n": ("yaml-indent", 3, 3),
    "a: - 1\n": ("yaml-dash-here", 1, 4),
    "a: [1, 2\nb: 3\n": ("yaml-bracket", 2, 2),
    "a: *x\n": ("yaml-alias", 1, 4),
    "a: &\n": ("yaml-mark", 1, 5),
    'a: "\\q"\n': ("escape", 1, 6),
    "a: 1\n---\nb: 2\n": ("yaml-documents", 2, 1),
    "a: !foo 1\n": ("yaml-tag", 1, 4),
    "a: {{x}}\n": ("yaml-key-kind", 1, 5),
    "a: |x\n  y\n": ("yaml-block", 1, 5),
    "a: [\n": ("yaml-content", 2, 1),
    "a: \x01\n": ("control-character", 1, 4),
    "%YAML 3.0\n---\na: 1\n": ("yaml-directive", 1, 1),
    "b: 1\na: 2026-13-45\n": ("date", 2, 4),
    f"a: {'9' * 5000}\n": ("number", 1, 4),
}
TOML = {
    "a\n": ("toml-equals", 1, 2),
    "rate＝1\n": ("toml-equals", 1, 5),
    "a = x\n": ("toml-value", 1, 5),
    "a=1\na=2\n": ("toml-twice", 2, 4),
    'a="x\n': ("open-quote", 1, 5),
    "a=[1,\n": ("toml-open", 2, None),
    "[a\n": ("toml-heading", 1, 3),
    "a=2026-13-45\n": ("toml-extra", 1, 7),
    "名称=1\n": ("toml-statement", 1, 1),
    'a="\x01"\n': ("control-character", 1, 4),
}


@pytest.mark.parametrize(
    ("read", "ending", "source", "told"),
    [(read_yaml, "yaml", *case) for case in YAML.items()] + [(read_toml, "toml", *case) for case in TOML.items()],
)
def test_a_misspelt_file_is_told_with_line_and_column(
    tmp_path: Path, read: Callable[[Path], Any], ending: str, source: str, told: tuple[str, int, int | None]
) -> None:
    path = tmp_path / f"a.{ending}"
    path.write_text(source, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read(path)
    assert (caught.value.facts["detail"].key, caught.value.place) == (told[0], Place(path, *told[1:]))
    assert not re.search(r"[a-z]{3,} [a-z]{3,}", caught.value.text("zh").removeprefix(str(caught.value.place)))


def error_of(action: Callable[[], Any]) -> BaseException:
    try:
        action()
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is looked at
        return error
    raise AssertionError("nothing was wrong")


def _package(content: bytes, member: str = "x") -> Callable[[], Any]:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr(member, content)
    return lambda: openpyxl.load_workbook(made)


@pytest.mark.parametrize(
    ("action", "key"),
    [
        (lambda: json.loads(""), "json-value"),
        (lambda: json.loads('{"a": 1 "b": 2}'), "json-comma"),
        (lambda: json.loads("{"), "json-name"),
        (lambda: json.loads('{"a" 1}'), "json-colon"),
        (lambda: json.loads('{"a": "b'), "open-quote"),
        (lambda: json.loads("{} {}"), "extra"),
        (lambda: json.loads("[" * 100_000), "nesting"),
        (b"a\n\xff".decode, "not-utf8"),
        (lambda: openpyxl.load_workbook(BytesIO(b"no package")), "no-package"),
        (_package(b""), "package-lacks"),
        (lambda: sqlite3.connect(":memory:").execute("ATTACH '/dev/null/x' AS x"), "not-openable"),
        (lambda: re.compile("(a"), "pattern-bracket"),
        (lambda: re.compile("[a"), "pattern-set"),
        (lambda: re.compile("*a"), "pattern-repeat"),
        (lambda: Path("/nowhere/at/all").read_bytes(), "system.ENOENT"),
    ],
)
def test_what_libraries_object_to(action: Callable[[], Any], key: str) -> None:
    assert fault_of(error_of(action)).key == key


def test_json_is_told_with_line_and_column() -> None:
    fault = fault_of(error_of(lambda: json.loads('{\n  "a": 1 "b": 2\n}')))
    assert fault.text("zh").startswith("第 2 行第 10 列，") and fault.text("en").startswith("line 2, column 10: ")


def test_what_nobody_foresaw_is_shown_as_technical() -> None:
    said = fault_of(RuntimeError("something\nrare")).text("zh")
    assert said == "原因不明（技术信息：RuntimeError: something rare）"


def test_an_error_with_a_fault_can_be_handed_to_another_process() -> None:
    error = UserError("file-unreadable", place=Place("a"), detail=error_of(lambda: json.loads("{")))
    assert pickle.loads(pickle.dumps(error)).text("zh") == error.text("zh")


def test_every_meaning_has_its_text() -> None:
    table = own_data((resources.files("config") / "faults.yaml").read_text(encoding="utf-8"))
    for lines in table.values():
        for line in lines:
            assert all(has_text(f"fault.{line['means']}", lang) for lang in LANGUAGES), line
            Fault(line["means"], dict.fromkeys(re.compile(line["says"]).groupindex, "x")).text()
