"""The log of a draft as text, Markdown, JSON and CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plancheck.model.span import Span
from plancheck.report.deadline_lists import spreadsheet
from plancheck.report.place import human
from plancheck.report.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plancheck.model.revision import History, Revision

SCHEMA = "plancheck/changes/1"


def kind_word(kind: str, lang: str) -> str:
    """«thêm», «bỏ», «thay», …."""
    _ = words(lang)
    named = {
        "insert": _("thêm"),
        "delete": _("bỏ"),
        "replace": _("thay"),
        "move": _("chuyển"),
        "format": _("định dạng"),
        "comment": _("chú thích"),
    }
    return named[kind]


def history_text(log: History, lang: str = "vi", *, markdown: bool = False) -> str:
    """The log for people; `markdown` makes a table of it."""
    _ = words(lang)
    rows = list(_rows(log, lang))
    lines = [_("{n} sửa đổi và chú thích").format(n=len(rows)), ""]
    if markdown:
        lines += [f"| {' | '.join(_heads(lang))} |", "|---|---|---|---|---|---|"]
        lines += [f"| {' | '.join(c.replace('|', chr(92) + '|').replace(chr(10), ' ') for c in row)} |" for row in rows]
    else:
        for revision, (kind, author, date, place, old, new) in zip(log.revisions, rows, strict=True):
            lines.append(f"{kind} · {author} · {date} · {place}")
            if revision.kind == "comment":
                lines.append(f"   «{old}»: {new}")
            else:
                lines += [*(f"   − {old}",) * bool(old), *(f"   + {new}",) * bool(new)]
    for title, findings in ((_("Chỉ có nếu chấp nhận hết"), log.if_accepted), (_("Chỉ có nếu từ chối hết"), log.if_rejected)):
        if findings:
            lines += ["", f"{title}:", *(f"- {f.code} {f.message}" for f in findings)]
    if log.restored is not None:
        said = (
            _("Từ chối hết thì về đúng bản cũ.")
            if log.restored
            else _("Từ chối hết không về bản cũ; có chỗ gõ lại không theo dõi:")
        )
        lines += ["", said, *(f"   {line}" for line in log.retyped)]
    return "\n".join(lines) + "\n"


def _rows(log: History, lang: str) -> Iterator[tuple[str, str, str, str, str, str]]:
    for r in log.revisions:
        yield kind_word(r.kind, lang), r.author, r.date.replace("T", " ").removesuffix("Z"), _place(log, r, lang), r.old, r.new


def _place(log: History, revision: Revision, lang: str) -> str:
    if revision.block is None:
        return ""
    return human(log.passages[revision.block], Span(revision.block, 0, 0), lang)


def history_csv(log: History, lang: str = "vi") -> str:
    """One row a change."""
    return spreadsheet([_heads(lang), *_rows(log, lang)])


def _heads(lang: str) -> tuple[str, ...]:
    _ = words(lang)
    return (_("Loại"), _("Người"), _("Lúc"), _("Chỗ"), _("Cũ"), _("Mới"))


def history_data(log: History, lang: str = "vi") -> dict[str, Any]:
    """The log as plain data, schema `plancheck/changes/1`."""
    return {
        "schema": SCHEMA,
        "changes": [
            {
                "kind": r.kind,
                "author": r.author,
                "date": r.date,
                "block": r.block,
                "human": _place(log, r, lang),
                "old": r.old,
                "new": r.new,
            }
            for r in log.revisions
        ],
        "if_accepted": [{"code": f.code, "message": f.message, "fingerprint": f.fingerprint} for f in log.if_accepted],
        "if_rejected": [{"code": f.code, "message": f.message, "fingerprint": f.fingerprint} for f in log.if_rejected],
        "restored": log.restored,
        "retyped": list(log.retyped),
    }
