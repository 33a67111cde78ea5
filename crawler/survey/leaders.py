"""Sets that grow together: which of them a member belongs to."""

from __future__ import annotations


class Leaders:
    """Sets that are joined step by step; each is known by one of its members."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def of(self, member: str) -> str:
        """The member by which the set of `member` is known."""
        while (above := self._above.get(member, member)) != member:
            self._above[member] = self._above.get(above, above)
            member = above
        return member

    def join(self, one: str, other: str) -> None:
        """Make one set of two."""
        self._above[self.of(one)] = self.of(other)
