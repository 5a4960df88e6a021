"""Selectors of deadlines that belong together: the groups within which their order, or their being one, is compared."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from plancheck.ruleset.patterns import alternatives
from plancheck.ruleset.select.common import actor_names, deadline_item, hands_over, level_of, report_topic
from plancheck.ruleset.select.deadlines import windows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from plancheck.model.plan import Deadline
    from plancheck.ruleset.context import Context, Item, Selected

_ONE_ROUND = timedelta(days=31)


def _ordered(context: Context, chain: str) -> Iterator[Item]:
    """Deadlines of bottom-up activities of a chain, grouped by activity, ranked by level."""
    for d in windows(context):
        if d.activity is None or not d.activity.direct or d.activity.direction != "up" or d.activity.chain != chain:
            continue
        if d.pilot or d.exempt or d.last_day is None or d.precision == "year" or d.annex or (d.report_to and chain == "meeting"):
            continue
        if d.after is not None and d.after.activity == d.activity.key:
            continue  # «sau khi hoàn thành đại hội cấp cơ sở»: held to what it says itself
        told = d.activity.level
        levels = {told} if told is not None else {n for a in d.actors if (n := level_of(context, a.unit)) is not None}
        if len(levels) != 1 or any(
            a.unit is not None and a.unit.kind.endswith((".department", ".departments", ".office", ".offices")) for a in d.actors
        ):
            continue
        yield deadline_item(
            context,
            d,
            group=(d.activity.key, _to(d)),
            rank=levels.pop(),
            when=d.last_day,
            certain=d.start or d.last_day,
            shown=d.located.text,
            actor=d.activity.tier or actor_names(d.actors),
        )


def _to(deadline: Deadline) -> str:
    """Systems are compared apart: the first word of the unit's kind; «đại hội cấp xã» is of none."""
    if deadline.activity is not None and deadline.activity.level is not None:
        return ""
    unit = deadline.actors[0].unit if deadline.actors else None
    return unit.kind.split(".", maxsplit=1)[0] if unit else ""


def same_report_activity(context: Context) -> Selected:
    """Summings-up and reports by activity and level."""
    return tuple(_ordered(context, "report"))


def same_meeting_activity(context: Context) -> Selected:
    """Congresses and conferences by activity and level."""
    return tuple(_ordered(context, "meeting"))


def pilots(context: Context) -> Selected:
    """Pilot events (rank 1) and the general date of the same activity and level (rank 2)."""
    found = []
    for d in windows(context):
        if (
            d.activity is None
            or not (d.activity.direct or d.pilot)
            or d.activity.direction != "up"
            or d.last_day is None
            or d.annex
        ):
            continue
        level = d.activity.level or next((a.level for a in d.actors if a.level is not None), None)
        found.append(
            deadline_item(
                context,
                d,
                group=(d.activity.key, level),
                rank=1 if d.pilot else 2,
                when=d.last_day,
                certain=d.start or d.last_day,
            )
        )
    piloted = {i.value("group") for i in found if i.value("rank") == 1}
    return tuple(i for i in found if i.value("group") in piloted)


def conditions(context: Context) -> Selected:
    """Deadlines under «sau khi …» (rank 2) and the deadline of what must be over first (rank 1)."""
    found: list[Item] = []
    latest = _latest(context)
    for number, d in enumerate(windows(context)):
        after = d.after
        if after is None or d.last_day is None or after.activity is None or after.level is None:
            continue
        last = next((o for o in latest.get((after.activity, after.level), ()) if o is not d), None)
        if last is None:
            continue
        group = (number, after.activity)
        found.append(deadline_item(context, last, group=group, rank=1, when=last.last_day, certain=last.last_day))
        found.append(
            deadline_item(context, d, group=group, rank=2, when=d.last_day, certain=d.last_day, condition=after.located.text)
        )
    return tuple(found)


def _latest(context: Context) -> Mapping[tuple[str, int], list[Deadline]]:
    """The two deadlines of an activity and a level that end last, the last one first."""
    found: dict[tuple[str, int], list[Deadline]] = {}
    for d in windows(context):
        if d.pilot or d.last_day is None or d.activity is None:
            continue
        for level in {a.level for a in d.actors if a.level is not None}:
            known = found.setdefault((d.activity.key, level), [])
            known.append(d)
            known.sort(key=lambda o: o.last_day or date.min, reverse=True)
            del known[2:]
    return found


def same_actor_act(context: Context) -> Selected:
    """Final deadlines by who and what: one unit finishing one activity at two times."""
    reported = alternatives(context.vocabulary.phrases["report-words"])
    found = []
    for d in windows(context):
        if (
            d.activity is None
            or not d.activity.direct
            or d.activity.chain is None
            or len(d.actors) != 1
            or d.end is None
            or d.pilot
            or d.annex
            or d.table
        ):
            continue
        unit = d.actors[0].unit
        if unit is None or d.after is not None or d.activity.level not in {None, unit.level}:
            continue
        target = d.report_to.unit.kind if d.report_to and d.report_to.unit else None
        block = context.document.blocks[d.sentence.block]
        if hands_over(d) and (target is None or not reported.search(block.key, d.sentence.start, d.sentence.end)):
            continue  # a plan and a list that go to one receiver are two things
        topic = report_topic(context, d) if hands_over(d) else ""
        group = (unit.kind, unit.name, d.activity.key, target, topic)
        part = d.path.partition(".")[0]
        found.append(
            deadline_item(context, d, group=group, when=d.end, who=actor_names(d.actors), part=part, handed_in=hands_over(d))
        )
    return _once_a_part(_of_one_round(found))


def _of_one_round(found: list[Item]) -> list[Item]:
    """Without reports whose days lie so far apart that they are two reports («tiền lương …», «kết quả chăm lo Tết …»)."""
    days: dict[object, list[date]] = {}
    for item in found:
        days.setdefault(item.value("group"), []).append(item.value("when"))
    return [
        i for i in found if not i.value("handed_in") or max(days[i.value("group")]) - min(days[i.value("group")]) <= _ONE_ROUND
    ]


def _once_a_part(found: list[Item]) -> tuple[Item, ...]:
    """Times of one act in one part are its stages («đợt 1 …, đợt 2 …»): only acts with one time in each of several parts are compared."""
    parts: dict[object, dict[object, int]] = {}
    for item in found:
        counts = parts.setdefault(item.value("group"), {})
        counts[item.value("part")] = counts.get(item.value("part"), 0) + 1
    return tuple(i for i in found if len(parts[i.value("group")]) > 1 and set(parts[i.value("group")].values()) == {1})


SELECTORS: Mapping[str, Callable[[Context], Selected]] = {
    "deadlines.same-report": same_report_activity,
    "deadlines.same-meeting": same_meeting_activity,
    "deadlines.pilots": pilots,
    "deadlines.conditions": conditions,
    "deadlines.same-actor-act": same_actor_act,
}
