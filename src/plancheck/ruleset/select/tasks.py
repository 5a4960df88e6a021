"""Selectors of tasks and of the units that have them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from plancheck.expressions import expression
from plancheck.model.span import Span
from plancheck.ruleset.context import BY_REFERENCE, NO_ISSUER, Item, Selected, Unknown
from plancheck.ruleset.patterns import alternatives
from plancheck.ruleset.select.common import is_joint, is_report, once, related
from plancheck.text.fold import bare, key, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from plancheck.model.plan import Actor, Deadline, Task, Unit
    from plancheck.ruleset.context import Context

_CODE = expression(r"[A-ZĐ]{2,}")
_NAME_WORD = expression(r"[^\W\d_]+")
_HIGHEST = 5
_LONG_ENOUGH = 40
_PARTS = (".department", ".departments")
_INSIDE = (*_PARTS, ".office", ".offices")


def _external(context: Context) -> Iterator[tuple[Actor, list[Actor]]]:
    """Units with a task, the issuer itself, its leaders and those above it left out: nobody charges a superior.

    One entry a unit, all parts of the issuer together.
    """
    unsent = _unsent(context)
    issuer = context.plan.issuer_unit
    tiers = context.vocabulary.keys["tier-labels"]
    housed = {k.id for k in context.vocabulary.units if k.host_follows}  # «Đoàn trường» in a plan of the school
    system = issuer.kind.partition(".")[0] if issuer is not None else ""
    hosts = {bare(host) for host in context.vocabulary.phrases["hosts"]}  # «Giám đốc Bệnh viện» in a plan of its union
    highest = issuer.level if issuer is not None and issuer.level is not None else _HIGHEST
    joint = is_joint(context)  # whose departments they are, nobody can tell
    groups: list[tuple[Unit, list[Actor]]] = []
    for task in context.plan.tasks:
        for actor in (*task.owners, *task.support):
            unit = actor.unit
            part = unit is not None and unit.kind.endswith(_PARTS)
            if (
                unit is None
                or (unit.own and not part)
                or (joint and unit.kind.endswith(_INSIDE))
                or unit.level is None
                or unit.level > highest
                or unit.kind in unsent
                or (unit.kind in housed and not unit.name and not unit.collective and system != unit.kind.partition(".")[0])
                or key(actor.text).startswith(tiers)
                or unit.name in hosts
                or (issuer is not None and unit.kind == issuer.kind and bare(unit.name) == bare(issuer.name))
            ):
                continue
            known = next((actors for other, actors in groups if _same(other, unit)), None)
            if known is None:
                groups.append((unit, [actor]))
            else:
                known.append(actor)
    return ((actors[0], actors[1:]) for _, actors in groups)


def _unsent(context: Context) -> set[str]:
    """Kinds of units to which no paper is sent."""
    return {k.id for k in context.vocabulary.units if not k.addressable}


def _same(one: Unit, other: Unit) -> bool:
    """Whether two mentions mean one unit for the recipients list; one name may be cut short («Trung tâm Văn hóa»)."""
    if one.kind.removesuffix("s") != other.kind.removesuffix("s") or one.level != other.level:
        return False
    if one.own and other.own and one.kind.endswith(_PARTS):
        return True
    return one.name in other.name or other.name in one.name if one.name and other.name else one.name == other.name


def owners(context: Context) -> Selected:
    """Units with a task that are named exactly enough to be looked for among the recipients.

    None when the list names recipients by reference («Như mục III»): who they are cannot be told from it.
    """
    references = context.vocabulary.keys["recipients-by-reference"]
    for recipient in context.plan.recipients:
        entry = key(recipient.located.value)
        if any(entry.startswith(r) or f" {r} " in f"{entry} " for r in references):
            return Unknown(BY_REFERENCE)
    lines = (r.located.text for r in context.plan.recipients if r.purpose == "file")
    filed = {code for line in lines for code in _CODE.findall(line)} - {*context.vocabulary.phrases["registry-codes"]}
    return tuple(
        Item(first.span, first.text, {"unit": first.unit}, tuple(related(context, a.span) for a in _distinct(first, rest)))
        for first, rest in _external(context)
        if not _initials(first.text) & filed
    )


def _initials(name: str) -> set[str]:
    """The short forms that a file line uses for a unit: the initials of its name, with and without its first word («VP», «CTCĐ»)."""
    letters = [word[0].upper() for word in _NAME_WORD.findall(name)]
    return {"".join(letters[start:stop]) for start in (0, 1) for stop in range(start + 2, len(letters) + 1)}


def _distinct(first: Actor, rest: list[Actor]) -> list[Actor]:
    """Other names among the actors, each once."""
    seen = {first.text.lower()}
    kept = []
    for actor in rest:
        if actor.text.lower() not in seen:
            seen.add(actor.text.lower())
            kept.append(actor)
    return kept[:6]


def owned_units(context: Context) -> Selected:
    """All units that the body charges, sets a time for, or speaks to at its end."""
    actors = [*context.plan.addressed]
    actors += [a for t in context.plan.tasks for a in (*t.owners, *t.support)]
    actors += [a for d in context.plan.deadlines for a in d.actors]
    return tuple(Item(a.span, a.text, {"unit": a.unit}) for a in actors if a.unit is not None)


def _everybody(unit: Unit | None, unsent: set[str]) -> bool:
    """Whether words mean all units at once («các cơ quan, đơn vị, địa phương»): no level of their own, or nobody to send a paper to."""
    return unit is not None and unit.collective and (unit.level is None or unit.kind in unsent)


def untimed(context: Context) -> Selected:
    """Units below the issuer that have tasks, none of them with any time, and no deadline anywhere."""
    issuer = context.plan.issuer_unit
    if issuer is None or issuer.level is None:
        return Unknown(NO_ISSUER)
    dated = [d for d in context.plan.deadlines if d.type != "vague"]
    unsent = _unsent(context)
    if any(not d.actors or any(_everybody(a.unit, unsent) for a in d.actors) for d in dated):
        return ()  # «Thời gian thực hiện: …», «các cơ quan, đơn vị …» is a time for everybody
    timed = {a.unit for d in dated for a in d.actors if a.unit is not None}
    by_unit: dict[tuple[str, str], list[tuple[Actor, Task]]] = {}
    for task in context.plan.tasks:
        for actor in task.owners:
            unit = actor.unit
            if (
                unit is not None
                and unit.level is not None
                and unit.level < issuer.level
                and not unit.own
                and unit.kind not in unsent
            ):
                by_unit.setdefault((unit.kind, unit.name), []).append((actor, task))
    found = []
    for uses in by_unit.values():
        unit = uses[0][0].unit
        covered = any(t is not None and unit is not None and context.vocabulary.within(unit.kind, t.kind) for t in timed)
        if covered or any(task.timed for _, task in uses):
            continue
        actor = uses[0][0]
        found.append(Item(actor.span, actor.text, {"unit": unit}))
    return tuple(found)


def unassigned(context: Context) -> Selected:
    """Tasks of a timetable whose cell for the leading unit is empty."""
    return tuple(_item(t) for t in context.plan.tasks if t.unassigned)


def several_leaders(context: Context) -> Selected:
    """Tasks of a timetable that name more than one leading unit of a level by name (groups such as «các sở, ban, ngành» are one).

    Units of different levels lead each at its own («UBND tỉnh; UBND xã»), and those below the issuer each in its place.
    """
    issuer = context.plan.issuer_unit
    lowest = issuer.level if issuer is not None and issuer.level is not None else 0
    found = []
    for task in context.plan.tasks:
        single = [(a, a.unit.level) for a in task.owners if a.unit is not None and a.unit.name and not a.unit.collective]
        levels = Counter(level for _, level in single)
        named = [a for a, level in single if levels[level] > 1 and (level or lowest) >= lowest]
        if task.row and task.chaired and len(named) > 1:
            names = ", ".join(f"«{a.text}»" for a in named)
            found.append(Item(named[1].span, named[1].text, {"names": names}, (related(context, named[0].span),)))
    return tuple(found)


def led_by_groups(context: Context) -> Selected:
    """Tasks of a timetable whose leading units are only groups («các sở, ban, ngành»): nobody among them is in charge."""
    return tuple(
        Item(task.owners[0].span, task.owners[0].text, {"task": task.located.text})
        for task in context.plan.tasks
        if task.row and task.chaired and task.owners and all(a.unit is not None and a.unit.collective for a in task.owners)
    )


def without_product(context: Context) -> Selected:
    """Tasks of a timetable whose cell for the product is empty, in a table that fills it for most tasks."""
    asked = [t for t in context.plan.tasks if t.product is not None]
    empty = [t for t in asked if not t.product]
    return once(_item(t) for t in empty) if len(empty) * 2 < len(asked) else ()


def vague_quantities(context: Context) -> Selected:
    """Quantities in the tasks of a timetable that cannot be measured («một số lớp»)."""
    vague = alternatives(context.vocabulary.phrases["vague-quantities"])
    found = []
    for task in (t for t in context.plan.tasks if t.row):
        block = context.document.blocks[task.located.span.block]
        match = vague.search(block.key)
        if match is not None:
            found.append(Item(Span(block.index, match.start(), match.end()), block.text[match.start() : match.end()]))
    return tuple(found)


def led_and_supported(context: Context) -> Selected:
    """Units of a timetable that are to lead a task and to help themselves with it."""
    found = []
    for task in (t for t in context.plan.tasks if t.row):
        for helper in task.support:
            twin = next((o for o in task.owners if _is_one(o, helper)), None)
            if twin is not None and twin.span != helper.span:
                found.append(Item(helper.span, helper.text, {}, (related(context, twin.span),)))
                break
    return tuple(found)


def _is_one(one: Actor, other: Actor) -> bool:
    """Whether two names mean one single unit."""
    if one.unit is not None and other.unit is not None:
        return one.unit == other.unit and not one.unit.collective and words(one.text) == words(other.text)
    return one.unit is None and other.unit is None and words(one.text) == words(other.text)


def reports_without_time(context: Context) -> Selected:
    """Tasks that ask a unit below the issuer for a report to somebody, where the plan gives that unit no time for any report."""
    issuer = context.plan.issuer_unit
    if issuer is None or issuer.level is None:
        return Unknown(NO_ISSUER)
    if any(
        is_report(d) and (not d.actors or any(a.unit is not None and a.unit.level is None for a in d.actors))
        for d in _dated(context)
    ):
        return ()  # «các đơn vị gửi báo cáo trước ngày …» is a time for everybody
    asked, referred = (alternatives(context.vocabulary.phrases[name]) for name in ("report-asks", "times-by-reference"))
    timed = [a.unit for d in context.plan.deadlines if d.type != "vague" and is_report(d) for a in d.actors if a.unit is not None]
    found = []
    for task in context.plan.tasks:
        block = context.document.blocks[task.located.span.block]
        match = None if task.timed or task.row or referred.search(block.key) else asked.search(block.key)
        unit = next((a.unit for a in task.owners if a.unit is not None and not a.unit.own), None)
        if match is None or unit is None or unit.level is None or unit.level > issuer.level:
            continue
        if any(context.vocabulary.within(unit.kind, t.kind) for t in timed):
            continue
        span = Span(block.index, match.start(), match.end())
        found.append(Item(span, context.document.text(span), {"who": task.owners[0].text}))
    return tuple(found)


def _dated(context: Context) -> Iterator[Deadline]:
    return (d for d in context.plan.deadlines if d.type in {"window", "recurring"})


def texts(context: Context) -> Selected:
    """Tasks of timetables by their words; short ones («Báo cáo kết quả») are left out, as many tasks may be called so."""
    found: list[Item] = []
    for task in context.plan.tasks:
        text = words(task.located.value)
        if task.row and len(text) >= _LONG_ENOUGH and task.located.span not in {i.span for i in found[-1:]}:
            owners = tuple(sorted(words(a.text) for a in task.owners))
            when = task.deadline is not None and context.plan.deadlines[task.deadline].located.text
            found.append(Item(task.located.span, task.located.text, {"key": (text, owners, when)}))
    return tuple(found)


def _item(task: Task) -> Item:
    return Item(task.located.span, task.located.text, {"path": task.path})


SELECTORS: Mapping[str, Callable[[Context], Selected]] = {
    "tasks.owners": owners,
    "tasks.units": owned_units,
    "tasks.untimed": untimed,
    "tasks.unassigned": unassigned,
    "tasks.several-leaders": several_leaders,
    "tasks.led-by-groups": led_by_groups,
    "tasks.without-product": without_product,
    "tasks.vague-quantities": vague_quantities,
    "tasks.led-and-supported": led_and_supported,
    "tasks.texts": texts,
    "tasks.reports-without-time": reports_without_time,
}
