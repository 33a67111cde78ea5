"""The 信息公开 module of Hanweb JCMS: a shell of a page, and a table that a script loads from `search.jsp`.

The shell names an area (机构), a category or both, in its own address, in the call of the script, or in the address of
its tree. With a category the table holds the column's rows; without one it holds those of the whole area, and the
column's are the ones that are filed under its number (`art_<column>_`; reference "cms-patterns" 1.2).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urlsplit

from config.family import family_named
from config.loaded_lists import TableSearch
from crawler.facts import ListFacts
from crawler.kinds import ListSource
from crawler.listcall import ListCall, interface_at
from crawler.reading.lists.choice import find_lists
from crawler.reading.page import Page
from crawler.reading.pagers.interface import asked_for, part_of, parts
from crawler.reading.pagers.wording import read_declaration
from crawler.reading.readers.answer import WITHOUT_ROWS, ListAnswer, unreadable
from crawler.reading.readers.jpageunits import COLUMN_NUMBER, own_column
from crawler.reading.rows.fragments import fragment_rows
from crawler.reading.scripts.code import STRING, calls_of, string_of


def is_loaded(page: Page, family: str) -> bool:
    """Whether a script of `page` names the search of `family`."""
    search = family_named(family).search
    return search is not None and any(search.address in script for script in page.scripts)


def read_search(page: Page, family: str) -> ListFacts | None:
    """The call for the table that `page` is a shell for; None when it is none, or does not say what it shows."""
    search = family_named(family).search
    if search is None:
        return None
    if not is_loaded(page, family) and (not re.search(search.shells, page.html) or find_lists(page).rows):
        return None
    found = dict(_parameters(page, search))
    known = any(all(found.get(name) for name in group) for group in search.enough)
    if not known or not (found.get(search.category) or own_column(page)):
        return None
    body = urlencode({**{name: found.get(name, "") for name in search.sent}, search.column: page.url})
    url = page.resolve(search.address).url
    interface = interface_at(url) if url else None
    paging = interface[1].paging if interface else None
    address = asked_for(ListCall(url, body), paging, 1, paging.rows) if url and paging else None
    return ListFacts(ListSource.API, further_pages=(address,)) if address else None


def read_table(answer: ListAnswer, family: str) -> ListFacts:
    """The rows of a page of the table. It never proves that a column has none: it does not say how it was filtered."""
    search, paging = family_named(family).search, answer.interface.paging
    if search is None or paging is None or "<" not in answer.text:
        return unreadable()
    sent = dict(parse_qsl(answer.call.body or "", keep_blank_values=True))
    shell = sent.get(search.column) or answer.call.url
    rows = fragment_rows(answer.text, shell, hosts=answer.hosts)
    page, size = part_of(answer.call, paging)
    if not rows:
        return ListFacts(ListSource.UNKNOWN, page=page, obstacle=WITHOUT_ROWS)
    declared = read_declaration(Page(shell, answer.text, base_hosts=answer.hosts))
    further = parts(answer.call, paging, range(2, (declared.pages or 1) + 1), size) if page == 1 else ()
    if sent.get(search.category):
        pages, total = declared.pages, declared.total
        return ListFacts(ListSource.API, rows, page=page, pages=pages, total=total, further_pages=further)
    column = COLUMN_NUMBER.search(shell)
    own = tuple(row for row in rows if column and search.filed.format(column=column[1]) in row.url)
    if page == 1 and (declared.pages or 1) > search.most_pages:
        return ListFacts(ListSource.UNKNOWN, own, obstacle="list-search-too-long")
    return ListFacts(ListSource.API, own, page=page, further_pages=further)


def _parameters(page: Page, search: TableSearch) -> Iterator[tuple[str, str]]:
    """What the shell says about its table; of the same name the last counts, which is the surest."""
    for address in re.findall(search.shells, html.unescape(page.html)):
        yield from _stated(address)
    for script in page.scripts if search.loader in page.html else ():
        for call in calls_of(search.loader, script):
            literals = [string_of(found.group()) or "" for found in STRING.finditer(call.arguments[0])]
            if search.address in "".join(literals):
                yield from _stated("".join(literals))
                yield from _positional(call.arguments, search)
    own = dict(parse_qsl(urlsplit(page.url).query))
    yield from ((name, own[key]) for key, name in search.of_address.items() if own.get(key))


def _stated(address: str) -> Iterator[tuple[str, str]]:
    """The parameters of an address that have a value."""
    yield from parse_qsl(urlsplit(address).query)


def _positional(arguments: tuple[str, ...], search: TableSearch) -> Iterator[tuple[str, str]]:
    """The parameters that a script's call gives by their place."""
    for name, at in search.arguments.items():
        value = string_of(arguments[at]) if at < len(arguments) else None
        if value and value.strip():
            yield name, value.strip()
