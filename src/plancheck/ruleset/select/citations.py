"""Selectors of cited documents, bases and aliases."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from plancheck.ruleset.context import NO_DATE, Item, Selected, Unknown
from plancheck.ruleset.select.common import once, related, shown_day
from plancheck.text.fold import key, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from plancheck.model.plan import Citation, DocumentNumber
    from plancheck.model.span import Span
    from plancheck.ruleset.context import Context


def uses(context: Context) -> Iterator[Citation]:
    """Citations that use a document; a clause that abrogates one does not."""
    return (c for c in context.plan.citations if c.role != "repeal")


def citation_item(context: Context, citation: Citation, **more: object) -> Item:
    """A citation as an item, with everything that it says of the paper."""
    kind = next((k for k in context.vocabulary.kinds if k.code == citation.kind), None)
    number = citation.number.value
    return Item(
        citation.head.span,
        citation.head.text,
        {
            "number": number.normal,
            "written": citation.number.text,
            "kind": kind.names[0] if kind else None,
            "kind_word": citation.kind_word.text if citation.kind_word else None,
            "date": citation.date.value if citation.date else None,
            "date_text": citation.date.text if citation.date else None,
            "issuer": citation.issuer.text if citation.issuer else None,
            "subject": citation.subject.text if citation.subject else None,
            "so": citation.so or None,
            "form": number.form,
            "year": number.year,
            **more,
        },
    )


def every(context: Context) -> Selected:
    """Every use of a cited document."""
    return tuple(citation_item(context, c) for c in uses(context))


def nested(context: Context) -> frozenset[Span]:
    """Heads of citations that stand in the subject of another one, or are joined by «và» to one that has the subject for both."""
    found: set[Span] = set()
    last: Citation | None = None
    for citation in context.plan.citations:
        head = citation.head.span
        if last is not None and last.subject is not None and last.subject.span.touches(head):
            found.add(head)
            continue
        last = citation
    by_block = itertools.groupby(context.plan.citations, key=lambda c: c.head.span.block)
    for block, group in by_block:
        for one, after in itertools.pairwise(group):
            end = one.issuer.span.end if one.issuer else one.head.span.end
            if context.document.blocks[block].key[end : after.head.span.start].strip(" ,") == "và" and after.subject is not None:
                found.add(one.head.span)
    return frozenset(found)


def law(context: Context, citation: Citation) -> bool:
    """Whether a citation is of a law, which has no number in its name."""
    return any(k.code == citation.kind and k.unnumbered for k in context.vocabulary.kinds)


def without_so(context: Context) -> Selected:
    """Uses whose kind word stands without «số», unless a short name or a table leaves it out on purpose."""
    aliases = " ".join(words(a.located.text) for a in context.plan.aliases)
    found: list[Citation] = []
    for citation in uses(context):
        block = context.document.blocks[citation.head.span.block]
        if (
            citation.so
            or citation.kind_word is None
            or block.place.table is not None
            or words(f"{citation.kind_word.text} {citation.number.text}") in aliases
        ):
            continue
        before = block.key[max(0, citation.number.span.start - 3) : citation.number.span.start]
        if not before.endswith("số "):
            found.append(citation)
    return once(citation_item(context, c, mended=f"số {c.number.text}") for c in found)


def malformed(context: Context) -> Selected:
    """Numbers typed with blanks or long dashes, one a document."""
    found: dict[str, list[Citation]] = {}
    for citation in context.plan.citations:
        if citation.number.value.well_formed or context.plan.zones[citation.head.span.block] == "annex":
            continue
        if not _only_wrapped(context, citation.number.span):
            found.setdefault(citation.number.text, []).append(citation)
    return tuple(
        Item(
            same[0].number.span,
            same[0].number.text,
            {"normal": _usual(context, same[0].number.value)},
            tuple(related(context, c.number.span) for c in same[1:]),
        )
        for same in found.values()
    )


def _only_wrapped(context: Context, span: Span) -> bool:
    """Whether the one blank in a number is where the line was wrapped in the file: nobody typed it."""
    block = context.document.blocks[span.block]
    raw = block.raw[block.offsets.origin(span.start) : block.offsets.origin(span.end)]
    return "\n" in raw and not re.search(r"[ \t\u00a0–—]", re.sub(r"\s*\n\s*", "", raw))


def _usual(context: Context, number: DocumentNumber) -> str:
    """The number as the system writes it that alone has its organ code, else as it stands without blanks and long dashes."""
    system = _system_of(context, number)
    if system is None or not number.sequence:
        return number.normal
    party = f"{number.sequence}-{number.kind}/{number.body}"
    return party if system == "party" else f"{number.sequence}/{number.kind}-{number.body}"


def _system_of(context: Context, number: DocumentNumber) -> str | None:
    """The one system that has the organ code of a number; None for numbers without kind or with a year, and for shared codes."""
    if number.kind is None or not number.body or number.year is not None:
        return None
    organ = number.body.replace("/", "-").split("-")[0]
    systems = {k.system for k in context.vocabulary.units if organ in k.codes}
    if len(systems) != 1 or "mass" in systems or organ.startswith(context.vocabulary.free_codes):
        return None
    return systems.pop()


def kinds(context: Context) -> tuple[Item, ...]:
    """Uses with a kind word and an abbreviation that can be compared."""
    found = []
    for citation in context.plan.citations:
        number = citation.number.value
        if citation.kind_word is None or number.kind is None:
            continue
        word = citation.kind_word.text.casefold()
        if word in context.vocabulary.generic_kinds:
            continue
        named = [k for k in context.vocabulary.kinds if any(word == n.casefold() for n in k.names)]
        known = context.vocabulary.kind_by_code(number.kind)
        if not named or (known is None and not any(number.kind.startswith(k.codes[0]) for k in named)):
            continue
        accepted = tuple(code for k in named for code in k.codes)
        if any(k.letter for k in named) and known is None:
            continue
        fits = number.kind if any(number.kind == c or number.kind.rstrip("0123456789") == c for c in accepted) else None
        found.append(
            citation_item(
                context,
                citation,
                code=number.kind,
                accepted=(fits,) if fits else accepted,
                meant=known.names[0] if known else "?",
            )
        )
    return tuple(_one_each(found))


def _one_each(items: list[Item]) -> Iterator[Item]:
    seen: set[object] = set()
    for item in items:
        identity = (item.value("number"), item.value("kind_word"))
        if identity not in seen:
            seen.add(identity)
            yield item


def issuers(context: Context) -> Selected:
    """Uses whose issuer and organ code both belong to a known system."""
    found = []
    seen: set[str] = set()
    for citation in uses(context):
        issuer = citation.issuer
        number = citation.number.value
        if issuer is None or issuer.value is None or number.normal in seen:
            continue
        organ = number.body.replace("/", "-").split("-")[0] if number.kind is not None else ""
        systems = {k.system for k in context.vocabulary.units if organ in k.codes}
        system = _system(context, issuer.value.kind)
        if not systems or system is None or organ.startswith(context.vocabulary.free_codes):
            continue
        seen.add(number.normal)
        found.append(citation_item(context, citation, organ=organ, system=system, systems=tuple(systems)))
    return tuple(found)


def _system(context: Context, unit: str) -> str | None:
    head = unit.split(".", maxsplit=1)[0]
    return next((k.system for k in context.vocabulary.units if k.id.split(".", maxsplit=1)[0] == head), None)


def forms(context: Context) -> Selected:
    """One use of each number whose organ code belongs to one system only, with the form that this system uses."""
    found: dict[str, Item] = {}
    for citation in uses(context):
        number = citation.number.value
        system = _system_of(context, number)
        if system is None:
            continue
        wanted = "party" if system == "party" else "slash"
        found.setdefault(
            number.normal,
            Item(
                citation.number.span,
                citation.number.text,
                {"form": number.form, "expected": wanted, "usual": _usual(context, number)},
            ),
        )
    return tuple(found.values())


def dated(context: Context) -> Selected:
    """Uses with a date that nothing in the plan contradicts, against the day of issue."""
    issued = context.plan.issued
    if issued is None:
        return Unknown(NO_DATE)
    found: dict[str, Item] = {}
    doubtful = _several_dates(context)
    for c in uses(context):
        number = c.number.value
        if (
            c.date is not None
            and c.date.value is not None
            and number.normal not in doubtful
            and number.year in {None, c.date.value.year}
        ):
            found.setdefault(
                number.normal,
                citation_item(context, c, issued=issued, shown=shown_day(c.date.value), issued_shown=shown_day(issued)),
            )
    return tuple(found.values())


def _several_dates(context: Context) -> set[str]:
    """Numbers that are cited with more than one date: which of them is wrong is not known."""
    days: dict[str, set[date]] = {}
    for c in context.plan.citations:
        if c.date is not None and c.date.value is not None:
            days.setdefault(c.number.value.normal, set()).add(c.date.value)
    return {number for number, dates in days.items() if len(dates) > 1}


def impossible_dates(context: Context) -> Selected:
    """Dates of cited documents that no calendar has; one that several numbers share counts once."""
    found: dict[Span, Item] = {}
    for c in context.plan.citations:
        if c.date is not None and c.date.value is None:
            found.setdefault(c.date.span, Item(c.date.span, c.date.text, {"number": c.number.value.normal}))
    return tuple(found.values())


def numbered_years(context: Context) -> Selected:
    """Uses whose number carries a year and whose date is given, the same wherever it is cited."""
    found: dict[str, Item] = {}
    doubtful = _several_dates(context)
    for c in context.plan.citations:
        number = c.number.value
        if number.normal not in doubtful and number.year is not None and c.date is not None and c.date.value is not None:
            year = str(c.date.value.year)
            found.setdefault(number.normal, citation_item(context, c, number_year=str(number.year), date_year=year))
    return tuple(found.values())


def issuer_names(context: Context) -> Selected:
    """Uses whose issuer resolved to a unit, for comparing the issuers of one number."""
    return tuple(
        citation_item(context, c, unit=c.issuer.value.kind)
        for c in uses(context)
        if c.issuer is not None and c.issuer.value is not None
    )


def kind_words(context: Context) -> Selected:
    """Uses with a kind word, folded for comparing the words of one number; a word that its abbreviation contradicts is another rule's."""
    refuted = {i.span for i in kinds(context) if i.value("code") not in i.value("accepted")}
    return tuple(
        citation_item(context, c, kind_word=c.kind_word.text.capitalize())
        for c in uses(context)
        if c.kind_word is not None and c.head.span not in refuted and c.kind_word.span not in refuted
    )


