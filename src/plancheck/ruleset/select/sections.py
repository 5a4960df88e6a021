"""Selectors of the numbered parts, the closing, and the attachments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plancheck.model.span import Span
from plancheck.ruleset.context import NO_ATTACHMENTS, NO_SECTIONS, Item, Selected, Unknown
from plancheck.ruleset.patterns import alternatives
from plancheck.ruleset.select.common import complete, located, related, whole
from plancheck.text.fold import key, words
from plancheck.vocabulary.wordings import wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from plancheck.model.plan import Section
    from plancheck.ruleset.context import Context

_LEAF = 160
_NEVER_CONTENT = frozenset({"purpose", "implementation", "funding", "attachment"})
_TITLE = 8
_NUMBERED = frozenset({"roman", "arabic", "letter", "decimal", "capital", "bracketed", "part", "article"})


def all_sections(context: Context) -> Iterator[Section]:
    """Every section of the body, in reading order; annexes are left out."""
    for top in context.plan.sections:
        if not top.annex:
            yield from top.walk()


def _role(role: str) -> Callable[[Context], Selected]:
    def select(context: Context) -> Selected:
        found = [s for s in all_sections(context) if s.role == role or _also(context, s, role)]
        if not found and not any(not s.annex for s in context.plan.sections):
            return Unknown(NO_SECTIONS)
        return tuple(Item(s.title.span, s.title.text) for s in found)

    return select


def content(context: Context) -> Selected:
    """The parts that say what is to be done. Without one of that name, any part may be it that is not the aim, the money or who does it."""
    found = _role("content")(context)
    if isinstance(found, Unknown) or found:
        return found
    return tuple(Item(s.title.span, s.title.text) for s in context.plan.sections if s.role not in _NEVER_CONTENT and not s.annex)


def _also(context: Context, section: Section, role: str) -> bool:
    """Whether a top heading's words show a second role («Nội dung và thời gian thực hiện»)."""
    if section.level > 2 or len(section.title.text) > _LEAF:
        return False
    key = context.document.blocks[section.title.span.block].key[section.title.span.start : section.title.span.end]
    return any(rule.role == role and any(c in key for c in rule.contains) for rule in context.vocabulary.also_roles)


def schedule(context: Context) -> Selected:
    """Where the plan says when: a section for time at any depth, a line «Thời gian: …», or calendar deadlines."""
    by_role = _role("schedule")(context)
    if isinstance(by_role, Unknown) or by_role:
        return by_role
    lines = [b for b in context.document.blocks if context.plan.zones[b.index] == "body" and wording("time-lead").match(b.key)]
    dated = [d for d in context.plan.deadlines if d.type != "vague" and not d.annex]
    return (
        *(Item(whole(context, b.index), b.text) for b in lines),
        *(Item(d.located.span, d.located.text) for d in dated),
    )


def funding(context: Context) -> Selected:
    """Where the plan speaks of money: a section, or a sentence of the body («bố trí kinh phí»)."""
    by_role = _role("funding")(context)
    if isinstance(by_role, Unknown) or by_role:
        return by_role
    said = alternatives(context.vocabulary.phrases["funding-words"])
    blocks = (b for b in context.document.blocks if context.plan.zones[b.index] == "body" and said.search(b.key))
    return tuple(Item(whole(context, b.index), b.text) for b in blocks)


def groups(context: Context) -> Selected:
    """Brothers and sisters: the labels of each run of parts on one level, with their values."""
    families = [[s for s in context.plan.sections if not s.annex], *(list(s.children) for s in all_sections(context))]
    return tuple(_group(context, run) for siblings in families for run in _runs(siblings))


def _runs(siblings: list[Section]) -> Iterator[list[Section]]:
    """Cut siblings where numbering of one style starts anew at its beginning (a second list under the same heading)."""
    run: list[Section] = []
    for section in siblings:
        if section.label.style not in _NUMBERED:
            continue
        if run and section.label.style == run[-1].label.style and section.label.value[-1] == 1 and run[-1].label.value[-1] > 1:
            yield run
            run = []
        run.append(section)
    if run:
        yield run


def _group(context: Context, run: list[Section]) -> Item:
    return Item(
        run[0].label_span,
        run[0].label.text,
        {
            "labels": tuple(s.label for s in run),
            "spans": tuple(s.label_span for s in run),
            "texts": tuple(context.document.text(s.label_span) for s in run),
            "level": run[0].level,
        },
    )


