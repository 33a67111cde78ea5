"""How texts tell the end of their own validity, and how pages say that it is over."""

from __future__ import annotations

from functools import cache

from config.lexicon import LEXICONS
from config.model import StrictModel
from config.rubric import Status
from config.wording import Pattern
from config.yaml_file import load_yaml


class ExpiryWords(StrictModel):
    """How texts tell the end of their own validity, and how pages say that it is over."""

    source: str
    status: Status
    valid_until: Pattern
    valid_for: Pattern
    others: Pattern
    interpretations: Pattern
    interpretation_columns: Pattern
    renewed: Pattern
    ended: Pattern
    valid_labels: Pattern
    closing: Pattern
    prolonged: Pattern
    ongoing: Pattern


@cache
def expiry_words() -> ExpiryWords:
    """Ends of validity."""
    return load_yaml(LEXICONS / "expiry.yaml", ExpiryWords)
