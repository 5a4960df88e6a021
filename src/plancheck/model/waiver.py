"""Findings that someone has excused, and what became of the excuse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from plancheck.model.value import Value

if TYPE_CHECKING:
    from datetime import date

    from plancheck.model.span import Span

WaiverKind = Literal["comment", "file", "baseline"]
Outcome = Literal["used", "unused", "expired", "unreasoned", "unread", "unknown"]


class Waiver(Value):
    """An excuse for findings: of the rules in `codes` (codes, names, groups) on the words at `spans`, or of one `fingerprint`.

    `whole`: it stands for the whole document; `shared`: for every document of a folder. `until` is its last day. `origin` says where it was written, `text` how;
    a waiver whose words could not be understood has no codes and no fingerprint.
    """

    kind: WaiverKind
    origin: str
    text: str
    codes: tuple[str, ...] = ()
    fingerprint: str | None = None
    spans: tuple[Span, ...] = ()
    whole: bool = False
    shared: bool = False
    reason: str = ""
    by: str = ""
    until: date | None = None


class WaiverState(Value):
    """What became of a waiver in a run. `unknown`: a rule that it names was not judged, so that nothing can be said."""

    waiver: Waiver
    outcome: Outcome
