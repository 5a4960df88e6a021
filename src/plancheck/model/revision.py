"""What people did to a Word file with its own means: tracked changes and comments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

RevisionKind = Literal["insert", "delete", "replace", "move", "format", "comment"]


@dataclass(frozen=True, slots=True)
class Revision:
    """One tracked change or comment. `block` is the paragraph of the document that it stands in, None before the first.

    `old` are the words that were there (the commented words of a comment), `new` those that are there now (what a comment says).
    """

    kind: RevisionKind
    author: str
    date: str
    block: int | None
    old: str
    new: str
