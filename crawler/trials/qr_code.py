"""The trial `qr-code`: the codes on the pages about applications (依申请公开) are read, and what they lead to is asked.

Values of an observation (its subject is the page): `unit`; `pictures`: how many stand in its main part, and `unread`
how many of them did not come or were too many to be read; `suspects`: addresses of pictures that are called a code and
have none in them; `codes`: for each code `picture`, and `url` where it is a web address (nothing else of its text is
kept), `account` (whether that leads to an account of a platform), and of other addresses `answer`, `confirmed`, and
`form`: whether a form was seen there (null where a script may make one). Of a unit with more such pages than are read,
one observation more names the first that was left, with `unit` alone and the reason `UNREAD`.
"""

from __future__ import annotations

from config.policy import policy
from config.tried_pages import qr_codes
from crawler.facts import Link, Observation, PageFacts
from crawler.fetch.look import Look
from crawler.fetch.reply import now
from crawler.kinds import AnswerKind, PageKind, Region, TargetKind, TrialKind
from crawler.reading.page import Page
from crawler.reading.text.encoding import decode
from crawler.store.ownership import Owners
from crawler.trials.mobile import name_of
from crawler.trials.qr_reader import NotAPicture, can_read, codes_in
from crawler.trials.trying import Trying, unseen
from crawler.urls import canonical

NO_READER = "qr-no-reader"
NO_PAGE = "qr-no-page"
UNREAD = "qr-pictures-unseen"
_FIELDS = "form input, form textarea, form select"
_NO_ARTICLES = frozenset(PageKind) - {PageKind.ARTICLE, PageKind.HOME}
_SCRIPTED = 200
"""Visible letters below which a page without a form may be one that scripts fill."""


async def try_qr_codes(trying: Trying) -> list[Observation]:
    """Read the codes of every page about applications."""
    pages, left = _pages(trying)
    if not pages:
        return unseen(TrialKind.QR_CODE, NO_PAGE)
    if not can_read():
        return unseen(TrialKind.QR_CODE, NO_READER, [page.url for page, _ in pages])
    read = [await _read(trying, page, unit) for page, unit in pages]
    return read + [Observation(TrialKind.QR_CODE, url, now(), {"unit": unit}, UNREAD) for unit, url in left.items()]


def _pages(trying: Trying) -> tuple[list[tuple[PageFacts, str]], dict[str, str]]:
    """The pages about applications, at most so many of each unit, in URL order, and the first one left of each unit
    that has more; articles of columns are none."""
    owners, names = Owners(trying.crawl.portal), qr_codes().page_names
    pages: list[tuple[PageFacts, str]] = []
    count: dict[str, int] = {}
    left: dict[str, str] = {}
    for page in trying.crawl.pages(kinds=_NO_ARTICLES):
        if not _is_about(page, names.matches(name_of(page))):
            continue
        unit = owners.owner(page.url)
        if count.get(unit, 0) < policy().trials.item_pages:
            count[unit] = count.get(unit, 0) + 1
            pages.append((page, unit))
        else:
            left.setdefault(unit, page.url)
    return pages, left


def _is_about(page: PageFacts, by_name: bool) -> bool:
    return by_name or any(qr_codes().page_names.matches(crumb.text) for crumb in page.breadcrumb)


async def _read(trying: Trying, page: PageFacts, unit: str) -> Observation:
    pictures, most = _pictures(trying.crawl.links(page.url)), policy().trials.pictures
    suspects: list[str] = []
    codes: list[dict[str, object]] = []
    unread = len(pictures[most:])
    for link in pictures[:most]:
        url = link.url or ""
        look = await trying.look(url, kind=TargetKind.IMAGE, limit=policy().trials.picture_bytes)
        try:
            texts = codes_in(look.reply.body) if look.judgement.kind is AnswerKind.CONTENT else None
        except NotAPicture:
            texts = None
        if texts is None:
            unread += 1
        elif not texts and qr_codes().is_named(f"{link.text} {url.rpartition('/')[2]}"):
            suspects.append(url)
        codes += [await _code(trying, url, text) for text in texts or ()]
    values = {"unit": unit, "pictures": len(pictures), "unread": unread, "suspects": suspects, "codes": codes}
    return Observation(TrialKind.QR_CODE, page.url, now(), values)


def _pictures(links: tuple[Link, ...]) -> list[Link]:
    """The pictures in the main part of a page, those that are called codes first."""
    found = [each for each in links if each.kind is TargetKind.IMAGE and each.url and each.region is Region.BODY]
    return sorted(found, key=lambda each: not qr_codes().is_named(f"{each.text} {each.url}"))


async def _code(trying: Trying, picture: str, text: str) -> dict[str, object]:
    url = canonical(text.strip())
    if url is None:
        return {"picture": picture, "url": None}
    if qr_codes().is_account(url):
        return {"picture": picture, "url": url, "account": True}
    look, answer = await trying.settled(url)
    told = {"answer": answer.kind.value, "confirmed": answer.confirmed, "form": _has_form(look)}
    return {"picture": picture, "url": url, "account": False, **told}


def _has_form(look: Look) -> bool | None:
    if look.judgement.kind is not AnswerKind.CONTENT or not look.reply.is_html:
        return None
    decoded = decode(look.reply.body, look.reply.headers.get("content-type"))
    page = Page(look.trail.at, decoded.text, encoding=decoded.encoding)
    if page.tree.css_first(_FIELDS) is not None:
        return True
    return None if page.text_length < _SCRIPTED else False
