"""Cited documents: head (kind, number, date) by grammar, issuer and subject by their lead words, aliases, and the bases of the opening."""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from plancheck.expressions import expression
from plancheck.model.plan import Alias, Basis, Citation
from plancheck.model.span import Located, Span
from plancheck.model.value import Value
from plancheck.parse import grammars, phrases
from plancheck.parse.fragments import document_number
from plancheck.text.fold import key
from plancheck.vocabulary import load
from plancheck.vocabulary.wordings import wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from plancheck.model.document import Block
    from plancheck.model.plan import CitationRole, DocumentNumber, Unit
    from plancheck.parse.regions import Regions
    from plancheck.parse.units import Mention, Seat, UnitFinder

_DIGIT = expression(r"\d")
_SUBJECT_LEAD = expression(r"\s?,?\s?(?:[“\"«]|\(?(?=\w))")
_LOOK_BACK = 140
_LOOK_FOR_REPEAL = 60
_LONGEST_ISSUER = 110
_LONGEST_SUBJECT = 1000
_QUOTES = frozenset('"“«')


class _Head(Value):
    start: int
    end: int
    number: Located[DocumentNumber]
    kind_word: Located[str] | None
    so: bool
    date: Located[date | None] | None


def read_citations(
    blocks: tuple[Block, ...], cut: Regions, own: DocumentNumber | None, finder: UnitFinder, seat: Seat
) -> tuple[tuple[Citation, ...], tuple[Span, ...]]:
    """Every occurrence of a cited document, in reading order, and apart from them the places that name the paper itself."""
    found: list[Citation] = []
    itself: list[Span] = []
    seen: set[str] = set()
    for block in blocks:
        if block.index in cut.header or not _DIGIT.search(block.text):
            continue
        heads = _dates_shared(list(_heads(block)), block)
        if not heads:
            continue
        issued = any(wording("citation-issuer-lead").match(block.text, head.end) for head in heads)
        mentions = tuple(finder.find(block.text, block.key)) if issued else ()
        for head, after in zip(heads, [*heads[1:], None], strict=True):
            number = head.number.value
            if own is not None and own.sequence is not None and number.normal == own.normal:
                itself.append(Span(block.index, head.start, head.end))
                continue
            limit = after.start if after else len(block.text)
            role: CitationRole = "basis" if block.index in cut.opening else "mention"
            if phrases.pattern("repeals").search(block.key, max(0, head.start - _LOOK_FOR_REPEAL), head.start):
                role = "repeal"
            found.append(
                _citation(
                    block, head, _issuer(block, head.end, limit, mentions, finder, seat), role, first=number.normal not in seen
                )
            )
            seen.add(number.normal)
    return tuple(found), tuple(itself)


def _heads(block: Block) -> Iterator[_Head]:
    text = block.text.replace("\n", " ")
    spots = sorted(
        (m for name in ("NUMBER_SHAPE", "LOOSE_SHAPE") for m in grammars.shape("number", name).finditer(text)),
        key=lambda m: (m.start(), -m.end()),
    )
    last = 0
    for spot in spots:
        if spot.start() < last:
            continue
        written = spot.group().rstrip(" .-–")
        number = document_number(written)
        if number is None:
            continue
        start, end = spot.start(), spot.start() + len(written)
        last = end
        lead = grammars.shape("citation", "LEAD_SHAPE").search(text, max(0, start - _LOOK_BACK), start)
        dated = grammars.shape("citation", "DATED_SHAPE").match(text, end)
        yield _head(
            block, text, lead.start() if lead else _so_start(text, start), start, end, dated.end() if dated else end, number
        )


def _dates_shared(heads: list[_Head], block: Block) -> list[_Head]:
    """«số 008/CĐ-UBND và số 009/CĐ-UBND ngày 19/11/2025»: numbers that a comma or «và» joins have the day behind the last.

    So have two papers of one kind: «Nghị định số 107/2020/NĐ-CP và Nghị định số 108/2020/NĐ-CP ngày 14/9/2020».
    """
    for n in range(len(heads) - 2, -1, -1):
        after = heads[n + 1]
        one, other = heads[n].kind_word, after.kind_word
        series = other is None or (one is not None and one.value == other.value)
        if (
            heads[n].date is None
            and after.date is not None
            and series
            and wording("citation-joined").fullmatch(block.text, heads[n].end, after.start)
        ):
            heads[n] = replace(heads[n], date=after.date)
    return heads


