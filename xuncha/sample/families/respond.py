"""Answers requests to the second portal: interfaces first, then pages under any spelling of their address."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode

from xuncha.sample.answers import HTML, error_page
from xuncha.sample.families.asked import Asked, asked, plain_path, plain_target
from xuncha.sample.families.hall import Hall
from xuncha.sample.loopback import Reply, Request
from xuncha.sample.resource import fresh_or_unchanged
from xuncha.sample.site import Site

_METHOD_NOT_ALLOWED = Reply(405, b"", (("Allow", "GET, HEAD"),))


class SitesResponder:
    """Answers for the host `sites` of a site."""

    def __init__(self, site: Site) -> None:
        self._site = site
        by_system: dict[str, list[Hall]] = defaultdict(list)
        for hall in site.exhibition.halls:
            by_system[hall.system.id].append(hall)
        self._halls = tuple(by_system.values())
        self._queries: dict[str, list[frozenset[tuple[str, str]]]] = defaultdict(list)
        for host, target in site.resources:
            path, mark, query = target.partition("?")
            if host == "sites" and mark:
                self._queries[path].append(frozenset(parse_qsl(query, keep_blank_values=True)))

    def __call__(self, request: Request) -> Reply:
        """The reply to one request."""
        question = asked(request)
        for halls in self._halls:
            reply = halls[0].system.answer(question, halls)
            if reply is not None:
                return reply
        if request.method not in {"GET", "HEAD"}:
            return _METHOD_NOT_ALLOWED
        return self._page(question, request)

    def _page(self, question: Asked, request: Request) -> Reply:
        for target in self._targets(plain_path(question.path), request.target.partition("?")[2]):
            resource = self._site.resources.get(("sites", target))
            if resource is not None:
                return fresh_or_unchanged(resource, request.headers)
        path = plain_path(question.path)
        if ("sites", f"{path}/") in self._site.resources:
            return Reply(301, b"", (("Location", f"{path}/"), ("Content-Type", HTML)))
        return Reply(404, error_page(), (("Content-Type", HTML),))

    def _targets(self, path: str, query: str) -> Iterator[str]:
        """The addresses of resources that a request may mean: parameters that a page does not know are overlooked."""
        asked_for = frozenset(parse_qsl(query, keep_blank_values=True))
        known = [parameters for parameters in self._queries.get(path, ()) if parameters <= asked_for]
        for parameters in sorted(known, key=len, reverse=True):
            yield plain_target(path, urlencode(sorted(parameters)))
        yield path
        yield path.removesuffix("index.html")
