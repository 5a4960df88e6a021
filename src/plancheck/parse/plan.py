"""Puts the plan together: regions, header, family, citations, sections, deadlines, tasks, recipients, signature, what was not read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from plancheck.expressions import expression
from plancheck.model.plan import Plan
from plancheck.model.span import Located, Span
from plancheck.parse import clauses, phrases
from plancheck.parse.citations import read_aliases, read_bases, read_citations
from plancheck.parse.deadlines import Context, context_spans, read_deadlines
from plancheck.parse.family import judge_family
from plancheck.parse.header import partial_year, read_header, resolve_issuer
from plancheck.parse.labels import labelled
from plancheck.parse.lines import RULE_LINE
from plancheck.parse.owners import read_owners
from plancheck.parse.recipients import read_recipients
from plancheck.parse.regions import regions
from plancheck.parse.rows import fields, timetables
from plancheck.parse.sections import read_sections, roles_of
from plancheck.parse.signature import read_signature
from plancheck.parse.slots import units_in
from plancheck.parse.tasks import read_tasks
from plancheck.parse.units import Seat, finder
from plancheck.text.fold import key
from plancheck.vocabulary import load
from plancheck.vocabulary.wordings import wording

if TYPE_CHECKING:
    from datetime import date

    from plancheck.model.document import Block, Document
    from plancheck.model.plan import Activity, Citation, Deadline, Family, Header, Regime, Section, Signature, Unit
    from plancheck.parse.regions import Regions
    from plancheck.parse.units import UnitFinder

_LONGEST_TITLE = 60
_CLOSING_REACH = 6
_DIGIT = expression(r"\d")
_END_MARK = expression(r"\.\s?/\s?\.?\s*$|\./\s*$")


def parse(document: Document, today: date, *, family: Family | None = None, issued: date | None = None) -> Plan:
    """Understand a document as a plan. Never raises; what cannot be placed is in `unread`.

    `today` stands in for a blank date when regulations are chosen. `family` and `issued` override what the text shows.
    """
    blocks = document.blocks
    cut = regions(blocks)
    search = finder()
    heading = read_header(blocks, cut)
    first_header = heading.header
    issue_date = issued or (first_header.date.value if first_header.date else None)
    neutral = Seat(day=issue_date or today)
    header, issuer = resolve_issuer(heading, search, neutral)
    signature = read_signature(blocks, cut)
    opening_units = _opening_units(blocks, cut, search, neutral)
    judged, evidence = judge_family(header, issuer[0] if issuer else None, opening_units, signature)
    judged = family or judged
    seat = _seat(issuer, opening_units, judged, issue_date or today, search)
    unit = issuer[0] if issuer else (opening_units[-1][1] if opening_units else None)
    if unit is not None and (issuer is not None or phrases.prefix("committees-in-headings").match(_issuer_key(header))):
        header = _named(header, unit)  # «BAN CHẤP HÀNH TỈNH NGHỆ AN»: of what, the opening says

    own = header.number.value if header.number else None
    citations, itself = read_citations(blocks, cut, own, search, seat)
    aliases, citations = read_aliases(blocks, citations)
    outline = read_sections(blocks, cut)
    working = tuple(blocks[i] for part in (cut.body, *cut.annexes) for i in part)
    issuers = {c.issuer.span for c in citations if c.issuer is not None}  # whoever issued a cited paper does nothing here
    actors = {b.index: tuple(a for a in search.actors(b, seat) if a.span not in issuers) for b in working}
    rows = (*timetables(working), *fields(working))
    year = _plan_year(header, issue_date, citations)
    owners = read_owners(blocks, outline.sections, actors)
    leading = ((row, units_in(row.lead, actors)) for row in rows)
    leaders = {index: units for row, units in leading for index in row.blocks()}
    context = Context(
        year=year,
        issued=issue_date,
        actors=actors,
        owners=owners.by_block,
        heading_activity=_heading_activities(outline.sections),
        subject_activity=_subject_activity(header),
        cited=context_spans(citations, itself),
        paths=outline.paths,
        roles=_roles(outline.sections),
        annexes=frozenset(i for part in cut.annexes for i in part),
        pilots=_under(outline.sections, "pilots"),
        exempt=_under(outline.sections, "order-exempt"),
        leaders=leaders,
        rows={index: row for row in rows for index in row.blocks()},
    )
    deadlines, moments = read_deadlines(working, context)
    body = tuple(blocks[i] for i in cut.body)
    tasks = read_tasks(body, actors, owners, deadlines, rows, outline.paths)
    label, recipients = read_recipients(blocks, cut, search, seat)
    closing = _closing(body)
    return Plan(
        header=header,
        family=judged,
        family_evidence=evidence,
        regimes=_regimes(judged, header, issue_date, today, citations, deadlines),
        issued=issue_date,
        issuer_unit=unit,
        citations=citations,
        bases=read_bases(blocks, cut, citations),
        aliases=aliases,
        sections=outline.sections,
        annexes=outline.annexes,
        announced=_announced(body),
        moments=moments,
        deadlines=deadlines,
        tasks=tasks,
        recipients=recipients,
        recipients_label=label,
        signature=signature,
        opening=tuple(Span(i, 0, len(blocks[i].text)) for i in cut.opening),
        opening_bodies=_opening_bodies(blocks, cut),
        closing=closing,
        addressed=tuple(a for span in closing for a in actors.get(span.block, ())),
        body_end=_body_end(body),
        unread=_unread(blocks, cut, header, signature),
        paths=outline.paths,
        zones=_zones(len(blocks), cut, signature),
        year=year,
    )


def _regimes(
    family: Family,
    header: Header,
    issued: date | None,
    today: date,
    citations: tuple[Citation, ...],
    deadlines: tuple[Deadline, ...],
) -> tuple[Regime, ...]:
    """Regulations in force on the document's date: today for a draft with a blank date.

    A text dump that lost its date is dated between its latest cited paper and its first deadline; when these fall under
    different regulations, the regulation is unknown and none is returned.
    """
    if issued is not None or header.date is not None or header.table:
        return load().regimes(family, issued or today)
    cited = [c.date.value for c in citations if c.date and c.date.value and c.date.value <= today]
    if not cited:
        return ()
    ends = [d.end or d.start for d in deadlines if d.type == "window"]
    later = [e for e in ends if e is not None and e >= max(cited)]
    first, last = load().regimes(family, max(cited)), load().regimes(family, min([*later, today]))
    return first if first == last else ()


def _issuer_key(header: Header) -> str:
    return key(header.issuer.text) if header.issuer is not None else ""


def _named(header: Header, unit: Unit) -> Header:
    """The issuer's unit, once its seat is known."""
    if header.issuer is None:
        return header
    return replace(header, issuer=Located(replace(unit, own=True), header.issuer.text, header.issuer.span))