def _so_start(text: str, start: int) -> int:
    """Without a kind word the head begins at «số», if it is there."""
    match = wording("citation-number-word").search(text, max(0, start - 5), start)
    return match.start() if match else start


def _head(block: Block, text: str, first: int, start: int, end: int, stop: int, number: DocumentNumber) -> _Head:
    tree = grammars.read("citation", "citation", text[first:stop])
    kind_word = so = day = None
    if tree is not None:
        word = next((t for t in tree.words() if t.kind in {"KIND", "LAW"}), None)
        if word is not None:
            span = Span(block.index, first + word.start, first + word.start + len(word.text))
            kind_word = Located(word.text, block.text[span.start : span.end], span)
        so = bool(tree.tokens("SO"))
        day = _dated(block, text, end, stop) if stop > end else None
    return _Head(first, stop, Located(number, block.text[start:end], Span(block.index, start, end)), kind_word, bool(so), day)


def _dated(block: Block, text: str, end: int, stop: int) -> Located[date | None] | None:
    match = wording("citation-day-word").search(text, end, stop)
    if match is None:
        return None
    parts = [int(n) for n in re.findall(r"\d+", text[match.end() : stop])]
    span = Span(block.index, match.end(), stop)
    try:
        value = date(parts[2], parts[1], parts[0])
    except ValueError:
        value = None
    return Located(value, block.text[span.start : span.end], span)


def _citation(block: Block, head: _Head, issuer: Located[Unit | None] | None, role: CitationRole, *, first: bool) -> Citation:
    after = issuer.span.end if issuer else head.end
    day = head.date
    if day is None and issuer is not None:
        # «Quyết định số 411/QĐ-TTg của Thủ tướng Chính phủ ngày 31/3/2022»
        dated = grammars.shape("citation", "DATED_SHAPE").match(block.text, after)
        if dated is not None:
            day, after = _dated(block, block.text, after, dated.end()), dated.end()
    subject = _subject(block, after, issuer is not None)
    kind = _kind_code(head.kind_word.value if head.kind_word else None, head.number.value)
    span = Span(block.index, head.start, head.end)
    return Citation(
        head=Located(head.number.value.normal, block.text[head.start : head.end], span),
        number=head.number,
        kind_word=head.kind_word,
        kind=kind,
        so=head.so,
        date=day,
        issuer=issuer,
        subject=subject,
        alias=None,
        role=role,
        first=first,
    )


def _kind_code(word: str | None, number: DocumentNumber) -> str | None:
    kinds = load().kinds
    if word is not None:
        lowered = word.casefold()
        named = next((k for k in kinds if any(lowered == n.casefold() for n in k.names)), None)
        if named is not None and number.kind in named.codes and not named.unnumbered:
            # «Quy định số 178-QĐ/TW»: Party and union number both kinds alike.
            found = load().kind_by_code(number.kind)
            return found.code if found else named.code
        return named.code if named else None
    if number.kind is None:
        return None
    found = load().kind_by_code(number.kind)
    return found.code if found else None


def _issuer(
    block: Block, start: int, limit: int, mentions: tuple[Mention, ...], finder: UnitFinder, seat: Seat
) -> Located[Unit | None] | None:
    """The issuer behind «của»: a unit of the vocabulary when one stands there, else the words up to the subject.

    `mentions` are those of the paragraph in reading order; one that reaches into the next citation is none of this one.
    """
    both = wording("citation-parties").match(block.text, start)
    if both is not None:
        span = Span(block.index, both.start("parties"), both.end("parties"))
        return Located(None, both.group("parties"), span)
    lead = wording("citation-issuer-lead").match(block.text, start)
    if lead is None:
        return None
    begin = lead.end()
    around = mentions[max(0, bisect_right(mentions, begin, key=lambda m: m.start) - 1) :][:1]
    for mention in around:
        if mention.start <= begin < mention.end <= limit:
            span = Span(block.index, begin, mention.end)
            return Located(finder.resolve(mention, seat), block.text[begin : mention.end], span)
    end = wording("citation-issuer-end").search(block.text, begin, min(len(block.text), begin + _LONGEST_ISSUER))
    stop = end.start() if end else min(len(block.text), begin + _LONGEST_ISSUER)
    if stop <= begin:
        return None
    return Located(None, block.text[begin:stop], Span(block.index, begin, stop))


