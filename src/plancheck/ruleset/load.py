"""Loads rule files: strict YAML, schema, unique codes; wrong files are reported at file:line:column, all at once."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

from plancheck import cache, resources
from plancheck.errors import RuleError, told
from plancheck.places import nearest
from plancheck.ruleset.rule import Example, Rule, Wording

if TYPE_CHECKING:
    from collections.abc import Mapping

_HOUSE = "DV"
_SCHEMA = Path(__file__).with_name("schema.py")


def load(folders: tuple[Path, ...] = ()) -> tuple[Rule, ...]:
    """The rules that plancheck ships and those of `folders`, sorted by code. Raises RuleError that lists every wrong file."""
    return _loaded(folders)[0]


def digest(folders: tuple[Path, ...] = ()) -> str:
    """SHA-256 of all rule files, the house's included: what a report names as the rule set. Raises RuleError as `load`."""
    return _loaded(folders)[1]


@lru_cache(maxsize=4)
def _loaded(folders: tuple[Path, ...]) -> tuple[tuple[Rule, ...], str]:
    for folder in folders:
        if not folder.is_dir():
            raise RuleError("{folder}: không có thư mục quy tắc này; hãy sửa rule-dirs trong plancheck.toml", folder=folder)
    paths = [*_files(resources.rules_dir(), but=resources.vocabulary_dir()), *(p for folder in folders for p in _files(folder))]
    plain = cache.compiled(_name_of(folders), cache.stamps([*paths, _SCHEMA]), lambda: _validated(tuple(map(Path, paths))))
    rules = (_rule(entry) for entry in plain["rules"])
    return tuple(sorted(rules, key=lambda r: r.code)), plain["digest"]


def _name_of(folders: tuple[Path, ...]) -> str:
    """The cache entry of a set of folders: an office with two sets of rules keeps both."""
    return f"rules-{crc32(repr(folders).encode('utf-8', 'replace')):08x}" if folders else "rules"


def _files(folder: Path, but: Path | None = None) -> list[str]:
    """The rule files below a folder in the order of their names, without those right in `but`. Strings: paths of 180 files take longer."""
    found = ((inner, name) for inner, _folders, names in os.walk(folder) for name in names if name.endswith(".yaml"))
    return sorted(f"{inner}{os.sep}{name}" for inner, name in found if but is None or inner != str(but))


def _validated(paths: tuple[Path, ...]) -> dict[str, Any]:
    """{"rules": …, "digest": …} in plain data. Raises RuleError."""
    entries: list[dict[str, Any]] = []
    problems: list[str] = []
    for path in paths:
        try:
            entries.append(validated(path))
        except RuleError as error:
            problems.append(str(error))
    seen: dict[str, str] = {}
    for entry in entries:
        for name in (entry["code"], entry["name"], *entry["aliases"]):
            if name in seen:
                problems.append(f"{entry['path']}:1:1: " + told("«{name}» đã dùng ở {path}", name=name, path=seen[name]))
            seen[name] = entry["path"]
    if problems:
        raise RuleError("\n".join(problems))
    return {"rules": entries, "digest": cache.digest(paths)}


def from_file(path: Path) -> Rule:
    """One rule from its file. Raises RuleError."""
    return _rule(validated(path))


def validated(path: Path) -> dict[str, Any]:
    """One rule file as plain data. Raises RuleError at file:line:column."""
    from pydantic import ValidationError

    from plancheck.ruleset.schema import RuleFile
    from plancheck.yaml_file import load as load_yaml

    shown = resources.shown(path)
    raw, positions = load_yaml(path, shown)
    if not isinstance(raw, dict):
        raise RuleError("{shown}:1:1: tệp quy tắc phải là một bảng khóa - giá trị", shown=shown)
    try:
        entry = RuleFile.model_validate(raw).model_dump(mode="json")
    except ValidationError as error:
        raise RuleError("\n".join(_problem(shown, e, positions) for e in error.errors())) from None
    if path.is_relative_to(resources.rules_dir()):
        known = {r.id for r in _regulations()}
        wrong = [r for r in _listed(entry["source"]["regulation"]) if r not in known]
        if wrong:
            line, column = positions.get(("source", "regulation"), (1, 1))
            raise RuleError(
                "{shown}:{line}:{column}: không có văn bản «{wrong}» trong rules/vocabulary/regulations.yaml",
                shown=shown,
                line=line,
                column=column,
                wrong=wrong[0],
            )
    elif not entry["code"].startswith(_HOUSE):
        line, column = positions.get(("code",), (1, 1))
        raise RuleError(
            "{shown}:{line}:{column}: quy tắc của đơn vị phải có mã bắt đầu bằng {house}",
            shown=shown,
            line=line,
            column=column,
            house=_HOUSE,
        )
    entry["path"] = shown
    return entry


def _regulations() -> tuple[Any, ...]:
    from plancheck import vocabulary

    return vocabulary.load().regulations


def _problem(shown: str, error: Any, positions: Mapping[Any, tuple[int, int]]) -> str:
    """A pydantic error at the nearest position that the file has for it."""
    location = tuple(part for part in error["loc"] if part not in _KINDS)
    line, column = nearest(positions, location)
    where = ".".join(str(part) for part in location)
    return f"{shown}:{line}:{column}: {where}: {_message(error)}"


_KINDS = frozenset(
    [
        "required",
        "forbidden",
        "matches",
        "substitute",
        "ordered",
        "count",
        "unique",
        "consistent",
        "resolved",
        "each",
        "numbering",
        "agree",
        "layout",
    ]
)
_MESSAGES = {
    "missing": "thiếu khóa này",
    "extra_forbidden": "không có khóa này",
    "union_tag_invalid": "không có loại kiểm tra này; các loại: " + ", ".join(sorted(_KINDS)),
    "literal_error": "giá trị không hợp lệ; chọn một trong: {expected}",
    "string_pattern_mismatch": "không đúng dạng {pattern}",
}


def _message(error: Any) -> str:
    template = _MESSAGES.get(error["type"])
    if template is None:
        return str(error["msg"]).removeprefix("Value error, ")
    return template.format(**{"expected": "", "pattern": "", **(error.get("ctx") or {})})


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value] if value else []


def _rule(entry: dict[str, Any]) -> Rule:
    source, applies, en = entry["source"], entry["applies"], entry["en"]
    fix = entry["fix"]
    return Rule(
        code=entry["code"],
        name=entry["name"],
        aliases=tuple(entry["aliases"]),
        severity=entry["severity"],
        confidence=entry["confidence"],
        kinds=tuple(applies["kinds"]),
        families=tuple(applies["families"]),
        stages=tuple(applies["stages"]),
        scans=applies["scans"],
        regulations=tuple(_listed(source["regulation"])),
        clause=source["clause"],
        practice=source["practice"],
        vi=Wording(entry["title"], entry["message"], entry["why"], entry["hint"]),
        en=Wording(en["title"], en["message"], en["why"], en["hint"]),
        check=_parameters(entry["check"]),
        when=entry["when"],
        fix=(fix["safety"], fix["replacement"]) if fix else None,
        examples=tuple(
            Example(e["good"] is not None, e["good"] or e["bad"] or "", e["family"], e["issued"], e["stage"], tuple(e["beside"]))
            for e in entry["examples"]
        ),
        since=entry["since"],
        path=entry["path"],
    )


def _parameters(check: dict[str, Any]) -> dict[str, Any]:
    return {name.removesuffix("_") if name == "fields_" else name: value for name, value in check.items()}
