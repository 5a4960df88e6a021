"""The heading part: titles of State and Party, superior and issuer, number, place and date, kind and subject."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from plancheck.expressions import expression
from plancheck.model.plan import Header
from plancheck.model.span import Located, Span
from plancheck.model.value import Value
from plancheck.parse import grammars, phrases
from plancheck.parse.family import system_of
from plancheck.parse.fragments import own_number
from plancheck.parse.lines import RULE_LINE, Line, lines_of
from plancheck.text.fold import key as fold_key
from plancheck.vocabulary import load
from plancheck.vocabulary.wordings import wording

if TYPE_CHECKING:
    from plancheck.model.document import Block
    from plancheck.model.plan import DocumentNumber, Unit
    from plancheck.parse.regions import Regions
    from plancheck.parse.units import Mention, Seat, UnitFinder

_BLANK = r"[\s.…_{}]*"
_LETTER_SUBJECT = expression(r"v/v(?!\w)")
_TITLE_DASH = r"\s?[-–—.]?\s?"
_MIN_UPPER = 0.7
_HEAD_BLOCKS = 30


class Heading(Value):
    """The header as far as it can be read without knowing the issuer's seat, with the raw issuer groups."""

    header: Header
    groups: tuple[tuple[Line, ...], ...]


def read_header(blocks: tuple[Block, ...], cut: Regions) -> Heading:
    """Read the heading blocks of a document."""
    header_blocks = [blocks[i] for i in cut.header]
    found = Header(table=any(b.place.table is not None for b in header_blocks))
    used: list[Span] = []
    for block in header_blocks:
        found = _titles(block, found, used)
        found = _number(block, found, used)
        found = _place_date(block, found, used)
    kind, kind_name = _kind(blocks, cut)
    subject = _subject(blocks, cut)
    found = replace(
        found,
        kind=kind,
        kind_name=kind_name,
        subject=tuple(line.span for line in subject),
        subject_text=" ".join(line.text for line in subject) or None,
        issued_with=_issued_with(blocks, cut),
    )
    return Heading(found, _groups(header_blocks, used))


def _titles(block: Block, header: Header, used: list[Span]) -> Header:
    key = block.key.replace("\n", " ")
    if header.national_title is None:
        header = replace(header, national_title=_title(block, key, "national-title", used))
    if header.party_title is None:
        header = replace(header, party_title=_title(block, key, "party-title", used))
    if header.motto is None:
        match = _motto().search(key)
        if match:
            span = Span(block.index, match.start(), match.end())
            used.append(span)
            text = block.text[match.start() : match.end()]
            header = replace(header, motto=Located(text, text, span))
    return header


def _title(block: Block, key: str, phrase: str, used: list[Span]) -> Located[str] | None:
    """The words of a title in capitals, None when they are not in the block."""
    words = fold_key(load().phrases[phrase][0])
    start = key.find(words)
    if start < 0 or not block.text[start : start + 4].isupper():
        return None
    span = Span(block.index, start, start + len(words))
    used.append(span)
    text = block.text[span.start : span.end]
    return Located(text, text, span)


def _motto() -> re.Pattern[str]:
    parts = [re.escape(p.strip()) for p in fold_key(load().phrases["motto"][0]).split("-")]
    return expression(_TITLE_DASH.join(parts))


def _number(block: Block, header: Header, used: list[Span]) -> Header:
    if header.number is not None:
        return header
    text = block.text.replace("\n", " ")
    for match in grammars.shape("number", "OWN_SHAPE").finditer(text):
        read = own_number(match.group().strip())
        if read is None or _of_another(block, match.start()):
            continue
        number, colon = read
        span = Span(block.index, match.start(), match.start() + len(match.group().rstrip()))
        used.append(span)
        located: Located[DocumentNumber] = Located(number, block.text[span.start : span.end], span)
        return replace(header, number=located, number_colon=colon)
    return header


def _of_another(block: Block, start: int) -> bool:
    """Whether the word before «số» is a kind of document: the number is another paper's («Đoàn giám sát theo Nghị quyết số 09/NQ-HĐND»)."""
    return block.key[:start].rstrip(" ").endswith(_kind_words())


