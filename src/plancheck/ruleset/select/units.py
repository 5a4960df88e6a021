"""Selectors of units as such: those that no longer exist, and how one unit is written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from plancheck.ruleset.context import NO_DATE, Item, Selected, Unknown
from plancheck.ruleset.patterns import alternatives
from plancheck.ruleset.select.common import complete, shown_day
from plancheck.text.fold import key, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from plancheck.model.plan import Actor
    from plancheck.ruleset.context import Context
    from plancheck.vocabulary import Vocabulary

_SHORT = re.compile(r"(?<!\w)[A-ZĐ]{3,}(?!\w)")
_REACH = 60
_PROVINCE = ".province"
_NOT_LIVE = frozenset({"header", "opening"})


def _live(context: Context) -> Iterator[Actor]:
    """Units that the plan charges, sets times for or is sent to, in reading order."""
    plan = context.plan
    found = [a for t in plan.tasks for a in (*t.owners, *t.support)]
    found += [a for d in plan.deadlines for a in (*d.actors, *((d.report_to,) if d.report_to else ()))]
    found += [a for r in plan.recipients for a in r.units]
    return iter(sorted({a.span: a for a in found if plan.zones[a.span.block] not in _NOT_LIVE}.values(), key=lambda a: a.span))


def extinct(context: Context) -> Selected:
    """Live units that were gone on the plan's day, one item a unit; «(cũ)», «trước sắp xếp» behind the name excuse it."""
    day = context.plan.issued
    if day is None:
        if not complete(context):
            return Unknown(NO_DATE)
        day = context.today
    excused = alternatives(context.vocabulary.phrases["former-marks"])
    found: dict[object, Item] = {}
    for actor in _live(context):
        block = context.document.blocks[actor.span.block]
        if excused.search(block.key, max(0, actor.span.start - _REACH), actor.span.end + _REACH):
            continue
        gone = _gone(context.vocabulary, actor, day)
        if gone is None:
            continue
        last, now = gone
        identity = (actor.unit.kind, actor.unit.name) if actor.unit else words(actor.text)
        found.setdefault(
            identity, Item(actor.span, actor.text, {"last": shown_day(last), "now": f"; nay là {now}" if now else ""})
        )
    return tuple(found.values())


def _gone(vocabulary: Vocabulary, actor: Actor, day: date) -> tuple[date, str] | None:
    """Since when a unit is gone and what took its place, None while it exists."""
    text = key(actor.text)
    if text.startswith(vocabulary.former_names):
        former = next((f for f in vocabulary.former if f.last_day < day and any(_named(text, n) for n in f.names)), None)
        if former is not None:
            return former.last_day, former.now
    unit = actor.unit
    if unit is None:
        return None
    last = vocabulary.end_of(unit)
    if last is not None and last < day:
        return last, ""
    merged = vocabulary.merged.get(unit.name) if unit.kind.endswith(_PROVINCE) else None
    return (merged.last_day, merged.now) if merged is not None and merged.last_day < day else None


def _named(text: str, name: str) -> bool:
    """Whether a text is a name, or the name and where the unit sits."""
    return text == name or text.startswith(f"{name} ")


def spellings(context: Context) -> Selected:
    """Units that are written both in full and in short, without the short form being introduced."""
    introduced = {words(a.located.value) for a in context.plan.aliases}
    found = []
    for actor in _live(context):
        if actor.unit is None or actor.unit.collective or context.plan.zones[actor.span.block] != "body":
            continue
        short = _SHORT.search(actor.text)
        if short is not None and words(short.group()) in introduced:
            continue
        form = "viết tắt" if short is not None else "viết đủ"
        found.append(Item(actor.span, actor.text, {"group": (actor.unit.kind, actor.unit.name), "form": form}))
    return tuple(found)


def alias_names(context: Context) -> Selected:
    """Names that the text introduces for short, by themselves."""
    return tuple(
        Item(a.located.span, a.located.text, {"key": words(a.located.value)})
        for a in context.plan.aliases
        if context.plan.zones[a.located.span.block] != "annex"
    )


SELECTORS: Mapping[str, Callable[[Context], Selected]] = {
    "units.extinct": extinct,
    "units.spellings": spellings,
    "aliases.names": alias_names,
}
