"""What a plan says in two places: the form of the work, counts, its own number, its annexes, terms, periods of data, the year."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from plancheck.expressions import expression
from plancheck.model.finding import Related
from plancheck.model.span import Span
from plancheck.ruleset.context import NO_ATTACHMENTS, Item, Selected, Unknown
from plancheck.ruleset.patterns import alternatives
from plancheck.ruleset.select.common import complete, deadline_item, is_report, related, shown_day
from plancheck.ruleset.select.deadlines import windows
from plancheck.text.fold import key, words
from plancheck.text.numerals import letter_value, roman_value
from plancheck.vocabulary import patterns
from plancheck.vocabulary.wordings import wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from plancheck.model.document import Block, Document
    from plancheck.model.plan import Deadline
    from plancheck.ruleset.context import Context

_NUMBER_WORDS = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
_ITEM = expression(r"\(?(?P<ordinal>\d{1,2}|[a-zđ])[.)]\s")
_MOST_BLOCKS = 300
_DATA_REACH = 70
_LEAD_REACH = 14
_LABEL_REACH = 40
_NEAR = 90


def _body(context: Context) -> Iterator[Block]:
    return (b for b in context.document.blocks if context.plan.zones[b.index] == "body" and b.place.table is None)


def form_conflicts(context: Context) -> Selected:
    """Conferences that the text calls, when its form is said to be in writing and nothing else."""
    phrases = context.vocabulary.phrases
    written, forms, meetings = (alternatives(phrases[name]) for name in ("written-forms", "form-leads", "meeting-calls"))
    conferences = alternatives(phrases["conference-words"])
    said = None
    for block in _body(context):
        lead = forms.search(block.key, 0, _LABEL_REACH)
        colon = wording("list-colon").match(block.key, lead.end()) if lead else None
        match = written.search(block.key, colon.end()) if colon else None
        if match is not None and not conferences.search(block.key):
            said = Span(block.index, match.start(), match.end())
            break
    if said is None:
        return ()
    calls = ((block, match) for block in _body(context) if block.index != said.block for match in meetings.finditer(block.key))
    return tuple(
        Item(
            Span(b.index, m.start(), m.end()),
            b.text[m.start() : m.end()],
            {"form": context.document.text(said)},
            (related(context, said),),
        )
        for b, m in calls
    )[:1]


@lru_cache(maxsize=4)
def _announcing(things: tuple[str, ...]) -> re.Pattern[str]:
    numbers = "|".join((r"\d{1,2}", *_NUMBER_WORDS))
    return expression(
        rf"(?<![\w/.,])(?P<number>{numbers})\s(?:\(\w+\)\s)?(?P<thing>{patterns.alternatives(things)})(?:\s\w+){{0,4}}?\s?(?:sau|sau đây|như sau|gồm|dưới đây)?\s?:\s*$"
    )


def announced_counts(context: Context) -> Selected:
    """«4 nội dung sau:» with the number of items that follow: points of the part, or a list directly below."""
    announcing = _announcing(tuple(context.vocabulary.phrases["counted-things"]))
    not_exact = alternatives(context.vocabulary.phrases["not-exact-counts"])
    blocks = context.document.blocks
    found = []
    for block in _body(context):
        match = announcing.search(block.key)
        if match is None:
            continue
        if not_exact.search(block.key, max(0, match.start() - _LEAD_REACH), match.start()):
            continue
        said = match.group("number")
        number = int(said) if said.isdigit() else _NUMBER_WORDS.index(said) + 1
        listed = _listed(blocks, block.index + 1, context)
        if listed > 1:
            span = Span(block.index, match.start("number"), match.end("thing"))
            found.append(Item(span, context.document.text(span), {"announced": number, "listed": listed}))
    return tuple(found)


def _listed(blocks: tuple[Block, ...], first: int, context: Context) -> int:
    """How many numbered items the list that begins at a block has; 0 when it is none.

    Items count on from 1 or «a»; deeper lists between them do not count, and the list ends with its part or where it begins anew.
    """
    if first >= len(blocks) or _ordinal(blocks[first]) is None:
        return 0
    above = context.plan.paths[first].rpartition(".")[0]
    style = _style(blocks[first])
    count = 0
    for block in blocks[first : first + _MOST_BLOCKS]:
        path = context.plan.paths[block.index]
        if context.plan.zones[block.index] != "body" or not (path == above or path.startswith(f"{above}.") or not above):
            break
        value = _ordinal(block)
        if value is None or _style(block) != style:
            continue
        if value != count + 1:
            break
        count += 1
    return count


def _style(block: Block) -> tuple[bool, str] | None:
    """How a label is written: in digits or letters, and its marks («2.», «2)», «(2)»)."""
    label = _ITEM.match(block.key)
    if label is None:
        return None
    ordinal = label.group("ordinal")
    return ordinal.isdigit(), label.group().strip().replace(ordinal, "", 1)


def _ordinal(block: Block) -> int | None:
    """The number of a label «2.», «2)» or «b)»; None when the block has none."""
    label = _ITEM.match(block.key)
    if label is None:
        return None
    text = label.group("ordinal")
    return int(text) if text.isdigit() else letter_value(text)


def issued_with(context: Context) -> Selected:
    """«(Kèm theo Kế hoạch số …)» above an annex, with the number and day of the plan itself."""
    number = context.plan.header.number
    if number is None or number.value.sequence is None:
        return ()
    found = []
    for citation in context.plan.citations:
        block = context.document.blocks[citation.head.span.block]
        other = citation.number.value
        before = block.key[: citation.head.span.start]
        if context.plan.zones[block.index] != "annex" or not before.rstrip(" (").endswith("kèm theo"):
            continue
        if (other.kind, other.body) != (number.value.kind, number.value.body):
            continue
        found.append(
            Item(
                citation.head.span,
                citation.head.text,
                {"named": other.normal, "own": number.value.normal},
                (related(context, number.span),),
            )
        )
    return tuple(found)


def annex_references(context: Context) -> Selected:
    """«Phụ lục II» in the body, by the label it names; those of other papers are left out."""
    others = alternatives(
        (*context.vocabulary.phrases["annex-of-another"], *(n for k in context.vocabulary.kinds for n in k.names))
    )
    cited: dict[int, list[Span]] = {}
    for citation in context.plan.citations:
        cited.setdefault(citation.head.span.block, []).append(citation.head.span)
    found = []
    for block in _body(context):
        for match in wording("annex-mentioned").finditer(block.key):
            near = any(
                abs(s.start - match.end()) < _NEAR or abs(match.start() - s.end) < _NEAR for s in cited.get(block.index, ())
            )
            if near or others.match(match.group("behind").strip(" ,(")):
                continue
            span = Span(block.index, match.start("words"), match.end("label"))
            labels = ", ".join(a.label for a in context.plan.annexes)
            found.append(Item(span, context.document.text(span), {"key": _annex_number(match.group("label")), "annexes": labels}))
    return tuple(found)


def numbered_annexes(context: Context) -> Selected:
    """Annexes by their number; an annex without one is number 1."""
    if not context.plan.annexes:
        return () if complete(context) else Unknown(NO_ATTACHMENTS)
    return tuple(Item(a.located.span, a.located.text, {"key": _own_number(a.label)}) for a in context.plan.annexes)


def _own_number(label: str) -> str:
    match = wording("annex-label-number").match(key(label))
    return _annex_number(match.group(1)) if match else "1"


def _annex_number(label: str) -> str:
    """«II» and «2» are one number."""
    label = key(label).strip(" .:")
    value = int(label) if label.isdigit() else roman_value(label.upper())
    return str(value) if value else label


class Congress(NamedTuple):
    """A congress named with its ordinal and its term of office («2023-2028»)."""

    span: Span
    congress: str
    ordinal: str
    term: str


def terms_of(document: Document) -> Iterator[Congress]:
    """Every place where a document names a congress with ordinal and term."""
    for block in document.blocks:
        for match in wording("congress-and-term").finditer(block.key):
            congress = words(match.group("congress").removeprefix("đại hội").replace("đại biểu", "").strip())
            term = re.sub(r"\s", "", match.group("term")).replace("–", "-")
            yield Congress(Span(block.index, match.start(), match.end()), congress, match.group("ordinal"), term)


def terms(context: Context) -> Selected:
    """Congresses with their ordinal and the term of office."""
    return tuple(
        Item(t.span, context.document.text(t.span), {"group": (t.congress, t.ordinal), "term": t.term})
        for t in terms_of(context.document)
    )


def data_after_deadline(context: Context) -> Selected:
    """Deadlines of reports that end before the day up to which the data are to be counted."""
    lead = alternatives(context.vocabulary.phrases["data-leads"])
    counted: dict[str, list[tuple[Span, str]]] = {}
    ends = {}
    for moment in context.plan.moments:
        span = moment.located.span
        said = context.document.blocks[span.block].key[max(0, span.start - _DATA_REACH) : span.end]
        words_before = lead.search(said)
        if moment.located.value is not None and words_before and "," not in said[words_before.start() :]:
            counted.setdefault(context.plan.paths[span.block], []).append((span, moment.located.text))
            ends[span] = moment.located.value
    reports: dict[str, list[Deadline]] = {}
    for deadline in windows(context):
        if is_report(deadline) and deadline.last_day is not None and deadline.precision == "day":
            reports.setdefault(deadline.path, []).append(deadline)
    found = []
    for path, ends_of_data in counted.items():
        for span, text in ends_of_data:
            deadline_meant = _meant_by(span, [d for d in reports.get(path, []) if not d.located.span.touches(span)])
            if deadline_meant is not None and deadline_meant.last_day is not None and ends[span] > deadline_meant.last_day:
                item = deadline_item(context, deadline_meant, data=text, day=shown_day(ends[span]))
                found.append(Item(item.span, item.text, item.values, (Related(span, text),)))
    return tuple(found)


def _meant_by(data: Span, reports: list[Deadline]) -> Deadline | None:
    """The report that an end of data belongs to: the nearest of its paragraph, else the only one of its part."""
    here = [d for d in reports if d.located.span.block == data.block]
    if here:
        return min(here, key=lambda d: abs(d.located.span.start - data.start))
    return reports[0] if len(reports) == 1 else None


def subject_years(context: Context) -> Selected:
    """The one year that the subject names, when none of the plan's dated deadlines lies in it or soon after."""
    subject, text = context.plan.header.subject, context.plan.header.subject_text
    if not subject or text is None:
        return ()
    years = {int(m.group("year")) for m in wording("subject-year").finditer(key(text))}
    dated = [d for d in windows(context) if d.explicit_year and d.end is not None and d.precision in {"day", "month"}]
    if len(years) != 1 or len(dated) < 2:
        return ()
    year = years.pop()
    issued = context.plan.issued
    if issued is None or year != issued.year - 1:
        return ()
    near = [
        d
        for d in dated
        if d.end is not None and (d.end.year == year or (d.end.year == year + 1 and d.end.month <= 6) or d.end.year == year - 1)
    ]
    if near:
        return ()
    first = dated[0]
    values = {"year": year, "found": first.end.year if first.end else "?"}
    return (Item(subject[0], context.document.text(subject[0]), values, (related(context, first.located.span),)),)


SELECTORS: Mapping[str, Callable[[Context], Selected]] = {
    "plan.form-conflicts": form_conflicts,
    "plan.counts": announced_counts,
    "attachments.issued-with": issued_with,
    "attachments.references": annex_references,
    "attachments.numbered": numbered_annexes,
    "plan.terms": terms,
    "deadlines.before-data": data_after_deadline,
    "plan.subject-year": subject_years,
}
