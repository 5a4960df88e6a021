"""Cuts a document into its regions: heading, title, opening, body, recipients, signature, annexes. Each cut may be missing."""

from __future__ import annotations

import itertools
from functools import cache
from typing import TYPE_CHECKING

from plancheck.expressions import expression
from plancheck.model.value import Value
from plancheck.parse import phrases
from plancheck.parse.labels import labelled
from plancheck.parse.lines import RULE_LINE
from plancheck.parse.posts import is_post
from plancheck.text.fold import bare, key
from plancheck.vocabulary import load
from plancheck.vocabulary.wordings import wording

if TYPE_CHECKING:
    import re

    from plancheck.model.document import Block, Place

_LONGEST_TITLE_LINE = 420
_HEADER_BLOCKS = 40
_LONGEST_ANNEX_LABEL = 60
_LONGEST_ANNEX_HEAD = 3


class Regions(Value):
    """Index ranges `[start, end)` of blocks. `kind` is the block of the kind word; `closing_zone` starts the end matter."""

    header: range
    kind: int | None
    kind_code: str | None
    subject: range
    opening: range
    body: range
    footer: range
    annexes: tuple[range, ...]
    recipients_at: int | None


def regions(blocks: tuple[Block, ...]) -> Regions:
    """Find the regions of a document; a document without any of the marks is all body."""
    recipients = _recipients(blocks)
    annexes = _annex_starts(blocks, recipients)
    end = annexes[0] if annexes else len(blocks)
    kind, code = _kind(blocks, end if recipients is None else min(recipients, end))
    header = range(kind if kind is not None else _bare_header(blocks))
    subject_start = kind + 1 if kind is not None else header.stop
    subject_stop = _subject_stop(blocks, subject_start, end) if kind is not None else subject_start
    footer_start = _footer_start(blocks, recipients, end)
    opening_stop = _opening_stop(blocks, subject_stop, footer_start)
    limits = (*annexes, len(blocks))
    return Regions(
        header=header,
        kind=kind,
        kind_code=code,
        subject=range(subject_start, subject_stop),
        opening=range(subject_stop, opening_stop),
        body=range(opening_stop, footer_start),
        footer=range(footer_start, end),
        annexes=tuple(range(a, b) for a, b in itertools.pairwise(limits)),
        recipients_at=recipients,
    )


def _kind(blocks: tuple[Block, ...], stop: int) -> tuple[int | None, str | None]:
    """The line of the kind word in capitals («KẾ HOẠCH»), before the recipients and within the first blocks."""
    titles = load().titles
    misread = {bare(name): code for name, code in reversed(list(titles.items()))}
    plans = load().plan_codes
    candidates: list[tuple[int, str]] = []
    for block in blocks[: min(stop, _HEADER_BLOCKS)]:
        key = block.key.replace("\n", " ").strip(" .:*-–").rstrip("0123456789")  # «KẾ HOẠCH1» has a footnote
        code = titles.get(key)
        if code is None and block.text.isupper():
            code = misread.get(bare(key))  # «KÉ HOẠCH», «KẾ HOACH»: a wrong mark does not make it another paper
        if code is None and block.text.isupper():
            code = next((c for name, c in titles.items() if key.startswith(f"{name} ")), None) if _short(block) else None
        if code is not None and (block.text.isupper() or block.heading is not None or block.all_bold()):
            candidates.append((block.index, code))
    return next(((i, c) for i, c in candidates if c in plans), candidates[0] if candidates else (None, None))


def _short(block: Block) -> bool:
    return len(block.text) < 120


def _bare_header(blocks: tuple[Block, ...]) -> int:
    """Without a kind word the heading part ends before the first sentence, label or basis."""
    lead = phrases.prefix("basis-leads")
    for block in blocks[:_HEADER_BLOCKS]:
        sentence = lead.match(block.key) or len(block.text) > 150 or phrases.pattern("issuing-verbs").search(block.key)
        if block.place.table is None and (sentence or labelled(block)):
            return block.index
        if wording("recipients-label-rest").match(block.key):
            return block.index
    return 0


def _subject_stop(blocks: tuple[Block, ...], start: int, end: int) -> int:
    """The subject goes on until a rule line, a basis, a label or a sentence that introduces the plan."""
    lead = phrases.prefix("basis-leads")
    position = start
    while position < end:
        block = blocks[position]
        if RULE_LINE.match(block.text):
            return position + 1
        marked = labelled(block)
        if (marked and marked.label.style != "bullet") or wording("recipients-label-rest").match(block.key):
            break
        if wording("issued-with").match(block.key):
            position += 1
            continue
        if lead.match(block.key) and not block.text.isupper() and not _title_like(block, position == start):
            break
        if len(block.text) > _LONGEST_TITLE_LINE and not block.all_bold():
            break
        if position > start and block.text.endswith((";", ":", ".", ",")):
            break
        if position > start and not block.text.isupper() and not block.all_bold() and blocks[position - 1].text.isupper():
            break
        position += 1
    return position


def _title_like(block: Block, first: bool) -> bool:
    """Whether the line right under the kind word is the subject although it begins like a basis («Thực hiện Nghị quyết …»)."""
    return first and not block.text.endswith((";", ":", ".", ",")) and (block.all_bold() or len(block.text) < 200)


