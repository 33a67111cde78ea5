"""Bytes of an interface's answer in, facts out: the rows of a list that a column's page loads by a script.

Like pages, answers never raise: what cannot be read is `judgeable=False` with a reason.
"""

from __future__ import annotations

import logging
from dataclasses import replace

from crawler.facts import PageFacts, PageReading
from crawler.kinds import ListSource, PageKind
from crawler.listcall import call_at, interface_at
from crawler.reading.limits import refusal_of_body
from crawler.reading.readers import answer_reader
from crawler.reading.readers.answer import ListAnswer, unreadable
from crawler.reading.rows.links import row_links
from crawler.reading.text.encoding import decode, is_readable
from crawler.urls import netloc

logger = logging.getLogger(__name__)


def read_answer(
    address: str, body: bytes, content_type: str | None, *, base_hosts: frozenset[str] = frozenset()
) -> PageReading:
    """The part of a list that the interface at `address` (see `crawler.listcall`) answered with.

    Raises `ValueError` when no interface is known at that address; nothing else.
    """
    known = interface_at(address)
    if known is None:
        raise ValueError(f"no interface at {address}")
    family, interface = known
    hosts = base_hosts or frozenset({netloc(address)})
    facts = PageFacts(url=address, family=family.id, kind=PageKind.LIST_DATA)
    reason = refusal_of_body(body)
    decoded = decode(body, content_type)
    if reason is not None or not is_readable(decoded):
        return PageReading(replace(facts, judgeable=False, reason=reason or "page-undecodable"))
    try:
        answer = ListAnswer(call_at(address), interface, decoded.text, hosts)
        listed = answer_reader(family.id).read_answer(answer)
    except Exception:  # the last line of defence, as in `read_page`
        logger.exception("answer reader failed on %s", address)
        listed = unreadable()
    if listed.source is not ListSource.UNKNOWN:
        listed = replace(listed, source=ListSource.API)
    facts = replace(facts, list=listed, column_name=listed.name)
    return PageReading(facts, row_links(listed.rows, (), hosts))
