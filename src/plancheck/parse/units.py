"""Units named in the text: found by the names of the vocabulary, extended over tier words and proper names, resolved from a seat."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

import ahocorasick
from msgspec.structs import replace

from plancheck.expressions import expression
from plancheck.model.plan import Actor, Unit
from plancheck.model.span import Span
from plancheck.model.value import Value
from plancheck.parse import phrases
from plancheck.text.fold import LOWER, UPPER, bare, key, words
from plancheck.vocabulary import load, patterns

if TYPE_CHECKING:
    from plancheck.model.document import Block
    from plancheck.model.plan import Family
    from plancheck.vocabulary import UnitKind, Vocabulary

_CAPITAL = rf"[{UPPER}][\w.]*(?:&[{UPPER}][\w.]*)*"
# «Ngày 05» behind a name is the next column of a flattened table.
_DATED = r"(?!(?:Sáng|Chiều|Ngày|Tháng|Quý|Năm)\s(?:ngày\s)?[\dIV])"
_PROPER = expression(rf"\s{_DATED}{_CAPITAL}(?:\s(?:-\s)?{_DATED}(?:{_CAPITAL}|[0-9IVX]+(?!\w)))*")
_LEFT_OVER = (" và", " hoặc")
_SHORT_FORM = expression(rf"\s\([{UPPER}]{{2,12}}\)")
_MANY = "các "
_DEPARTMENT = "department"
_DISTRICT = "district"


class Seat(Value):
    """From where units are judged: the issuer's system, unit kind, tier and place, and the day."""

    family: Family = "unknown"
    kind: str | None = None
    level: int | None = None
    tier: str | None = None
    place: str = ""
    city: bool = False
    day: date | None = None


class Mention(Value):
    """A unit's name at `[start, end)` of a block, before it is resolved: the vocabulary entry, tier words, and proper name."""

    start: int
    end: int
    kind: UnitKind | None
    tiers: tuple[str, ...]
    place: str
    name: str
    collective: bool
    department: str | None


class _Entry(Value):
    kind: UnitKind | None
    department: bool
    group: bool
    needs_tier: bool = False


