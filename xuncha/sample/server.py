"""Serves the sample portal and its outside world on loopback."""

from __future__ import annotations

import datetime as dt
import socket
from contextlib import ExitStack
from functools import cached_property
from types import TracebackType
from typing import Self

from config.registry import Portal
from xuncha.sample.expectations import AnswerSheet, answer_sheet, exhibits_sheet
from xuncha.sample.families.respond import SitesResponder
from xuncha.sample.faults import FaultBy, Faults
from xuncha.sample.hosts import HOST_NAMES, Hosts
from xuncha.sample.lists import ListTruth, county_lists, exhibit_lists
from xuncha.sample.loopback import HOST, Loopback, Reply, Request, Responder, bound_socket
from xuncha.sample.plan import load_plan
from xuncha.sample.registry import exhibits_model, portal_model
from xuncha.sample.respond import HostResponder
from xuncha.sample.site import build_site
from xuncha.sample.truth import load_truth

AUDITED = ("portal", "sites")
"""The hosts on which the fault mode works."""


class SamplePortal:
    """A running sample. Use it as a context manager, or call `close`.

    * `url`: the county's home page; `registry`: its model; `as_of`: the date to judge by;
    * `truth`: what must be reported about the county and what must not;
    * `exhibits`, `exhibits_truth`: the same for the second portal, which has a unit for every publishing system;
    * `lists`: all lists of both portals with their rows;
    * `allow_hosts`: the only hosts that an audit of the sample needs to visit (host:port); anything else on a private
      address is a planted fault and is never requested.
    """

    def __init__(self, *, first_port: int = 0, fault_every: int | None = None, fault_by: FaultBy = "count") -> None:
        """Bind the ports and build the site. `first_port` 0 takes any free ports, otherwise consecutive ones.

        Raises `OSError` when a port is taken, `ValueError` for an impossible `fault_every`.
        """
        faults = Faults(fault_every, fault_by) if fault_every is not None else None
        with ExitStack() as cleanup:
            sockets = _bind_all(first_port, cleanup)
            self.hosts = Hosts(**{name: f"{HOST}:{sock.getsockname()[1]}" for name, sock in sockets.items()})
            self.site = build_site(load_plan(), load_truth(), self.hosts)
            served = [(sock, self._responder(name, faults)) for name, sock in sockets.items() if name != "closed"]
            server = Loopback(served)
            server.start()
            cleanup.callback(server.stop)
            self._cleanup = cleanup.pop_all()

    @property
    def url(self) -> str:
        """The address of the home page."""
        return self.hosts.address("portal:/")

    @property
    def as_of(self) -> dt.date:
        """The date that all windows are counted back from."""
        return self.site.truth.as_of

    @property
    def allow_hosts(self) -> tuple[str, ...]:
        """All hosts of the sample, as host:port."""
        return tuple(getattr(self.hosts, name) for name in HOST_NAMES)

    @cached_property
    def registry(self) -> Portal:
        """The portal's model with its units and overrides."""
        return portal_model(self.site)

    @cached_property
    def truth(self) -> AnswerSheet:
        """The answer sheet with the addresses of this run."""
        return answer_sheet(self.site)

    @cached_property
    def exhibits(self) -> Portal:
        """The model of the second portal."""
        return exhibits_model(self.site)

    @cached_property
    def exhibits_truth(self) -> AnswerSheet:
        """The answer sheet of the second portal."""
        return exhibits_sheet(self.site)

    @cached_property
    def lists(self) -> tuple[ListTruth, ...]:
        """The truth about the lists: those of the county that have rows, and every column of the second portal."""
        return (*county_lists(self.site), *exhibit_lists(self.site))

    def close(self) -> None:
        """Stop serving and free the ports."""
        self._cleanup.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _responder(self, name: str, faults: Faults | None) -> Responder:
        answer: Responder = SitesResponder(self.site) if name == "sites" else HostResponder(self.site, name)
        if faults is None or name not in AUDITED:
            return answer

        def faulty(request: Request) -> Reply:
            return faults.reply(request) or answer(request)

        return faulty


def serve_sample(*, first_port: int = 0, fault_every: int | None = None, fault_by: FaultBy = "count") -> SamplePortal:
    """Start the sample portal; see `SamplePortal` for the parameters and what they raise."""
    return SamplePortal(first_port=first_port, fault_every=fault_every, fault_by=fault_by)


def _bind_all(first_port: int, cleanup: ExitStack) -> dict[str, socket.socket]:
    sockets = {}
    for offset, name in enumerate(HOST_NAMES):
        sockets[name] = bound_socket(first_port + offset if first_port else 0)
        cleanup.callback(sockets[name].close)
    return sockets
