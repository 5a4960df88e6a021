"""A simple temporal network: differences between days with bounds. A negative cycle is a contradiction (design: deadlines)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plancheck.model.value import Value

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence


class Edge(Value):
    """`day(target) - day(source) <= days`."""

    source: Hashable
    target: Hashable
    days: int


def negative_cycle(edges: Sequence[Edge]) -> tuple[Edge, ...]:
    """The edges of one contradiction in the order in which they follow each other; () when days can be found for all.

    Bellman and Ford's algorithm from everywhere at once: at most nodes x edges steps, and few rounds as a cycle is looked for in each.
    """
    distance: dict[Hashable, int] = {}
    for edge in edges:
        distance[edge.source] = distance[edge.target] = 0
    came: dict[Hashable, Edge] = {}
    last: Hashable | None = None
    for _ in range(len(distance)):
        last = None
        for edge in edges:
            if distance[edge.source] + edge.days < distance[edge.target]:
                distance[edge.target] = distance[edge.source] + edge.days
                came[edge.target] = edge
                last = edge.target
        if last is None:
            return ()
        on_cycle = _repeated(last, came)
        if on_cycle is not None:
            last = on_cycle
            break
    if last is None:
        return ()
    cycle: list[Edge] = []
    node = last
    while not cycle or node != last:
        cycle.append(came[node])
        node = came[node].source
    return tuple(reversed(cycle))


def _repeated(node: Hashable, came: Mapping[Hashable, Edge]) -> Hashable | None:
    """The node to which the way back from `node` comes twice, None when the way ends."""
    seen: set[Hashable] = set()
    while node in came:
        if node in seen:
            return node
        seen.add(node)
        node = came[node].source
    return None
