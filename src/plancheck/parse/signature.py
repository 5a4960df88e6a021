"""The signature block: authority line(s), title of post, name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plancheck.expressions import expression
from plancheck.model.plan import Signature
from plancheck.model.span import Located, Span
from plancheck.parse.lines import Line, lines_of, right_column, side_by_side
from plancheck.parse.phrases import keys
from plancheck.parse.posts import is_post
from plancheck.text.fold import LOWER, UPPER
from plancheck.vocabulary.wordings import wording

if TYPE_CHECKING:
    from plancheck.model.document import Block
    from plancheck.parse.regions import Regions

_NAME = expression(rf"(?:[{UPPER}][{LOWER}{UPPER}'’]*\.?\s?){{2,6}}$")
_POST_AND_NAME = expression(
    rf"(?P<post>[{UPPER}./\s]+[{UPPER}])(?:\s\([^)]*\))?\s(?P<name>[{UPPER}][{LOWER}]+(?:\s[{UPPER}][{LOWER}]*){{1,4}})"
)
_SHORTEST_AUTHORITY = 4
_NOT_NAME = expression(r"[:;,/\d]|^-")


def read_signature(blocks: tuple[Block, ...], cut: Regions) -> Signature | None:
    """Read the end matter's signature; None when nothing of it is there."""
    lines = _candidates(blocks, cut)
    start = next((n for n, line in enumerate(lines) if _begins(line)), None)
    if start is None:
        return None
    authority: list[Line] = []
    title: Line | None = None
    name: Line | None = None
    posts, copies = keys("titles-of-posts"), keys("copy-marks")
    for line in lines[start:]:
        bare = line.key.strip(" .*()")
        if bare in copies or not any(c.isalpha() for c in line.text):
            continue
        if (
            title is None
            and (acting := wording("acting-mark").match(line.key))
            and is_post(line.key[acting.end() :].strip(" .*"))
        ):
            title = line
        elif wording("authority-mark").match(line.text) and line.text.isupper() and title is None:
            authority.append(line)
        elif title is None and line.text.isupper() and (is_post(bare) or any(bare.startswith(f"{p} ") for p in posts)):
            title = line
        elif title is None and authority and line.text.isupper():
            authority.append(line)
        elif _is_name(line) and (authority or title):
            name = line
            break
        elif title is not None or len(authority) > 3:
            if line.text.isupper() and len(line.text) < 60:
                continue
            if _NOT_NAME.search(line.text):
                break
    if not authority and title is None:
        return None
    return _signature(authority, title, name)


def _is_name(line: Line) -> bool:
    """A name, with the rank of an officer before it or not («Đại tá Nguyễn Văn A»)."""
    rank = next((r for r in keys("military-ranks") if line.key.startswith(f"{r} ")), "")
    name = line.text[len(rank) :].lstrip()
    return bool(_NAME.match(name)) and not _NOT_NAME.search(name) and len(name.split()) <= 7


def _candidates(blocks: tuple[Block, ...], cut: Regions) -> tuple[Line, ...]:
    """Lines of the end matter; those of the recipients column of a two-column table are left out."""
    footer = [blocks[i] for i in cut.footer]
    label = blocks[cut.recipients_at] if cut.recipients_at is not None else None
    chosen = [b for b in footer if label is None or not _in_list(b, label, footer)]
    lines = right_column(chosen) if label is not None and side_by_side(label) else lines_of(chosen, columns=True)
    return tuple(part for line in lines for part in _parts(line))


def _in_list(block: Block, label: Block, footer: list[Block]) -> bool:
    """Whether a block stands in the column of the recipients: their cell, or a row of its own for each, with the signature beside them."""
    if label.place.table is None or block.index < label.index or block.place.table != label.place.table:
        return False
    beside = any(b.place.table == label.place.table and b.place.column != label.place.column for b in footer)
    return block.place == label.place or (beside and block.place.column == label.place.column)


def _parts(line: Line) -> tuple[Line, ...]:
    """A line that joins authority, post and name («T/M BAN THƯỜNG VỤ PHÓ BÍ THƯ Lê Văn A») as the lines that it stands for."""
    if signed := _POST_AND_NAME.fullmatch(line.text):
        return (*_parts(line.cut(0, signed.end("post"))), line.cut(signed.start("name"), len(line.text)))
    if not wording("authority-mark").match(line.text) or not line.text.isupper():
        return (line,)
    marks = wording("authority-mark").finditer(line.text, _SHORTEST_AUTHORITY)
    at = next((m.start() for m in marks if line.text[m.start() - 1].isspace()), None)
    if at is not None:
        return (line.cut(0, at), *_parts(line.cut(at, len(line.text))))
    body = wording("authority-mark-key").sub("", line.key, count=1).strip()
    for post in keys("titles-of-posts"):
        at = len(line.key) - len(post)
        if body not in keys("collectives") and line.key.endswith(f" {post}") and len(line.key[:at].strip().split(" ")) > 1:
            return (line.cut(0, at), line.cut(at, len(line.text)))
    return (line,)


def _begins(line: Line) -> bool:
    return line.text.isupper() and (bool(wording("authority-mark-key").match(line.key)) or is_post(line.key.strip(" .*")))


def _signature(authority: list[Line], title: Line | None, name: Line | None) -> Signature:
    lines = [*authority, *([title] if title else []), *([name] if name else [])]
    first = lines[0]
    located: Located[str] | None = None
    if authority:
        text = " / ".join(line.text for line in _merged(authority))
        located = Located(text, first.text, authority[0].span)
    return Signature(
        authority=located,
        title=title.located() if title else None,
        name=name.located() if name else None,
        span=Span(first.block.index, first.start, first.end),
    )


def _merged(authority: list[Line]) -> list[Line]:
    """Join the wrapped second line of a body's name («TM. ỦY BAN» + «NHÂN DÂN») to its first."""
    merged: list[Line] = []
    for line in authority:
        if merged and not wording("authority-mark").match(line.text):
            before = merged[-1]
            merged[-1] = Line(before.block, before.start, before.end, f"{before.text} {line.text}", f"{before.key} {line.key}")
        else:
            merged.append(line)
    return merged
