"""Changes as tracked insertions and deletions, that Word and LibreOffice accept or reject one by one."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from lxml import etree

from plancheck.read.docx.names import SPACE, W
from plancheck.write.docx.comments import AUTHOR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plancheck.write.changes import Change
    from plancheck.write.docx.stretches import Stretch, Stretches

_WORDS = frozenset(
    f"{W}{name}" for name in ("rPr", "t", "tab", "br", "cr", "noBreakHyphen", "softHyphen", "sym", "lastRenderedPageBreak")
)


def track(stretches: Stretches, change: Change, ids: Iterator[int], date: str) -> bool:
    """Mark a change of the raw text; false when it lies in an automatic number or in what is no text of a run."""
    if change.start < stretches.label:
        return False
    old = stretches.between(change.start, change.end) if change.end > change.start else []
    beside = stretches.before(change.start) or stretches.after(change.end)
    for run in dict.fromkeys(s.run for s in old):
        if run is not None:
            _set_apart(run, {s.node for s in old})
    model = old[0] if old else beside
    if model is None or model.run is None or any(not _covers(s, change) for s in old):
        return False
    inserted = _inserted(model.run, change.new, next(ids), date) if change.new else None
    last = model.anchor
    for run in dict.fromkeys(s.run for s in old):
        if run is not None:
            last = _deleted(run, next(ids), date)
    if inserted is not None:
        if old or model.end <= change.start:
            last.addnext(inserted)
        else:
            last.addprevious(inserted)
    return True


def _set_apart(run: etree._Element, nodes: set[etree._Element]) -> None:
    """Give a picture, a note or the mark of a field that stands behind (or before) some words of a run a run of its own."""
    children = [c for c in run if c.tag != f"{W}rPr"]
    inside = [n for n, c in enumerate(children) if c in nodes]
    if not inside:
        return
    for others, place in ((children[: inside[0]], run.addprevious), (children[inside[-1] + 1 :], run.addnext)):
        if others:
            apart = etree.Element(run.tag)
            apart.attrib.update(run.attrib)
            properties = run.find(f"{W}rPr")
            if properties is not None:
                apart.append(deepcopy(properties))
            apart.extend(others)
            place(apart)


def _covers(stretch: Stretch, change: Change) -> bool:
    """Whether a stretch lies whole within the change, in a run that holds words only: a picture or a note must not go with them."""
    run = stretch.run
    if run is None or not (change.start <= stretch.start and stretch.end <= change.end):
        return False
    return all(child.tag in _WORDS for child in run)


def _deleted(run: etree._Element, number: int, date: str) -> etree._Element:
    wrapper = _revision("del", number, date)
    run.addprevious(wrapper)
    wrapper.append(run)
    for text in run.iter(f"{W}t"):
        text.tag = f"{W}delText"
        text.set(SPACE, "preserve")
    return wrapper


def _inserted(model: etree._Element, text: str, number: int, date: str) -> etree._Element:
    wrapper = _revision("ins", number, date)
    run = etree.SubElement(wrapper, f"{W}r")
    properties = model.find(f"{W}rPr")
    if properties is not None:
        run.append(deepcopy(properties))
    words = etree.SubElement(run, f"{W}t")
    words.text = text
    words.set(SPACE, "preserve")
    return wrapper


def _revision(tag: str, number: int, date: str) -> etree._Element:
    return etree.Element(f"{W}{tag}", {f"{W}id": str(number), f"{W}author": AUTHOR, f"{W}date": date})
