"""Answers requests for the hosts of the sample: planted answers first, then files, then a true 404."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote

from xuncha.sample.answers import HTML, error_page, planted_reply
from xuncha.sample.hosts import HOST_NAMES
from xuncha.sample.loopback import Reply, Request
from xuncha.sample.resource import Resource, fresh_or_unchanged
from xuncha.sample.site import Site
from xuncha.sample.truth import AnswerPlant, Truth

CALENDAR = "/rili/"
_METHOD_NOT_ALLOWED = Reply(405, b"", (("Allow", "GET, HEAD"),))


class HostResponder:
    """Answers for one host of a site. `name` is one of the names in `Hosts`."""

    def __init__(self, site: Site, name: str) -> None:
        self._site = site
        self._name = name
        self._planted = planted_answers(site.truth, name)

    def __call__(self, request: Request) -> Reply:
        """The reply to one request."""
        path, _, query = request.target.partition("?")
        path = unquote(path)
        if request.method not in {"GET", "HEAD"}:
            return _METHOD_NOT_ALLOWED
        plant = self._planted.get(path)
        if plant is not None:
            return self._answer(plant, path, request)
        if self._name == "portal" and path == CALENDAR:
            return self._calendar(query)
        return self._file(path, request)

    def _answer(self, plant: AnswerPlant, path: str, request: Request) -> Reply:
        if request.method == "HEAD" and plant.head is not None:
            return Reply(plant.head, b"", (("Content-Type", HTML),))
        if plant.cookie and plant.cookie not in request.headers.get("cookie", ""):
            headers = (("Location", request.target), ("Set-Cookie", f"{plant.cookie}=1; path=/"))
            return Reply(302, b"", headers)
        location = self._site.hosts.address(plant.location) if plant.location else None
        return planted_reply(plant, path, self._home, location)

    def _home(self) -> bytes:
        return self._site.resources[self._name, "/"].body

    def _file(self, path: str, request: Request) -> Reply:
        resource = self._resource(path)
        if resource is not None:
            return fresh_or_unchanged(resource, request.headers)
        if self._resource(f"{path}/") is not None:
            return Reply(301, b"", (("Location", f"{path}/"), ("Content-Type", HTML)))
        return Reply(404, error_page(), (("Content-Type", HTML),))

    def _resource(self, path: str) -> Resource | None:
        folder = path.removesuffix("index.html") if path.endswith("/index.html") else path
        return self._site.resources.get((self._name, folder))

    def _calendar(self, query: str) -> Reply:
        values = parse_qs(query)
        try:
            year, month = int(values["y"][0]), int(values["m"][0])
        except (KeyError, ValueError):
            year, month = self._site.truth.as_of.year, self._site.truth.as_of.month
        return Reply(200, self._site.renderer.calendar(year, month), (("Content-Type", HTML),))


def planted_answers(truth: Truth, name: str) -> dict[str, AnswerPlant]:
    """The planted answers of one host by path. Raises `ValueError` for an answer on no known host."""
    found: dict[str, AnswerPlant] = {}
    for plant in truth.plants():
        for answer in plant.answers:
            host, colon, path = answer.at.partition(":/")
            if not colon or host not in HOST_NAMES:
                raise ValueError(f"{plant.id}: {answer.at} is on no host of the sample: {', '.join(HOST_NAMES)}")
            if host == name:
                found[f"/{path}"] = answer
    return found
