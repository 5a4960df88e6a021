"""The Lark grammars, compiled once: shapes as plain regular expressions, rules as LALR tables, both kept in the private cache.

A shape (an UPPER-CASE terminal that ends in `_SHAPE`) finds the exact place of a candidate; the grammar then reads only the hit.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plancheck import cache, resources, vocabulary
from plancheck.errors import RuleError
from plancheck.expressions import expression
from plancheck.parse import lalr

if TYPE_CHECKING:
    from lark import Lark

    from plancheck.parse.lalr import Node, Tables

_STARTS = {
    "number": ("number", "own"),
    "citation": ("citation",),
    "period": ("period",),
    "numbering": ("label",),
    "recipient": ("mark",),
    "assignment": ("role",),
    "offset": ("offset",),
}


def source(name: str) -> str:
    """The text of a grammar with the words of the vocabulary put in."""
    text = (resources.grammar_dir() / f"{name}.lark").read_text(encoding="utf-8")
    if "@KINDS@" in text:
        kinds = [n for k in vocabulary.load().kinds if not k.unnumbered for n in k.names]
        text = text.replace("@KINDS@", _alternatives(kinds))
        text = text.replace("@LAWS@", _alternatives([n for k in vocabulary.load().kinds if k.unnumbered for n in k.names]))
    if "@NUMBER@" in text:
        number, loose = (compiled("number")["shapes"][n] for n in ("NUMBER_SHAPE", "LOOSE_SHAPE"))
        text = text.replace("@NUMBER@", re.sub(r"(?<!\\)/", r"\/", f"(?:{number}|{loose})"))
    return text


def _alternatives(words: list[str]) -> str:
    return "|".join(re.escape(w).replace(r"\ ", r"\s") for w in sorted(words, key=len, reverse=True))


def build(name: str, starts: tuple[str, ...] | None = None, *, strict: bool = False) -> Lark:
    """Build a grammar from its source. `strict` (for tests) raises on conflicts and on terminals that collide."""
    from lark import Lark
    from lark.exceptions import LarkError

    try:
        return Lark(
            source(name),
            parser="lalr",
            start=list(starts or _STARTS[name]),
            import_paths=[str(resources.grammar_dir())],
            source_path=str(resources.grammar_dir() / f"{name}.lark"),
            keep_all_tokens=True,
            propagate_positions=False,
            strict=strict,
        )
    except LarkError as error:
        first = str(error).strip().splitlines()[0]
        raise RuleError("grammar/{name}.lark: {first}", name=name, first=first) from None


@functools.cache
def compiled(name: str) -> dict[str, Any]:
    """{"shapes": {terminal: pattern}, "tables": fields of `lalr.Tables`} of a grammar: plain data, from the cache when it is there."""
    paths = [
        *(resources.grammar_dir() / f"{n}.lark" for n in ("common", "number", name)),
        resources.vocabulary_dir() / "document-kinds.yaml",
        *(Path(__file__).with_name(f"{n}.py") for n in ("grammars", "tables")),
    ]
    return cache.compiled(f"grammar-{name}", cache.stamps(paths), lambda: _compile(name))  # type: ignore[no-any-return]


def _compile(name: str) -> dict[str, Any]:
    from plancheck.parse.tables import made

    terminals = build(name, ("shapes",)).terminals
    shapes = {t.name: t.pattern.to_regexp() for t in terminals if t.name.endswith("_SHAPE")}
    return {"shapes": shapes, "tables": made(build(name))}


@functools.cache
def shape(grammar: str, terminal: str) -> re.Pattern[str]:
    """A shape as a compiled regular expression."""
    return expression(compiled(grammar)["shapes"][terminal])


@functools.cache
def _tables(name: str) -> Tables:
    return lalr.loaded(compiled(name)["tables"])


def read(grammar: str, start: str, text: str) -> Node | None:
    """The tree of `text`, None when the grammar does not accept it. Positions of tokens are offsets in `text`."""
    return lalr.parse(_tables(grammar), start, text)
