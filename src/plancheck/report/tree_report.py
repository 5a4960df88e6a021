"""The tree of a plan as text, JSON or a picture (SVG), and the coverage of a plan as text, JSON or CSV."""

from __future__ import annotations

import csv
import io
from html import escape
from typing import TYPE_CHECKING, Any

from plancheck.report.words import day_text, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plancheck.model.archive import Link, Record
    from plancheck.model.tree import Coverage, TreeNode

TREE_SCHEMA = "plancheck/tree/1"
COVERAGE_SCHEMA = "plancheck/coverage/1"
_ROW, _INDENT, _WIDTH, _PAD = 34, 28, 860, 12
_CAPITAL, _LETTER = 9.6, 7.4
_COLORS = {"match": "#1b6e3a", "mismatch": "#b3261e", "unknown": "#5f6368", "": "#1a4e8a"}


def record_line(record: Record, lang: str = "vi") -> str:
    """«46/KH-TLĐ · 26/5/2020 · Tổng Liên đoàn … · trích yếu · tệp»."""
    _ = words(lang)
    day = day_text(record.day) if record.day else _("chưa ghi ngày")
    parts = [
        record.number or _("chưa có số"),
        day,
        record.issuer.text if record.issuer else "",
        record.subject or "",
        record.path,
    ]
    if record.end is not None:
        parts.append(_("hết hiệu lực sau {day}").format(day=day_text(record.end)))
    return " · ".join(p for p in parts if p)


def differing_text(told: Link, lang: str = "vi") -> str:
    """What a citation says otherwise than the document: «ngày, trích yếu»; "" when they agree."""
    _ = words(lang)
    named = {"date": _("ngày"), "kind": _("tên loại"), "issuer": _("cơ quan"), "subject": _("trích yếu")}
    return ", ".join(named[f] for f in told.faults)


def record_data(record: Record) -> dict[str, Any]:
    """A document as plain data."""
    return {
        "path": record.path or None,
        "number": record.number,
        "kind": record.kind,
        "date": record.day.isoformat() if record.day else None,
        "issuer": record.issuer.text if record.issuer else None,
        "subject": record.subject,
        "to": record.end.isoformat() if record.end else None,
        "replaced_by": record.replaced_by,
    }


def _rows(node: TreeNode, lang: str) -> Iterator[tuple[int, str, str]]:
    """(depth, state, words) from the top: what the plan rests on, the plan itself (depth 0), what rests on it."""
    _ = words(lang)

    def up(inner: TreeNode, depth: int) -> Iterator[tuple[int, str, str]]:
        for parent in inner.parents:
            yield from up(parent, depth - 1)
            yield depth - 1, parent.link.state if parent.link else "", _told(parent, lang)

    def down(inner: TreeNode, depth: int) -> Iterator[tuple[int, str, str]]:
        for child in inner.children:
            yield depth + 1, child.link.state if child.link else "", _told(child, lang)
            yield from down(child, depth + 1)

    yield from up(node, 0)
    yield 0, "", _told(node, lang)
    yield from down(node, 0)


def _told(node: TreeNode, lang: str) -> str:
    _ = words(lang)
    if node.record is not None:
        differing = differing_text(node.link, lang) if node.link else ""
        note = " — " + _("viện dẫn khác: {what}").format(what=differing) if differing else ""
        return record_line(node.record, lang) + note
    number = node.link.reference.number if node.link else ""
    return f"{number} — {_('không có trong kho')}"


def tree_text(node: TreeNode, lang: str = "vi") -> str:
    """The tree with one line a document: `↑` rests on, `↓` rests on it."""
    lines = []
    for depth, _state, told in _rows(node, lang):
        mark = "●" if depth == 0 else "↑" if depth < 0 else "↓"
        lines.append(f"{'  ' * abs(depth)}{mark} {told}")
    return "\n".join(lines) + "\n"


def tree_data(node: TreeNode) -> dict[str, Any]:
    """The tree as plain data."""

    def data(inner: TreeNode) -> dict[str, Any]:
        return {
            "document": record_data(inner.record) if inner.record is not None else None,
            "number": inner.link.reference.number if inner.link is not None else (inner.record.number if inner.record else None),
            "state": inner.link.state if inner.link is not None else None,
            "faults": list(inner.link.faults) if inner.link is not None else [],
            "parents": [data(p) for p in inner.parents],
            "children": [data(c) for c in inner.children],
        }

    return {"schema": TREE_SCHEMA, **data(node)}


