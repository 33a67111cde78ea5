"""The file that many audits share: what it keeps, for how long, for whom; and that no fault of it ends an audit."""

from __future__ import annotations

import datetime as dt
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from config.policy import policy
from crawler.answer import Answer, Attempt
from crawler.fetch.outside_cache import Kept, OutsideCache
from crawler.kinds import AnswerKind as K
from crawler.kinds import TargetKind as T

URL = "https://www.example.cn/"
DAY = dt.timedelta(days=1)


def kept(url: str = URL, kind: K = K.CONTENT, ago: dt.timedelta = DAY, run: str = "run-1", **more: object) -> Kept:
    at = (dt.datetime.now(dt.UTC) - ago).isoformat(timespec="milliseconds")
    answer = Answer(
        kind,
        (Attempt(K.TIMEOUT, None, at, 15000, detail="slow"), Attempt(kind, 200, at, 31)),
        status=200,
        final_url=f"{url}index.html",
        redirects=(f"{url}a", f"{url}b"),
        size=1234,
        content_type="text/html",
        body_hash="ab" * 16,
        file_type="html",
        detail="tls certificate-expired",
    )
    return Kept(url, T.EXTERNAL, answer, run, "pingyin", **more)  # type: ignore[arg-type]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "below" / "outside-answers.sqlite"


def a_cache(path: Path, asked_as: str = "xuncha/1") -> OutsideCache:
    return OutsideCache(path, asked_as)


def known(path: Path, url: str = URL, kind: T = T.EXTERNAL, asked_as: str = "xuncha/1") -> list[Kept]:
    cache = a_cache(path, asked_as)
    found = cache.look_up([(url, kind)])
    assert cache.trouble is None
    return found


def test_an_answer_comes_back_whole_with_its_facts(path: Path) -> None:
    given = kept(facts={"title": "样例网", "words": ["公开", "服务"]})
    assert a_cache(path).keep([given]) == 1
    assert known(path) == [given]
    assert known(path, kind=T.IMAGE) == known(path, URL + "other") == []


def test_nobody_gets_what_another_agent_or_version_was_answered(path: Path) -> None:
    a_cache(path).keep([kept()])
    assert known(path, asked_as="xuncha/2") == []


@pytest.mark.parametrize("kind", sorted(set(K) - {K.CONTENT}))
def test_only_life_is_kept(path: Path, kind: K) -> None:
    assert a_cache(path).keep([kept(kind=kind)]) == 0
    assert not path.exists()


def test_what_is_too_old_or_of_tomorrow_is_not_believed(path: Path) -> None:
    days = dt.timedelta(days=policy().outside_cache.days)
    hour = dt.timedelta(hours=1)
    a_cache(path).keep([kept("http://old/", ago=days + hour), kept("http://young/", ago=days - hour)])
    a_cache(path).keep([kept("http://tomorrow/", ago=-DAY)])
    assert known(path, "http://old/") == known(path, "http://tomorrow/") == []
    assert len(known(path, "http://young/")) == 1
    a_cache(path).keep([kept("http://new/")])
    with sqlite3.connect(path) as file:
        assert {url for (url,) in file.execute("SELECT url FROM answer")} == {
            "http://young/",
            "http://tomorrow/",
            "http://new/",
        }
    file.close()


def test_the_younger_answer_stays(path: Path) -> None:
    for ago, run in ((2, "older"), (1, "younger"), (3, "oldest")):
        a_cache(path).keep([kept(ago=ago * DAY, run=run)])
    assert [each.run for each in known(path)] == ["younger"]


def test_the_file_is_made_only_when_there_is_something_to_keep(path: Path) -> None:
    cache = a_cache(path)
    assert cache.look_up([(URL, T.EXTERNAL)]) == []
    assert cache.keep([]) == 0
    assert (cache.trouble, path.parent.exists()) == (None, False)


def not_a_database(path: Path) -> None:
    path.write_bytes(b"something else" * 1000)


def cut_short(path: Path) -> None:
    a_cache(path).keep([kept(f"http://host{number}/") for number in range(200)])
    path.write_bytes(path.read_bytes()[:9000])
    for name in ("-wal", "-shm"):
        path.with_name(path.name + name).unlink(missing_ok=True)


def another_program(path: Path) -> None:
    with sqlite3.connect(path) as file:
        file.execute("CREATE TABLE theirs (x)")
    file.close()


def newer_version(path: Path) -> None:
    a_cache(path).keep([kept()])
    with sqlite3.connect(path) as file:
        file.execute("PRAGMA user_version = 99")
    file.close()


def nonsense_inside(path: Path) -> None:
    a_cache(path).keep([kept()])
    with sqlite3.connect(path) as file:
        file.execute("UPDATE answer SET answer = '{}'")
    file.close()


def a_folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize(
    "spoil", [not_a_database, cut_short, another_program, newer_version, nonsense_inside, a_folder]
)
def test_a_spoilt_file_is_a_trouble_and_no_end(path: Path, spoil: Callable[[Path], None]) -> None:
    path.parent.mkdir()
    spoil(path)
    before = path.read_bytes() if path.is_file() else b""
    cache = a_cache(path)
    assert cache.look_up([(f"http://host{number}/", T.EXTERNAL) for number in range(200)] + [(URL, T.EXTERNAL)]) == []
    assert cache.trouble
    assert cache.keep([kept()]) == 0
    assert path.read_bytes() == before if path.is_file() else True


def test_a_folder_that_cannot_be_made_is_a_trouble(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    cache = a_cache(tmp_path / "file" / "outside-answers.sqlite")
    assert cache.keep([kept()]) == 0
    assert cache.trouble


def test_a_file_that_another_run_holds_is_waited_for_and_then_left(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_cache(path).keep([kept()])
    monkeypatch.setattr("crawler.fetch.outside_cache._PATIENCE_S", 0.1)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        cache = a_cache(path)
        assert len(cache.look_up([(URL, T.EXTERNAL)])) == 1  # reading needs no turn
        assert cache.keep([kept(ago=DAY / 2)]) == 0
        assert "locked" in (cache.trouble or "")
    finally:
        holder.close()


WRITER = """
import sys
from pathlib import Path
from tests.crawler.fetch.test_outside_cache import a_cache, kept
path, name = Path(sys.argv[1]), sys.argv[2]
for number in range(20):
    cache = a_cache(path)
    cache.look_up([(f"http://{name}/{number}", kept().kind)])
    assert cache.keep([kept(f"http://{name}/{number}"), kept("http://shared/", run=name)]) == 2, cache.trouble
    assert cache.trouble is None, cache.trouble
"""


def test_runs_at_the_same_time_share_it(path: Path) -> None:
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, path, f"writer{number}"], cwd=Path(__file__).parents[3])
        for number in range(4)
    ]
    assert [writer.wait(60) for writer in writers] == [0] * len(writers)
    for number in range(len(writers)):
        assert len(known(path, f"http://writer{number}/19")) == 1
    assert len(known(path, "http://shared/")) == 1
