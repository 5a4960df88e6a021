"""Selectors of page set-up and of the look of components; a text copy shows none of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plancheck.ruleset.context import NO_LAYOUT, Item, Selected, Unknown
from plancheck.ruleset.select.common import title_anchor

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from plancheck.model.document import Format
    from plancheck.model.span import Located, Span
    from plancheck.ruleset.context import Context


def pages(context: Context) -> Selected:
    """Portrait sections of the document with their measures in millimetres, pointed at by the title."""
    if not context.document.source.layout_known or not context.document.pages:
        return Unknown(NO_LAYOUT)
    anchor = title_anchor(context)
    span = anchor[0].span if anchor else None
    text = anchor[0].text if anchor else ""
    seen: dict[Any, Item] = {}
    for page in context.document.pages:
        if page.landscape or page.width > page.height:
            continue
        values = {
            "width": page.width,
            "height": page.height,
            "top": page.top,
            "bottom": page.bottom,
            "left": page.left,
            "right": page.right,
        }
        seen.setdefault(tuple(values.values()), Item(span, text, values))
    return tuple(seen.values())


def _component(find: Callable[[Context], Located[Any] | None]) -> Callable[[Context], Selected]:
    def select(context: Context) -> Selected:
        if not context.document.source.layout_known:
            return Unknown(NO_LAYOUT)
        found = find(context)
        return (_looked(context, found.span, found.text),) if found is not None else ()

    return select


def _looked(context: Context, span: Span, text: str) -> Item:
    """A component with the look that all of it shares; a mixed value is None and is not judged."""
    block = context.document.blocks[span.block]
    formats = [
        p.format
        for p in block.pieces
        if p.start < span.end and span.start < p.end and block.text[max(p.start, span.start) : min(p.end, span.end)].strip()
    ]
    return Item(
        span,
        text,
        {
            "size": _shared(formats, "size"),
            "font": _shared(formats, "font"),
            "bold": _shared(formats, "bold"),
            "italic": _shared(formats, "italic"),
            "underline": _shared(formats, "underline"),
            "alignment": block.look.alignment or "left",
            "capitals": text.isupper(),
        },
    )


def _shared(formats: list[Format], name: str) -> Any:
    values = {getattr(f, name) for f in formats}
    return values.pop() if len(values) == 1 else None


def paragraphs(context: Context) -> Selected:
    """Paragraphs of the body that are long enough to be running text."""
    if not context.document.source.layout_known:
        return Unknown(NO_LAYOUT)
    found = []
    for block in context.document.blocks:
        if context.plan.zones[block.index] == "body" and block.place.table is None and len(block.text) > 120:
            from plancheck.ruleset.select.common import whole

            found.append(_looked(context, whole(context, block.index), block.text))
    return tuple(found)


SELECTORS: Mapping[str, Callable[[Context], Selected]] = {
    "layout.pages": pages,
    "layout.paragraphs": paragraphs,
    "layout.national-title": _component(lambda c: c.plan.header.national_title),
    "layout.motto": _component(lambda c: c.plan.header.motto),
    "layout.party-title": _component(lambda c: c.plan.header.party_title),
    "layout.issuer": _component(lambda c: c.plan.header.issuer),
    "layout.kind": _component(lambda c: c.plan.header.kind),
    "layout.date": _component(lambda c: c.plan.header.date),
    "layout.recipients-label": _component(lambda c: c.plan.recipients_label),
}
