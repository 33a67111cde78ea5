"""Reads a case file and turns it into a crawl: how, is told in tests/checks/cases/README.md."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from config.parsing import own_data
from config.registry import ColumnOverride, Portal, Unit
from crawler.answer import Answer, Attempt
from crawler.facts import (
    Glimpse,
)
from crawler.kinds import AnswerKind, EndReason, TlsFault
from crawler.tlsnote import TlsNote
from tests import builders
from tests.checks.case_pages import document_of, each_address, observation_of, page_of

CASES = Path(__file__).parent / "cases"
AS_OF = dt.date(2025, 11, 20)

_GLIMPSED = {*(field.name for field in dataclasses.fields(Glimpse)), "times"}


@dataclass(frozen=True)
class Case:
    """One case: a crawl in few words, the check's parameters, and what must come out."""

    check: str
    path: Path
    data: Mapping[str, Any]

    @property
    def as_of(self) -> dt.date:
        return self.data.get("as_of", AS_OF)

    @property
    def parameters(self) -> Mapping[str, Any]:
        """The parameters of the case, over those that all cases of this check share (`_parameters.yaml`)."""
        shared = self.path.with_name("_parameters.yaml")
        return (_read(shared) if shared.exists() else {}) | self.data.get("params", {})

    @property
    def portal(self) -> Portal:
        units = [Unit.model_validate(_unit(given)) for given in self.data.get("units", ())]
        overrides = [
            ColumnOverride(**(given | {"url": builders.at(given["url"])})) for given in self.data.get("registry", ())
        ]
        plain = builders.portal(*units, overrides=overrides, hosts=self.data.get("hosts", ()))
        own = self.data.get("county", {})
        county = plain.units[0].model_copy(update={key: tuple(value) for key, value in own.items()})
        more: dict[str, Any] = {"start_urls": tuple(self.data["start"])} if "start" in self.data else {}
        more |= {"site_code": self.data["site_code"]} if "site_code" in self.data else {}
        return plain.model_copy(update={"units": (county, *plain.units[1:]), **more})

    def write_crawl(self, path: Path) -> Path:
        """The crawl file of this case at `path`."""
        data = self.data
        elsewhere = data.get("elsewhere", {})
        return builders.crawl_file(
            path,
            [page_of(given) for given in data.get("pages", ())],
            of=self.portal,
            answers={address: _answer(given) for address, given in (data.get("answers", {}) | elsewhere).items()},
            glimpses={url: _glimpse(given) for url, given in elsewhere.items() if "title" in given},
            page_answers={
                each_address(one): _answer(one["answer"]) for one in data.get("pages", ()) if "answer" in one
            },
            documents=[document_of(given) for given in data.get("documents", ())],
            observations=[observation_of(given) for given in data.get("observations", ())],
            known=data.get("known", ()),
            known_since=data.get("known_since", {}),
            refused=data.get("refused", {}),
            **({"previous": data["previous"]} if "previous" in data else {}),
            end=EndReason(data.get("end", "finished")),
            **data.get("meta", {}),
        )


def all_cases() -> list[Case]:
    """Every case, in order of check and file name."""
    files = sorted(path for path in CASES.glob("*/*.yaml") if not path.name.startswith("_"))
    return [Case(path.parent.name, path, _read(path)) for path in files]


@cache
def _read(path: Path) -> dict[str, Any]:
    return dict(own_data(path.read_text(encoding="utf-8")))


def _unit(given: Mapping[str, Any]) -> dict[str, Any]:
    scope = [builders.at(prefix) for prefix in given.get("scope", ())]
    entries = given.get("entry", scope[:1])
    more = {key: value for key, value in given.items() if key not in ("scope", "entry")}
    return {"name": given["id"], **more, "scope": scope, "entry_urls": [builders.at(entry) for entry in entries]}


def _answer(given: Any) -> Answer:
    if isinstance(given, str):
        given = {"answer": given}
    own = ("answer", "status", "attempts", "tls", "seen", *_GLIMPSED)
    more = {key: value for key, value in given.items() if key not in own}
    if "attempts" in given:
        more["attempts"] = tuple(_attempt(one) for one in given["attempts"])
    if "tls" in given:
        seen = {name: str(value) for name, value in given.get("seen", {}).items()}
        more["detail"] = TlsNote(TlsFault(given["tls"]), seen).written()
    return builders.answer(AnswerKind(given.get("answer", "content")), status=given.get("status"), **more)


def _attempt(given: Mapping[str, Any]) -> Attempt:
    at = str(given.get("at", builders.CRAWLED_AT))
    return Attempt(AnswerKind(given["answer"]), given.get("status"), at, 12, run=given.get("run", ""))


def _glimpse(given: Mapping[str, Any]) -> Glimpse:
    """What a page elsewhere shows: the fields of `Glimpse`, the text repeated `times` to fill a page."""
    shown = {key: value for key, value in given.items() if key in _GLIMPSED and key != "times"}
    shown["text"] = "\n".join([shown.get("text", "")] * given.get("times", 1))
    return Glimpse(**shown | {"hosts": tuple(shown.get("hosts", ()))})