def tree_svg(node: TreeNode, lang: str = "vi") -> str:
    """The tree as a picture: one box a document, its superiors above and its children below, lines to what each rests on."""
    _ = words(lang)
    rows = list(_rows(node, lang))
    least = min(depth for depth, _s, _t in rows)
    height = _PAD * 2 + _ROW * len(rows)
    widest = _WIDTH + _INDENT * (max(depth for depth, _s, _t in rows) - least)
    title = escape(_("Văn bản cấp trên và cấp dưới"))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {widest} {height}" width="{widest}" height="{height}" role="img" aria-label="{title}">',
        f"<title>{title}</title>",
        "<style>text{font:13px 'Segoe UI',system-ui,sans-serif;fill:#1f1f1f}</style>",
    ]
    places = [(_PAD + _INDENT * (depth - least), _PAD + _ROW * n) for n, (depth, _s, _t) in enumerate(rows)]
    for n, (depth, _s, _t) in enumerate(rows):
        other = _holder(rows, n, depth)
        if other is not None:
            (x, y), (px, py) = places[n], places[other]
            parts.append(f'<path d="M{px + 8} {py + _ROW // 2} V{y + _ROW // 2 - 4} H{x}" fill="none" stroke="#9aa0a6"/>')
    for (x, y), (depth, state, told) in zip(places, rows, strict=True):
        stroke = 3 if depth == 0 else 1.5
        parts.append(
            f'<rect x="{x}" y="{y}" width="{_WIDTH - _PAD * 2}" height="{_ROW - 8}" rx="4" fill="#fff" stroke="{_COLORS[state]}" stroke-width="{stroke}"/>'
        )
        shown = _fitted(told, _WIDTH - _PAD * 2 - 16)
        parts.append(f'<text x="{x + 8}" y="{y + 17}"><title>{escape(told)}</title>{escape(shown)}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _fitted(text: str, room: float) -> str:
    """A text cut to about so many units of the picture: capitals are wider than small letters."""
    used = 0.0
    for n, letter in enumerate(text):
        used += _CAPITAL if letter.isupper() else _LETTER
        if used > room:
            return f"{text[: n - 1]}…"
    return text


def _holder(rows: list[tuple[int, str, str]], n: int, depth: int) -> int | None:
    """The row that a row hangs from: for what is above the plan the next one below of a greater depth, else the one above."""
    if depth < 0:
        return next((k for k in range(n + 1, len(rows)) if rows[k][0] == depth + 1), None)
    if depth == 0:
        return None
    return next((k for k in range(n - 1, -1, -1) if rows[k][0] == depth - 1), None)


def _state_word(state: str, lang: str) -> str:
    _ = words(lang)
    return {"answered": _("đã có"), "late": _("muộn"), "missing": _("chưa có")}[state]


def coverage_text(found: Coverage, lang: str = "vi") -> str:
    """One line an addressee, then those of which the archive knows nothing."""
    _ = words(lang)
    lines = [record_line(found.plan, lang), ""]
    longest = max((len(a.unit.text) for a in found.answers), default=0)
    for answer in found.answers:
        told = record_line(answer.record, lang) if answer.record is not None else ""
        lines.append(f"  {answer.unit.text:<{longest}}  {_state_word(answer.state, lang):<8}  {told}".rstrip())
    lines.extend(f"  {n.text}: {_('trong kho chưa có văn bản nào của đơn vị này')}" for n in found.unknown)
    counts = [sum(a.state == s for a in found.answers) for s in ("answered", "late", "missing")]
    lines += ["", _("đã có {n}, muộn {late}, chưa có {missing}, không rõ {unknown}").format(
        n=counts[0], late=counts[1], missing=counts[2], unknown=len(found.unknown))]  # fmt: skip
    return "\n".join(lines) + "\n"


def coverage_data(found: Coverage) -> dict[str, Any]:
    """The coverage as plain data."""
    return {
        "schema": COVERAGE_SCHEMA,
        "plan": record_data(found.plan),
        "answers": [
            {
                "unit": a.unit.text,
                "state": a.state,
                "due": a.due.isoformat() if a.due else None,
                "document": record_data(a.record) if a.record is not None else None,
            }
            for a in found.answers
        ],
        "unknown": [n.text for n in found.unknown],
    }


def coverage_csv(found: Coverage, lang: str = "vi") -> str:
    """The coverage as a spreadsheet: with the mark by which Excel knows UTF-8."""
    _ = words(lang)
    stream = io.StringIO()
    table = csv.writer(stream)
    table.writerow([_("đơn vị"), _("tình trạng"), _("hạn"), _("số"), _("ngày"), _("trích yếu"), _("tệp")])
    for a in found.answers:
        r = a.record
        row = [r.number or "", r.day.isoformat() if r.day else "", r.subject or "", r.path] if r is not None else [""] * 4
        table.writerow(_plain([a.unit.text, _state_word(a.state, lang), a.due.isoformat() if a.due else "", *row]))
    for named in found.unknown:
        table.writerow(_plain([named.text, _("không rõ"), "", "", "", "", ""]))
    return "\ufeff" + stream.getvalue()


def _plain(row: list[str]) -> list[str]:
    """Cells that a spreadsheet would take for formulas get a quote."""
    return [f"'{cell}" if cell.startswith(("=", "+", "-", "@")) else cell for cell in row]