def _opening_units(blocks: tuple[Block, ...], cut: Regions, search: UnitFinder, seat: Seat) -> tuple[tuple[str, Unit], ...]:
    """Units named right before «xây dựng / ban hành kế hoạch» in the opening: who issues the plan."""
    found = []
    for index in (*cut.opening, *cut.subject):
        block = blocks[index]
        verbs = list(phrases.pattern("issuing-verbs").finditer(block.key))
        if not verbs:
            continue
        for mention in search.find(block.text, block.key):
            unit = search.resolve(mention, seat)
            after = [v for v in verbs if v.start() >= mention.end]
            gap = block.key[mention.end : after[0].start()] if after else "x" * 99
            if unit is not None and not gap.strip(" ,") and unit.level is not None:
                found.append((block.text[mention.start : mention.end], unit))
    return tuple(found)


def _seat(
    issuer: tuple[Unit, object] | None, opening: tuple[tuple[str, Unit], ...], family: Family, day: date, search: UnitFinder
) -> Seat:
    if issuer is not None:
        return search.seat(issuer[0], issuer[1], family, day)  # type: ignore[arg-type]
    if opening:
        unit = opening[-1][1]
        tier = next((t.name for t in load().tiers if unit.kind.endswith(f".{t.name}")), None)
        return Seat(family, unit.kind, unit.level, tier, "", False, day)
    return Seat(family=family, day=day)


def _plan_year(header: Header, issued: date | None, citations: tuple[Citation, ...]) -> int | None:
    """The year that days without a year belong to: the one in the subject, else of the issue, else of the latest cited paper."""
    base = issued.year if issued else partial_year(header)
    years = [int(y) for y in wording("plan-year").findall((header.subject_text or "").lower())]
    ahead = [y for y in years if base is None or base <= y <= base + 5]
    if ahead:
        return ahead[-1]
    if base is not None:
        return base
    cited = [c.date.value.year for c in citations if c.date and c.date.value]
    return max(cited, default=None)


def _subject_activity(header: Header) -> Activity | None:
    text = header.subject_text or ""
    return clauses.activity_of_title(key(text), text)


def _heading_activities(sections: tuple[Section, ...]) -> dict[int, Activity | None]:
    found: dict[int, Activity | None] = {}

    def walk(section: Section, above: Activity | None) -> None:
        own = clauses.activity_of_title(key(section.title.text), section.title.text) if len(section.title.text) < 110 else None
        if own is not None and own.level is None and above is not None and above.key == own.key:
            own = replace(own, level=above.level, tier=above.tier)
        current = own or above
        for index in section.blocks:
            found[index] = current
        for child in section.children:
            walk(child, current)

    for section in sections:
        walk(section, None)
    return found


def _under(sections: tuple[Section, ...], name: str) -> frozenset[int]:
    """Blocks of the parts whose heading holds a set phrase («1. Đại hội điểm»)."""
    pattern = phrases.pattern(name)
    headings = (
        s for top in sections for s in top.walk() if len(s.title.text) <= _LONGEST_TITLE and not _DIGIT.search(s.title.text)
    )
    parts = (s for s in headings if pattern.search(key(s.title.text)))
    return frozenset(index for part in parts for inner in part.walk() for index in inner.blocks)


