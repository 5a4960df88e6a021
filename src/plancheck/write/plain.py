"""Text files written back: with fixes in place, or with remarks as CriticMarkup (https://criticmarkup.com)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from plancheck.expressions import expression
from plancheck.write.changes import Change, changes, written_range

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from plancheck.model.document import Document
    from plancheck.model.finding import Edit
    from plancheck.write.remark import Remark

# A remark of ours opens with a severity and the code of a rule: «{>>CẢNH BÁO TT202 (…»; a proposal without one is signed.
_SIGNED = "{>>plancheck<<}"
_REMARK = r"\{>>(?:plancheck|[^\W\d_]+(?: [^\W\d_]+)? [A-Z]{2}\d{3} \([a-z0-9-]+\) · (?:(?!<<\}).)*)<<\}"
_OWN = expression(_REMARK, re.DOTALL)
# What we mark or propose is followed by a remark of ours at once: that tells it from what other people propose.
_PROPOSED = expression(
    r"(?:\{==(?P<words>(?:(?!==\}).)*)==\}|\{~~(?P<old>(?:(?!~>|~~\}).)*)~>(?:(?!~~\}).)*~~\}|\{--(?P<gone>(?:(?!--\}).)*)--\}|\{\+\+(?:(?!\+\+\}).)*\+\+\})"
    rf"(?={_REMARK})",
    re.DOTALL,
)


def mended(text: str, document: Document, edits: Iterable[Edit]) -> str:
    """The text of the file with the edits made; everything else stays as it was, to the character."""
    return _applied(text, _changes(document, edits))


def annotated(text: str, document: Document, remarks: Iterable[Remark], edits: Iterable[Edit] = ()) -> str:
    """The text with `{==words==}{>>remark<<}` and `{~~old~>new~~}`; remarks on words that are changed stand behind the change."""
    proposed = [Change(c.start, c.end, _proposal(text[c.start : c.end], c.new)) for c in _changes(document, edits)]
    by_range: dict[tuple[int, int], list[str]] = {}
    for remark in remarks:
        by_range.setdefault(_range(document, remark), []).append("{>>" + _line(remark.lines) + "<<}")
    marked: list[Change] = []
    reach = 0
    for (start, end), notes in sorted(by_range.items()):
        inside = [c for c in proposed if start < c.end and c.start < end]
        if start < reach or inside or start == end:
            at = max([end, reach, *(c.end for c in inside)])
            marked.append(Change(at, at, "".join(notes)))
            reach = at
        else:
            marked.append(Change(start, end, "{==" + text[start:end] + "==}" + "".join(notes)))
            reach = end
    told = {c.start for c in marked if c.start == c.end}
    signed = (c if c.end in told else Change(c.start, c.end, c.new + _SIGNED) for c in proposed)
    return _applied(text, sorted([*signed, *marked], key=lambda c: (c.start, c.end)))


def unannotated(text: str) -> str:
    """The text without the remarks and proposals of an earlier `annotated`; CriticMarkup of other people stays."""
    if _OWN.search(text) is None:
        return text
    return _OWN.sub("", _PROPOSED.sub(lambda m: m["words"] or m["old"] or m["gone"] or "", text))


def _changes(document: Document, edits: Iterable[Edit]) -> list[Change]:
    """The changes as ranges of the file."""
    found: list[Change] = []
    for edit in edits:
        block = document.blocks[edit.span.block]
        found.extend(Change(block.origin + c.start, block.origin + c.end, c.new) for c in changes(block, edit))
    return sorted(found)


def _range(document: Document, remark: Remark) -> tuple[int, int]:
    """Where the words of a remark stand in the file; the first paragraph's beginning for what has no place."""
    if remark.span is None:
        start = document.blocks[0].origin if document.blocks else 0
        return start, start
    block = document.blocks[remark.span.block]
    start, end = written_range(block, remark.span)
    return block.origin + start, block.origin + end


def _proposal(old: str, new: str) -> str:
    if not old:
        return "{++" + new + "++}"
    return "{~~" + old + "~>" + new + "~~}" if new else "{--" + old + "--}"


def _line(lines: tuple[str, ...]) -> str:
    return " · ".join(lines).replace("<<}", "<< }")


def _applied(text: str, ordered: Iterable[Change]) -> str:
    return "".join(_parts(text, ordered))


def _parts(text: str, ordered: Iterable[Change]) -> Iterator[str]:
    cursor = 0
    for change in ordered:
        yield text[cursor : change.start]
        yield change.new
        cursor = change.end
    yield text[cursor:]
