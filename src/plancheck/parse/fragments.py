"""Small fragments read by grammar: document numbers, numbering labels. Pure functions of a string, remembered."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from plancheck.expressions import expression
from plancheck.model.plan import DocumentNumber, Label
from plancheck.parse import grammars
from plancheck.text.numerals import letter_value, roman_value

if TYPE_CHECKING:
    from plancheck.parse.lalr import Node

_ORDINALS = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy")
_FORMS = {"party": "party", "party_without_dash": "party", "blank_party": "party"}
_NUMBER_SHAPES = frozenset(
    {"named", "normative", "law", "bare", "party", "party_without_dash", "blank_named", "blank_bare", "blank_party"}
)
_BLANKS = expression(r"\s+")


@lru_cache(maxsize=4096)
def document_number(text: str) -> DocumentNumber | None:
    """Read a document number as written («56/KH – TLĐ»); None when it is none."""
    tree = grammars.read("number", "number", text)
    return _number(tree, text) if tree is not None else None


@lru_cache(maxsize=1024)
def own_number(text: str) -> tuple[DocumentNumber, bool] | None:
    """Read the number line of a paper («Số:      /KH-LĐLĐ»): the number, and whether «Số» has its colon."""
    tree = grammars.read("number", "own", text)
    if tree is None:
        return None
    inner = tree.first(*_NUMBER_SHAPES)
    body = re.sub(r"^[Ss][Ốố]\s?:?\s?", "", text)
    return (_number(inner, body), bool(tree.tokens("COLON"))) if inner else None


def _number(tree: Node, text: str) -> DocumentNumber:
    codes = tree.tokens("CODE")
    sequences = tree.tokens("SEQ")
    years = tree.tokens("YEAR")
    sequence = sequences[0] if sequences else None
    organ = tree.first("organ")
    body = "".join("-" if t.kind == "DASH" else t.text for t in organ.words()) if organ else ""
    shape = tree.name
    kind = codes[0] if codes else None
    head = sequence or ""
    if shape in _FORMS:
        normal = f"{head}-{kind}/{body}"
    elif shape == "normative":
        normal = f"{head}/{years[0]}/{kind}-{body}"
    elif shape == "law":
        normal = f"{head}/{years[0]}/{kind}"
    elif body:
        normal = f"{head}/{kind}-{body}"
    else:
        normal = f"{head}/{kind}"
        kind, body = None, kind or ""
    written = _BLANKS.sub(" ", text).strip()
    if sequence is None:
        written = re.sub(r"^[.…_{}\s]+", "", written)
    return DocumentNumber(
        normal=normal,
        sequence=sequence,
        year=int(years[0]) if years else None,
        kind=kind,
        body=body,
        form="party" if shape in _FORMS else "slash",
        well_formed=written == normal,
    )


@lru_cache(maxsize=4096)
def label(text: str) -> Label | None:
    """Read a numbering label («II –», «1.1.», «a)», «-»); None when it is none. Style `bullet` has an empty value."""
    tree = grammars.read("numbering", "label", text)
    if tree is None:
        return None
    style = tree.name
    end = tree.first("mark")
    mark = "".join(t.text for t in end.words()) if end else ""
    value: tuple[int, ...] = ()
    if style == "roman":
        value = (roman_value(tree.tokens("ROMAN")[0]),)
        if value == (0,):
            return None
    elif style in {"letter", "bracketed_letter"}:
        value = (letter_value(tree.tokens("LETTER")[0]),)
    elif style == "capital":
        value = (letter_value(tree.tokens("CAPITAL")[0].lower()),)
    elif style == "decimal":
        value = tuple(int(part) for part in tree.tokens("DECIMAL")[0].split("."))
    elif style in {"arabic", "article", "bracketed"}:
        value = (int(tree.tokens("INT", "NUM")[0]),)
    elif style == "part":
        value = (_part(tree),)
    return Label(style, value, mark, text)


def _part(tree: Node) -> int:
    for kind, value in (
        ("ROMAN", roman_value),
        ("INT", int),
        ("CAPITAL", lambda t: letter_value(t.lower())),
        ("ORDINAL", lambda t: _ORDINALS.index(t.lower().split(" ")[1]) + 1),
    ):
        found = tree.tokens(kind)
        if found:
            return int(value(found[0]))
    return 0
