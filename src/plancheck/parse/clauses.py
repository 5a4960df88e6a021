"""What a clause says around a time expression: who acts, what is done, to whom it is reported, under which condition."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import ahocorasick

from plancheck.model.plan import Activity, Actor, After
from plancheck.model.span import Located, Span
from plancheck.parse import phrases
from plancheck.text.fold import UPPER
from plancheck.vocabulary import load

if TYPE_CHECKING:
    from plancheck.model.document import Block
    from plancheck.vocabulary import KnownActivity

_STOP = re.compile(rf"[;!?](?=\s|$)|\.(?=\s+[{UPPER}-]|\s*$|/\.)|\n")
_JOINED = re.compile(r"\s?(?:,|;|và|hoặc|/|,\s?và|cùng)?\s?(?:các\s)?$")
_REPORT = re.compile(r"\s?(?:về|cho|tới|đến|lên|,)?\s?$")
_AFTER = re.compile(
    r"(?<!\w)(?:ngay\s)?sau (?:khi (?:hoàn thành|kết thúc|tổ chức xong|xong|có|được)?|(?=hội nghị|đại hội))\s?(?P<what>[^,;.]{3,110}?)(?=\s(?:và (?:xong|hoàn thành)|và trước|,)|[,;.]|$)"
)
_TARGET_LEAD = re.compile(
    r"(?:gửi|về|báo cáo|nộp|trình|cho|tới|lên|qua|với|của|tại|đến|ở|trong|từ|gửi báo cáo|thuộc|do ủy quyền của)\s(?:các\s)?$"
)
_PLACE_LEAD = re.compile(r"(?:ở|tại|của|cho|đối với)\s(?:các\s)?$")
_FAR = 60
_SEGMENT = re.compile(r",\s|\s(?:và|hoặc|rồi)\s")


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence `[start, end)` of a block with the units that it names."""

    block: Block
    start: int
    end: int
    actors: tuple[Actor, ...]

    @property
    def key(self) -> str:
        """The key of the sentence."""
        return self.block.key[self.start : self.end]

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.block.index, self.start, self.end)


def clauses(block: Block, actors: tuple[Actor, ...]) -> tuple[Clause, ...]:
    """The sentences of a block; «;» ends one as a full stop does."""
    cuts = [m.end() for m in _STOP.finditer(block.text)]
    edges = sorted({0, *cuts, len(block.text)})
    return tuple(Clause(block, a, b, tuple(x for x in actors if a <= x.span.start < b)) for a, b in itertools.pairwise(edges))


def subjects(clause: Clause, hit_start: int, hit_end: int) -> tuple[Actor, ...]:
    """Who acts by a time at `[hit_start, hit_end)` in a clause: the units that open it, those right behind the time, or the nearest."""
    limited = _AFTER.search(clause.block.key, clause.start, clause.end)
    before = [
        a for a in clause.actors if a.span.end <= hit_start and not (limited and limited.start() <= a.span.start < limited.end())
    ]
    opening = [a for a in before if not _is_target(clause.block, a)]
    if opening:
        return _run(opening, clause.block)
    behind = [a for a in clause.actors if a.span.start >= hit_end]
    if behind and not re.search(r"[^\s,:()-]{2,}", clause.block.text[hit_end : behind[0].span.start]):
        return _run(behind, clause.block)
    return ()


def nearest(clause: Clause, hit_start: int, hit_end: int) -> tuple[Actor, ...]:
    """The unit that a clause mentions at all, when none opens it («tổ chức sơ kết ở cấp trên cơ sở»)."""
    places = [a for a in clause.actors if _PLACE_LEAD.search(clause.block.key, max(0, a.span.start - _FAR), a.span.start)]
    chosen = [a for a in places if a.span.start >= hit_end] or [a for a in places if a.span.end <= hit_start]
    return tuple(chosen[:1])


def _run(actors: list[Actor], block: Block) -> tuple[Actor, ...]:
    """The first unit and those that a comma or «và» joins to it."""
    run = [actors[0]]
    for actor in actors[1:]:
        if not _JOINED.fullmatch(block.key[run[-1].span.end : actor.span.start]):
            break
        run.append(actor)
    return tuple(run)


def _is_target(block: Block, actor: Actor) -> bool:
    """Whether a unit is spoken to or about rather than acting («gửi về …», «của …»)."""
    start = actor.span.start
    return bool(_TARGET_LEAD.search(block.key, max(0, start - _FAR), start))


def report_to(clause: Clause, hit_start: int) -> Actor | None:
    """To whom the clause says to report or send: the unit behind the last report verb before the time, else after it."""
    verbs = list(phrases.pattern("report-verbs").finditer(clause.block.key, clause.start, clause.end))
    for verb in sorted(verbs, key=lambda v: (v.start() > hit_start, -v.start() if v.start() <= hit_start else v.start())):
        for actor in clause.actors:
            gap = clause.block.key[verb.end() : actor.span.start]
            if (
                actor.span.start >= verb.end()
                and len(gap) < _FAR
                and (re.search(r"(?:về|cho|tới|lên|gửi|trình)\s(?:\S+\s)?$", gap) or _REPORT.fullmatch(gap))
            ):
                return actor
    return None


def condition(clause: Clause) -> After | None:
    """«sau khi …» in a clause."""
    match = _AFTER.search(clause.block.key, clause.start, clause.end)
    if match is None:
        return None
    span = Span(clause.block.index, match.start(), match.end())
    text = clause.block.text[match.start() : match.end()]
    known = activity_at(match.group("what"))
    inside = [a for a in clause.actors if span.start <= a.span.start < span.end and a.level]
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
    found = [
        (s + clause.start, e + clause.start, a)
        for s, e, a in activities(clause.key)
        if not any(x.span.start <= s + clause.start < x.span.end for x in clause.actors)
    ]
    chosen = _in_last_segment(clause, found, hit_start) or next((f for f in found if f[0] >= hit_start), None)
    if chosen is None:
        return None
    start, end, activity = chosen
    return Activity(activity.key, clause.block.text[start:end], activity.direction, activity.chain)


def _in_last_segment(
    clause: Clause, found: list[tuple[int, int, KnownActivity]], hit_start: int
) -> tuple[int, int, KnownActivity] | None:
    """The first activity of the last part (cut at commas and «và») that names one: its verb, not the nouns behind it."""
    edges = [clause.start, *(m.end() for m in _SEGMENT.finditer(clause.block.key, clause.start, hit_start)), hit_start]
    for left, right in reversed(list(itertools.pairwise(edges))):
        inside = [f for f in found if left <= f[0] and f[1] <= right]
        if inside:
            return inside[0]
    return None


def activity_of_title(text_key: str, text: str) -> Activity | None:
    """The activity that a heading or the plan's subject names."""
    found = activities(text_key)
    if not found:
        return None
    start, end, activity = found[0]
    return Activity(activity.key, text[start:end], activity.direction, activity.chain)
