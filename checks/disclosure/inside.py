"""What the pages and files of an item say: the text in which a part of it may stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from config.policy import policy
from config.wording import plain
from crawler.facts import DocumentFacts
from crawler.kinds import TargetKind
from crawler.store.crawl import Crawl, Item

FILES_NOT_READ = "files-not-read"
TEXT_CUT = "text-cut"
ROWS_NOT_OPENED = "rows-not-opened"


class Inside(NamedTuple):
    """The `plain` text of a page or file, and why it may be incomplete (a key below `reason.`)."""

    text: str
    doubt: str | None = None


@dataclass
class Texts:
    """Reads pages and files of one crawl, each once."""

    crawl: Crawl
    _known: dict[str, Inside] = field(default_factory=dict)

    def of_rows(self, rows: Sequence[Item]) -> list[Inside]:
        """What the rows of an item say, and the files that they offer or are; of a long list the first ones, and a
        doubt for the rest."""
        most = policy().item_texts.rows
        told = [self.of(row.url, is_file=row.target is TargetKind.ATTACHMENT) for row in rows[:most]]
        return [*told, Inside("", ROWS_NOT_OPENED)] if len(rows) > most else told

    def of(self, url: str, *, is_file: bool = False) -> Inside:
        """What stands at `url`: a page with its files, or a file."""
        if url not in self._known:
            self._known[url] = self._file(url) if is_file else self._page(url)
        return self._known[url]

    def _page(self, url: str) -> Inside:
        page = self.crawl.page(url)
        if page is None:
            return self._file(url)
        if page.article is None:
            return Inside("")
        article = page.article
        files = [self._file(each.url) for each in article.attachments]
        cut = TEXT_CUT if article.body_length > len(article.text) else None
        text = "".join([plain(article.text), *(plain(each.title) for each in article.attachments)])
        doubts = (cut, *(each.doubt for each in files))
        return Inside(text + "".join(each.text for each in files), next(filter(None, doubts), None))

    def _file(self, url: str) -> Inside:
        document = self.crawl.document(url)
        if document is None:
            return Inside("", FILES_NOT_READ)
        cut = TEXT_CUT if document.length > len(document.text) else None
        return Inside("".join(map(plain, _texts(document))), document.reason or cut)


def _texts(document: DocumentFacts) -> Iterator[str]:
    yield document.title
    yield document.text
    for name, inner in document.inner:
        yield name
        yield from _texts(inner)