def _subject(block: Block, start: int, after_issuer: bool) -> Located[str] | None:
    text = block.text
    if start >= len(text):
        return None
    extra = wording("citation-term").match(text, start)
    if extra and not text[extra.start() : extra.end()].strip().startswith("(sau"):
        start = extra.end()
    if wording("citation-no-subject").match(text, start) and not wording("citation-about-behind-comma").match(text, start):
        rest = wording("citation-issuer-rest").match(text, start) if after_issuer else None
        acts = rest is not None and phrases.pattern("task-verbs").search(block.key, start, rest.end())
        if rest is None or acts or _acting().match(block.key, start):
            return None
        start = rest.end()
    lead = _SUBJECT_LEAD.match(text, start)
    if lead is None or (not after_issuer and not wording("citation-about").match(text, start)):
        return None
    begin = lead.end()
    most = min(len(text), begin + _LONGEST_SUBJECT)
    quoted = text[begin : begin + 1] in _QUOTES  # «về "Ngày hội …"»
    end = wording("citation-subject-end").search(text, begin + quoted, most)
    stop = end.start() if end else most
    acting = _acting().search(block.key, begin, stop)
    if (
        acting is not None
        and text[acting.start() + 2].isupper()
        and phrases.pattern("issuing-verbs").search(block.key, acting.end())
    ):
        stop = acting.start()
    words = text[begin:stop].rstrip(" ,")
    if len(words) < 3:
        return None
    return Located(words, words, Span(block.index, begin, begin + len(words)))


@cache
def _acting() -> re.Pattern[str]:
    """Where the sentence goes on with who plans («…, Ban Thường vụ LĐLĐ tỉnh xây dựng kế hoạch như sau»)."""
    return expression(rf",\s(?:{'|'.join(re.escape(o) for o in load().organs)})(?!\w)")


@cache
def _kind_name() -> re.Pattern[str]:
    return expression(rf"(?<!\w)(?:{'|'.join(re.escape(n) for k in load().kinds for n in k.names)})\s")


def read_bases(blocks: tuple[Block, ...], cut: Regions, citations: tuple[Citation, ...]) -> tuple[Basis, ...]:
    """The lines of the opening that say on what the plan rests."""
    found = []
    lead = phrases.prefix("basis-leads")
    for index in cut.opening:
        block = blocks[index]
        match = lead.match(block.key)
        if match is None:
            continue
        inside = tuple(n for n, c in enumerate(citations) if c.head.span.block == index)
        located = Located(block.text, block.text, Span(index, 0, len(block.text)))
        named = bool(_kind_name().search(block.text)) and not block.key.startswith(phrases.keys("not-basis"))
        found.append(Basis(located, match.group("phrase"), inside, bool(inside) or named))
    return tuple(found)


def read_aliases(blocks: tuple[Block, ...], citations: tuple[Citation, ...]) -> tuple[tuple[Alias, ...], tuple[Citation, ...]]:
    """Short names that the text defines, with their uses; and the citations with their alias put in."""
    aliases = []
    changed = list(citations)
    for block in blocks:
        if "tắt là" not in block.key and "gọi là" not in block.key and "gọi chung" not in block.key and "tắt:" not in block.key:
            continue
        for match in wording("citation-alias").finditer(block.text):
            name = match.group("alias").strip()
            start = match.start("alias") + len(match.group("alias")) - len(match.group("alias").lstrip())
            located = Located(name, name, Span(block.index, start, start + len(name)))
            definition = Span(block.index, match.start(), match.end())
            before, after = _uses(blocks, name, definition)
            aliases.append(Alias(located, before, after))
            owner = _owner(changed, definition)
            if owner is not None:
                changed[owner] = replace(changed[owner], alias=located)
    return tuple(aliases), tuple(changed)


def _owner(citations: Sequence[Citation], definition: Span) -> int | None:
    """The citation nearest before the definition, in the same block; citations come in reading order."""
    before = bisect_right(citations, (definition.block, definition.start), key=lambda c: (c.head.span.block, c.head.span.end)) - 1
    return before if before >= 0 and citations[before].head.span.block == definition.block else None


def _uses(blocks: tuple[Block, ...], name: str, definition: Span) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    folded = key(name)
    before: list[Span] = []
    after: list[Span] = []
    for block in blocks:
        for start in _words_at(folded, block.key):
            span = Span(block.index, start, start + len(folded))
            if not span.touches(definition):
                (before if span < definition else after).append(span)
    return tuple(before), tuple(after)


def _words_at(words: str, text: str) -> Iterator[int]:
    """Where words stand whole in a text."""
    start = text.find(words)
    while start >= 0:
        end = start + len(words)
        if not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum():
            yield start
        start = text.find(words, end)