@cache
def _kind_words() -> tuple[str, ...]:
    return tuple(fold_key(f" {name}") for kind in load().kinds for name in kind.names)


def _place_date(block: Block, header: Header, used: list[Span]) -> Header:
    if header.date is not None:
        return header
    for line in lines_of((block,)):
        match = wording("place-and-date").search(line.key)
        if match is None or len(line.text) > 200:
            continue
        start = match.start("place") + len(match.group("place")) - len(match.group("place").lstrip(" *"))
        start = max([start, *(g + 1 - line.start for g in block.gaps if line.start <= g < line.start + match.end("place"))])
        place = line.text[start : match.end("place")].strip(" ,*")
        day_start = match.start("when")
        stop = match.start() + len(match.group().rstrip(" .…_"))
        span = Span(block.index, line.start + day_start, line.start + stop)
        used.append(Span(block.index, line.start + start, line.start + match.end()))
        value = _day(match)
        header = replace(header, date=Located(value, block.text[span.start : span.end], span))
        if place:
            place_span = Span(block.index, line.start + start, line.start + start + len(place))
            header = replace(header, place=Located(place, block.text[place_span.start : place_span.end], place_span))
        return header
    return header


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match.group("year")), int(match.group("month")), int(match.group("day")))
    except ValueError:
        return None


def partial_year(header: Header) -> int | None:
    """The year of the place-and-date line, also when its day is blank."""
    if header.date is None:
        return None
    found = re.search(r"(?:19|20)\d{2}", header.date.text)
    return int(found.group()) if found else None


def _kind(blocks: tuple[Block, ...], cut: Regions) -> tuple[Located[str] | None, str | None]:
    if cut.kind is None or cut.kind_code is None:
        return _letter(blocks), None
    block = blocks[cut.kind]
    return Located(cut.kind_code, block.text, Span(block.index, 0, len(block.text))), block.text.strip(" .:")


def _letter(blocks: tuple[Block, ...]) -> Located[str] | None:
    """An official letter has no kind word; the addressee at its head («Kính gửi») shows it (NĐ 30 Phụ lục III, mẫu 1.5)."""
    code = next(k.code for k in load().kinds if k.letter)
    for block in blocks[:_HEAD_BLOCKS]:
        match = phrases.prefix("letter-leads").match(block.key)
        if match is not None:
            return Located(code, block.text[: match.end()], Span(block.index, 0, match.end()))
    return None


def _subject(blocks: tuple[Block, ...], cut: Regions) -> tuple[Line, ...]:
    issued = wording("issued-with")
    lines = lines_of(blocks[i] for i in cut.subject)
    return tuple(line for line in lines if not RULE_LINE.match(line.text) and not issued.match(line.key))


def _issued_with(blocks: tuple[Block, ...], cut: Regions) -> Located[str] | None:
    for i in cut.subject:
        block = blocks[i]
        if wording("issued-with").match(block.key):
            return Located(block.text, block.text, Span(i, 0, len(block.text)))
    return None


def _groups(header_blocks: list[Block], used: list[Span]) -> tuple[tuple[Line, ...], ...]:
    """Lines in capitals that are not yet read, grouped into names: a line that opens with a kind of unit begins a new one."""
    groups: list[list[Line]] = []
    for line in lines_of(header_blocks, columns=True):
        if any(line.span.touches(u) for u in used) or RULE_LINE.match(line.text) or _LETTER_SUBJECT.match(line.key):
            continue
        letters = [c for c in line.text if c.isalpha()]
        if len(letters) < 3 or sum(c.isupper() for c in letters) < _MIN_UPPER * len(letters):
            continue
        if groups and (not _opens_name(line) or _awaits_host(groups[-1])):
            groups[-1].append(line)
        else:
            groups.append([line])
    named = [g for g in groups if " ".join(line.key for line in g).strip(" *") not in phrases.keys("system-titles")]
    return tuple(tuple(g) for g in named or groups)


