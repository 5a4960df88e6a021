"""Numbering labels at the beginning of blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plancheck.model.span import Span
from plancheck.model.value import Value
from plancheck.parse import grammars
from plancheck.parse.fragments import label

if TYPE_CHECKING:
    from plancheck.model.document import Block
    from plancheck.model.plan import Label


class Labelled(Value):
    """A block that begins with a label; its own text begins at `rest`."""

    block: Block
    label: Label
    span: Span
    rest: int


def labelled(block: Block) -> Labelled | None:
    """The label of a block, None when it begins without one."""
    match = grammars.shape("numbering", "LABEL_SHAPE").match(block.text)
    if match is None:
        return None
    text = match.group()
    found = label(text)
    if found is None:
        return None
    rest = match.end()
    while rest < len(block.text) and block.text[rest] in " \n":
        rest += 1
    return Labelled(block, found, Span(block.index, 0, len(text.rstrip())), rest)
