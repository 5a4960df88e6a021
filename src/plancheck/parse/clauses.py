"""What a clause says around a time expression: who acts, what is done, to whom it is reported, under which condition."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import ahocorasick
from msgspec.structs import replace

from plancheck.expressions import expression
from plancheck.model.plan import Activity, Actor, After
from plancheck.model.span import Located, Span
from plancheck.model.value import Value
from plancheck.parse import phrases
from plancheck.text.fold import UPPER
from plancheck.vocabulary import load
from plancheck.vocabulary.wordings import wording

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plancheck.model.document import Block
    from plancheck.vocabulary import KnownActivity

_STOP = expression(rf"[;!?](?=\s|$)|\.(?=\s+[{UPPER}-]|\s*$|/\.)|\n")
_DIGIT = expression(r"\d")
_FAR = 60
_WORDS_BEFORE_TIER = 6
_WORDS_BEFORE_EVENT = 3
_MOST_VERBS = 16
_MOST_REPORTS = 12  # of one list, a year of them
_WORD = expression(r"[^\s,:()-]{2,}")


class Clause(Value):
    """A sentence `[start, end)` of a block: the units that it names, its known activities outside their names, its report verbs,
    and the offsets at which a comma or «và» begins a new segment; all in reading order, offsets in the block.

    `openers` are the units that may act: not spoken to or about, and outside its condition; `places` those «ở», «của» points to.
    `after` is its condition («sau khi …»); `pilot` and `exempt` say that its times are no part of the general order. `before` is the
    clause that a semicolon joins it to.
    """

    block: Block
    start: int
    end: int
    actors: tuple[Actor, ...]
    acts: tuple[tuple[int, int, KnownActivity], ...]
    verbs: tuple[tuple[int, int], ...]
    segments: tuple[int, ...]
    openers: tuple[Actor, ...]
    places: tuple[Actor, ...]
    after: After | None
    pilot: bool
    exempt: bool
    before: Clause | None

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.block.index, self.start, self.end)


def clauses(block: Block, actors: tuple[Actor, ...]) -> tuple[Clause, ...]:
    """The sentences of a block; «;» ends one as a full stop does."""
    cuts = [m.end() for m in _STOP.finditer(block.text)]
    edges = sorted({0, *cuts, len(block.text)})
    found: list[Clause] = []
    for start, end in itertools.pairwise(edges):
        joined = bool(found) and block.text[start - 1] == ";"
        found.append(_clause(block, start, end, between(actors, start, end), found[-1] if joined else None))
    return tuple(found)


def between(actors: tuple[Actor, ...], start: int, end: int) -> tuple[Actor, ...]:
    """The units, in reading order, that begin in `[start, end)`."""
    return actors[bisect_left(actors, start, key=start_of) : bisect_left(actors, end, key=start_of)]


def start_of(actor: Actor) -> int:
    """Where a unit begins in its block, as the key of a search by place."""
    return actor.span.start


def _clause(block: Block, start: int, end: int, actors: tuple[Actor, ...], before: Clause | None) -> Clause:
    def outside(at: int) -> bool:
        before = bisect_right(actors, at, key=start_of)
        return not before or actors[before - 1].span.end <= at

    found = ((s + start, e + start, activity) for s, e, activity in activities(block.key[start:end]))
    after = _condition(block, start, end, actors)
    limited = after.located.span if after else Span(block.index, 0, 0)
    return Clause(
        block,
        start,
        end,
        actors,
        tuple(act for act in found if outside(act[0])),
        tuple(m.span() for m in phrases.pattern("report-verbs").finditer(block.key, start, end)),
        tuple(m.end() for m in wording("clause-segment").finditer(block.key, start, end)),
        tuple(a for a in actors if not limited.start <= a.span.start < limited.end and not _is_target(block, a)),
        tuple(a for a in actors if wording("unit-as-place-lead").search(block.key, max(0, a.span.start - _FAR), a.span.start)),
        after,
        phrases.pattern("pilots").search(block.key, start, end) is not None,
        phrases.pattern("order-exempt").search(block.key, start, end) is not None,
        before,
    )


def subjects(clause: Clause, hit_start: int, hit_end: int) -> tuple[Actor, ...]:
    """Who acts by a time at `[hit_start, hit_end)` in a clause: the units that open it, those right behind the time, or the nearest."""
    if clause.openers and clause.openers[0].span.end <= hit_start:
        return _run(itertools.takewhile(lambda a: a.span.end <= hit_start, clause.openers), clause.block)
    behind = clause.actors[bisect_left(clause.actors, hit_end, key=start_of) :]
    if behind and not _WORD.search(clause.block.text, hit_end, behind[0].span.start):
        return _run(behind, clause.block)
    return ()


def nearest(clause: Clause, hit_start: int, hit_end: int) -> tuple[Actor, ...]:
    """The unit that a clause mentions at all, when none opens it («tổ chức sơ kết ở cấp trên cơ sở»)."""
    behind = clause.places[bisect_left(clause.places, hit_end, key=start_of) :][:1]
    before = clause.places[:1] if clause.places and clause.places[0].span.end <= hit_start else ()
    return behind or before


def _run(actors: Iterable[Actor], block: Block) -> tuple[Actor, ...]:
    """The first unit and those that a comma or «và» joins to it."""
    run: list[Actor] = []
    for actor in actors:
        if run and not wording("units-joined").fullmatch(block.key, run[-1].span.end, actor.span.start):
            break
        run.append(actor)
    return tuple(run)


def _is_target(block: Block, actor: Actor) -> bool:
    """Whether a unit is spoken to or about rather than acting («gửi về …», «của …»)."""
    start = actor.span.start
    return bool(wording("unit-acted-upon-lead").search(block.key, max(0, start - _FAR), start))


def report_to(clause: Clause, hit_start: int) -> Actor | None:
    """To whom the clause says to report or send: the unit behind the last report verb before the time, else after it.

    In a list of reports only the first need say it («gửi A: báo cáo quý I trước …; báo cáo 6 tháng trước …»).
    """
    told = _receiver(clause, hit_start)
    for _ in range(_MOST_REPORTS):
        if told is not None or clause.before is None or not clause.verbs or clause.openers:
            break
        clause = clause.before
        told = _receiver(clause, clause.end)
    return told


def receiver_in(block: Block, actors: tuple[Actor, ...]) -> Actor | None:
    """To whom the cell of a task says to report («Báo cáo kết quả với Ban Thường vụ Tỉnh ủy»)."""
    told = (_receiver(clause, clause.end) for clause in clauses(block, actors))
    return next((actor for actor in told if actor is not None), None)


def _receiver(clause: Clause, hit_start: int) -> Actor | None:
    at = bisect_right(clause.verbs, hit_start, key=lambda v: v[0])
    # A report further on with a time of its own is another matter: «tổng kết trước …, gửi báo cáo về … trước …».
    behind = tuple(v for v in clause.verbs[at : at + _MOST_VERBS] if not _DIGIT.search(clause.block.key, v[1], clause.end))
    for _, verb_end in (*reversed(clause.verbs[max(0, at - _MOST_VERBS) : at]), *behind):
        for actor in between(clause.actors, verb_end, verb_end + _FAR):
            gap = clause.block.key[verb_end : actor.span.start]
            if wording("receiver-lead").search(gap) or wording("report-before-receiver").fullmatch(gap):
                return _last_receiver(clause, actor, hit_start)
    return None


def _last_receiver(clause: Clause, first: Actor, hit_start: int) -> Actor:
    """Of several receivers with a time each («về A trước …, về B trước …») the one right before this time."""
    key = clause.block.key
    further = [
        a
        for a in between(clause.actors, first.span.end, hit_start)
        if wording("receiver-again").search(key, max(0, a.span.start - _FAR), a.span.start)
        and _DIGIT.search(key, first.span.end, a.span.start)
    ]
    return further[-1] if further else first


def receivers(clause: Clause, first: Actor) -> frozenset[Span]:
    """Where all stand to whom something is sent, the first of them given («báo cáo UBND tỉnh và Bộ Nội vụ»)."""
    told = [first.span]
    for actor in between(clause.actors, first.span.end, clause.end):
        if wording("receivers-joined").fullmatch(clause.block.key, told[-1].end, actor.span.start):
            told.append(actor.span)
        elif not _inside_brackets(clause.block.key, told[-1].end, actor.span.start):
            break
    return frozenset(told)


def _inside_brackets(text_key: str, start: int, at: int) -> bool:
    """Whether a bracket is opened between two places and not closed («(qua Ban Phong trào …»)."""
    return text_key.rfind("(", start, at) > text_key.rfind(")", start, at)


def _condition(block: Block, start: int, end: int, actors: tuple[Actor, ...]) -> After | None:
    match = wording("after-an-event").search(block.key, start, end)
    if match is None:
        return None
    span = Span(block.index, match.start(), match.end())
    text = block.text[match.start() : match.end()]
    known = activity_at(match.group("what"))
    inside = [a for a in between(actors, span.start, span.end) if a.level]
    return After(Located(text, text, span), known.key if known else None, inside[0].level if inside else None)


@lru_cache(maxsize=1)
def _automaton() -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for activity in load().activities:
        for name in activity.names:
            automaton.add_word(name, (len(name), activity))
    automaton.make_automaton()
    return automaton


def activities(key: str) -> list[tuple[int, int, KnownActivity]]:
    """Known activities in a key as (start, end, activity), longest first where they overlap."""
    hits = []
    for last, (length, activity) in _automaton().iter(key):
        start, end = last + 1 - length, last + 1
        if not (start and key[start - 1].isalnum()) and not (end < len(key) and key[end].isalnum()):
            hits.append((start, end, activity))
    hits.sort(key=lambda h: (h[0], -h[1]))
    kept: list[tuple[int, int, KnownActivity]] = []
    for hit in hits:
        if not kept or hit[0] >= kept[-1][1]:
            kept.append(hit)
    return kept


def activity_at(key: str) -> KnownActivity | None:
    """The first known activity in a short text."""
    found = activities(key)
    return found[0][2] if found else None


def activity_near(clause: Clause, hit_start: int) -> Activity | None:
    """The activity that heads the words before a time in its clause, else the first after it."""
    behind = bisect_left(clause.acts, hit_start, key=lambda a: a[0])
    chosen = _in_last_segment(clause, hit_start)
    if chosen is None and _sends(clause, hit_start) is None:
        chosen = next(iter(clause.acts[behind:]), None)
    if chosen is None:
        return None
    start, end, activity = chosen
    near = max(clause.start, start - _FAR)
    if wording("not-the-event-lead").search(clause.block.key, near, start):
        return None  # «kết quả đại hội cấp huyện …», «công trình chào mừng đại hội …»: what is reported or made, not what is held
    said = Activity(activity.key, clause.block.text[start:end], activity.direction, activity.chain)
    if len(_WORD.findall(clause.block.text, near, start)) > _WORDS_BEFORE_EVENT:
        return said  # «chuẩn bị cho đại hội cấp huyện …»: not the event itself
    return _of_tier(said, _tier_of_event().match(clause.block.key, end, clause.end))


def _in_last_segment(clause: Clause, hit_start: int) -> tuple[int, int, KnownActivity] | None:
    """The first activity of the last segment before a time that names one: its verb, not the nouns behind it."""
    right, sending = hit_start, _sends(clause, hit_start)
    last = bisect_right(clause.segments, hit_start) - 1
    for number in range(last, -2, -1):
        left = clause.segments[number] if number >= 0 else clause.start
        first = bisect_left(clause.acts, left, key=lambda a: a[0])
        if first < len(clause.acts) and clause.acts[first][1] <= right:
            return clause.acts[first] if sending is None or clause.acts[first][0] <= sending else None
        if sending is not None:
            return None
        right = left
    return None


def _sends(clause: Clause, hit_start: int) -> int | None:
    """Where the last segment before a time says to send something: «xây dựng kế hoạch đại hội, gửi LĐLĐ tỉnh trước ngày …»."""
    segment = bisect_right(clause.segments, hit_start) - 1
    left = clause.segments[segment] if segment >= 0 else clause.start
    verb = bisect_left(clause.verbs, (left, left))
    return clause.verbs[verb][0] if verb < len(clause.verbs) and clause.verbs[verb][0] < hit_start else None


def activity_of_title(text_key: str, text: str) -> Activity | None:
    """The activity that a heading or the plan's subject names."""
    found = activities(text_key)
    if not found:
        return None
    start, end, activity = found[0]
    held = wording("not-the-event-lead").search(text_key, 0, start) is None  # «thành lập các tiểu ban đại hội …»
    said = Activity(activity.key, text[start:end], activity.direction, activity.chain, direct=held)
    return _of_tier(said, _tier_of_event().match(text_key, end))


def at_opening_tier(clause: Clause, found: Activity) -> Activity | None:
    """An activity on the level that a clause begins with («- Cấp huyện: xong trước ngày …»); None when it begins with none."""
    match = _tier_opening().match(clause.block.key, clause.start, clause.end)
    return _of_tier(found, match) if match is not None else None


def opens_with_tier(clause: Clause) -> bool:
    """Whether a clause begins with a level («cấp huyện: …»)."""
    return _tier_opening().match(clause.block.key, clause.start, clause.end) is not None


def _of_tier(found: Activity, match: re.Match[str] | None) -> Activity:
    if match is None:
        return found
    parts = {"bare": None, **match.groupdict()}
    tier = str(parts["tier"] or parts["bare"])
    return replace(found, level=load().levels[tier], tier=parts["named"] or tier)


@cache
def _tier_opening() -> re.Pattern[str]:
    return expression(rf"[^\w]*(?:[a-zđ\d]{{1,2}}[.)]\s)?(?:ở\s)?{_tier()}")


@cache
def _tier() -> str:
    return rf"(?P<named>(?:{phrases.alternatives('tier-labels')})\s(?P<tier>{_tier_words()}))(?!\w)"


def _tier_words() -> str:
    return "|".join(sorted((re.escape(word) for word in load().levels), key=len, reverse=True))


@cache
def _tier_of_event() -> re.Pattern[str]:
    """«đại hội cấp huyện», or without the word for level where the name of the event ends («Đại hội đại biểu phụ nữ tỉnh: …»)."""
    tiers = "|".join(re.escape(word) for tier in load().tiers for word in tier.words)
    end = rf"(?P<bare>{tiers})(?=\s?[:,(]|\slần\s|\s?$)"
    return expression(rf"(?:\s[^\W\d_]+){{0,{_WORDS_BEFORE_TIER}}}?\s(?:{_tier()}|{end})")
