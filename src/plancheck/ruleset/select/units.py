"""Selectors of names: units that no longer exist, how one unit is written, abbreviations, and the short names that a plan defines."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from plancheck.expressions import expression
from plancheck.language import translated as _
from plancheck.model.span import Span
from plancheck.ruleset.context import NO_DATE, Item, Selected, Unknown
from plancheck.ruleset.patterns import alternatives
from plancheck.ruleset.select.common import complete, related, shown_day
from plancheck.text.fold import key, words
from plancheck.vocabulary import load
from plancheck.vocabulary.wordings import wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from plancheck.model.plan import Actor
    from plancheck.ruleset.context import Context
    from plancheck.vocabulary import Vocabulary

_SHORT = expression(r"(?<!\w)[A-ZĐ]{3,}(?!\w)")
_ABBREVIATION = expression(r"(?<![\w/.&-])[A-ZĐ]{3,8}(?![\w/&-]|\.\w)")
_NUMERAL = expression(r"[IVXLC]+")
_NAME_WORD = expression(r"\w+")
_REACH = 60
_WORD_REACH = 40
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
            identity,
            Item(actor.span, actor.text, {"last": shown_day(last), "now": _("; nay là {now}").format(now=now) if now else ""}),
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
    short: list[tuple[Actor, str]] = []
    full: list[tuple[Actor, str]] = []
    for actor in _live(context):
        if actor.unit is None or actor.unit.collective or context.plan.zones[actor.span.block] != "body":
            continue
        match = _SHORT.search(actor.text)
        if match is None:
            full.append((actor, "".join(word[0] for word in actor.text.upper().split())))
        elif words(match.group()) not in introduced:
            short.append((actor, match.group()))
    items = [_spelt(actor, form, "viết tắt") for actor, form in short]
    items += [
        _spelt(actor, form, "viết đủ") for actor, initials in full for form in {f for _, f in short if initials.startswith(f)}
    ]
    return tuple(sorted(items, key=lambda i: i.span or Span(0, 0, 0)))


def _spelt(actor: Actor, short: str, form: str) -> Item:
    """A name, with the short form that it has or that its initials make, so that only one body is held against itself."""
    unit = actor.unit
    return Item(actor.span, actor.text, {"group": (unit.kind, unit.name, short) if unit else None, "form": form})


def unexplained(context: Context) -> Selected:
    """Abbreviations that the body uses more than once, that nobody explains and the vocabulary does not know."""
    text = "\n".join(b.text for b in context.document.blocks)
    introduced = {words(a.located.value) for a in context.plan.aliases}
    cited: dict[int, list[Span]] = {}
    for citation in context.plan.citations:
        cited.setdefault(citation.head.span.block, []).append(citation.head.span)
    uses: dict[str, list[Span]] = {}
    for block in context.document.blocks:
        if context.plan.zones[block.index] not in {"opening", "body"} or block.text.isupper():
            continue
        for match in _ABBREVIATION.finditer(block.text):
            span = Span(block.index, match.start(), match.end())
            word = match.group()
            if _NUMERAL.fullmatch(word) or _in_capitals(block.text, span):
                continue
            if not any(s.touches(span) for s in cited.get(block.index, ())):
                uses.setdefault(word, []).append(span)
    return tuple(
        Item(spans[0], word, {}, tuple(related(context, s) for s in spans[1:4]))
        for word, spans in uses.items()
        if len(spans) > 1
        and words(word) not in introduced
        and f"({word}" not in text
        and f"{word} (" not in text
        and word not in _known_words()
        and key(word) not in _known_words()
    )


@cache
def _known_words() -> frozenset[str]:
    """Abbreviations that everybody knows, codes of kinds and units, and (as keys) the words of the units' names."""
    vocabulary = load()
    return frozenset(
        (
            *vocabulary.phrases["known-abbreviations"],
            *(code for kind in vocabulary.kinds for code in kind.codes),
            *(code for unit in vocabulary.units for code in unit.codes),
            *(word for unit in vocabulary.units for name in unit.names for word in _NAME_WORD.findall(name)),
        )
    )


def _in_capitals(text: str, span: Span) -> bool:
    """Whether a word stands among other words in capitals: a title, not an abbreviation."""
    before = text[max(0, span.start - _WORD_REACH) : span.start].split()[-1:]
    after = text[span.end : span.end + _WORD_REACH].split()[:1]
    beside = (word.strip(".,;:()«»“”'") for word in (*before, *after))
    return any(len(word) > 1 and word.isupper() for word in beside)


def unknown_levels(context: Context) -> Selected:
    """Units «cấp …» of a level that no system has («Công đoàn cấp thôn»)."""
    none = context.vocabulary.keys["no-levels"]
    found = []
    for actor in _live(context):
        block = context.document.blocks[actor.span.block]
        match = wording("level-named").match(block.key, actor.span.end)
        level = match and next((w for w in none if f"{match.group('level')} ".startswith(f"{w} ")), None)
        if match and level:
            span = Span(block.index, actor.span.start, match.start("level") + len(level))
            found.append(Item(span, context.document.text(span), {"level": level}))
    return tuple(found)


def alias_names(context: Context) -> Selected:
    """Names that the text introduces for short, by themselves."""
    return tuple(
        Item(a.located.span, a.located.text, {"key": words(a.located.value)})
        for a in context.plan.aliases
        if context.plan.zones[a.located.span.block] != "annex"
    )


def aliases_unused(context: Context) -> Selected:
    """Short names that are defined and never used; two at once («BCH, CĐCS») may be used one by one."""
    return tuple(Item(a.located.span, a.located.text) for a in context.plan.aliases if not a.after and "," not in a.located.text)


def aliases_early(context: Context) -> Selected:
    """Short names that are used before they are defined; the heading, cited titles and general terms do not count."""
    found = []
    generic = {name for unit in context.vocabulary.units for name in unit.names}
    for alias in context.plan.aliases:
        if key(alias.located.value) in generic:
            continue  # «(sau đây gọi chung là công đoàn cơ sở)»: everybody knows the words
        place = alias.located.span.block
        early = [
            s
            for s in alias.before
            if context.plan.zones[s.block] == "body"
            and s.block != place  # the long name that is being shortened
            and context.document.text(s)[1:] == alias.located.text[1:]
        ]
        if early and len(alias.located.text) <= 40:
            found.append(
                Item(
                    early[0],
                    context.document.text(early[0]),
                    {"alias": alias.located.text},
                    (related(context, alias.located.span),),
                )
            )
    return tuple(found)


SELECTORS: Mapping[str, Callable[[Context], Selected]] = {
    "units.extinct": extinct,
    "units.spellings": spellings,
    "units.unexplained": unexplained,
    "units.unknown-levels": unknown_levels,
    "aliases.names": alias_names,
    "aliases.unused": aliases_unused,
    "aliases.early": aliases_early,
}
