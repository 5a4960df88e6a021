"""A simple temporal network: differences between days with bounds. A negative cycle is a contradiction (design: deadlines)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence


@dataclass(frozen=True, slots=True)
class Edge:
    """`day(target) - day(source) <= days`."""

    source: Hashable
    target: Hashable
    days: int


def negative_cycle(edges: Sequence[Edge]) -> tuple[Edge, ...]:
    """The edges of one contradiction in the order in which they follow each other; () when days can be found for all.

    Bellman and Ford's algorithm from everywhere at once: at most nodes x edges steps, few rounds when there is no contradiction.
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
    if last is None:
        return ()
    for _ in range(len(distance)):
        last = came[last].source
    cycle: list[Edge] = []
    node = last
    while not cycle or node != last:
        cycle.append(came[node])
        node = came[node].source
    return tuple(reversed(cycle))
