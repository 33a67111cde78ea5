"""Letters from the public with their answers: on pages of their own, several on one page, and as rows of a list."""

from crawler.reading.exchanges.exchanges import read_exchanges

__all__ = ["read_exchanges"]
