"""Lark parsers from tables that were computed before: no grammar is read and no table built."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from lark import Lark
from lark.grammar import Rule
from lark.lexer import TerminalDef

from plancheck.expressions import expression

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lark.common import LexerConf


def _match(pattern: str, text: str, flags: int = 0) -> re.Match[str] | None:
    return expression(pattern, flags).match(text)


_RE = SimpleNamespace(**{**vars(re), "compile": expression, "match": _match})


class StoredLark(Lark):
    """A parser whose lexers take their expressions from the private cache."""

    def _deserialize_lexer_conf(self, data: Any, memo: Any, options: Any) -> LexerConf:
        conf = super()._deserialize_lexer_conf(data, memo, options)
        conf.re_module = _RE  # type: ignore[assignment] # a stand-in for the module `re`
        return conf


def stored(parser: Lark) -> tuple[dict[str, Any], dict[int, Any]]:
    """A parser as plain data: its tables, and what they refer to."""
    data, memo = parser.memo_serialize([TerminalDef, Rule])
    return data, memo


def loaded(data: Mapping[str, Any], memo: Mapping[int, Any]) -> Lark:
    """The parser that `stored` made data of."""
    parser: Lark = StoredLark.__new__(StoredLark)._load({"data": data, "memo": memo})  # noqa: SLF001 - what Lark.load calls
    return parser
