"""XML parts of files as a stream of events: no tree, no entities, no document type, limited depth."""

from __future__ import annotations

from collections.abc import Mapping
from xml.parsers import expat

from crawler.documents.extract import Reason, Unreadable

_DEEPEST = 256
"""Elements inside one another; text processors stay far below (own rule)."""


class XmlHandler:
    """What is told of an XML part. Names come without their namespace, attributes too."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Characters between marks."""


def feed(part: bytes, handler: XmlHandler) -> None:
    """Tell `handler` what stands in `part`. Raises `Unreadable` for damaged XML and for document types (entities)."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise Unreadable(Reason.NESTED)
        handler.start(name.rpartition(" ")[2], {key.rpartition(" ")[2]: value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        handler.end(name.rpartition(" ")[2])

    def refuse(*_: object) -> None:
        raise Unreadable(Reason.HOSTILE)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise Unreadable(Reason.DAMAGED) from error
