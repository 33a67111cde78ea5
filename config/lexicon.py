"""The house's dictionaries (config/lexicons/*.yaml), each read once and then kept.

Every entry names its source; `confirmed` means that it was met on a real page or in two independent accounts of
one, `unconfirmed` that it was concluded. How each is matched is told where its model is defined:

* `column_kinds()`       `config.column_kind.ColumnKinds.classify`
* `empty_wordings()`     `config.phrase.EmptyWordings`
* `soft_404_wordings()`  `config.phrase.Soft404Wordings.spoken_by`
* `bot_walls()`          `config.bot_wall.BotWalls.recognise`
* `attachment_types()`   `config.attachment_type.FileTypes`
* `hijack_words()`       `config.hijacked.HijackWords`
* `link_promises()`      `config.link_promise.LinkPromises`

The words of work plans have models of their own, next to their loaders: `config.plan_language` and
`config.requirement_words`. So have those by which content risks are recognised (`config.personal_words`,
`config.leak_marks`, …): their patterns are regular expressions over the text as published, not made `plain`; a `hint`
(of `hints`: one of them) is a piece of text without which the pattern cannot match, and is looked for first, because
that is much faster.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from config.attachment_type import FileTypes
from config.bot_wall import BotWalls
from config.column_kind import ColumnKinds
from config.hijacked import HijackWords
from config.link_promise import LinkPromises
from config.phrase import EmptyWordings, Soft404Wordings
from config.yaml_file import load_yaml

LEXICONS = Path(__file__).parent / "lexicons"


@cache
def column_kinds() -> ColumnKinds:
    """The kinds of columns, in order of precedence, and the names they go by."""
    return load_yaml(LEXICONS / "column-kinds.yaml", ColumnKinds)


@cache
def empty_wordings() -> EmptyWordings:
    """What an empty column, a column under construction and a lawful statement of absence say."""
    return load_yaml(LEXICONS / "empty-wordings.yaml", EmptyWordings)


@cache
def soft_404_wordings() -> Soft404Wordings:
    """What an error page says that was sent with status 200."""
    return load_yaml(LEXICONS / "soft-404.yaml", Soft404Wordings)


@cache
def bot_walls() -> BotWalls:
    """The marks of bot walls and firewalls."""
    return load_yaml(LEXICONS / "bot-walls.yaml", BotWalls)


@cache
def attachment_types() -> FileTypes:
    """Attachments, images and page resources by extension, with the bytes that their files begin with."""
    return load_yaml(LEXICONS / "attachments.yaml", FileTypes)


@cache
def hijack_words() -> HijackWords:
    """What sites say that are in other hands than those they were linked for."""
    return load_yaml(LEXICONS / "hijacked.yaml", HijackWords)


@cache
def link_promises() -> LinkPromises:
    """What the text of a link promises."""
    return load_yaml(LEXICONS / "link-promises.yaml", LinkPromises)