def _roles(sections: tuple[Section, ...]) -> dict[int, frozenset[str]]:
    found: dict[int, frozenset[str]] = {}

    def walk(section: Section, above: frozenset[str]) -> None:
        roles = above | roles_of(key(section.title.text))
        for index in section.blocks:
            found[index] = roles
        for child in section.children:
            walk(child, roles)

    for section in sections:
        walk(section, frozenset())
    return found


def _announced(body: tuple[Block, ...]) -> tuple[Located[str], ...]:
    """Words that announce an attachment to this plan; papers of their own and papers of others are left out."""
    found = []
    for block in body:
        for match in phrases.pattern("attachments").finditer(block.key):
            around = block.key[max(0, match.start() - 25) : match.end() + 45]
            if phrases.pattern("attachments-elsewhere").search(around):
                continue
            text = block.text[match.start() : match.end()]
            found.append(Located(text, text, Span(block.index, match.start(), match.end())))
    return tuple(found)


def _opening_bodies(blocks: tuple[Block, ...], cut: Regions) -> tuple[Located[str], ...]:
    """The collective body that the opening says issues the plan («Ban Thường vụ … xây dựng kế hoạch»)."""
    found: list[Located[str]] = []
    for index in cut.opening:
        block = blocks[index]
        verb = next(iter(phrases.pattern("issuing-verbs").finditer(block.key)), None)
        quoted = phrases.prefix("basis-leads").match(block.key) and not block.key.rstrip().endswith(":")
        if verb is None or quoted:
            continue
        bodies = list(phrases.pattern("collectives").finditer(block.key, max(0, verb.start() - 90), verb.start()))
        cut_at = max(block.key.rfind(mark, 0, verb.start()) for mark in (".", ";", ","))
        bodies = [b for b in bodies if b.start() > cut_at]
        if bodies:
            first = bodies[0]
            text = block.text[first.start() : first.end()]
            found.append(Located(text, text, Span(index, first.start(), first.end())))
    return tuple(found)


def _closing(body: tuple[Block, ...]) -> tuple[Span, ...]:
    """Paragraphs near the end that close the plan («Trên đây là …»)."""
    tail = body[-_CLOSING_REACH:]
    found = tuple(Span(b.index, 0, len(b.text)) for b in tail if phrases.prefix("closings").match(b.key))
    if found or not body:
        return found
    last = next((b for b in reversed(tail) if any(c.isalpha() for c in b.text)), body[-1])
    numbered = labelled(last)
    if numbered is not None and phrases.prefix("closings").match(last.key[numbered.rest :]):
        return (Span(last.index, numbered.rest, len(last.text)),)  # «4. Trong quá trình thực hiện, nếu có vướng mắc …»
    # Without one of the usual openings: an unnumbered last paragraph with the end mark, that asks something of its readers.
    asks = phrases.pattern("closing-asks").search(last.key)
    ends = last.text.rstrip().endswith(("./.", "./")) and numbered is None
    return (Span(last.index, 0, len(last.text)),) if ends and asks and last.place.table is None else ()


def _body_end(body: tuple[Block, ...]) -> Span | None:
    """The last characters of the body, where the closing mark stands."""
    paragraphs = [b for b in body if not RULE_LINE.match(b.text)]
    if not paragraphs:
        return None
    last = paragraphs[-1]
    match = _END_MARK.search(last.text)
    start = match.start() if match else max(0, len(last.text) - 1)
    return Span(last.index, start, len(last.text))


def _unread(blocks: tuple[Block, ...], cut: Regions, header: Header, signature: Signature | None) -> tuple[Span, ...]:
    """Blocks of the heading and the end matter that no recogniser took."""
    known = [
        x.span
        for x in (
            header.national_title,
            header.motto,
            header.party_title,
            header.parent_body,
            header.issuer,
            header.number,
            header.date,
            header.place,
        )
        if x is not None
    ]
    spans = []
    for index in cut.header:
        block = blocks[index]
        if RULE_LINE.match(block.text) or any(k.block == index for k in known) or block.text.isupper():
            continue
        spans.append(Span(index, 0, len(block.text)))
    if signature is None and cut.recipients_at is None:
        spans.extend(Span(i, 0, len(blocks[i].text)) for i in cut.footer)
    return tuple(spans)


def _zones(count: int, cut: Regions, signature: Signature | None) -> tuple[str, ...]:
    """Where each block belongs: header, subject, opening, body, footer, recipients, annex."""
    zones = ["body"] * count
    for name, part in (("header", cut.header), ("subject", cut.subject), ("opening", cut.opening), ("footer", cut.footer)):
        for index in part:
            zones[index] = name
    if cut.kind is not None:
        zones[cut.kind] = "subject"
    if cut.recipients_at is not None:
        for index in range(cut.recipients_at, cut.footer.stop):
            zones[index] = "recipients"
    if signature is not None and cut.recipients_at is not None and signature.span.block > cut.recipients_at:
        for index in range(signature.span.block, cut.footer.stop):
            zones[index] = "footer"
    for part in cut.annexes:
        for index in part:
            zones[index] = "annex"
    return tuple(zones)
