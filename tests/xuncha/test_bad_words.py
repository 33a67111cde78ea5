"""Bad words on the command line: one clear message with what may be written, status 2, and nothing written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from config.settings import Settings
from tests.reports.latin import chinese
from tests.xuncha.runs import run_card, xuncha
from tests.xuncha.small_site import SmallSite
from xuncha.cli.audit import audit
from xuncha.cli.values import Real, Whole

URL = "http://127.0.0.1:9/"
QUICKLY = ("--rate", "0", "--timeout", "1", "--allow-private", "--no-external", "--no-browser", "--as-of", "2026-06-30")
LIBRARIES = re.compile(
    r"Invalid value|Traceback|Errno|codec|is a (file|directory)|unexpected|[a-z]{3,} [a-z]{3,} [a-z]{3,}"
)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with blanks and Chinese in its name, a file, an empty file, a folder, and a ring of links."""
    place = tmp_path / "我的 文件"
    (place / "folder").mkdir(parents=True)
    (place / "file").write_text("something", encoding="utf-8")
    (place / "empty").write_bytes(b"")
    (place / "gbk").write_bytes("门户: 平阴\n".encode("gbk"))
    (place / "binary").write_bytes(bytes(range(256)))
    (place / "ring").symlink_to("ring")
    monkeypatch.chdir(place)
    return place


WRONG = [
    ("--out file", "不是目录"),
    ("--out file/below", "路径中有一段不是目录"),
    ("--out=", "值是空的"),
    ("--watch missing", "找不到这个文件"),
    ("--watch folder", "目录"),
    ("--watch file", "没有监测记录"),
    ("--watch empty", "没有监测记录"),
    ("--watch gbk", "不是 UTF-8"),
    ("--watch ring", "符号链接"),
    ("--registry missing", "找不到这个文件"),
    ("--registry folder", "是一个目录"),
    ("--registry empty", "是空的"),
    ("--registry gbk", "不是 UTF-8"),
    ("--registry binary", "不是 UTF-8"),
    ("--registry ring", "符号链接"),
    ("--settings gbk", "不是 UTF-8"),
    ("--previous folder", "crawl.sqlite"),
    ("--max-pages 0", "不小于 1"),
    ("--max-pages -1", "不小于 1"),
    ("--max-pages 1.5", "整数"),
    ("--max-pages 99999999999999999999", "不大于"),
    ("--rate -1", "不小于 0"),
    ("--rate nan", "不小于 0"),
    ("--rate inf", "不大于"),
    ("--timeout 0", "大于 0、不大于 300"),
    ("--timeout 301", "不大于 300"),
    ("--concurrency 65", "不大于 64"),
    ("--fail-under nan", "应为"),
    ("--as-of 9999-12-31", "请核对年份"),
    ("--as-of 0001-01-01", "请核对年份"),
    ("--allow-host http://x/", "不是主机名"),
    ("--no-browser=yes", "不带值"),
]


@pytest.mark.parametrize(("words", "said"), WRONG)
def test_an_audit_with_bad_options(here: Path, words: str, said: str) -> None:
    before = sorted(path.name for path in here.iterdir())
    out = () if "--out" in words else ("--out", "run")
    done = xuncha("audit", URL, *words.split(" "), *out)
    assert (done.returncode, said in done.stderr) == (2, True), done.stderr
    assert not LIBRARIES.search(done.stderr.replace(str(here), "")), done.stderr
    assert sorted(path.name for path in here.iterdir()) == before
    english = xuncha("--lang", "en", "audit", URL, *words.split(" "), *out)
    assert english.returncode == 2 and chinese(english.stderr.replace(str(here), "")) == [], english.stderr


@pytest.mark.parametrize("port", ["99999", "65536", "0", "-1", "http", ""])
@pytest.mark.parametrize("command", ["audit", "inspect", "watch"])
def test_a_port_that_is_none(here: Path, command: str, port: str) -> None:
    done = xuncha(command, f"http://www.xian.example:{port}/")
    assert (done.returncode, "1 到 65535" in done.stderr) == (2, True), done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("watch http://127.0.0.1:9/ --rounds 1 --out file/below", "路径中有一段不是目录"),
        ("demo --out file/below", "路径中有一段不是目录"),
        ("rubric draft folder.txt", "找不到这个文件"),
        ("inspect folder", "是一个目录"),
        ("inspect ring", "符号链接"),
        ("score folder", "没有巡查结果"),
        ("sheet --compare file file", "内容不是这种格式"),
        ("sheet --compare folder folder", "是一个目录"),
        ("sheet --compare file", "之后要写值"),
        ("checks a b", "多出了“b”"),
        ("evidence show a b c", "最多写两项"),
        ("evidence pack folder --max-mb 1", "只与 --zip 同用"),
        ("evidence pack folder --out file", "未予覆盖"),
        ("office folder --dated 9999-12-31", "请核对年份"),
    ],
)
def test_other_commands(here: Path, words: str, said: str) -> None:
    done = xuncha(*words.split(" "))
    assert (done.returncode, said in done.stderr) == (2, True), done.stderr
    assert not LIBRARIES.search(done.stderr), done.stderr


def test_every_folder_is_looked_at_before_the_first_portal_is_asked(here: Path) -> None:
    taken = here / "out" / "127.0.0.1-8"
    taken.mkdir(parents=True)
    (taken / "run.json").write_text("{}", encoding="utf-8")
    done = xuncha("audit", "http://127.0.0.1:9/", "http://127.0.0.1:8/", "--out", "out")
    assert (done.returncode, "已存有另一次巡查" in done.stderr) == (2, True), done.stderr
    assert [path.name for path in (here / "out").iterdir()] == ["127.0.0.1-8"]


def test_a_rubric_named_twice_is_judged_once(tmp_path: Path) -> None:
    with SmallSite() as site:
        twice = ("--rubric", "national-2019", "--rubric", "national-2019")
        done = xuncha("audit", site.url, *QUICKLY, *twice, "--out", tmp_path / "run", XUNCHA_RETRY_AFTER_S="0.02")
    assert done.returncode == 0, done.stderr
    assert [each["id"] for each in run_card(tmp_path / "run")["rubrics"]] == ["national-2019"]


def test_options_and_settings_have_the_same_limits() -> None:
    for option, field in (("timeout", "timeout_s"), ("concurrency", "concurrency")):
        kind = next(each.type for each in audit.params if each.name == option)
        assert isinstance(kind, Real | Whole)
        limits = {name: value for each in Settings.model_fields[field].metadata for name, value in _limits(each)}
        least = limits.get("gt" if kind.min_open else "ge")
        assert (kind.min, kind.max) == (least, limits["le"])


def _limits(constraint: object) -> list[tuple[str, float]]:
    return [(name, getattr(constraint, name)) for name in ("gt", "ge", "le") if hasattr(constraint, name)]
