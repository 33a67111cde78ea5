"""A file as `xuncha inspect` shows it: what we read out of it, in plain JSON values."""

from __future__ import annotations

from typing import Any

from config.attachment_type import FileUse
from config.lexicon import attachment_types
from crawler.documents.formats import Format, format_of
from crawler.documents.reader import DocumentReader, policy_limits
from crawler.facts import DocumentFacts


def is_document(url: str, body: bytes) -> bool:
    """Whether `body` is a file to be read and no page: by its bytes, a plain text by the extension."""
    kind = format_of(body)
    if kind is Format.TEXT:
        named = attachment_types().of_url(url)
        return named is not None and named.use is FileUse.DOCUMENT
    return kind not in (Format.HTML, Format.OTHER)


def document_seen(url: str, body: bytes, ocr: str = "none") -> dict[str, Any]:
    """What a file says, read within the same limits as in an audit. `ocr` is the setting of that name."""
    with DocumentReader(policy_limits(ocr)) as reader:
        return _plain(reader.read(url, body))


def _plain(facts: DocumentFacts) -> dict[str, Any]:
    """`reason` is a key below `reason.` in the message catalogue, null when everything was read.

    `tables_left` is as in `DocumentFacts`.
    """
    return {
        "url": facts.url,
        "kind": "document",
        "type": facts.type,
        "pages": facts.pages,
        "title": facts.title,
        "length": facts.length,
        "text": facts.text,
        "reason": facts.reason,
        "tables_left": facts.tables_left,
        "remnants": [{"kind": kind.value, "excerpt": excerpt} for kind, excerpt in facts.remnants],
        "inner": [{"name": name, **_plain(within)} for name, within in facts.inner],
    }
