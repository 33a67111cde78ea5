"""The check `wording`: names and fixed phrases that are written wrongly."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import Field, model_validator

from checks.content.hints import hints_in
from checks.content.passages import Spot, Text, TextCheck, around, is_quoted, texts_of_file
from checks.content.patterns import compiled
from checks.contract import CheckParams
from checks.scanning import SeenFile
from config.word_search import WordSearch
from config.wording_lexicon import OwnWording, TitledName, WordingEntry, wording_lexicon
from config.yaml_file import load_yaml
from crawler.facts import Found

SOVEREIGNTY = "sovereignty"
NAME = "name"
PHRASE = "phrase"
TITLE = "former-title"
OWN = "own"

_REACH = 20
_ENDS = re.compile(r"[。；！？]")


class WordingParams(CheckParams):
    """Further wrong forms, and room around changes of office."""

    own: tuple[WordingEntry, ...] = Field(default=(), description="wrong forms that this assessment adds")
    files: tuple[str, ...] = Field(
        default=(), description="YAML files with further wrong forms (`entries`), read when the rubric is loaded"
    )
    grace_days: int = Field(
        default=60, ge=0, description="days after a person left an office in which the title may stand (own rule)"
    )

    @model_validator(mode="before")
    @classmethod
    def _with_files(cls, given: Any) -> Any:
        """Take the entries of `files` over, so that they are a part of the rubric's hash."""
        if not isinstance(given, dict) or not given.get("files"):
            return given
        read = [entry for path in given["files"] for entry in load_yaml(Path(path), OwnWording).entries]
        return {**given, "files": (), "own": (*given.get("own", ()), *(entry.model_dump() for entry in read))}

    @cached_property
    def search(self) -> WordSearch[WordingEntry | TitledName]:
        """All wrong forms, with what is known about each."""
        forms = {word: entry for entry in (*wording_lexicon().entries, *self.own) for word in entry.wrong}
        titles = {title.words: title for title in wording_lexicon().titles}
        return WordSearch({**forms, **titles})

    def may_stand_in(self, text: str) -> bool:
        """Whether a wrong form may stand in `text`; where there are no own ones, this is known of all checks' hints."""
        return bool(self.own) or not hints_in(text).isdisjoint(wording_lexicon().forms)


class Wording(TextCheck):
    """Names of the country, of its parts and organs, and fixed phrases in a form that is known to be wrong.

    ## What it finds

    * `sovereignty`: Taiwan, Hong Kong or Macao named as if they were countries.
    * `name`: a wrong character in the name of the state or of an organ (人名政府).
    * `phrase`: a wrong character or a missing word in a fixed political phrase.
    * `former-title`: a person called by an office left more than `grace_days` before the article appeared.
    * `own`: a wrong form of the office's own list (parameters `own`, `files`).

    ## Why it matters

    国办秘函〔2019〕19号 单项否决“严重错误”, 国办发〔2017〕47号 (表述规范), and plans that ask for
    信息表述规范、内容准确.

    ## How it decides

    By the lists in `config/lexicons/wording.yaml`, each entry with its source. They are looked for in articles and in
    files (also those inside files, but not in text recognised from scanned pages). What stands in quotation marks or in
    the name of a work is not judged, nor what the same sentence, or the title of the text, teaches or forbids
    (不得写作, 错别字). `unless` and `only_with` of an entry look at some twenty characters around. A title is judged by
    the article's date of publication, and not where words of the past (时任, 当时, 历史, a year) stand as near. Always
    `suspected`.

    ## When it does not apply

    A unit without articles is not judged, unless something is found in its files. Files, and articles without a date,
    are not judged by titles.

    ## Known errors

    The list is short on purpose: what it does not know is not found, and it is no spelling check. A wrong form inside
    a quotation that the office itself wrote wrongly is passed over.
    """

    id = "wording"
    title = "疑似表述不规范"
    codes = (SOVEREIGNTY, NAME, PHRASE, TITLE, OWN)
    clause = (
        "国办发〔2017〕47号《政府网站发展指引》：信息发布应当表述规范、内容准确；国办秘函〔2019〕19号单项否决“严重错误”"
    )
    Params = WordingParams

    def read(self, text: Text, params: CheckParams, as_of: date) -> Iterator[Spot]:
        """The first place of each wrong form."""
        assert isinstance(params, WordingParams)
        told: set[str] = set()
        if compiled(wording_lexicon().teaching).search(text.title):
            return
        for where, whole in (("title", text.title), ("text", text.text)):
            for start, end, word, entry in params.search.hits(whole) if params.may_stand_in(whole) else ():
                place = _Place(whole, start, end, _day(text))
                if word not in told and _is_wrong(place, entry, params):
                    told.add(word)
                    code = TITLE if isinstance(entry, TitledName) else entry.kind
                    shown = around(whole, start, end)
                    yield text.spot(code, word, wrong=word, right=entry.right, excerpt=shown, place=where)
            yield from _countries(text, whole, told)

    def look_into(self, seen: SeenFile, params: CheckParams, as_of: date) -> Iterator[Spot]:
        """A file and those inside it."""
        for text in texts_of_file(seen):
            yield from self.read(text, params, as_of)


def _day(text: Text) -> dt.date | None:
    fact = text.article.date if text.article else None
    return fact.value if isinstance(fact, Found) else None


class _Place(NamedTuple):
    """Where a wrong form stands, and when its text was published."""

    whole: str
    start: int
    end: int
    day: dt.date | None


def _is_wrong(place: _Place, entry: WordingEntry | TitledName, params: WordingParams) -> bool:
    near = place.whole[max(0, place.start - _REACH) : place.end + _REACH]
    lexicon = wording_lexicon()
    if is_quoted(place.whole, place.start) or _is_taught(place.whole, place.start, place.end):
        return False
    if isinstance(entry, TitledName):
        is_over = place.day is not None and place.day > entry.until + dt.timedelta(days=params.grace_days)
        return is_over and not re.search(lexicon.former, near)
    if entry.unless and re.search(entry.unless, near):
        return False
    return not entry.only_with or re.search(entry.only_with, near) is not None


def _is_taught(whole: str, start: int, end: int) -> bool:
    """Whether the same sentence teaches or forbids what stands there."""
    before, after = whole[max(0, start - _REACH) : start], whole[end : end + _REACH]
    sentence = _ENDS.split(before)[-1] + whole[start:end] + _ENDS.split(after)[0]
    return compiled(wording_lexicon().learning).search(sentence) is not None


def _countries(text: Text, whole: str, told: set[str]) -> Iterator[Spot]:
    countries = wording_lexicon().countries
    if hints_in(whole).isdisjoint(countries.regions):
        return
    for found in compiled(countries.pattern).finditer(whole):
        if not is_quoted(whole, found.start()) and not _is_taught(whole, found.start(), found.end()):
            shown = around(whole, found.start(), found.end())
            facts = {"wrong": found.group()[-30:], "right": countries.right, "excerpt": shown, "place": "text"}
            if "countries" not in told:
                told.add("countries")
                yield text.spot(SOVEREIGNTY, "countries", **facts)
