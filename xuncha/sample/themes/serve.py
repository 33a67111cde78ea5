"""Serves one theme on loopback, with a small outside world beside it."""

from __future__ import annotations

import datetime as dt
import socket
from base64 import b64decode
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from email.utils import format_datetime
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs

from config.registry import Politeness, Portal, Unit, UnitClass
from crawler.trials.series import Series
from xuncha.sample.answers import HTML, error_page, outside_page
from xuncha.sample.certificate import self_signed
from xuncha.sample.loopback import HOST, Loopback, Reply, Request, bound_socket
from xuncha.sample.registry import CONCURRENCY
from xuncha.sample.resource import fresh_or_unchanged, resource
from xuncha.sample.scoreboard import Scoreboard
from xuncha.sample.themes.board import compare
from xuncha.sample.themes.names import ThemeHosts
from xuncha.sample.themes.pages import ROBOTS, ThemePages
from xuncha.sample.themes.plan import AnswerPlan, ThemePlan, ThemeUnit, load_theme
from xuncha.sample.themes.watched import probes


class ThemePortal:
    """A running theme. Use it as a context manager, or call `close`."""

    def __init__(self, plan: ThemePlan) -> None:
        """Bind the ports and build the pages. Raises `OSError` when there is no port.

        `names` and `series` are what an audit of it must be told: where its names are found, and how often its home
        pages opened (None: they were not watched).
        """
        self.plan = plan
        with ExitStack() as cleanup:
            portal, outside = bound_socket(), bound_socket()
            self._hosts = ThemeHosts(plan, f"{HOST}:{portal.getsockname()[1]}")
            self.host = self._hosts.portal
            self._outside = f"{HOST}:{outside.getsockname()[1]}"
            modified = format_datetime(dt.datetime.combine(plan.as_of, dt.time(), dt.UTC), usegmt=True)
            self._pages = ThemePages(plan, self._hosts, self._outside)
            made = self._pages.made()
            self._resources = {path: resource(body, kind, modified) for path, (body, kind) in made.items()}
            self._answers = {answer.at: answer for answer in plan.answers}
            server = Loopback([(portal, self._answer), (outside, _outside)])
            server.start()
            cleanup.callback(server.stop)
            self.names = self._switched(portal, cleanup) if plan.hosts else ()
            self.series = self._watched(cleanup) if plan.watched else None
            self._cleanup = cleanup.pop_all()

    @property
    def rubrics(self) -> tuple[str, ...]:
        """Ids of the rubrics by which the theme is judged."""
        return self.plan.rubrics

    @property
    def parameters(self) -> Mapping[str, Mapping[str, Any]]:
        """Parameters of checks over those of the rubrics, by check id."""
        return self.plan.parameters

    @property
    def as_of(self) -> dt.date:
        """The day by which it is judged."""
        return self.plan.as_of

    @property
    def allow_hosts(self) -> tuple[str, ...]:
        """The hosts that its audit needs to visit."""
        return (self.host, self._outside, *(host.name for host in self.plan.hosts))

    @cached_property
    def portal(self) -> Portal:
        """The registry entry."""
        return Portal(
            id=self.plan.id,
            name=self.plan.name,
            start_urls=(self._at("/"),),
            hosts=self._hosts.own[1:],
            site_code=self.plan.furniture.code or None,
            units=tuple(self._unit(unit) for unit in self.plan.units),
            politeness=Politeness(rate=0, concurrency=CONCURRENCY),
        )

    def compare(self, findings: Iterable[Mapping[str, Any]]) -> Scoreboard:
        """What an audit found (lines of findings.jsonl) held against the truth."""
        return compare(findings, self.plan, self.host)

    def close(self) -> None:
        """Stop serving and free the ports."""
        self._cleanup.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _switched(self, portal: socket.socket, cleanup: ExitStack) -> tuple[str, ...]:
        """Serve the theme over https too, and say where all names are found."""
        secure, closed = bound_socket(), bound_socket()
        cleanup.callback(closed.close)
        names = [host.name for host in self.plan.hosts]
        server = Loopback([(secure, self._answer)], self_signed(names, self.plan.as_of))
        server.start()
        cleanup.callback(server.stop)
        ports = {"http": portal, "https": secure, "closed": closed}
        return self._hosts.told({scheme: sock.getsockname()[1] for scheme, sock in ports.items()})

    def _watched(self, cleanup: ExitStack) -> Path:
        """Write the series of the homes that were watched."""
        path = Path(cleanup.enter_context(TemporaryDirectory())) / "watch.jsonl"
        looks = [
            look
            for watched in self.plan.watched
            for look in probes(watched, self._at(self.plan.unit(watched.unit).path), self.plan.as_of)
        ]
        Series(path).add(looks)
        return path

    def _at(self, path: str) -> str:
        return f"http://{self._hosts.of(path)}{path}"

    def _unit(self, unit: ThemeUnit) -> Unit:
        scope = () if unit.unit_class is UnitClass.PORTAL else (self._at(unit.path),)
        return Unit.model_validate(
            {
                "id": unit.id,
                "name": unit.name,
                "class": unit.unit_class,
                "entry_urls": (self._at(unit.path),),
                "scope": scope,
                "mandated_columns": unit.mandated_columns,
            }
        )

    def _answer(self, request: Request) -> Reply:
        path = request.target.partition("?")[0]
        host = request.headers.get("host", "")
        if self.plan.hosts and host not in self._hosts.own:
            return _outside(request)
        if self.plan.hosts and path != ROBOTS and self._hosts.of(path) != host:
            return Reply(404, error_page(), (("Content-Type", HTML),))
        planned = self._answers.get(request.target) or self._answers.get(path)
        if planned is not None:
            return self._planned(planned)
        if self.plan.search is not None and path == self.plan.search.at:
            asked = parse_qs(request.target.partition("?")[2]).get(self.plan.search.field, [""])
            return Reply(200, self._pages.results(asked[0]), (("Content-Type", HTML),))
        found = self._resources.get(path)
        if found is not None:
            return fresh_or_unchanged(found, request.headers)
        return Reply(404, error_page(), (("Content-Type", HTML),))

    def _planned(self, answer: AnswerPlan) -> Reply:
        headers = [("Content-Type", answer.type)]
        if answer.location:
            headers.append(("Location", answer.location))
        body = b64decode(answer.data) if answer.data else answer.body.encode()
        return Reply(answer.status, body, tuple(headers), answer.conduct)


def serve_theme(theme_id: str) -> ThemePortal:
    """Start the theme with this id; see `ThemePortal`."""
    return ThemePortal(load_theme(theme_id))


def _outside(request: Request) -> Reply:
    return Reply(200, outside_page(request.target.partition("?")[0]), (("Content-Type", HTML),))
