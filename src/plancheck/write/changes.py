"""An edit of normalised text as changes of the text as written: only what differs is replaced, and markup stays."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plancheck.model.document import Block
    from plancheck.model.finding import Edit
    from plancheck.model.span import Span

_MARKUP = "*_\\`"
_LEFT_ALONE = "\n\r\t\u00a0\u2010\u2011\u2212"  # blanks that lay out, hyphens and signs that are meant


class Change(NamedTuple):
    """Put `new` in place of `raw[start:end]` of a block."""

    start: int
    end: int
    new: str


def written_range(block: Block, span: Span) -> tuple[int, int]:
    """Where the words at a span stand in the raw text of their block, loose marks included, markup behind them left out."""
    start = block.offsets.origin(span.start)
    return start, max(start, _written_end(block, max(span.end - 1, span.start)))


def changes(block: Block, edit: Edit) -> tuple[Change, ...]:
    """The changes that turn the written words of an edit into its replacement, left to right, adjoining ones joined."""
    old = block.text[edit.span.start : edit.span.end]
    found: list[Change] = []
    for change in _differences(block, edit, old):
        joins = bool(found) and found[-1].end == change.start
        last = found.pop() if joins else Change(change.start, change.start, "")
        found.append(Change(last.start, change.end, last.new + change.new))
    return tuple(c for c in found if block.raw[c.start : c.end] != c.new)


def _differences(block: Block, edit: Edit, old: str) -> Iterator[Change]:
    for kind, left, right, new_left, new_right in SequenceMatcher(None, old, edit.replacement, autojunk=False).get_opcodes():
        first, last = edit.span.start + left, edit.span.start + right
        if kind == "equal":
            yield from (c for at in range(first, last) if (c := _as_normal(block, at)) is not None)
            continue
        new = edit.replacement[new_left:new_right]
        if kind == "insert":
            at = _written_end(block, first - 1) if first > edit.span.start else block.offsets.origin(first)
            yield Change(at, at, new)
            continue
        start, end = block.offsets.origin(first), _written_end(block, last - 1)
        marks = "".join(c for c in block.raw[start:end] if c in _MARKUP) if block.raw[start:end] != old[left:right] else ""
        yield Change(start, end, new + marks)


def _as_normal(block: Block, at: int) -> Change | None:
    """The change of one character that normalisation had to mend; None when it stands as it should, or is one that a fix leaves alone."""
    start, end = block.offsets.origin(at), _written_end(block, at)
    written = block.raw[start:end]
    if written == block.text[at] or any(c in _LEFT_ALONE for c in written):
        return None
    return Change(start, end, block.text[at])


def _written_end(block: Block, at: int) -> int:
    """Behind the written form of a character, before the markup that follows it."""
    start, end = block.offsets.origin(at), block.offsets.origin(at + 1)
    written = block.raw[start:end]
    if block.text[at : at + 1] and written[:1] == block.text[at]:
        rest = written[1:].strip(_MARKUP)
        return end if rest and not rest.isspace() else (start + 1 if not rest else end)
    return start + len(written.rstrip(_MARKUP)) if written.rstrip(_MARKUP) else end
