"""Reads a hit by the tables that Lark made of a grammar: importing Lark for a dozen hits would cost more than reading the plan.

The words and the trees are those that Lark's own contextual lexer and LALR parser give (`tests/test_fragments.py` holds them to it).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plancheck.expressions import expression
from plancheck.model.value import Value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_END = "$END"


class Token(Value):
    """A word of a hit: the terminal it is, as written, and where it starts in the hit."""

    kind: str
    text: str
    start: int


class Node(Value):
    """A rule of a grammar, or one of its named alternatives, with what it is made of."""

    name: str
    parts: tuple[Node | Token, ...]

    def words(self) -> Iterator[Token]:
        """All tokens below, in order."""
        for part in self.parts:
            if isinstance(part, Token):
                yield part
            else:
                yield from part.words()

    def tokens(self, *kinds: str) -> list[str]:
        """The words of some terminals below, in order."""
        return [t.text for t in self.words() if t.kind in kinds]

    def nodes(self) -> Iterator[Node]:
        """This node and all below, each before its parts."""
        yield self
        for part in self.parts:
            if isinstance(part, Node):
                yield from part.nodes()

    def first(self, *names: str) -> Node | None:
        """The first node of some names: this one or below; None without."""
        return next((n for n in self.nodes() if n.name in names), None)


class Tables(Value):
    """What `tables.made` makes of a grammar, in plain data.

    `states`: for each state, what follows on a symbol: a state (0 and up), or the rule to reduce by as -1 - its number.
    `rules`: (symbol, size, name); a rule without a name is a helper of repetition and leaves its parts to its parent.
    `starts`: the first and the last state of each start. `scanners`: an expression and the words that are keywords in it.
    `scanner_of`: the scanner of each state. `ignored`: terminals between words.
    """

    states: list[dict[str, int]]
    rules: list[tuple[str, int, str | None]]
    starts: dict[str, tuple[int, int]]
    scanners: list[tuple[str, dict[tuple[str, str], str]]]
    scanner_of: list[int]
    ignored: frozenset[str]


def loaded(data: Mapping[str, Any]) -> Tables:
    """The tables from their plain data."""
    return Tables(**data)


def parse(tables: Tables, start: str, text: str) -> Node | None:
    """The tree of `text`, None where the grammar does not accept it. Linear in the text."""
    state, last = tables.starts[start]
    path = [state]
    values: list[Any] = []
    at = 0
    while True:
        token = _next(tables, path[-1], text, at)
        if token is None:
            return None
        at = token.start + len(token.text)
        while (step := tables.states[path[-1]].get(token.kind)) is not None and step < 0:
            symbol, size, name = tables.rules[-1 - step]
            kept = len(values) - size
            parts = _flat(values[kept:])
            del values[kept:], path[kept + 1 :]
            values.append(Node(name, parts) if name else parts)
            path.append(tables.states[path[-1]][symbol])
            if token.kind == _END and path[-1] == last:
                tree: Node = values[-1]
                return tree
        if step is None:
            return None
        path.append(step)
        values.append(token)


def _next(tables: Tables, state: int, text: str, at: int) -> Token | None:
    """The next word that may follow in a state; None when none of them does."""
    pattern, keywords = tables.scanners[tables.scanner_of[state]]
    scanner = expression(pattern)
    while at < len(text):
        match = scanner.match(text, at)
        if match is None:
            return None
        kind, word = str(match.lastgroup), match.group()
        if kind not in tables.ignored:
            return Token(keywords.get((kind, word), kind), word, at)
        at = match.end()
    return Token(_END, "", at)


def _flat(values: list[Any]) -> tuple[Node | Token, ...]:
    found: list[Node | Token] = []
    for value in values:
        if isinstance(value, tuple):
            found.extend(value)
        else:
            found.append(value)
    return tuple(found)
