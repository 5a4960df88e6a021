"""The outline for people: what the program understood, as a tree and a timetable."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from plancheck.expressions import expression
from plancheck.model.passage import passage
from plancheck.model.span import Span
from plancheck.report.cells import shortened, width
from plancheck.report.place import human
from plancheck.report.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from plancheck.model.document import Document
    from plancheck.model.plan import Deadline, Plan, Section

_TITLE = 90
_ACTIVITY = 60
_LEADING = expression(r"^[\W\d_]*(?:[a-zđ][.)]\s*)?")


def outline_text(document: Document, plan: Plan, lang: str = "vi") -> str:
    """The outline of one document as text."""
    return "\n".join(_lines(document, plan, lang)) + "\n"


def _lines(document: Document, plan: Plan, lang: str) -> Iterator[str]:
    _ = words(lang)
    yield document.source.path
    yield from _facts(plan, lang)
    yield ""
    yield _("CĂN CỨ, VIỆN DẪN")
    seen = set()
    for citation in plan.citations:
        if citation.number.value.normal in seen:
            continue
        seen.add(citation.number.value.normal)
        role = {"basis": _("căn cứ"), "mention": _("viện dẫn"), "repeal": _("bãi bỏ, thay thế")}[citation.role]
        day = _day(citation.date.value) if citation.date else "—"
        issuer = citation.issuer.text if citation.issuer else "—"
        yield f"   {citation.number.value.normal}  {day}  {issuer}  ({role})"
    yield ""
    yield _("BỐ CỤC")
    for section in plan.sections:
        yield from _section(section, 1, lang)
    yield ""
    yield _("THỜI HẠN")
    yield from _timetable(document, plan, lang)
    yield ""
    yield _("NHIỆM VỤ")
    for task in plan.tasks:
        owners = ", ".join(a.text for a in task.owners) or "—"
        support = _("; phối hợp: {who}").format(who=", ".join(a.text for a in task.support)) if task.support else ""
        yield f"   {owners}{support}: {_short(task.located.text)}"
    yield ""
    yield _("NƠI NHẬN")
    marks = {
        "report": _("để báo cáo"),
        "implement": _("để thực hiện"),
        "coordinate": _("để phối hợp"),
        "inform": _("để biết"),
        "file": _("lưu"),
    }
    for recipient in plan.recipients:
        mark = f" — {marks[recipient.purpose]}" if recipient.purpose else ""
        yield f"   {recipient.located.value}{mark}"
    if plan.signature is not None:
        parts = (plan.signature.authority, plan.signature.title, plan.signature.name)
        yield ""
        yield _("KÝ: {parts}").format(parts=" / ".join(p.value for p in parts if p is not None))
    if plan.unread:
        yield ""
        yield _("CHƯA ĐỌC ĐƯỢC")
        yield from (f"   {_place(document, plan, s, lang)}: {_short(document.text(s))}" for s in plan.unread)


def _facts(plan: Plan, lang: str) -> Iterator[str]:
    _ = words(lang)
    header = plan.header
    families = {
        "union": _("công đoàn"),
        "party": _("Đảng"),
        "state": _("Nhà nước"),
        "mass": _("đoàn thể"),
        "unknown": _("không rõ"),
    }
    evidence = "; ".join(plan.family_evidence)
    yield f"   {_('Hệ thống')}: {families[plan.family]}" + (f" ({evidence})" if evidence else "")
    regimes = "; ".join(r.title for r in plan.regimes) or _("không rõ")
    yield f"   {_('Quy định áp dụng')}: {regimes}"
    number = header.number.text if header.number else "—"
    day = header.date.text if header.date else "—"
    yield f"   {_('Số, ngày')}: {number}; {header.place.text + ', ' if header.place else ''}{day}"
    yield f"   {_('Cơ quan')}: {header.issuer_name or '—'}" + (
        _(" (cấp {n})").format(n=plan.issuer_unit.level) if plan.issuer_unit else ""
    )
    yield f"   {_('Trích yếu')}: {header.kind_name or '—'} {header.subject_text or ''}".rstrip()


def _section(section: Section, depth: int, lang: str) -> Iterator[str]:
    _ = words(lang)
    names = {
        "purpose": _("mục đích"), "content": _("nội dung"), "schedule": _("thời gian"), "implementation": _("tổ chức thực hiện"),
        "funding": _("kinh phí"), "form": _("hình thức"), "scope": _("phạm vi"), "closing": _("kết"), "attachment": _("phụ lục"),
    }  # fmt: skip
    role = f"  [{names[section.role]}]" if section.role else ""
    yield f"{'   ' * depth}{section.label.text} {_short(section.title.text)}{role}"
    for child in section.children:
        yield from _section(child, depth + 1, lang)


def _timetable(document: Document, plan: Plan, lang: str) -> Iterator[str]:
    """Deadlines in the order of time; those without a day stand at the end."""
    rows = [d for d in plan.deadlines if d.type == "window"]
    rows.sort(key=lambda d: (d.end or d.start or date.max, d.start or d.end or date.max))
    other = [d for d in plan.deadlines if d.type != "window"]
    cells = _cells(document, plan)
    table = [
        (
            _interval(d),
            ", ".join(a.text for a in d.actors) or "—",
            _what(d, document, cells),
            _place(document, plan, d.located.span, lang),
        )
        for d in (*rows, *other)
    ]
    left = max((width(r[0]) for r in table), default=0)
    middle = min(max((width(r[1]) for r in table), default=0), 45)
    for when, who, what, where in table:
        yield f"   {when}{' ' * (left - width(when))}  {who}{' ' * max(0, middle - width(who))}  {what}  ({where})"


def _place(document: Document, plan: Plan, span: Span, lang: str) -> str:
    return human(passage(document, plan, span.block), span, lang)


def _interval(deadline: Deadline) -> str:
    if deadline.type != "window":
        return deadline.located.text
    if deadline.start is None:
        return f"< {_day(deadline.end)}" if not deadline.end_inclusive else f"≤ {_day(deadline.end)}"
    if deadline.end is None:
        return f"≥ {_day(deadline.start)}"
    if deadline.start == deadline.end:
        return _day(deadline.start)
    return f"{_day(deadline.start)} – {_day(deadline.end)}"


def _what(deadline: Deadline, document: Document, cells: Mapping[tuple[int, int], str]) -> str:
    """What is done by a deadline: the cell of its row, the known activity of its sentence, the words before it, what the headings say."""
    place = document.blocks[deadline.located.span.block].place
    cell = cells.get((place.table or 0, place.row or 0), "")
    known = deadline.activity.text if deadline.activity is not None else deadline.located.text
    direct = deadline.activity is not None and deadline.activity.direct
    own = cell or ("" if direct else _words_before(deadline, document))
    what = shortened(own, _ACTIVITY) if own else known
    return what + (f" → {deadline.report_to.text}" if deadline.report_to else "")


def _cells(document: Document, plan: Plan) -> dict[tuple[int, int], str]:
    """What the rows of timetables are about, by table and row."""
    found = {}
    for task in plan.tasks:
        place = document.blocks[task.located.span.block].place
        if task.row and place.table is not None and place.row is not None:
            found[place.table, place.row] = " ".join(task.located.text.split())
    return found


def _words_before(deadline: Deadline, document: Document) -> str:
    """The words of a sentence before its time, without the units that open it."""
    sentence, at = deadline.sentence, deadline.located.span.start
    opening = [
        a.span.end
        for a in deadline.actors
        if a.span.block == sentence.block and sentence.start <= a.span.start < a.span.end <= at
    ]
    text = document.text(Span(sentence.block, max([sentence.start, *opening]), max(at, sentence.start)))
    return _LEADING.sub("", " ".join(text.split())).rstrip(" ,:;(-–")


def _day(day: date | None) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year}" if day else "—"


def _short(text: str) -> str:
    flat = text.replace("\n", " ")
    return flat if len(flat) <= _TITLE else flat[: _TITLE - 1] + "…"
