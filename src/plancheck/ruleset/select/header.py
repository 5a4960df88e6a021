"""Selectors of the heading part and of the signature."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from plancheck.expressions import expression
from plancheck.model.span import Span
from plancheck.ruleset.context import NO_FOOTER, NO_HEADER, Item, Selected, Unknown
from plancheck.ruleset.patterns import alternatives
from plancheck.ruleset.select.common import complete, located, related, title_anchor
from plancheck.text.fold import key, words
from plancheck.vocabulary.wordings import wording

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from plancheck.model.span import Located
    from plancheck.ruleset.context import Context

_LETTER_SUBJECT = expression(r"V/v(?!\w)[^\n]*", re.IGNORECASE)


def _part(name: str) -> Callable[[Context], Selected]:
    def select(context: Context) -> Selected:
        found: Located[object] | None = getattr(context.plan.header, name)
        if found is None and not complete(context):
            return Unknown(NO_HEADER)
        return located(found)

    return select


def number(context: Context) -> Selected:
    """The own number, with its parts."""
    found = context.plan.header.number
    if found is None:
        return () if complete(context) else Unknown(NO_HEADER)
    value = found.value
    written = re.sub(r"^[Ss][Ốố]\s?:?\s?", "", found.text)
    kind = context.plan.header.kind
    # Mass organisations use either form: the Youth Union's own regulation (QĐ 367) has the Party's.
    expected = {"party": "party", "mass": value.form}.get(context.plan.family, "slash")
    return located(
        found,
        written=written,
        normal=value.normal if value.sequence is not None else written,
        whole_normal=f"Số: {value.normal}" if context.plan.header.number_colon else f"Số {value.normal}",
        sequence=value.sequence,
        colon="có" if context.plan.header.number_colon else "không",
        form=value.form,
        expected_form=expected,
        kind_code=_kind_of(value.kind, kind.value if kind is not None else None, context),
        title_code=kind.value if kind is not None else None,
        body=value.body,
    )


def _kind_of(code: str | None, title: str | None, context: Context) -> str | None:
    """The kind that a code stands for: the document's own when that is among its codes («KHLT» on a Kế hoạch liên tịch)."""
    return title if any(code in k.codes for k in context.vocabulary.kinds if k.code == title) else code


def number_blank(context: Context) -> Selected:
    """The own number when it is still to be given."""
    found = context.plan.header.number
    return located(found) if found is not None and found.value.sequence is None else ()


def date_blank(context: Context) -> Selected:
    """The issue date when its day, month or year is still blank."""
    found = context.plan.header.date
    return (
        located(found)
        if found is not None and found.value is None and not re.search(r"ngày\s*\d+\s*tháng\s*\d+\s*năm\s*\d{4}", found.text)
        else ()
    )


def date_written(context: Context) -> Selected:
    """The issue date as written, when day and month are given."""
    found = context.plan.header.date
    if found is None or found.value is None:
        return ()
    day = found.value
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return located(found, normal=f"ngày {day.day:02d} tháng {month} năm {day.year}")


def date_impossible(context: Context) -> Selected:
    """The issue date when it is written in full but no calendar has it."""
    found = context.plan.header.date
    if found is None or found.value is not None:
        return ()
    return located(found) if re.search(r"ngày\s*\d+\s*tháng\s*\d+\s*năm\s*\d{4}", found.text) else ()


def foreign_title(context: Context) -> Selected:
    """The State's title on a Party paper, or the Party's on another."""
    header = context.plan.header
    if context.plan.family == "party":
        return located(header.national_title)
    return located(header.party_title)


def subject(context: Context) -> Selected:
    """The subject under the kind word."""
    header = context.plan.header
    if not header.subject:
        return () if header.kind is not None else Unknown(NO_HEADER)
    span = header.subject[0]
    return (Item(span, context.document.text(span)),)


def letter_subject(context: Context) -> Selected:
    """«V/v …» in the heading: the subject form of an official letter."""
    found = []
    for block in context.document.blocks:
        if context.plan.zones[block.index] not in {"header", "subject"}:
            continue
        match = _LETTER_SUBJECT.match(block.text)
        if match:
            found.append(Item(Span(block.index, match.start(), match.end()), match.group()))
    return tuple(found)


def letter_address(context: Context) -> Selected:
    """«Kính gửi …» above the body: the address of an official letter, a submission or a report to a superior."""
    leads = context.vocabulary.keys["letter-leads"]
    zones = {"header", "subject", "opening"}
    blocks = (b for b in context.document.blocks if context.plan.zones[b.index] in zones and b.key.startswith(leads))
    return tuple(Item(Span(b.index, 0, len(b.text)), b.text) for b in blocks)


def _signature_part(name: str) -> Callable[[Context], Selected]:
    def select(context: Context) -> Selected:
        signature = context.plan.signature
        if signature is None:
            return Unknown(NO_FOOTER)
        found: Located[str] | None = getattr(signature, name)
        return located(found)

    return select


def signature_block(context: Context) -> Selected:
    """The signature block as a whole."""
    signature = context.plan.signature
    if signature is None:
        return () if complete(context) else Unknown(NO_FOOTER)
    return (Item(signature.span, context.document.text(signature.span)),)


def signature_anchor(context: Context) -> Selected:
    """Where to point when a part of the signature is missing."""
    signature = context.plan.signature
    return (Item(signature.span, context.document.text(signature.span)),) if signature else title_anchor(context)


