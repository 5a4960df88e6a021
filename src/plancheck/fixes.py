"""Which of the proposed fixes are applied together: those that were asked for, whole, and never two on the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plancheck.model.finding import Edit, Finding


def chosen(findings: Iterable[Finding], *, suggested: bool = False) -> tuple[Edit, ...]:
    """The edits to make, in the order of the text; `suggested` takes those that a person should look at too.

    A fix that touches the words of one taken before is left out whole: the next run proposes it again.
    """
    taken: list[Edit] = []
    for finding in findings:
        fix = next((f for f in finding.fixes if f.safety == "safe" or suggested), None)
        if fix is not None and not any(_meet(edit, other) for edit in fix.edits for other in taken):
            taken.extend(_apart(fix.edits))
    return tuple(sorted(taken, key=lambda e: e.span))


def _apart(edits: tuple[Edit, ...]) -> list[Edit]:
    """The edits of one fix without those that meet an earlier one of it («các  hòa  bình»: two places share a word)."""
    kept: list[Edit] = []
    for edit in edits:
        if not any(_meet(edit, other) for other in kept):
            kept.append(edit)
    return kept


def _meet(edit: Edit, other: Edit) -> bool:
    return edit.span.block == other.span.block and edit.span.start <= other.span.end and other.span.start <= edit.span.end
