"""The temporal network: what it calls contradictory, and what it must let pass."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from plancheck.ruleset.network import Edge, negative_cycle

DAYS = st.lists(st.integers(0, 60), min_size=2, max_size=8)


@given(DAYS, st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.integers(0, 20)), max_size=30))
def test_bounds_that_some_days_fulfil_are_no_contradiction(days: list[int], picks: list[tuple[int, int, int]]) -> None:
    edges = [Edge(a % len(days), b % len(days), days[b % len(days)] - days[a % len(days)] + slack) for a, b, slack in picks]

    assert negative_cycle(edges) == ()


@given(DAYS, st.integers(1, 9))
def test_a_contradiction_is_given_as_a_closed_chain_of_negative_length(days: list[int], excess: int) -> None:
    last = len(days) - 1
    chain = [Edge(n, n + 1, days[n + 1] - days[n]) for n in range(last)]
    back = Edge(last, 0, days[0] - days[last] - excess)

    cycle = negative_cycle([*chain, back, Edge("other", 0, 500)])

    assert sum(edge.days for edge in cycle) < 0
    assert [edge.target for edge in cycle] == [edge.source for edge in (*cycle[1:], cycle[0])]
    assert back in cycle


def test_no_bounds_are_no_contradiction() -> None:
    assert negative_cycle([]) == ()
