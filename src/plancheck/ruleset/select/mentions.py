"""Selectors of the first mentions of cited papers, where a citation has to be complete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plancheck.ruleset.select.citations import citation_item, law, nested, uses
from plancheck.vocabulary.wordings import wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from plancheck.model.plan import Citation
    from plancheck.ruleset.context import Context, Selected

_DATE_AND_MEETING = 60


def _first(context: Context, role: str) -> Iterator[Citation]:
    """First mentions in the opening (role basis) or in the body (role mention), one a document; the title repeats what follows."""
    seen: set[str] = set()
    in_order = sorted(uses(context), key=lambda c: (context.plan.zones[c.head.span.block] == "subject", c.head.span))
    complete = {c.number.value.normal for c in context.plan.citations if c.date is not None and c.role == "basis"}
    for citation in in_order:
        number = citation.number.value.normal
        if number in seen or context.plan.zones[citation.head.span.block] in {"subject", "header", "annex"}:
            continue
        seen.add(number)
        if "đề nghị" in context.document.blocks[citation.head.span.block].key[: citation.head.span.start]:
            continue  # «Theo đề nghị của Sở … tại Tờ trình số …»: the issuer stands before, the subject is the plan's own
        if citation.role == role and not (role == "mention" and number in complete):
            yield citation


def first_bases(context: Context) -> Selected:
    """Bases at their first mention, laws left out: they are cited by name alone (NĐ 30 Phụ lục I.II.6).

    Papers that only the title of another cited paper names are left out too, and numbers of a list whose issuer stands before it.
    """
    inside = nested(context)
    return tuple(
        citation_item(context, c)
        for c in _first(context, "basis")
        if not law(context, c)
        and c.kind_word is not None
        and c.head.span not in inside
        and not _of_the_unit_before(context, c)
        and not _that_issues(context, c)
        and not _of_a_meeting(context, c)
    )


def _that_issues(context: Context, citation: Citation) -> bool:
    """«Điều lệ … ban hành kèm theo Quyết định số …»: what the decision is about stands before it."""
    key = context.document.blocks[citation.head.span.block].key
    return key[: citation.head.span.start].rstrip().endswith(tuple(context.vocabulary.phrases["issued-with-leads"]))


def _of_a_meeting(context: Context, citation: Citation) -> bool:
    """«Nghị quyết số 60-NQ/TW … của Hội nghị lần thứ mười một …»: the meeting is what it is known by."""
    end = citation.head.span.end
    key = context.document.blocks[citation.head.span.block].key
    return wording("of-a-meeting").search(key, end, end + _DATE_AND_MEETING) is not None


def _of_the_unit_before(context: Context, citation: Citation) -> bool:
    """«… của Thường trực Đảng ủy tại Thông báo số …»: who issued it, and what for, stands before it."""
    head = citation.head.span
    return context.document.blocks[head.block].key.endswith("tại ", 0, head.start)


def first_mentions(context: Context) -> Selected:
    """Documents first mentioned in the body."""
    return tuple(citation_item(context, c) for c in _first(context, "mention") if not law(context, c))


SELECTORS: Mapping[str, Callable[[Context], Selected]] = {
    "citations.first-bases": first_bases,
    "citations.first-mentions": first_mentions,
}