class UnitFinder:
    """Finds and resolves units; built once from the vocabulary. All methods are pure."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._organs_before = tuple(f"{organ} " for organ in vocabulary.organs)
        names: dict[str, _Entry] = {}
        for kind in vocabulary.units:
            for name in kind.names:
                names.setdefault(name, _Entry(kind, department=False, group=kind.group))
            for name in kind.names_before_tier:
                names.setdefault(name, _Entry(kind, department=False, group=False, needs_tier=True))
        for head in vocabulary.department_heads:
            names.setdefault(head, _Entry(None, department=True, group=False))
        for group in vocabulary.department_groups:
            names[group] = _Entry(None, department=True, group=True)
        stops = "|".join(re.escape(w) for w in vocabulary.phrases["name-stop-syllables"])
        word = rf"{_CAPITAL}(?:\s(?!(?:{stops})(?!\w))[{LOWER}]+(?!\w))?"
        self._open = expression(
            rf"(?:\s(?:và\s|-\s|–\s|&\s)?(?:{_CAPITAL}\s{_CAPITAL}(?:\s{_CAPITAL})*|{word})|,\s{word}(?=\svà\s[{UPPER}]))+"
        )
        self._automaton = ahocorasick.Automaton()
        for name in vocabulary.keys["no-unit-names"]:
            names.setdefault(name, _Entry(None, department=False, group=False))
        for name, entry in names.items():
            self._automaton.add_word(name, (len(name), entry))
        self._automaton.make_automaton()
        tier_of = {word: tier.name for tier in vocabulary.tiers for word in tier.words}
        tier_of.update(dict.fromkeys(vocabulary.city_words, "city"))
        self._tier_of = tier_of
        self._tiers_before = tuple(f"{word} " for word in tier_of)
        self._districts_until = next((t.last_day for t in vocabulary.tiers if t.name == _DISTRICT and t.last_day), date.max)
        alternatives = patterns.alternatives(tier_of)
        committees = vocabulary.alternatives["committees-of-tiers"]  # «Ban Tuyên giáo các huyện ủy»: not of the districts
        self._not_tiers = phrases.keys("not-tiers")
        self._tier = expression(
            rf"\s(?P<these>các\s|trực thuộc\s|cấp\s)?(?P<first>{alternatives})(?!\w)(?!\s(?:{committees})(?!\w))(?:(?:\s?,\s?|\s?/\s?|\s(?:và|hoặc)\s)(?:các\s|cấp\s)?(?:{alternatives})(?!\w))*"
        )
        # «Ban Chỉ huy Phòng thủ dân sự cấp tỉnh»: the end of a name may be in small letters when its tier follows.
        self._rest_before_tier = expression(rf"(?:\s[{LOWER}]+){{1,5}}?(?=\s(?:{alternatives}|trực thuộc)(?!\w))")
        self._rest_before_level = expression(rf"(?:\s(?!(?:{stops})(?!\w))[{LOWER}]+){{1,4}}?(?=\scấp\s(?:{alternatives})(?!\w))")
        self._tier_word = expression(rf"(?<!\w)(?:{alternatives})(?!\w)")

    def find(self, text: str, key: str) -> tuple[Mention, ...]:
        """All unit names in a block's text, left to right, none inside another."""
        hits = self._hits(text, key)
        found: list[Mention] = []
        for number, (start, end, entry) in enumerate(hits):
            if found and start < found[-1].end:
                continue
            limit = hits[number + 1][0] if number + 1 < len(hits) else len(text)
            mention = self._mention(text, key, start, end, entry, limit)
            if mention is None:
                continue
            if found and mention.start < found[-1].end:
                # «Đoàn Chủ tịch» is a name of its own and an organ of the unit behind it: the longer reading holds.
                found[-1] = (
                    mention if mention.start <= found[-1].start else replace(found[-1], end=mention.end, tiers=mention.tiers)
                )
            elif found and _joins(found[-1], mention, text):
                found[-1] = _joined(found[-1], mention, text)
            else:
                found.append(mention)
        return tuple(found)

    def _hits(self, text: str, key: str) -> list[tuple[int, int, _Entry]]:
        """Longest vocabulary names at word boundaries."""
        best: dict[int, tuple[int, int, _Entry]] = {}
        for last, (length, entry) in self._automaton.iter(key):
            start, end = last + 1 - length, last + 1
            if (start and (key[start - 1].isalnum() or key[start - 1] in "/-")) or (end < len(key) and key[end].isalnum()):
                continue
            if start not in best or best[start][1] < end:
                best[start] = (start, end, entry)
        hits: list[tuple[int, int, _Entry]] = []
        for start in sorted(best):
            if hits and (start < hits[-1][1] or _short_form_of(text, hits[-1], best[start])):
                continue
            if self._counts(text, key, *best[start]):
                hits.append(best[start])
        return [hit for hit in hits if hit[2].kind is not None or hit[2].department]

    def _counts(self, text: str, key: str, start: int, end: int, entry: _Entry) -> bool:
        """Whether a name is one here: open heads and short forms need a capital, and a proper name or a tier behind them."""
        if key[end - 1] == ":":  # «Các Sở: Nội vụ, Y tế», but not «Thanh tra Sở: tham mưu …»
            return text[end : end + 2].lstrip()[:1].isupper()
        if entry.group:
            return True
        if entry.kind is None and not entry.department:  # «cung cấp cơ sở dữ liệu», «cơ quan công an» without a place
            return text[start:end].islower() and self._tier_behind(text, key, end) is None
        if entry.needs_tier:
            return self._tier_behind(text, key, end) is not None
        if entry.department or (entry.kind is not None and entry.kind.open):
            if key.startswith(self._vocabulary.not_departments, start):
                return False
            if not entry.department and key.endswith(self._tiers_before, 0, start):
                return False  # «phường Trung Tâm» is a place
            if start and phrases.pattern("team-words").fullmatch(key, key.rfind(" ", 0, start - 1) + 1, start - 1):
                return False  # «Tổ Văn phòng» is a team that the plan sets up
            if not text[start].isupper():
                return False
            one_word = " " not in key[start:end]
            if one_word and not entry.department:
                return bool(self._open.match(text, end)) or self._tier_behind(text, key, end) is not None
            return not one_word or key[start:end] != "ban" or bool(self._open.match(text, end))
        return True

    def _tier_behind(self, text: str, key: str, at: int) -> re.Match[str] | None:
        """The tier words behind a name; «xã hội» in small letters is none, «xã Hội An» is."""
        match = self._tier.match(key, at)
        if match is None or not key.startswith(self._not_tiers, match.start("first")):
            return match
        second = text[match.end("first") : match.end("first") + 2].lstrip()[:1]
        return match if second.isupper() else None

    def _mention(self, text: str, key: str, start: int, end: int, entry: _Entry, limit: int) -> Mention | None:
        tiers: tuple[str, ...] = ()
        place = name = ""
        collective = entry.group or key.startswith(_MANY, start)
        stop = end
        if entry.department or (entry.kind is not None and entry.kind.open):
            match = self._open.match(text, stop, limit) if not entry.group else None
            if match:
                stop = match.end()
            if not entry.group:
                rest = self._rest_before_level if entry.department else self._rest_before_tier
                lower = rest.match(text, stop, limit) or self._rest_before_level.match(text, stop, limit)
                stop = lower.end() if lower else stop
            name = "" if entry.group else words(text[start:stop])
        short_form = _SHORT_FORM.match(text, stop)
        tier = self._tier_behind(text, key, short_form.end() if short_form else stop)
        if (
            tier
            and tier.start() + 1 < max(limit, end + 1)
            and (entry.kind is None or entry.kind.tiers or entry.kind.open or entry.group or entry.kind.level is not None)
        ):
            stop = tier.end()
            tiers = tuple(self._tier_of[w.group().replace("\n", " ")] for w in self._tier_word.finditer(tier.group()))
            collective = collective or len(tiers) > 1 or tier.group("these") in {"các ", "cấp "}
        hosted = entry.kind is not None and not entry.kind.tiers and not tiers  # «Công đoàn Sở» + «Nội vụ»
        proper = (self._open if hosted else _PROPER).match(text, stop, max(limit, stop))
        if proper and entry.kind is not None and not entry.group and not (text[start:end].isupper() and not tiers):
            place = words(proper.group())
            stop = proper.end()
        while stop > end and text[stop - 1] in ".,":
            stop -= 1
        if stop > end and text.endswith(_LEFT_OVER, start, stop):
            stop = text.rindex(" ", start, stop)
        first, organ_group = self._organ(key, start)
        collective = collective or organ_group
        return Mention(
            start=first,
            end=stop,
            kind=entry.kind,
            tiers=tiers,
            place=place,
            name=name,
            collective=collective,
            department=words(text[start:stop]) if entry.department else None,
        )

    def _organ(self, key: str, start: int) -> tuple[int, bool]:
        """Take in «Ban Thường vụ», «các» and the like before a name: where the whole begins, and whether it means many."""
        many = False
        for step in range(3):
            if key.endswith("các ", 0, start) and not key[: start - 4][-1:].isalnum():
                start, many = start - 4, many or step == 0  # «các Phó Chủ tịch UBND tỉnh» are of one body
                continue
            if not key.endswith(self._organs_before, 0, start):
                break
            organ = next(o for o in self._vocabulary.organs if key.endswith(f"{o} ", 0, start))
            if key[: start - len(organ) - 1][-1:].isalnum():
                break
            start -= len(organ) + 1
        return start, many

    def resolve(self, mention: Mention, seat: Seat) -> Unit | None:
        """The unit that a mention means from a seat; None when its system cannot be told."""
        tier = self._tier_name(mention, seat)
        kind = mention.kind
        if kind is not None and kind.issuer_level and kind.open and self._own_department(mention, seat):
            return Unit(f"{seat.family}.{_DEPARTMENT}", self._full_name(mention.name), seat.level, mention.collective, own=True)
        if mention.department is not None or kind is None:
            family = seat.family if seat.family != "unknown" else "state"
            owner = self._owner_family(mention, family)
            suffix = _DEPARTMENT if mention.name else f"{_DEPARTMENT}s"
            level = seat.level
            if kind is not None:
                level = kind.level if kind.level is not None else self._level(tier or seat.tier)
            own = level == seat.level and owner == family
            return Unit(f"{owner}.{suffix}", self._full_name(mention.name), level, mention.collective, own)
        if seat.kind in kind.stands_for and not (mention.collective or mention.tiers or mention.place):
            return Unit(seat.kind, "", seat.level, own=True)
        own = False
        if kind.tiers:
            own = tier is None or (tier == seat.tier and not mention.collective and mention.place in {"", seat.place})
            tier = tier or seat.tier
            base = kind.id.replace("{tier}", tier or "any")
            unit_id = kind.bodies.get(tier or "", base)
            level = self._level(tier)
            own = own and unit_id == seat.kind
            return Unit(unit_id, mention.place if not own else "", level, mention.collective, own)
        level = seat.level if kind.issuer_level else kind.level
        if kind.issuer_level and mention.tiers and tier:
            level = self._level(tier)
        own = kind.id == seat.kind and not mention.collective and mention.place in {"", seat.place}
        name = self._full_name(mention.name) if kind.open else mention.place
        return Unit(kind.id, "" if own else name, level, mention.collective, own)

    def _own_department(self, mention: Mention, seat: Seat) -> bool:
        """«Ban Tuyên giáo» in a plan of a union or another mass organisation is its own, not the Party's, unless a host or a tier stands behind it."""
        return (
            mention.kind is not None
            and mention.kind.system == "party"
            and (seat.family in {"union", "mass"} or (seat.family == "party" and not (seat.kind or "").endswith(_DEPARTMENT)))
            and mention.department is None
            and not mention.tiers
            and not mention.place
        )

    def _full_name(self, name: str) -> str:
        """The name of a department without its abbreviations («UBKT» is «Ủy ban Kiểm tra», «Phòng GD&ĐT» is of education)."""
        full = f" {bare(name)} "
        for short, meant in self._vocabulary.department_short_forms.items():
            full = full.replace(f" {short} ", f" {meant} ")
        return full.strip()

    def _owner_family(self, mention: Mention, family: str) -> str:
        """The system that a department belongs to, when the unit behind it says so («Văn phòng Huyện ủy»)."""
        if mention.kind is not None:
            return mention.kind.system
        return family

    def _level(self, tier: str | None) -> int | None:
        return next((t.level for t in self._vocabulary.tiers if t.name == tier), None)

    def _tier_name(self, mention: Mention, seat: Seat) -> str | None:
        """Which tier the words behind a name mean; «thành phố» is a province or a part of one, told from the seat."""
        plain = [t for t in mention.tiers if t != "city"]
        if plain:
            return plain[0]
        place = mention.place
        cities = {name for name, since in self._vocabulary.cities if since is None or seat.day is None or since <= seat.day}
        if place in cities:
            return "province"
        if "city" in mention.tiers and seat.tier == _DISTRICT and not (seat.city or mention.collective or place):
            return "province"  # a district of a city speaks of «LĐLĐ Thành phố»
        if "city" not in mention.tiers:
            return "province" if place in self._vocabulary.provinces else None
        many = mention.collective and not (
            mention.kind is not None and mention.kind.group
        )  # «các đoàn thể thành phố» are of one tier
        if seat.city and not many and place in {"", seat.place}:
            return seat.tier
        if seat.tier in {"province", "district"} and (seat.day is None or seat.day <= self._districts_until):
            return "district"
        return "province"

    def actors(self, block: Block, seat: Seat) -> tuple[Actor, ...]:
        """All units named in a block, resolved."""
        return tuple(
            Actor(block.text[m.start : m.end], Span(block.index, m.start, m.end), self.resolve(m, seat))
            for m in self.find(block.text, block.key)
        )

    def seat(self, unit: Unit, mention: Mention, family: Family, day: date | None) -> Seat:
        """The seat of an issuer, from its own resolved name."""
        tier = next((t.name for t in self._vocabulary.tiers if unit.kind.endswith(f".{t.name}")), None)
        place = mention.place
        return Seat(family, unit.kind, unit.level, tier, place, "city" in mention.tiers, day)


