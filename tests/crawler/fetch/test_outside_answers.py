"""Crawls that share what other hosts answered: who is asked again, who is not, and that the file says so."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from crawler.fetch.guard import Guard
from crawler.kinds import AnswerKind as K
from crawler.store.crawl import Crawl
from tests.crawler.fetch.crawls import Result, a_plan, a_portal, crawl
from tests.crawler.fetch.fault_server import NOT_FOUND, Asked, FaultServer, Host, Says, html, moved

OPENS = html("<p>正文</p>")
MUTE = Says(reset=True)


@dataclass
class World:
    """A portal that links to every path in `links` of another host, which answers by path."""

    folder: Path
    server: FaultServer
    portal: Host = field(init=False)
    others: list[Host] = field(default_factory=list)
    answers: dict[str, Says] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.portal = self.server.host(self._front)

    @property
    def file(self) -> Path:
        return self.folder / "cache" / "outside.sqlite"

    def host(self) -> Host:
        """One more host elsewhere."""
        host = self.server.host(lambda asked: self.answers.get(f"{host.netloc}{asked.path}", NOT_FOUND))
        self.others.append(host)
        return host

    def says(self, host: Host, path: str, says: Says) -> str:
        """The address of a link on the portal's home page that is answered so."""
        self.answers[f"{host.netloc}{path}"] = says
        return host.url(path)

    def crawl(self, run: str, **changes: Any) -> Result:
        crawls = self.folder / "crawls"
        crawls.mkdir(exist_ok=True)
        plan = a_plan(a_portal(self.portal.url()), meta={"run_id": run}, **{"outside_cache": self.file, **changes})
        return crawl(plan, crawls)

    def asked(self, host: Host) -> list[str]:
        """The paths that were asked since the last question."""
        paths = [path for _, path in host.log if path != "/robots.txt"]
        host.log.clear()
        return paths

    def _front(self, asked: Asked) -> Says:
        if asked.path == "/":
            return html("".join(f'<a href="http://{address}">外站</a>' for address in self.answers))
        return NOT_FOUND


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Other ports of loopback lie outside, as other hosts would."""
    monkeypatch.setattr(Guard, "lies_outside", lambda guard, netloc: True)
    with FaultServer() as server:
        yield World(tmp_path, server)


def card(result: Result) -> dict[str, Any]:
    [(value,)] = result.rows("SELECT value FROM meta WHERE key = 'outside'")
    found: dict[str, Any] = json.loads(value)
    return found


def attempts(result: Result, url: str) -> list[dict[str, Any]]:
    [(value,)] = result.rows("SELECT a.attempts FROM answer a JOIN url u ON u.id = a.url_id WHERE u.url = ?", url)
    found: list[dict[str, Any]] = json.loads(value)
    return found


def test_life_is_asked_once_and_failures_every_time(world: World) -> None:
    other = world.host()
    alive, dead = world.says(other, "/a.html", OPENS), world.says(other, "/b.html", NOT_FOUND)
    first = world.crawl("run-1")
    assert set(world.asked(other)) == {"/a.html", "/b.html"}
    second = world.crawl("run-2")
    assert set(world.asked(other)) == {"/b.html"}
    assert first.answers() == second.answers()
    assert second.answers()[alive] == (K.CONTENT, True)
    assert second.answers()[dead] == (K.HTTP_404, True)
    assert card(first) == {"asked": 2, "kept": 0, "from": [], "trouble": None}
    assert card(second) == {
        "asked": 1,
        "kept": 1,
        "from": [{"run_id": "run-1", "portal": "county", "kept": 1}],
        "trouble": None,
    }


def test_what_a_page_shows_is_kept_with_its_answer(world: World) -> None:
    """Else a check that asks what a link opens could judge only the audit that asked first."""
    other = world.host()
    url = world.says(other, "/a.html", html("<h1>标题</h1><a href='/b.pdf'>图册</a>", title="一页"))
    seen = []
    for run in ("one", "two"):
        result = world.crawl(run)
        with Crawl.open(result.path) as opened:
            seen.append(opened.glimpses())
    assert world.asked(other) == ["/a.html"]
    assert seen[0] == seen[1]
    assert seen[1] is not None
    assert (seen[1][url].title, seen[1][url].files) == ("一页", 1)


def test_the_file_says_who_asked_and_when(world: World) -> None:
    url = world.says(world.host(), "/a.html", OPENS)
    first, second, third = (world.crawl(f"run-{number}") for number in (1, 2, 3))
    [asked] = attempts(first, url)
    assert "run" not in asked
    assert attempts(second, url) == attempts(third, url) == [asked | {"run": "run-1"}]


def test_what_died_is_found_when_nothing_is_kept(world: World) -> None:
    other = world.host()
    url = world.says(other, "/a.html", OPENS)
    world.crawl("run-1")
    world.says(other, "/a.html", NOT_FOUND)
    assert world.crawl("run-2").answers()[url] == (K.CONTENT, True)
    assert world.crawl("run-3", outside_cache=None).answers()[url] == (K.HTTP_404, True)


def test_another_agent_asks_for_itself(world: World) -> None:
    other = world.host()
    world.says(other, "/a.html", OPENS)
    world.crawl("run-1")
    world.asked(other)
    world.crawl("run-2", user_agent="xuncha-test/0.2 (+mailto:tests@example.org)")
    assert world.asked(other) == ["/a.html"]


def test_what_leads_back_to_the_portal_is_asked_every_time(world: World) -> None:
    other = world.host()
    world.says(other, "/a.html", moved(world.portal.url("/missing.html")))
    url = world.says(other, "/b.html", moved(world.portal.url("/page.html")))
    world.says(world.portal, "/page.html", OPENS)
    answer = world.portal.answer
    world.portal.answer = lambda asked: OPENS if asked.path == "/page.html" else answer(asked)
    first = world.crawl("run-1")
    assert first.answers()[url][0] is K.CONTENT
    world.asked(other)
    world.crawl("run-2")
    assert set(world.asked(other)) == {"/a.html", "/b.html"}


def test_the_portals_own_targets_are_asked_every_time(world: World) -> None:
    world.says(world.portal, "/style.pdf", OPENS)
    world.crawl("run-1")
    assert not world.file.exists()


def test_private_addresses_are_never_kept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    url = world.says(world.host(), "/a.html", OPENS)
    assert world.crawl("run-1").answers()[url] == (K.CONTENT, True)
    assert not world.file.exists()


def test_when_all_others_are_silent_known_ones_are_asked_after_all(world: World) -> None:
    """Kept life must not hide that our way out is open: the dead hosts are dead with a cache, too."""
    alive = world.host()
    world.says(alive, "/a.html", OPENS)
    world.crawl("run-1")
    dead = [world.says(world.host(), "/x.html", MUTE) for _ in range(6)]
    world.asked(alive)
    cached, fresh = world.crawl("run-2"), world.crawl("run-3", outside_cache=None)
    assert world.asked(alive) == ["/a.html"] * 2
    assert {cached.answers()[url] for url in dead} == {fresh.answers()[url] for url in dead} == {(K.RESET, True)}
    assert cached.answers() == fresh.answers()


def test_when_known_ones_are_silent_too_it_is_our_way_out(world: World) -> None:
    alive = world.host()
    url = world.says(alive, "/a.html", OPENS)
    world.crawl("run-1")
    world.says(alive, "/a.html", MUTE)
    dead = [world.says(world.host(), "/x.html", MUTE) for _ in range(6)]
    found = world.crawl("run-2").answers()
    assert {found[each][0] for each in (url, *dead)} == {K.OWN_FAILURE}


def test_a_spoilt_file_leaves_the_crawl_as_it_is(world: World) -> None:
    url = world.says(world.host(), "/a.html", OPENS)
    world.file.parent.mkdir()
    world.file.write_bytes(b"no database" * 500)
    result = world.crawl("run-1")
    assert result.answers()[url] == (K.CONTENT, True)
    assert "not a database" in card(result)["trouble"]
