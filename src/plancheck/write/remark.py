"""A remark on a document, apart from how the file shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from plancheck.model.span import Span


class Remark(NamedTuple):
    """Lines to be read beside some words; `span` None when what is missing has no place in the text."""

    span: Span | None
    lines: tuple[str, ...]
