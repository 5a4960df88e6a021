"""Selectors of cited documents, bases and aliases."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from plancheck.ruleset.context import NO_DATE, Item, Selected, Unknown
from plancheck.ruleset.select.common import related, shown_day
from plancheck.text.fold import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from plancheck.model.plan import Citation
    from plancheck.model.span import Span
    from plancheck.ruleset.context import Context

_END_MARK = re.compile(r"[;.,:]\s*$")


def _uses(context: Context) -> Iterator[Citation]:
    """Citations that use a document; a clause that abrogates one does not."""
    return (c for c in context.plan.citations if c.role != "repeal")


def _item(context: Context, citation: Citation, **more: object) -> Item:
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
    return tuple(_item(context, c) for c in _uses(context))


def _first(context: Context, role: str) -> Iterator[Citation]:
    """First mentions in the opening (role basis) or in the body (role mention), one a document; the title repeats what follows."""
    seen: set[str] = set()
    in_order = sorted(_uses(context), key=lambda c: (context.plan.zones[c.head.span.block] == "subject", c.head.span))
    complete = {c.number.value.normal for c in context.plan.citations if c.date is not None and c.role == "basis"}
    for citation in in_order:
        key = citation.number.value.normal
        if key in seen or context.plan.zones[citation.head.span.block] in {"subject", "header", "annex"}:
            continue
        seen.add(key)
        if "đề nghị" in context.document.blocks[citation.head.span.block].key[: citation.head.span.start]:
            continue  # «Theo đề nghị của Sở … tại Tờ trình số …»: the issuer stands before, the subject is the plan's own
        if citation.role == role and not (role == "mention" and key in complete):
            yield citation


def first_bases(context: Context) -> Selected:
    """Bases at their first mention, laws left out: they are cited by name alone (NĐ 30 Phụ lục I.II.6).

    Papers that only the title of another cited paper names are left out too, and numbers of a list whose issuer stands before it.
    """
    nested = _nested(context)
    return tuple(
        _item(context, c)
        for c in _first(context, "basis")
        if not _law(context, c) and c.kind_word is not None and c.head.span not in nested and not _of_the_unit_before(context, c)
    )


def _of_the_unit_before(context: Context, citation: Citation) -> bool:
    """«… của Thường trực Đảng ủy tại Thông báo số …»: who issued it, and what for, stands before it."""
    head = citation.head.span
    return context.document.blocks[head.block].key.endswith("tại ", 0, head.start)


def _nested(context: Context) -> frozenset[Span]:
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


def first_mentions(context: Context) -> Selected:
    """Documents first mentioned in the body."""
    return tuple(_item(context, c) for c in _first(context, "mention") if not _law(context, c))


def _law(context: Context, citation: Citation) -> bool:
    return any(k.code == citation.kind and k.unnumbered for k in context.vocabulary.kinds)


def without_so(context: Context) -> Selected:
    """One use of each number whose kind word stands without «số», unless a short name or a table leaves it out on purpose."""
    aliases = " ".join(words(a.located.text) for a in context.plan.aliases)
    found: dict[str, Citation] = {}
    for citation in _uses(context):
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
            found.setdefault(citation.number.value.normal, citation)
    return tuple(_item(context, c, mended=f"số {c.number.text}") for c in found.values())


def malformed(context: Context) -> Selected:
    """Numbers typed with blanks or long dashes, one a document."""
    found: dict[str, list[Citation]] = {}
    for citation in context.plan.citations:
        if not citation.number.value.well_formed and context.plan.zones[citation.head.span.block] != "annex":
            found.setdefault(citation.number.text, []).append(citation)
    return tuple(
        Item(
            uses[0].number.span,
            uses[0].number.text,
            {"normal": uses[0].number.value.normal},
            tuple(related(context, c.number.span) for c in uses[1:]),
        )
        for uses in found.values()
    )


def kinds(context: Context) -> Selected:
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
            _item(
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
        key = (item.value("number"), item.value("kind_word"))
        if key not in seen:
            seen.add(key)
            yield item


def issuers(context: Context) -> Selected:
    """Uses whose issuer and organ code both belong to a known system."""
    found = []
    seen: set[str] = set()
    for citation in _uses(context):
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
        found.append(_item(context, citation, organ=organ, system=system, systems=tuple(systems)))
    return tuple(found)


def _system(context: Context, unit: str) -> str | None:
    head = unit.split(".", maxsplit=1)[0]
    return next((k.system for k in context.vocabulary.units if k.id.split(".", maxsplit=1)[0] == head), None)


def forms(context: Context) -> Selected:
    """One use of each number whose organ code belongs to one system only, with the form that this system uses."""
    found: dict[str, Item] = {}
    for citation in _uses(context):
        number = citation.number.value
        if number.kind is None or not number.body or number.year is not None:
            continue
        organ = number.body.replace("/", "-").split("-")[0]
        systems = {k.system for k in context.vocabulary.units if organ in k.codes}
        if len(systems) != 1 or "mass" in systems or organ.startswith(context.vocabulary.free_codes):
            continue
        party = "party" in systems
        usual = f"{number.sequence}-{number.kind}/{number.body}" if party else f"{number.sequence}/{number.kind}-{number.body}"
        wanted = "party" if party else "slash"
        found.setdefault(
            number.normal,
            Item(citation.number.span, citation.number.text, {"form": number.form, "expected": wanted, "usual": usual}),
        )
    return tuple(found.values())


def dated(context: Context) -> Selected:
    """Uses with a date, against the day of issue."""
    issued = context.plan.issued
    if issued is None:
        return Unknown(NO_DATE)
    found: dict[str, Item] = {}
    for c in _uses(context):
        if c.date is not None and c.date.value is not None:
            found.setdefault(
                c.number.value.normal,
                _item(context, c, issued=issued, shown=shown_day(c.date.value), issued_shown=shown_day(issued)),
            )
    return tuple(found.values())


def impossible_dates(context: Context) -> Selected:
    """Dates of cited documents that no calendar has."""
    return tuple(
        Item(c.date.span, c.date.text, {"number": c.number.value.normal})
        for c in context.plan.citations
        if c.date and c.date.value is None
    )


def numbered_years(context: Context) -> Selected:
    """Uses whose number carries a year and whose date is given."""
    found: dict[str, Item] = {}
    for c in context.plan.citations:
        number = c.number.value
        if number.year is not None and c.date is not None and c.date.value is not None:
            year = str(c.date.value.year)
            found.setdefault(number.normal, _item(context, c, number_year=str(number.year), date_year=year))
    return tuple(found.values())


def issuer_names(context: Context) -> Selected:
    """Uses whose issuer resolved to a unit, for comparing the issuers of one number."""
    return tuple(
        _item(context, c, unit=c.issuer.value.kind) for c in _uses(context) if c.issuer is not None and c.issuer.value is not None
    )


def kind_words(context: Context) -> Selected:
    """Uses with a kind word, folded for comparing the words of one number."""
    return tuple(_item(context, c, kind_word=c.kind_word.text.capitalize()) for c in _uses(context) if c.kind_word is not None)


def bases(context: Context) -> Selected:
    """Lines of the opening that cite a document or a law, and documents cited there."""
    found = [Item(b.located.span, b.located.text, {"lead": b.lead}) for b in context.plan.bases if b.has_document]
    found.extend(_item(context, c) for c in context.plan.citations if c.role == "basis")
    return tuple(found)


def basis_lines(context: Context) -> Selected:
    """«Căn cứ» lines that stand in a paragraph of their own, with their end marks."""
    lines = [b for b in context.plan.bases if b.lead == "căn cứ"]
    found = []
    for n, basis in enumerate(lines):
        text = basis.located.text.rstrip()
        match = _END_MARK.search(text)
        mark = match.group().strip() if match else ""
        later = any(o.located.span > basis.located.span for o in lines[n + 1 :])
        dash = "có" if text.startswith(("-", "–", "+", "*")) else "không"
        if "như sau" in text.lower():
            continue
        found.append(Item(basis.located.span, basis.located.text, {"mark": mark, "last": not later, "dash": dash}))
    return tuple(found)


def inner_basis_lines(context: Context) -> Selected:
    """«Căn cứ» lines before the last one."""
    found = basis_lines(context)
    return found if isinstance(found, Unknown) else tuple(i for i in found if not i.value("last"))


def last_basis_line(context: Context) -> Selected:
    """The last «Căn cứ» line, when there are several and it stands in a paragraph of its own."""
    found = basis_lines(context)
    if isinstance(found, Unknown) or len(found) < 2:
        return () if not isinstance(found, Unknown) else found
    return tuple(i for i in found if i.value("last"))


def aliases_unused(context: Context) -> Selected:
    """Short names that are defined and never used."""
    return tuple(Item(a.located.span, a.located.text) for a in context.plan.aliases if not a.after)


def aliases_early(context: Context) -> Selected:
    """Short names that are used before they are defined; the heading and the cited titles do not count."""
    found = []
    for alias in context.plan.aliases:
        early = [s for s in alias.before if context.plan.zones[s.block] == "body"]
        if early and len(alias.located.text) <= 40:
            found.append(
                Item(
                    early[0],
                    context.document.text(early[0]),
                    {"alias": alias.located.text},
                    (related(context, alias.located.span),),
                )
            )
    return tuple(found)


SELECTORS: Mapping[str, Callable[[Context], Selected]] = {
    "citations": every,
    "citations.first-bases": first_bases,
    "citations.first-mentions": first_mentions,
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
    "bases": bases,
    "bases.lines": basis_lines,
    "bases.inner-lines": inner_basis_lines,
    "bases.last-line": last_basis_line,
    "aliases.unused": aliases_unused,
    "aliases.early": aliases_early,
}
