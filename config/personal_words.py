"""What stands around numbers of persons, by which texts that must not be public are told from others."""

from __future__ import annotations

from functools import cache

from config.lexicon import LEXICONS
from config.model import StrictModel
from config.rubric import Status
from config.wording import Pattern
from config.yaml_file import load_yaml


class PersonalWords(StrictModel):
    """What stands around numbers of persons, and around those that offices publish on purpose."""

    source: str
    status: Status
    provinces: tuple[str, ...]
    not_identity: Pattern
    contact: Pattern
    persons: Pattern
    bodies: Pattern
    list_words: Pattern
    recipients: Pattern
    candidates: Pattern
    office_contact: Pattern
    body_heads: Pattern
    posts: Pattern
    card: Pattern
    account_of_body: Pattern
    address_label: Pattern
    address: Pattern


@cache
def personal_words() -> PersonalWords:
    """Words around personal numbers."""
    return load_yaml(LEXICONS / "personal-data.yaml", PersonalWords)
