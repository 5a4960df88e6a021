"""Selectors of the recipients list."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

from plancheck.expressions import expression
from plancheck.model.span import Span
from plancheck.ruleset.context import NO_FOOTER, NO_ISSUER, Item, Selected, Unknown
from plancheck.ruleset.select.common import complete, is_joint, located, once, once_each, related
from plancheck.text.fold import words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from plancheck.model.plan import Recipient
    from plancheck.ruleset.context import Context

_SEPARATOR = expression(r"[,;+]")
_FILED = expression(r"^[^\w]*\w+\s?:?\s*")  # «Lưu:»
_FILE_BODY = expression(r"^[-–—+*•▪]?\s?")


def _listed(select: Callable[[Context], Selected]) -> Callable[[Context], Selected]:
    """A selector that is asked only when the text has a list of recipients; without one nothing is known."""

    @wraps(select)
    def asked(context: Context) -> Selected:
        return Unknown(NO_FOOTER) if context.plan.recipients_label is None else select(context)

    return asked


def label(context: Context) -> Selected:
    """The words «Nơi nhận»."""
    if context.plan.recipients_label is None and not complete(context):
        return Unknown(NO_FOOTER)
    return located(context.plan.recipients_label)


def label_anchor(context: Context) -> Selected:
    """Where to point when the list lacks something."""
    return located(context.plan.recipients_label)


@_listed
def entries(context: Context) -> Selected:
    """Entries of the list, the file line left out."""
    return tuple(_entry(r) for r in context.plan.recipients if r.purpose != "file")


def _entry(recipient: Recipient) -> Item:
    return Item(
        recipient.located.span,
        recipient.located.text,
        {
            "name": recipient.located.value,
            "key": words(recipient.located.value),
            "purpose": recipient.purpose,
            "mark": recipient.end_mark,
            "spaced": "có" if recipient.bullet_spaced or not recipient.bullet else "không",
            "bullet": recipient.bullet or None,
        },
    )


@_listed
def inner(context: Context) -> Selected:
    """Entries before the last, pointed at by their last word, for judging the separator; those with the same mark are one item."""
    found = []
    for recipient in context.plan.recipients:
        text = recipient.located.text.rstrip()
        if recipient.last or recipient.purpose == "file" or text.endswith(":"):
            continue
        if recipient.wrapped or (recipient.end_mark == ";" and not text.endswith(";")) or (text[-1:].isalnum() and ";" in text):
            continue  # the mark stands on the next line; «…;    b/c» is the note at a brace
        span = recipient.located.span
        tail = text.rsplit(" ", maxsplit=1)[-1]
        end = span.start + len(text)
        mark = text[-1:]
        found.append(
            Item(
                Span(span.block, max(span.start, end - len(tail)), end),
                tail,
                {
                    "mark": mark if not mark.isalnum() and mark not in ")”" else "",
                    "mended": f"{tail.rstrip(',.;:')};",
                    "name": recipient.located.value,
                },
            )
        )
    return once_each(found, "mark")


@_listed
def bullets(context: Context) -> Selected:
    """Bullets that touch the word behind them, all as one item."""
    found = []
    for recipient in context.plan.recipients:
        if recipient.bullet and not recipient.bullet_spaced:
            span = recipient.located.span
            text = recipient.located.text.split(" ")[0]
            found.append(Item(Span(span.block, span.start, span.start + len(text)), text, {"mended": f"{text[0]} {text[1:]}"}))
    return once(found)


@_listed
def file_line(context: Context) -> Selected:
    """The file line («Lưu: …»); that of a joint plan names several registries, in no set form."""
    lines = [r for r in context.plan.recipients if r.purpose == "file"]
    joint = is_joint(context)
    return tuple(
        Item(
            r.located.span,
            r.located.text,
            {
                "body": None if joint else _FILE_BODY.sub("", r.located.text).strip(),
                "mark": r.located.text.rstrip()[-1:],
                "filed": _filed(r.located.value, context.vocabulary.phrases["registry-codes"]),
            },
        )
        for r in lines[-1:]
    )


def _filed(entry: str, registry: tuple[str, ...]) -> str:
    """What a file line names besides the registry: «VT, Ban TC-KT» is «Ban TC-KT»."""
    behind = _FILED.sub("", entry).strip(" .")
    parts = [part.strip() for part in _SEPARATOR.split(behind)]
    return ", ".join(part for part in parts if part and part not in registry) or "…"


@_listed
def units(context: Context) -> Selected:
    """Units that the list names; an entry of unknown names, or the file line («Lưu Văn phòng Huyện ủy»), is an item without a unit."""
    found = []
    for recipient in context.plan.recipients:
        values = {"recipient": recipient.located.text, "key": words(recipient.located.value)}
        named = () if recipient.purpose == "file" else recipient.units
        found += [Item(a.span, a.text, {"unit": a.unit, **values}) for a in named] or [
            Item(recipient.located.span, recipient.located.text, {"unit": None, **values})
        ]
    return tuple(found)


@_listed
def file_lines(context: Context) -> Selected:
    """All file lines."""
    return tuple(Item(r.located.span, r.located.text) for r in context.plan.recipients if r.purpose == "file")


@_listed
def implementers(context: Context) -> Selected:
    """Entries marked «để thực hiện» whose units are known."""
    found = []
    for recipient in context.plan.recipients:
        named = [a for a in recipient.units if a.unit is not None and (not a.unit.own or a.unit.kind.endswith(".department"))]
        # A group («các đơn vị được kiểm tra») has work as soon as one of its members has.
        if recipient.purpose == "implement" and len(named) == 1 and named[0].unit is not None and not named[0].unit.collective:
            found.append(Item(named[0].span, named[0].text, {"unit": named[0].unit}))
    return tuple(found)


@_listed
def superior(context: Context) -> Selected:
    """Direct superiors whose papers the opening carries out."""
    issuer = context.plan.issuer_unit
    if issuer is None:
        return Unknown(NO_ISSUER)
    above = context.vocabulary.superiors.get(issuer.kind, ())
    reached = {(u.kind, u.level) for r in context.plan.recipients for a in r.units if (u := a.unit) is not None and not u.own}
    found: dict[str, Item] = {}
    levels: dict[str, int] = {}
    for citation in context.plan.citations:
        unit = citation.issuer.value if citation.issuer else None
        if citation.role != "basis" or unit is None or unit.kind not in above or citation.issuer is None:
            continue
        if citation.number.value.year is not None or (f"{unit.kind.partition('.')[0]}.department", unit.level) in reached:
            continue  # a law; or a department of the superior gets the paper
        levels[unit.kind] = unit.level or 0
        found.setdefault(
            unit.kind,
            Item(
                citation.issuer.span,
                citation.issuer.text,
                {"unit": unit, "number": citation.number.value.normal},
                (related(context, citation.head.span),),
            ),
        )
    nearest = min(levels.values(), default=0)  # who is further up hears of it through the nearest
    return tuple(item for kind, item in found.items() if levels[kind] == nearest)


SELECTORS: Mapping[str, Callable[[Context], Selected]] = {
    "recipients.label": label,
    "recipients.anchor": label_anchor,
    "recipients": entries,
    "recipients.inner": inner,
    "recipients.bullets": bullets,
    "recipients.file": file_line,
    "recipients.units": units,
    "recipients.implementers": implementers,
    "recipients.file-lines": file_lines,
    "superiors": superior,
}