def authority_marks(context: Context) -> Selected:
    """Each authority mark of the signature («TM.», «KT.»), with whether it is written with a slash."""
    signature = context.plan.signature
    if signature is None or signature.authority is None:
        return () if signature is not None else Unknown(NO_FOOTER)
    found = []
    for index in range(signature.authority.span.block, min(signature.authority.span.block + 3, len(context.document.blocks))):
        block = context.document.blocks[index]
        for line in re.finditer(r"[^\n]+", block.text):
            match = wording("authority-mark-and-dot").match(line.group().strip())
            if match and line.group().isupper():
                start = line.start() + len(line.group()) - len(line.group().lstrip())
                end = start + len(match.group().rstrip())
                form = "slash" if "/" in match.group("mark") else "dot" if match.group("dot") else "bare"
                wanted = match.group("mark").replace("/", "")
                normal = f"{wanted[0]}/{wanted[1:]}" if context.plan.family == "party" and len(wanted) == 2 else f"{wanted}."
                found.append(Item(Span(index, start, end), block.text[start:end], {"form": form, "normal": normal}))
    return tuple(found)


def authority_body(context: Context) -> Selected:
    """The collective body in whose name the paper is signed, against the one that the opening names."""
    signature = context.plan.signature
    bodies = context.plan.opening_bodies
    if signature is None or signature.authority is None or not bodies:
        return ()
    first_line = signature.authority.value.split(" / ")[0]
    match = wording("authority-mark-and-dot").match(first_line)
    if match is None or match.group("mark").replace("/", "") != "TM":
        return ()
    body = words(first_line[match.end() :])
    opening = words(bodies[-1].text)
    pairs = (pair.split("/") for pair in context.vocabulary.phrases["collective-short-forms"])
    same = {words(short): words(full) for short, full in pairs}
    opening = same.get(opening, opening)
    known = [words(p) for p in context.vocabulary.phrases["collectives"]]
    named = next((k for k in known if body.startswith(k)), None)
    if named is None:
        return ()
    named = same.get(named, named)
    text = context.document.text(signature.authority.span)
    return (
        Item(
            signature.authority.span,
            text,
            {"signed": named, "opening": opening, "opening_text": bodies[-1].text},
            (related(context, bodies[-1].span),),
        ),
    )


def unmarked_collective(context: Context) -> Selected:
    """A signature «KT. CHỦ TỊCH» or without authority, where the opening says that a collective body issues the plan."""
    signature, bodies = context.plan.signature, context.plan.opening_bodies
    if signature is None or signature.title is None or not bodies:
        return () if signature is not None else Unknown(NO_FOOTER)
    body = bodies[-1]
    before = context.document.blocks[body.span.block].key[: body.span.start].rstrip()
    signing = [words(p) for p in context.vocabulary.phrases["signing-collectives"]]
    if words(body.text) not in signing or before.endswith(context.vocabulary.keys["heads-of-bodies"]):
        return ()
    authority = signature.authority.value if signature.authority else ""
    if any(_is_collective_mark(line) for line in authority.split(" / ")):
        return ()
    first = signature.authority or signature.title
    return (Item(first.span, context.document.text(first.span), {"body": body.text}, (related(context, body.span),)),)


def _is_collective_mark(line: str) -> bool:
    match = wording("authority-mark-and-dot").match(line)
    return match is not None and match.group("mark").replace("/", "") == "TM"


def unmarked_deputy(context: Context) -> Selected:
    """A deputy's post signed without «KT.», «Q.», «TL.» or «TUQ.» before the post of the head."""
    signature = context.plan.signature
    if signature is None or signature.title is None:
        return () if signature is not None else Unknown(NO_FOOTER)
    deputies = context.vocabulary.keys["deputy-posts"]
    authority = signature.authority.value if signature.authority else ""
    marks = (wording("authority-mark-and-dot").match(line) for line in authority.split(" / "))
    if not key(signature.title.text).startswith(deputies) or any(m is not None and m.group("mark") != "TM" for m in marks):
        return ()
    return located(signature.title)


def academic_titles(context: Context) -> Selected:
    """Academic titles or «đồng chí» before the signer's name."""
    signature = context.plan.signature
    if signature is None or signature.name is None:
        return ()
    name = signature.name.text
    issuer = context.plan.header.issuer
    sectors = alternatives(context.vocabulary.phrases["sectors-with-titles"])
    if issuer is not None and sectors.search(key(issuer.text)):
        return ()
    return located(signature.name) if name.startswith(context.vocabulary.phrases["academic-titles"]) else ()


def kind(context: Context) -> Selected:
    """The kind word."""
    found = context.plan.header.kind
    if found is None:
        return () if complete(context) else Unknown(NO_HEADER)
    return located(found)


SELECTORS: Mapping[str, Callable[[Context], Selected]] = {
    "header.national-title": _part("national_title"),
    "header.motto": _part("motto"),
    "header.party-title": _part("party_title"),
    "header.issuer": _part("issuer"),
    "header.number": number,
    "header.number-blank": number_blank,
    "header.place": _part("place"),
    "header.date": _part("date"),
    "header.date-written": date_written,
    "header.date-blank": date_blank,
    "header.date-impossible": date_impossible,
    "header.kind": kind,
    "header.subject": subject,
    "header.foreign-title": foreign_title,
    "header.letter-subject": letter_subject,
    "header.letter-address": letter_address,
    "plan.title": title_anchor,
    "signature": signature_block,
    "signature.anchor": signature_anchor,
    "signature.title": _signature_part("title"),
    "signature.name": _signature_part("name"),
    "signature.marks": authority_marks,
    "signature.body": authority_body,
    "signature.unmarked-collective": unmarked_collective,
    "signature.unmarked-deputy": unmarked_deputy,
    "signature.academic-titles": academic_titles,
}