def _short_form_of(text: str, before: tuple[int, int, _Entry], hit: tuple[int, int, _Entry]) -> bool:
    """Whether a name in brackets only abbreviates the one before it («Liên đoàn Lao động (LĐLĐ) tỉnh»)."""
    return text[before[1] : hit[0]] == " (" and text[hit[1] : hit[1] + 1] == ")"


def _joins(before: Mention, after: Mention, text: str) -> bool:
    """Whether a department is followed at once by the unit that owns it («Văn phòng» + «LĐLĐ tỉnh»)."""
    if text[before.end : after.start] != " ":
        return False
    if before.kind is not None and before.kind is after.kind:
        return True
    if before.kind is not None and before.kind.host_follows and not after.collective:
        return not before.tiers  # with tiers it has its host already
    if text[before.start : before.end].endswith("thuộc") and after.department is None:
        return True
    part = before.department is not None or (before.kind is not None and before.kind.id.endswith(f".{_DEPARTMENT}"))
    whole = after.department is None and after.kind is not None and not after.kind.id.endswith(f".{_DEPARTMENT}")
    return part and whole


def _joined(before: Mention, after: Mention, text: str) -> Mention:
    if before.department is None and before.kind is not None and before.kind is not after.kind and before.kind.host_follows:
        host = " ".join(words(text[after.start : after.end]).split())  # «Đảng ủy Sở Nội vụ» is not that of another
        return replace(before, end=after.end, place=before.place or host, tiers=before.tiers or after.tiers)
    if before.department is None and (before.kind is after.kind or before.collective):
        return replace(before, end=after.end, place=before.place or after.place, tiers=before.tiers or after.tiers)
    return Mention(
        before.start,
        after.end,
        after.kind,
        after.tiers,
        after.place,
        before.name,
        before.collective,
        before.department or before.name or _DEPARTMENT,
    )


@lru_cache(maxsize=1)
def finder() -> UnitFinder:
    """The finder over the shipped vocabulary."""
    return UnitFinder(load())


def unit_called(name: str) -> Unit | None:
    """The unit that a name by itself means, from nobody's seat; None when the vocabulary does not know it."""
    search = finder()
    return next((u for m in search.find(name, key(name)) if (u := search.resolve(m, Seat())) is not None), None)
