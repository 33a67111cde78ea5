"""Help in both languages: Chinese unless somebody wants English, wrapped by what letters are wide on a screen."""

from __future__ import annotations

import os
import py_compile
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from rich.cells import cell_len

from config.messages import LANGUAGES
from tests.reports.latin import CHINESE, chinese
from tests.xuncha.runs import xuncha
from xuncha import cli
from xuncha.cli.helping import first_sentence
from xuncha.cli.short_help import short_help

COMMANDS = [(), ("audit",), ("batch", "run"), ("evidence", "show"), ("office",), ("rubric",), ("rubric", "draft")]


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_chinese_unless_somebody_wants_english(command: tuple[str, ...]) -> None:
    said = xuncha(*command, "--help").stdout
    assert said.startswith(f"用法：{' '.join(('xuncha', *command))} ") and "选项：" in said
    assert not {"Usage", "Options", "Commands", "Show this"} & set(said.split())
    assert max(map(cell_len, said.splitlines())) <= 80
    assert not [line for line in said.splitlines() if line.strip() and line.lstrip()[0] in "，。、；：）"]
    for english in (xuncha(*command, "--help", XUNCHA_LANG="en"), xuncha("--lang", "en", *command, "--help")):
        assert english.stdout.startswith("Usage: xuncha") and chinese(english.stdout) == []


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_the_list_of_commands_says_of_each_what_it_says_of_itself(name: str) -> None:
    module, _, function = cli.COMMANDS[name].partition(":")
    itself = getattr(import_module(module), function).help
    for lang in LANGUAGES:
        told = short_help(cli.COMMANDS[name], lang)
        assert told and told == first_sentence(itself, lang)
        assert told[:8] in xuncha("--lang", lang, "--help").stdout


def test_a_command_without_its_source_is_listed_without_a_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "sourceless.py").write_text("def command():\n    pass\n")
    py_compile.compile(str(tmp_path / "sourceless.py"), cfile=str(tmp_path / "sourceless.pyc"))
    (tmp_path / "sourceless.py").unlink()
    assert short_help("sourceless:command", "en") == short_help("xuncha.cli.audit:nothing", "en") == ""


def test_the_list_of_commands_loads_none_of_them() -> None:
    asked = "import sys; from xuncha.cli import main; main(['--help']); print(*sys.modules, file=sys.stderr)"
    loaded = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stderr.split()
    assert "xuncha.cli" in loaded and not {"xuncha.cli.audit", "crawler.urls", "scrapy", "pydantic"} & set(loaded)


def test_what_click_adds_is_said_in_chinese() -> None:
    said = xuncha("batch", "run", "--help").stdout
    assert "同时采集的门户数。  [默认：4; 1<=x<=64]" in said


def test_a_language_in_front_holds_for_the_command_and_for_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XUNCHA_LANG", raising=False)
    assert not CHINESE.search(xuncha("--lang", "en", "checks").stdout)
    assert "XUNCHA_LANG" not in os.environ
    assert CHINESE.search(xuncha("checks").stdout)
    assert CHINESE.search(xuncha("--lang", "en", "checks", "--lang", "zh").stdout)


def test_a_settings_file_gives_the_language_of_errors_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XUNCHA_LANG", raising=False)
    settings = tmp_path / "own.toml"
    settings.write_text('lang = "en"\n', encoding="utf-8")
    for command in (("audit", "nowhere"), ("watch", "nowhere")):
        done = xuncha(*command, "--settings", settings)
        assert done.returncode == 2 and "is no URL" in done.stderr and chinese(done.stderr) == []
        assert CHINESE.search(xuncha(*command, "--settings", settings, "--lang", "zh").stderr)
    done = xuncha("batch", tmp_path / "missing.yaml", "--settings", settings, "--out", tmp_path / "out")
    assert done.returncode == 2 and "missing.yaml" in done.stderr and chinese(done.stderr) == []
