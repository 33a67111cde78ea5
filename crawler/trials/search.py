"""The trial `search`: the search box of a home page is used with the titles of articles that the portal has.

The query is sent as the box would send it, by GET and only where robots.txt allows it. A box that posts, or that only a
script knows how to use, is not used (`search-by-post`, `search-box-unread`).

Values of an observation (its subject is the title that was asked for; that of the home page where there is no box):

* `home`, `unit`: on whose page the box stands; `action`: where it sends; `url`: what was asked; `article`: what
  should be found; `date`: its day;
* `as_meant`: whether this is what a visitor's box would send for the whole title: it was not cut, and no script has
  its say before;
* `answers`: what each look was; `confirmed`: whether a fault among them is proven; `ms` of the last look;
* `found`, `rank`, `rows`, `read`, `query_shown`, `scripted`: as in `crawler.trials.search_result.SearchResult`;
* `box`: false where the home page shows no sign of a search at all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from urllib.parse import urlencode

from config.policy import policy
from config.site_search import site_search
from config.wording import plain
from crawler.facts import Found, Observation, PageFacts, SearchEntry
from crawler.fetch.reply import now
from crawler.kinds import AnswerKind, TargetKind, TrialKind
from crawler.reading.text.encoding import decode
from crawler.trials.search_result import read_result
from crawler.trials.trying import Home, Trying
from crawler.urls import netloc


async def try_search(trying: Trying) -> list[Observation]:
    """Use the search of every home page that has one."""
    seen: list[Observation] = []
    for home in trying.homes:
        entry = home.page.search
        if entry is None:
            seen.append(await _no_box(trying, home))
        elif entry.method != "GET":
            seen.append(_unused(home, entry, "search-by-post"))
        else:
            chosen = list(_chosen(trying, home))
            seen += [await _asked(trying, home, entry, article) for article in chosen]
            if not chosen:
                seen.append(_unused(home, entry, "search-no-titles"))
    return seen


def query_address(entry: SearchEntry, words: str) -> str:
    """The address that the box asks for when these words are entered."""
    pairs = [*((name, value) for name, value in entry.fixed if name != entry.field), (entry.field, words)]
    return f"{entry.action}?{urlencode(pairs, encoding=entry.encoding, errors='xmlcharrefreplace')}"


def _chosen(trying: Trying, home: Home) -> Iterator[PageFacts]:
    """The articles that are asked for: the newest on the home page that the index has had time to learn of, titles of a
    fair length, each once."""
    limits = policy().trials
    shortest, _ = limits.title_letters
    today = trying.crawl.crawled_on or dt.datetime.now(dt.UTC).date()
    latest = today - dt.timedelta(days=limits.settle_days)
    rows = home.page.list.rows if home.page.list is not None else ()
    # A list whose titles stand in several parts of the page is no matter; a row that leads off the host is.
    pages = (trying.crawl.page(row.url) for row in rows if netloc(row.url) == netloc(home.page.url))
    dated = [(day, page) for page in pages if page is not None and (day := _day(page)) is not None and day <= latest]
    titles: set[str] = set()
    for _, page in sorted(dated, key=lambda each: (-each[0].toordinal(), each[1].url)):
        title = plain(title_of(page))
        if len(title) >= shortest and title not in titles and len(titles) < limits.titles:
            titles.add(title)
            yield page


def title_of(page: PageFacts) -> str:
    """The title of an article; empty when it was not read."""
    found = page.article.title if page.article is not None else None
    return found.value.strip() if isinstance(found, Found) else ""


def _day(page: PageFacts) -> dt.date | None:
    found = page.article.date if page.article is not None else None
    return found.value if isinstance(found, Found) else None


async def _asked(trying: Trying, home: Home, entry: SearchEntry, article: PageFacts) -> Observation:
    title = title_of(article)
    words = title[: policy().trials.title_letters[1]]
    url = query_address(entry, words)
    look, answer = await trying.settled(url)
    values = {
        **_about(home, entry),
        "url": url,
        "article": article.url,
        "date": str(_day(article) or ""),
        "answers": [each.answer.value for each in answer.attempts],
        "confirmed": answer.confirmed,
        "ms": look.trail.ms + look.reply.ms,
        "as_meant": words == title and not entry.by_script,
    }
    if answer.kind is not AnswerKind.CONTENT:
        return Observation(TrialKind.SEARCH, title, now(), values)
    body, kind = look.reply.body, look.reply.headers.get("content-type")
    known = frozenset(row.url for row in home.page.list.rows) if home.page.list is not None else ()
    seen = read_result(look.trail.at, body, kind, title=words, article=article.url, home=known)
    told = {name: getattr(seen, name) for name in ("found", "rank", "rows", "read", "query_shown", "scripted")}
    return Observation(TrialKind.SEARCH, title, now(), {**values, **told})


async def _no_box(trying: Trying, home: Home) -> Observation:
    """Whether the home page speaks of a search at all: what only a script makes of it is not read."""
    look = await trying.look(home.page.url, kind=TargetKind.PAGE)
    if look.judgement.kind is not AnswerKind.CONTENT:
        return Observation(TrialKind.SEARCH, home.page.url, now(), {"unit": home.unit.id}, look.judgement.kind.value)
    source = decode(look.reply.body, look.reply.headers.get("content-type")).text
    signs = site_search().speaks(source)
    values = {"unit": home.unit.id, "home": home.page.url, "box": signs}
    return Observation(TrialKind.SEARCH, home.page.url, now(), values, "search-box-unread" if signs else None)


def _unused(home: Home, entry: SearchEntry, reason: str) -> Observation:
    return Observation(TrialKind.SEARCH, home.page.url, now(), _about(home, entry), reason)


def _about(home: Home, entry: SearchEntry) -> dict[str, object]:
    return {"unit": home.unit.id, "home": home.page.url, "action": entry.action, "box": True}
