"""What a visitor sees who follows a link: one record for pages of the portal and for pages elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crawler.facts import Found, Glimpse, PageFacts, TextFact
from crawler.kinds import PageKind
from crawler.reading.naming import title_parts

EXCERPT = 120
"""Characters of a page's text that are shown in the evidence: enough to recognise it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A page that a link opens.

    `url` is where redirects end; `titles` its title and headings, the best first; `names` what it calls itself and
    where it says that it belongs; `text` everything else that was read; `kind` is None for pages elsewhere; `offers`
    says whether files are offered there (None: nobody knows).
    """

    url: str
    titles: tuple[str, ...]
    names: tuple[str, ...]
    text: str
    letters: int
    kind: PageKind | None = None
    offers: bool | None = None

    @property
    def title(self) -> str:
        """What the page is called."""
        return next(filter(None, self.titles), "")

    @property
    def everything(self) -> str:
        """All text that was read of the page."""
        return "\n".join((*self.titles, *self.names, self.text))

    def evidence(self) -> dict[str, Any]:
        """The page's side of the evidence."""
        said = {"title": self.title, "final_url": self.url, "site_names": list(dict.fromkeys(self.names))}
        return said | {"excerpt": self.text[:EXCERPT]}


def page_elsewhere(url: str, glimpse: Glimpse) -> Shown:
    """A page of another site, of which only the beginning was read."""
    named = (glimpse.site_name, glimpse.heading, *title_parts(glimpse.title))
    return Shown(
        url=url,
        titles=(glimpse.title, glimpse.heading),
        names=tuple(filter(None, named)),
        text=f"{glimpse.text}\n{glimpse.description}".strip(),
        letters=sum(char.isalpha() for char in glimpse.text),
        offers=True if glimpse.files else False if glimpse.complete else None,
    )


def page_of_portal(page: PageFacts, *, offers: bool) -> Shown:
    """A page that the crawl has read; `offers` says whether it links files."""
    article = page.article
    said = (_text(article.publisher), _text(article.source)) if article else ()
    crumbs = (crumb.text for crumb in page.breadcrumb)
    named = (_text(page.identity.site_name), page.column_name or "", *title_parts(page.title), *crumbs, *said)
    return Shown(
        url=page.url,
        titles=titles_of(page),
        names=tuple(filter(None, named)),
        text=article.text if article else "",
        letters=article.body_length if article else page.text_length,
        kind=page.kind,
        offers=offers or bool(article and article.attachments),
    )


def titles_of(page: PageFacts) -> tuple[str, str]:
    """The title of a page's article (may be empty), and its own."""
    return _text(page.article.title) if page.article else "", page.title


def _text(fact: TextFact) -> str:
    return fact.value if isinstance(fact, Found) else ""
