"""Summings-up and reports of several documents as one temporal network: the lower level first, whichever paper gives its day."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from plancheck.ruleset.linking import due_of
from plancheck.ruleset.network import Edge, negative_cycle
from plancheck.ruleset.select.common import deadline_item, report_topic
from plancheck.ruleset.select.lineage import carried_out, live_dues, own_number, own_unit, windows, with_archive

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping

    from plancheck.model.archive import Due
    from plancheck.model.plan import Deadline
    from plancheck.ruleset.context import Context, Item, Selected

_ORIGIN = "origin"
_MOST = 5
_DIRECT = ".direct"


def broken_chains(context: Context) -> Selected:
    """Chains of summings-up and reports through several documents that cannot all be kept, as negative cycles of one temporal network.

    The lower level must be ready before the higher one sums up; each document gives the days of some levels.
    """
    nodes = list(_chain_nodes(context))
    edges: list[Edge] = []
    for n, (_, _, due) in enumerate(nodes):
        edges.append(Edge(_ORIGIN, n, due.last.toordinal()))
        edges.append(Edge(n, _ORIGIN, -(due.start or due.last).toordinal()))
    edges += [
        Edge(higher, lower, 0)
        for lower, one in enumerate(nodes)
        for higher, other in enumerate(nodes)
        if one[0] != other[0] and _below(one[2], other[2])
    ]
    found: list[Item] = []
    while len(found) < _MOST and (cycle := negative_cycle(edges)):
        hops = [e for e in cycle if _ORIGIN not in (e.source, e.target)]
        chain = [
            nodes[n]
            for n in sorted(
                {n for e in hops for n in (e.source, e.target) if isinstance(n, int)}, key=lambda n: _level(nodes[n][2])
            )
        ]
        mine = next((deadline for _, deadline, _ in chain if deadline is not None), None)
        if mine is not None:
            told = " → ".join(f"{', '.join(a.text for a in d.actors)}: {d.text} ({where})" for where, _, d in chain)
            found.append(deadline_item(context, mine, chain=told))
        edges = [e for e in edges if e not in hops]
        if not hops:
            break
    return tuple(found)


def _chain_nodes(context: Context) -> Iterator[tuple[Hashable, Deadline | None, Due]]:
    """(document, our deadline, what it says) of everything in the chain of summings-up: ours, and those of the plans above it."""
    for deadline in windows(context):
        due = due_of(deadline, report_topic(context, deadline), own_unit(context))
        if _in_chain(due):
            yield own_number(context) or Path(context.document.source.path).name, deadline, due
    for _citation, record in carried_out(context):
        yield from ((record.number or record.path, None, due) for due in live_dues(context, record) if _in_chain(due))


def _in_chain(due: Due) -> bool:
    # A unit right under the issuer («CĐCS trực thuộc») does not sum up for the level between.
    beside = any(n.unit is not None and n.unit.kind.endswith(_DIRECT) for n in due.actors)
    return due.chain == "report" and due.direct and due.direction == "up" and not due.coarse and _level(due) > 0 and not beside


def _level(due: Due) -> int:
    levels = {n.unit.level for n in due.actors if n.unit is not None and n.unit.level is not None}
    return levels.pop() if len(levels) == 1 else 0


def _below(lower: Due, higher: Due) -> bool:
    """Whether one summing-up goes into another: the same activity of a lower level of the same system."""
    systems = [{n.unit.kind.split(".", maxsplit=1)[0] for n in d.actors if n.unit is not None} for d in (lower, higher)]
    return lower.activity == higher.activity and systems[0] == systems[1] and _level(lower) < _level(higher)


SELECTORS: Mapping[str, Callable[[Context], Selected]] = {
    "lineage.broken-chains": with_archive(broken_chains),
}
