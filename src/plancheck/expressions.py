"""Regular expressions, compiled once for a machine: `re.compile` costs more than anything else in the first second of a run.

What the compiler of `re` made of a pattern is kept as plain numbers in the private cache, and the engine of `re` is given those the next
time; it verifies them itself. That way in is not part of the language's promise, so the numbers are held by the very build of Python
that made them, and wherever anything is otherwise than expected a pattern is simply compiled.
"""

from __future__ import annotations

import atexit
import re
import sys
from functools import cache
from typing import Any, Literal

from plancheck import cache as store

_NAME = "expressions"
_NUMBER: Literal["I"] = "I"  # 32 bits, as the engine has them
_MOST = 2000  # patterns of older versions of the rules are forgotten with the rest

_Code = tuple[
    int, bytes, int, dict[str, int], tuple[str | None, ...]
]  # the numbers as bytes: most of them are not asked for in a run


@cache
def expression(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """The same as `re.compile(pattern, flags)`. Raises re.error."""
    code = _kept().get((pattern, int(flags)))
    if code is not None:
        made = _assembled(pattern, code)
        if made is not None:
            return made
    _new()[pattern, int(flags)] = compiled = re.compile(pattern, flags)
    return compiled


def keep() -> None:
    """Write what had to be compiled to the private cache: when the process ends, so that it costs nobody a wait."""
    new = {key: code for key, code in ((key, _code(*key)) for key in _new()) if code is not None}
    if new:
        old = _kept() if len(_kept()) + len(new) <= _MOST else {}
        store.keep(_NAME, _build(), {**old, **new})


@cache
def _new() -> dict[tuple[str, int], re.Pattern[str]]:
    atexit.register(keep)
    return {}


@cache
def _kept() -> dict[tuple[str, int], _Code]:
    found = store.kept(_NAME, _build())
    return found if isinstance(found, dict) else {}


@cache
def _build() -> str:
    """What the numbers hold for: this build of Python with its engine of expressions."""
    engine = sys.modules.get("_sre")
    return f"{sys.implementation.cache_tag} {sys.byteorder} {getattr(engine, 'MAGIC', None)} {getattr(engine, 'CODESIZE', None)}"


def _assembled(pattern: str, code: _Code) -> re.Pattern[str] | None:
    try:
        engine: Any = sys.modules["_sre"]
        flags, numbers, *names = code
        made: re.Pattern[str] = engine.compile(pattern, flags, memoryview(numbers).cast(_NUMBER).tolist(), *names)
    except (KeyError, AttributeError, TypeError, ValueError, RuntimeError, OverflowError):
        return None
    return made


def _code(pattern: str, flags: int) -> _Code | None:
    """The arguments that the engine wants besides the pattern; None where Python has no such door."""
    try:
        compiler: Any = sys.modules["re._compiler"]
        parser: Any = sys.modules["re._parser"]
        parsed = parser.parse(pattern, flags)
        from array import array

        numbers = [int(n) for n in compiler._code(parsed, flags)]  # noqa: SLF001 - see the head of this module
        names = dict(parsed.state.groupdict)
        groups: list[str | None] = [None] * parsed.state.groups
        for name, number in names.items():
            groups[number] = name
        return int(flags | parsed.state.flags), array(_NUMBER, numbers).tobytes(), parsed.state.groups - 1, names, tuple(groups)
    except (KeyError, AttributeError, TypeError, ValueError):
        return None