def empty(context: Context) -> Selected:
    """Headings in their own line with nothing below them, before the next heading of the same level."""
    found = []
    for section, siblings in _with_siblings(context):
        if section.children or len(section.blocks) > 1 or not _heading_like(context, section, siblings):
            continue
        if any(a.span.block == section.title.span.block for a in context.plan.announced):
            continue
        found.append(Item(section.title.span, section.title.text or section.label.text, {"label": section.label.text}))
    return tuple(i for i in found if i.text)


def _heading_like(context: Context, section: Section, siblings: tuple[Section, ...]) -> bool:
    """A top heading of a few words, or a lower one in bold or ending in a colon whose neighbours have text of their own."""
    text = context.document.blocks[section.title.span.block].text
    rest = text[section.title.span.end :].strip(" .:;")
    if rest or not section.title.text:
        return False
    if section.level == 1 and section.label.style in {"roman", "part", "capital"}:
        return len(section.title.text) < 120 and not section.title.text.endswith((".", ";"))
    block = context.document.blocks[section.title.span.block]
    fuller = sum(bool(s.children) or len(s.blocks) > 1 for s in siblings)
    return block.all_bold() and fuller * 2 > len(siblings) and not text.rstrip().endswith((";", "."))


def _with_siblings(context: Context) -> Iterator[tuple[Section, tuple[Section, ...]]]:
    """Every section of the body with all children of its parent; a top section stands alone."""
    for top in context.plan.sections:
        if top.annex:
            continue
        yield top, ()
        for parent in top.walk():
            yield from ((child, parent.children) for child in parent.children)


def titles(context: Context) -> Selected:
    """Headings in a line of their own by the words of their title, among the children of one parent."""
    found = []
    for section, siblings in _with_siblings(context):
        family = siblings or tuple(s for s in context.plan.sections if not s.annex)
        title = section.title
        alone = title.span.end >= len(context.document.blocks[title.span.block].text.rstrip(" .:;"))
        if len(family) > 1 and alone and len(title.text) >= _TITLE and (section.children or len(section.blocks) > 1):
            found.append(Item(title.span, title.text, {"key": (family[0].label_span, words(title.text))}))
    return tuple(found)


def after_implementation(context: Context) -> Selected:
    """Top sections of content, purpose or scope that follow the section of implementation."""
    tops = [s for s in context.plan.sections if not s.annex]
    last = max((n for n, s in enumerate(tops) if s.role == "implementation"), default=None)
    if last is None:
        return ()
    late = [s for s in tops[last + 1 :] if s.role in {"purpose", "content", "scope"}]
    return tuple(Item(s.title.span, s.title.text, {}, (related(context, tops[last].title.span),)) for s in late)


def closing(context: Context) -> Selected:
    """Closing paragraphs («Trên đây là …»)."""
    if not context.plan.sections:
        return Unknown(NO_SECTIONS)
    return tuple(Item(s, context.document.text(s)) for s in context.plan.closing)


def body_end(context: Context) -> Selected:
    """The last characters of the body."""
    span = context.plan.body_end
    if span is None or context.plan.recipients_label is None:
        return ()
    return (Item(span, context.document.text(span)),)


def announced(context: Context) -> Selected:
    """Attachments that the text announces."""
    if not context.plan.annexes and not complete(context):
        return Unknown(NO_ATTACHMENTS)
    return tuple(i for a in context.plan.announced[:1] for i in located(a))


def annexes(context: Context) -> Selected:
    """Attachments that are there."""
    if not context.plan.annexes and not complete(context):
        return Unknown(NO_ATTACHMENTS)
    many = len(context.plan.annexes) > 1
    return tuple(
        Item(Span(s.label_span.block, s.label_span.start, s.label_span.end), s.label.text, {"many": many, "label": s.label.text})
        for s in context.plan.sections
        if s.annex
    )


def several_annexes(context: Context) -> Selected:
    """Attachments that are called annexes, when there is more than one; forms and model outlines are not numbered with them."""
    found = annexes(context)
    if isinstance(found, Unknown):
        return found
    label = alternatives(context.vocabulary.phrases["annex-labels"])
    called = tuple(i for i in found if label.match(key(i.text)))
    return called if len(called) > 1 else ()


SELECTORS: Mapping[str, Callable[[Context], Selected]] = {
    "sections.purpose": _role("purpose"),
    "sections.content": content,
    "sections.implementation": _role("implementation"),
    "sections.funding": funding,
    "sections.schedule": schedule,
    "sections.groups": groups,
    "sections.empty": empty,
    "sections.titles": titles,
    "sections.after-implementation": after_implementation,
    "plan.closing": closing,
    "plan.body-end": body_end,
    "attachments.announced": announced,
    "attachments": annexes,
    "attachments.several": several_annexes,
}
