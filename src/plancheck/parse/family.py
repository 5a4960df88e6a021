"""Of which system a paper is (union, Party, State, mass organisation), with the evidence that says so."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from plancheck.vocabulary import load

if TYPE_CHECKING:
    from plancheck.model.plan import Family, Header, Signature, Unit

_SURE = 2


def judge_family(
    header: Header, issuer: Unit | None, opening: tuple[tuple[str, Unit], ...], signature: Signature | None
) -> tuple[Family, tuple[str, ...]]:
    """The family with most evidence, and the evidence in words; `unknown` when there is too little or a tie."""
    votes: Counter[str] = Counter()
    evidence: list[tuple[str, str]] = []

    def vote(family: str, weight: int, words: str) -> None:
        votes[family] += weight
        evidence.append((family, words))

    if header.party_title is not None:
        vote("party", 4, f"tiêu đề «{header.party_title.text}»")
    if issuer is not None and header.issuer is not None:
        vote(system_of(issuer), 4, f"cơ quan ban hành «{header.issuer.text}»")
    if header.number is not None:
        family = _by_code(header.number.value.body, header.number.value.form)
        if family:
            vote(family, 3, f"ký hiệu «{header.number.text}»")
    for words, unit in opening:
        vote(system_of(unit), 3, f"phần mở đầu «{words}»")
    if signature is not None and signature.authority is not None and signature.authority.text.startswith(("T/M", "K/T", "T/L")):
        vote("party", 1, f"quyền hạn ký «{signature.authority.text}»")
    if header.national_title is not None and not votes:
        vote("state", _SURE, "Quốc hiệu, không có dấu hiệu của hệ thống khác")
    ranked = votes.most_common(2)
    if not ranked or ranked[0][1] < _SURE or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return "unknown", tuple(words for _, words in evidence)
    best: Family = ranked[0][0]  # type: ignore[assignment]
    return best, tuple(words for family, words in evidence if family == best)


def system_of(unit: Unit) -> str:
    """The system that a unit belongs to: `union`, `party`, `state`, `mass`, else `unknown`."""
    return (
        unit.kind.split(".", maxsplit=1)[0]
        if unit.kind.split(".", maxsplit=1)[0] in {"union", "party", "state", "mass"}
        else _declared(unit)
    )


def _declared(unit: Unit) -> str:
    head = unit.kind.split(".", maxsplit=1)[0]
    return next((k.system for k in load().units if k.id.split(".", maxsplit=1)[0] == head), "unknown")


def _by_code(body: str, form: str) -> str | None:
    """The system whose organ codes a number carries; the first part of a joint code decides."""
    organ = body.replace("/", "-").split("-", maxsplit=1)[0]
    systems = {k.system for k in load().units if organ in k.codes}
    if len(systems) == 1:
        return systems.pop()
    if form == "party":
        return "party" if "party" in systems or not systems else None
    return None
