"""Small things that several selectors share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from plancheck.model.finding import Related
from plancheck.model.span import Span
from plancheck.ruleset.context import Item
from plancheck.ruleset.patterns import alternatives
from plancheck.text.fold import key

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from plancheck.model.document import Document
    from plancheck.model.plan import Actor, Deadline, Unit
    from plancheck.model.span import Located
    from plancheck.ruleset.context import Context
    from plancheck.vocabulary import Vocabulary

_MOST_RELATED = 5
_LONG_SENTENCE = 1500  # nothing further away in one sentence says what a time is for; keeps the cost linear


def located(found: Located[Any] | None, **values: Any) -> tuple[Item, ...]:
    """One item for a located value, none for None."""
    return (Item(found.span, found.text, values),) if found is not None else ()


def related(context: Context, span: Span, note: str = "") -> Related:
    """The words at a span as related words of a finding; `note` replaces the words in what is shown."""
    return Related(span, note or context.document.text(span))


def complete(context: Context) -> bool:
    """Whether the text is whole: a Word file, or a text copy that kept its two-column heading."""
    return context.document.source.layout_known or context.plan.header.table


def shown_day(day: date | None) -> str:
    """A day as Vietnamese papers write it: leading zero for days and for months 1 and 2 (NĐ 30 Phụ lục I.II.4)."""
    if day is None:
        return "?"
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"


def actor_names(actors: tuple[Actor, ...]) -> str:
    """The names of some units, joined."""
    return ", ".join(a.text for a in actors)


def deadline_item(context: Context, deadline: Deadline, **values: Any) -> Item:
    """A deadline as an item, with the values that messages and checks use."""
    del context
    return Item(
        deadline.located.span,
        deadline.located.text,
        {
            "start": deadline.start,
            "end": deadline.end,
            "last": deadline.last_day,
            "actor": actor_names(deadline.actors) or None,
            "activity": deadline.activity.text if deadline.activity else None,
            "report_to": deadline.report_to.text if deadline.report_to else None,
            "level": deadline.level,
            **values,
        },
    )


def hands_over(deadline: Deadline) -> bool:
    """Whether something is to be handed over by a deadline («gửi báo cáo về …»)."""
    return deadline.activity is not None and deadline.activity.chain == "handover"


def level_of(context: Context, unit: Unit | None) -> int | None:
    """The level of a unit; of a group without one («các chi bộ, đảng bộ cơ sở») the highest of its members'."""
    if unit is None or unit.level is not None:
        return unit.level if unit is not None else None
    levels = {k.id: k.level for k in context.vocabulary.units}
    known = [n for kind in context.vocabulary.includes.get(unit.kind, ()) if (n := levels.get(kind)) is not None]
    return max(known, default=None)


def is_joint(context: Context) -> bool:
    """Whether several bodies issue the plan together: its kind says so («KẾ HOẠCH LIÊN TỊCH»)."""
    name = context.plan.header.kind_name
    return name is not None and key(name) in context.vocabulary.keys["joint-plans"]


def is_report(deadline: Deadline) -> bool:
    """Whether a report is due at a deadline."""
    return deadline.report_to is not None or hands_over(deadline)


def once(items: Iterable[Item]) -> tuple[Item, ...]:
    """One item for a fault that is the same wherever it stands: the first place, `{count}` places in all, the rest as twins."""
    found = list(items)
    if not found:
        return ()
    first, rest = found[0], found[1:]
    others = tuple(Related(i.span, i.text) for i in rest[:_MOST_RELATED] if i.span is not None)
    return (replace(first, values={**first.values, "count": len(found)}, related=others, twins=tuple(rest)),)


def report_topic(context: Context, deadline: Deadline) -> str:
    """What the report of a deadline is about («sơ kết», «6 tháng»), "" when its sentence does not say."""
    return topic_of(context.document, deadline, context.vocabulary)


def binds(deadline: Deadline) -> bool:
    """Whether a deadline is a window with a last day that belongs to the general order: no pilot, no exemption, no annex."""
    general = not (deadline.pilot or deadline.exempt or deadline.annex)
    return general and deadline.type == "window" and deadline.last_day is not None


def beside_pilots(document: Document, deadline: Deadline, vocabulary: Vocabulary) -> bool:
    """Whether the sentence of a deadline tells of a pilot too, so that its days are not everybody's."""
    sentence, when = deadline.sentence, deadline.located.span
    pilots = alternatives(vocabulary.phrases["pilots-beside"])
    left, right = max(sentence.start, when.start - _LONG_SENTENCE), min(sentence.end, when.end + _LONG_SENTENCE)
    return pilots.search(document.blocks[sentence.block].key, left, right) is not None


def topic_of(document: Document, deadline: Deadline, vocabulary: Vocabulary) -> str:
    """As `report_topic`, of any document."""
    sentence, when = deadline.sentence, deadline.located.span
    match = alternatives(vocabulary.phrases["report-topics"]).search(
        document.blocks[sentence.block].key, max(sentence.start, when.start - _LONG_SENTENCE), when.start
    )
    return match.group() if match else ""


def whole(context: Context, block: int) -> Span:
    """The span of a whole block."""
    return Span(block, 0, len(context.document.blocks[block].text))


def title_anchor(context: Context) -> tuple[Item, ...]:
    """Where to point when something of the whole plan is missing: its kind word, else its first words."""
    kind = context.plan.header.kind
    if kind is not None:
        return (Item(kind.span, kind.text),)
    if context.document.blocks:
        return (Item(whole(context, 0), context.document.blocks[0].text),)
    return ()


def once_each(items: Iterable[Item], field: str) -> tuple[Item, ...]:
    """The items that have the same value of a field as one item each (`once`), in the order of their first places."""
    groups: dict[Any, list[Item]] = {}
    for item in items:
        groups.setdefault(item.value(field), []).append(item)
    return tuple(item for group in groups.values() for item in once(group))