def amending(context: Context) -> Selected:
    """First uses whose subject is only that something is amended, with what is amended as far as it is said."""
    leads = context.vocabulary.phrases["amending-subjects"]
    found: dict[str, Item] = {}
    for citation in uses(context):
        if citation.subject is None or citation.number.value.normal in found:
            continue
        subject = key(citation.subject.text).strip()
        lead = next((p for p in leads if subject.startswith(key(p))), None)
        if lead is not None:
            amended = subject[len(lead) :].strip(" .,;)")
            found[citation.number.value.normal] = Item(
                citation.subject.span, citation.subject.text, {"number": citation.number.value.normal, "amended": amended}
            )
    return tuple(found.values())


def repeated(context: Context) -> Selected:
    """Uses that give number, date, issuer and subject although an earlier one in the body or opening did; the first such use each."""
    seen: set[str] = set()
    inside = nested(context)
    found: dict[str, Item] = {}
    for citation in sorted(uses(context), key=lambda c: c.head.span):
        if context.plan.zones[citation.head.span.block] not in {"opening", "body"}:
            continue
        number = citation.number.value.normal
        if citation.head.span in inside or None in (citation.date, citation.issuer, citation.subject):
            continue
        if number in seen:
            found.setdefault(number, citation_item(context, citation))
        seen.add(number)
    return tuple(found.values())


SELECTORS: Mapping[str, Callable[[Context], Selected]] = {
    "citations": every,
    "citations.without-so": without_so,
    "citations.malformed": malformed,
    "citations.kinds": kinds,
    "citations.issuers": issuers,
    "citations.forms": forms,
    "citations.dated": dated,
    "citations.impossible-dates": impossible_dates,
    "citations.numbered-years": numbered_years,
    "citations.issuer-names": issuer_names,
    "citations.kind-words": kind_words,
    "citations.amending": amending,
    "citations.repeated": repeated,
}