def _opening_stop(blocks: tuple[Block, ...], start: int, end: int) -> int:
    """The opening ends at the first label of a section."""
    for position in range(start, end):
        block = blocks[position]
        marked = labelled(block)
        if marked and marked.label.style in {"roman", "part", "capital"}:
            return position
        if marked and marked.label.style in {"arabic", "article"} and (marked.label.value == (1,) or position == start):
            return position
        if block.heading is not None and position > start:
            return position
    return end if end - start <= 12 else start


def _recipients(blocks: tuple[Block, ...]) -> int | None:
    """The last recipients label that is not inside an annex."""
    found = [
        b.index
        for b in blocks
        if b.key.startswith(("nơi nhận", "- nơi nhận", "* nơi nhận")) and wording("recipients-label-rest").match(b.key)
    ]
    if not found:
        return None
    first = found[0]
    between = any(_is_annex(b) for b in blocks[first : found[-1]])
    return first if between else found[-1]


def _annex_starts(blocks: tuple[Block, ...], recipients: int | None) -> list[int]:
    start = recipients if recipients is not None else len(blocks) // 2
    found = [b.index for b in blocks[start:] if _is_annex(b)]
    if recipients is None:
        return found
    titled = (_titled(blocks, n, start) for n in range(start, len(blocks)) if wording("issued-with").match(blocks[n].key))
    lost = (
        b.index for b in blocks[start + 1 :] if wording("issued-with-inside").search(b.key)
    )  # its label was joined to other words
    headed = {f + below for f in found for below in range(_LONGEST_ANNEX_HEAD + 1)}
    return sorted({*found, *(t for t in (*titled, *lost) if t is not None and t not in headed)})


def _titled(blocks: tuple[Block, ...], position: int, floor: int) -> int | None:
    """Where the annex begins whose title stands above «(Kèm theo Kế hoạch số …)» and names no «Phụ lục»: a model outline, a form."""
    start = position
    while start - 1 > floor and position - start < _LONGEST_ANNEX_HEAD and blocks[start - 1].text.isupper():
        if is_post(blocks[start - 1].key) or is_post(blocks[start - 2].key):
            break  # the signature
        start -= 1
    return start if start < position and all(b.place.table is None for b in blocks[start : position + 1]) else None


@cache
def _annex_label() -> re.Pattern[str]:
    """«PHỤ LỤC», «Phụ lục II», «Phụ lục số 1», «Biểu mẫu số 01»: a form is an annex only with its number."""
    annexes, forms = phrases.alternatives("annex-labels"), phrases.alternatives("form-labels")
    return expression(
        rf"(?:(?:{annexes})(?:\s?(?:số\s)?(?:[ivx]{{1,5}}|\d{{1,2}}|[a-z]))?|(?:{forms})\s?(?:số\s?)?(?:[ivx]{{1,5}}|\d{{1,2}}))"
        r"\s?[.:]?(?=\s|$)"
    )


def _is_annex(block: Block) -> bool:
    """A line that is only the label of an annex, in capitals or bold, outside tables with other text."""
    match = _annex_label().match(block.key)
    if match is None or (len(block.text) > _LONGEST_ANNEX_LABEL and not block.text.isupper()):
        return False
    label = block.text[: match.end()].strip()
    alone = match.end() >= len(block.key.rstrip(" .:"))
    if block.place.table is not None and not alone:
        return False
    return label.isupper() or (
        alone and (block.all_bold() or block.heading is not None or (label[:1].isupper() and len(label) > 4))
    )


def _footer_start(blocks: tuple[Block, ...], recipients: int | None, end: int) -> int:
    """Where the end matter begins: the recipients label, or a signature that stands before it."""
    if recipients is None:
        return _signature_start(blocks, end)
    place = blocks[recipients].place
    if place.table is not None:
        start = _row_start(blocks, recipients, place)
        # A paper of several bodies has signatures in rows of their own above, or in a table of their own.
        while (above := _cells_above(blocks, start)) < start and any(_signs(b) for b in blocks[above:start]):
            start = above
        return start
    early = _signature_start(blocks, recipients)
    return early if recipients - early <= 6 else recipients


def _cells_above(blocks: tuple[Block, ...], start: int) -> int:
    """Where the table row begins that ends right before a block; the block itself when no table stands there."""
    place = blocks[start - 1].place if start else None
    return start if place is None or place.table is None else _row_start(blocks, start, place)


def _row_start(blocks: tuple[Block, ...], start: int, place: Place) -> int:
    """The first block before a position, without a gap, that stands in the table row of a place; the position itself when none does."""
    while start > 0 and blocks[start - 1].place.table == place.table and blocks[start - 1].place.row == place.row:
        start -= 1
    return start


def _signs(block: Block) -> bool:
    """Whether a line of a block is an authority or a post in capitals."""
    lines = (line.strip() for line in block.text.split("\n"))
    return any(line.isupper() and (is_post(key(line)) or wording("authority-mark").match(line)) for line in lines)


def _signature_start(blocks: tuple[Block, ...], end: int) -> int:
    for position in range(end - 1, max(end - 12, 0), -1):
        text = blocks[position].text
        if text.isupper() and (wording("authority-mark").match(text) or is_post(blocks[position].key)):
            start = position
            while (
                start > 0
                and blocks[start - 1].text.isupper()
                and len(blocks[start - 1].text) < 60
                and not labelled(blocks[start - 1])
            ):
                start -= 1
            return start
    return end
