"""The tables of a grammar as plain data, made from what Lark serialises: needed once for a version of the grammars."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from lark.grammar import Rule
from lark.lexer import PatternStr, TerminalDef

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lark import Lark


def made(grammar: Lark) -> dict[str, Any]:
    """The fields of `lalr.Tables`, of a grammar that keeps all tokens. Raises ValueError where a rule is shaped by its content («?rule»)."""
    data, memo = grammar.memo_serialize([TerminalDef, Rule])
    table = data["parser"]["parser"]
    symbols: Mapping[int, str] = table["tokens"]
    rules = {key: value for key, value in memo.items() if value["__type__"] == "Rule"}
    numbers = {key: n for n, key in enumerate(rules)}
    states = [
        {symbols[s]: -1 - numbers[to["@"]] if action else to for s, (action, to) in row.items()}
        for _state, row in sorted(table["states"].items())
    ]
    ignored = frozenset(grammar.ignore_tokens)
    scanners: list[tuple[str, dict[tuple[str, str], str]]] = []
    scanner_of: list[int] = []
    for row in states:
        scanner = _scanner(t for t in grammar.terminals if t.name in row or t.name in ignored)
        if scanner not in scanners:
            scanners.append(scanner)
        scanner_of.append(scanners.index(scanner))
    return {
        "states": states,
        "rules": [_rule(rule) for rule in rules.values()],
        "starts": {name: (state, table["end_states"][name]) for name, state in table["start_states"].items()},
        "scanners": scanners,
        "scanner_of": scanner_of,
        "ignored": ignored,
    }


def _rule(rule: Mapping[str, Any]) -> tuple[str, int, str | None]:
    origin = rule["origin"]["name"]
    if rule["options"]["expand1"]:
        raise ValueError(origin)
    return origin, len(rule["expansion"]), None if origin.startswith("_") else rule["alias"] or origin


def _scanner(terminals: Iterable[TerminalDef]) -> tuple[str, dict[tuple[str, str], str]]:
    """One expression for what may stand in a state, and the words that an expression of it gives away: as Lark's lexer decides.

    Lark tries higher priorities first, then longer terminals; a literal that one of the expressions matches whole is that
    expression's word by place, and its own by name.
    """
    ordered = sorted(terminals, key=lambda t: (-t.priority, -t.pattern.max_width, -len(t.pattern.value), t.name))
    literals = {t.name: t for t in ordered if isinstance(t.pattern, PatternStr)}
    keywords = {
        (t.name, literal.pattern.value): name
        for t in ordered
        for name, literal in literals.items()
        if name != t.name and t.name not in literals and t.priority == literal.priority
        if re.fullmatch(t.pattern.to_regexp(), literal.pattern.value)
    }
    given = set(keywords.values())
    return "|".join(f"(?P<{t.name}>{t.pattern.to_regexp()})" for t in ordered if t.name not in given), keywords
