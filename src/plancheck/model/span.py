"""Positions in a document, and values that know where they stand."""

from __future__ import annotations

from typing import Generic, TypeVar

from plancheck.model.value import Value

T_co = TypeVar("T_co", covariant=True)


class Span(Value, order=True):
    """Half-open range of code points `[start, end)` in the normalised text of one block."""

    block: int
    start: int
    end: int

    def covers(self, other: Span) -> bool:
        """Whether `other` lies wholly inside."""
        return self.block == other.block and self.start <= other.start and other.end <= self.end

    def touches(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.block == other.block and self.start < other.end and other.start < self.end


class Located(Value, Generic[T_co]):
    """A value, the words that say it, and where they stand: `document.text(span) == text`."""

    value: T_co
    text: str
    span: Span
