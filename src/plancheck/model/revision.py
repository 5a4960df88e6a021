"""What people did to a Word file with its own means: tracked changes and comments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from plancheck.model.value import Value

if TYPE_CHECKING:
    from plancheck.model.finding import Finding
    from plancheck.model.passage import Passage

RevisionKind = Literal["insert", "delete", "replace", "move", "format", "comment"]


class Revision(Value):
    """One tracked change or comment. `block` is the paragraph of the document that it stands in, None before the first.

    `old` are the words that were there (the commented words of a comment), `new` those that are there now (what a comment says).
    """

    kind: RevisionKind
    author: str
    date: str
    block: int | None
    old: str
    new: str


class History(Value):
    """The log of a draft. `passages` are the paragraphs by number; `if_accepted` and `if_rejected` the findings that exist only then.

    `restored`: whether rejecting everything gives the earlier draft back, None when no earlier draft was given; `retyped` are lines of a
    diff that no tracked change accounts for.
    """

    revisions: tuple[Revision, ...]
    passages: tuple[Passage, ...]
    if_accepted: tuple[Finding, ...]
    if_rejected: tuple[Finding, ...]
    restored: bool | None
    retyped: tuple[str, ...]