def _awaits_host(group: list[Line]) -> bool:
    """Whether a name is only that of a kind of unit whose host stands on the next line («CÔNG ĐOÀN CƠ SỞ» + «CÔNG TY …»)."""
    name = " ".join(line.key for line in group).strip(" *")
    alone = {name, *(name.removesuffix(f" {word}") for word in phrases.keys("host-words"))}
    return any(kind.host_follows and not alone.isdisjoint(kind.names) for kind in load().units)


def _opens_name(line: Line) -> bool:
    from plancheck.parse.units import finder

    mentions = finder().find(line.text, line.key)
    if mentions and mentions[0].start <= 1:
        return True
    if any(line.key.startswith(f"{word} ") or line.key == word for tier in load().tiers for word in tier.words):
        return False
    return phrases.prefix("header-heads").match(line.key.lstrip("*")) is not None


def resolve_issuer(heading: Heading, finder: UnitFinder, neutral: Seat) -> tuple[Header, tuple[Unit, Mention] | None]:
    """Put superior and issuer into the header; also the issuer's unit and mention when it is in the vocabulary."""
    groups = heading.groups
    header = heading.header
    if not groups:
        return header, None
    if len(groups) > 1 and " ".join(line.key for line in groups[-1]).strip(" *") in load().organs:
        groups = (*groups[:-2], groups[-2] + groups[-1])  # «BAN THƯỜNG TRỰC» below the body that it is of
    parent = _unit_of(groups[-2], finder, neutral) if len(groups) > 1 else None
    seat = neutral
    if parent and parent[1]:
        tier = next((t.name for t in load().tiers if parent[1][0].kind.endswith(f".{t.name}")), None)
        system = system_of(parent[1][0])
        # «BAN TỔ CHỨC» below «TỈNH ỦY NGHỆ AN» is the Party's.
        seat = replace(neutral, tier=tier or neutral.tier, family=system, level=parent[1][0].level)
    issuer = _unit_of(groups[-1], finder, seat)
    if parent and parent[1] and issuer[1] and issuer[1][0].kind == parent[1][0].kind and issuer[0] != parent[0]:
        issuer = issuer[0], (_one_tier_down(issuer[1][0], neutral.day), issuer[1][1])
    header = replace(
        header,
        parent_body=_located(groups[-2], parent[1][0] if parent and parent[1] else None) if len(groups) > 1 else None,
        issuer=_located(groups[-1], issuer[1][0] if issuer and issuer[1] else None),
        issuer_name=" ".join(line.text for line in groups[-1]),
    )
    return header, issuer[1] if issuer else None


def _one_tier_down(unit: Unit, day: date | None) -> Unit:
    """The unit of the next tier that there is on a day: «THÀNH ỦY SÔNG CÔNG» below a province's Party is a district's."""
    tiers = [t for t in load().tiers if t.last_day is None or day is None or day <= t.last_day]
    at = next((n for n, t in enumerate(tiers) if unit.kind.endswith(f".{t.name}")), None)
    if at is None or at + 1 >= len(tiers):
        return unit
    kind = f"{unit.kind.rpartition('.')[0]}.{tiers[at + 1].name}"
    return replace(unit, kind=kind, level=tiers[at + 1].level)


def _unit_of(group: tuple[Line, ...], finder: UnitFinder, seat: Seat) -> tuple[str, tuple[Unit, Mention] | None]:
    """The unit that a name in capitals means; title case lets proper names be told from tier words."""
    text = " ".join(line.text for line in group)
    key = " ".join(line.key for line in group)
    mentions = finder.find(text, key)
    for mention in mentions:
        unit = finder.resolve(mention, seat)
        if unit is not None:
            return text, (unit, mention)
    return text, None


def _located(group: tuple[Line, ...], unit: Unit | None) -> Located[Unit | None]:
    """A name over several lines stands at its first line; `text` holds all of it."""
    first = group[0]
    same = [line for line in group if line.block is first.block]
    span = Span(first.block.index, first.start, same[-1].end)
    return Located(unit, first.block.text[span.start : span.end], span)
