"""Selectors of the bases: the papers that a plan rests on, and the lines of the opening that name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plancheck.expressions import expression
from plancheck.model.span import Span
from plancheck.ruleset.context import Item, Selected
from plancheck.ruleset.patterns import alternatives
from plancheck.ruleset.select.citations import citation_item
from plancheck.ruleset.select.common import once, once_each

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from plancheck.ruleset.context import Context

_DASHES = ("-", "–", "+", "*")
_END_MARK = expression(r"[;.,:]\s*$")
_FILE_NAME = expression(r"\.(?:docx?|xlsx?|pdf)(?!\w)")


def bases(context: Context) -> Selected:
    """Lines of the opening that cite a document or a law, and documents cited there."""
    found = [Item(b.located.span, b.located.text, {"lead": b.lead}) for b in context.plan.bases if b.has_document]
    found.extend(citation_item(context, c) for c in context.plan.citations if c.role == "basis")
    return tuple(found)


def basis_lines(context: Context) -> tuple[Item, ...]:
    """«Căn cứ» lines that stand in a paragraph of their own, with their end marks."""
    lines = [b for b in context.plan.bases if b.lead == "căn cứ"]
    found = []
    for basis in lines:
        text = basis.located.text.rstrip()
        match = _END_MARK.search(text)
        mark = match.group().strip() if match else ""
        later = any(o.located.span > basis.located.span for o in context.plan.bases)
        if "như sau" in text.lower():
            continue
        found.append(
            Item(basis.located.span, basis.located.text, {"mark": mark, "last": not later, "dashed": text.startswith(_DASHES)})
        )
    return tuple(found)


def inner_basis_lines(context: Context) -> Selected:
    """«Căn cứ» lines before the last one; those with the same end mark are one item."""
    return once_each((i for i in basis_lines(context) if not i.value("last")), "mark")


def dashed(context: Context) -> Selected:
    """«Căn cứ» lines behind a dash, all as one item."""
    return once(i for i in basis_lines(context) if i.value("dashed"))


def last_basis_line(context: Context) -> Selected:
    """The last «Căn cứ» line, when there are several and it stands in a paragraph of its own."""
    found = basis_lines(context)
    if len(found) < 2:
        return ()
    proposals, leads = (context.vocabulary.keys[name] for name in ("proposal-leads", "basis-leads"))
    blocks = context.document.blocks

    def goes_on(item: Item) -> bool:
        """Whether another basis follows; a sentence that ends with a colon introduces the plan."""
        following = blocks[min(item.span.block + 1, len(blocks) - 1)].key.rstrip() if item.span else ""
        return following.startswith(proposals) or (following.startswith(leads) and not following.endswith(":"))

    return tuple(i for i in found if i.value("last") and i.span and not goes_on(i))


def leading(context: Context) -> Selected:
    """The first paper that each basis names."""
    cited = (context.plan.citations[b.citations[0]] for b in context.plan.bases if b.citations)
    return tuple(citation_item(context, c) for c in cited)


def forms(context: Context) -> Selected:
    """Bases that are a form, a model or a file rather than a paper."""
    models = alternatives(context.vocabulary.phrases["forms-as-bases"])
    found = []
    for basis in context.plan.bases:
        block = context.document.blocks[basis.located.span.block]
        lead = basis.located.span.start + len(basis.lead)
        match = models.match(block.key, lead + 1) or _FILE_NAME.search(block.key, lead, basis.located.span.end)
        if match is not None:
            found.append(Item(Span(block.index, match.start(), match.end()), block.text[match.start() : match.end()]))
    return tuple(found)


SELECTORS: Mapping[str, Callable[[Context], Selected]] = {
    "bases": bases,
    "bases.dashed": dashed,
    "bases.inner-lines": inner_basis_lines,
    "bases.last-line": last_basis_line,
    "bases.leading": leading,
    "bases.forms": forms,
}
