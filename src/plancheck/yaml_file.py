"""YAML of rule and vocabulary files, read strictly: every scalar is a string, every value knows its line, no key twice.

YAML 1.1 reads `no` as false, `12:30` as 750 and `01` as 1; here the schemas decide what a scalar means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from plancheck.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from plancheck.places import Position

Location = tuple[str | int, ...]

_Loader: type[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def load(path: Path, shown: str) -> tuple[Any, Mapping[Location, Position]]:
    """(plain value, {path of keys and indices: (line, column)}) of a file; lines and columns count from 1.

    Raises RuleError with `file:line:column:` for syntax errors and repeated keys.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(
            "{shown}: không đọc được tệp quy tắc ({why}); tệp phải là UTF-8", shown=shown, why=error.__class__.__name__
        ) from None
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
        raise RuleError(
            "{shown}{where}: sai cú pháp YAML ({value})", shown=shown, where=where, value=error.problem or error.context
        ) from None
    except yaml.YAMLError:
        raise RuleError("{shown}: không phải tệp YAML hợp lệ", shown=shown) from None
    positions: dict[Location, Position] = {}
    return _plain(node, (), positions, shown), positions


def _plain(node: yaml.Node | None, where: Location, positions: dict[Location, Position], shown: str) -> Any:
    if node is None:
        return None
    positions[where] = (node.start_mark.line + 1, node.start_mark.column + 1)
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            name = str(key_node.value)
            if name in found:
                mark = key_node.start_mark
                raise RuleError(
                    "{shown}:{line}:{column}: khóa «{name}» lặp lại",
                    shown=shown,
                    line=mark.line + 1,
                    column=mark.column + 1,
                    name=name,
                )
            found[name] = _plain(value_node, (*where, name), positions, shown)
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, (*where, i), positions, shown) for i, child in enumerate(node.value)]
    return str(node.value) if node.value != "" or getattr(node, "style", None) else None
