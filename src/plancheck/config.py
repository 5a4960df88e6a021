"""`plancheck.toml`: the nearest one above a file, up to a `.git` folder. Nothing is merged but what `extends` names."""

from __future__ import annotations

import unicodedata
from fnmatch import fnmatch
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from msgspec import field
from msgspec.structs import replace

from plancheck.errors import ConfigError, told
from plancheck.model.finding import CONFIDENCES, SEVERITIES
from plancheck.model.value import Value
from plancheck.places import Stamp, fault, nearest, stamp_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from plancheck.model.finding import Severity
    from plancheck.places import Position
    from plancheck.toml_file import Key

NAME = "plancheck.toml"
BASELINE = "plancheck.baseline.jsonl"
_STAGES = ("nhap", "trinh-ky", "phat-hanh")
_PER_FILE = ("stage", "select", "extend-select", "ignore", "fail-on", "min-confidence", "severity")
KEYS = (
    "extends", "stage", "select", "extend-select", "ignore", "show", "fail-on", "min-confidence", "rule-dirs", "exclude", "max-size-mb",
    "baseline", "archive", "known-documents", "severity", "per-file", "values",
)  # fmt: skip


class Origin(Value):
    """Where a setting was made; lines and columns count from 1."""

    path: Path
    line: int
    column: int = 1


class PerFile(Value):
    """Settings of the files below `base` that match a pattern; None and empty mean «not said»."""

    pattern: str
    base: Path
    stage: str | None = None
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str | None = None
    min_confidence: str | None = None
    severity: Mapping[str, Severity] = field(default_factory=dict)


class Config(Value):
    """Settings of a folder; None and empty mean «not said». `origins` tells by key where each was made."""

    path: Path | None = None
    stage: str | None = None
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    show: str | None = None
    fail_on: str | None = None
    min_confidence: str | None = None
    rule_dirs: tuple[Path, ...] = ()
    exclude: tuple[str, ...] = ()
    max_size_mb: int | None = None
    baseline: Path | None = None
    archive: Path | None = None
    known_documents: tuple[Path, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    per_file: tuple[PerFile, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    origins: Mapping[str, Origin] = field(default_factory=dict)

    def patterns_of(self, path: Path) -> tuple[int, ...]:
        """Which entries of `per_file` a file matches, by their number."""
        if not self.per_file or self.path is None:
            return ()
        resolved = path.resolve()
        return tuple(n for n, entry in enumerate(self.per_file) if _inside(resolved, entry))

    def with_patterns(self, numbers: Iterable[int]) -> Config:
        """The settings of a file that matches these entries; a later entry outweighs an earlier one."""
        merged = self
        for number in numbers:
            own = self.per_file[number]
            said = (
                name.replace("_", "-") for name in own.__struct_fields__ if name not in {"pattern", "base"} and getattr(own, name)
            )
            codes = (f"severity.{code}" for code in own.severity)
            made = self.origins.get(f"per-file.{own.pattern}")
            merged = replace(
                merged,
                origins={**merged.origins, **(dict.fromkeys([*said, *codes], made) if made is not None else {})},
                stage=own.stage or merged.stage,
                select=own.select or merged.select,
                extend_select=(*merged.extend_select, *own.extend_select),
                ignore=(*merged.ignore, *own.ignore),
                fail_on=own.fail_on or merged.fail_on,
                min_confidence=own.min_confidence or merged.min_confidence,
                severity={**merged.severity, **own.severity},
            )
        return merged


def _inside(path: Path, entry: PerFile) -> bool:
    base = entry.base.resolve()
    return path.is_relative_to(base) and fits(path.relative_to(base).as_posix(), entry.pattern)


def fits(path: str, pattern: str) -> bool:
    """Whether a path in posix form matches a glob; `**` stands for any folders, none included, and a bare name for any place."""
    path, pattern = (unicodedata.normalize("NFC", text) for text in (path, pattern.removeprefix("./")))
    if fnmatch(path, pattern) or ("/" not in pattern and fnmatch(path.rsplit("/", 1)[-1], pattern)):
        return True
    return "**/" in pattern and fnmatch(path, pattern.replace("**/", ""))


def find(start: Path) -> Path | None:
    """The configuration file that governs a file or folder; None when there is none below the nearest `.git`."""
    return first_in(above(start), NAME)


def first_in(folders: Iterable[Path], name: str) -> Path | None:
    """The file of a name in the first folder that has one."""
    return next((path for folder in folders if (path := folder / name).is_file()), None)


def above(start: Path) -> Iterator[Path]:
    """The folder of a file (or a folder itself) and those above it, up to the one that holds a `.git`."""
    try:
        folder = start.resolve()
        if not folder.is_dir():
            folder = folder.parent
    except OSError:
        return
    for candidate in (folder, *folder.parents):
        yield candidate
        if (candidate / ".git").exists():
            return


def of(start: Path) -> Config:
    """What is set for a file or folder; the empty Config when nothing is. Raises ConfigError."""
    path = find(start)
    return load(path) if path else Config()


def load(path: Path) -> Config:
    """Read a configuration file and those that it extends. Raises ConfigError with the place of the fault."""
    return _load(path, stamp_of(path))


@lru_cache(maxsize=256)
def _load(path: Path, stamp: Stamp) -> Config:
    del stamp  # the file as it is now
    reader = _Reader(_layers(path, ()))
    return Config(
        path=path,
        stage=reader.choice("stage", _STAGES),
        select=reader.strings("select"),
        extend_select=reader.strings("extend-select"),
        ignore=reader.strings("ignore"),
        show=reader.choice("show", SEVERITIES),
        fail_on=reader.choice("fail-on", (*SEVERITIES, "never")),
        min_confidence=reader.choice("min-confidence", CONFIDENCES),
        rule_dirs=reader.paths("rule-dirs"),
        exclude=reader.strings("exclude"),
        max_size_mb=reader.number("max-size-mb"),
        baseline=reader.path("baseline"),
        archive=reader.path("archive"),
        known_documents=reader.paths("known-documents"),
        severity=reader.severities("severity"),
        per_file=reader.per_file(),
        values=reader.values(),
        origins=reader.origins(),
    )


class _Layer(Value):
    """One file of a chain of `extends`."""

    path: Path
    data: Mapping[str, Any]
    places: Mapping[Key, Position]

    def wrong(self, key: Key, wanted: str) -> ConfigError:
        return self.told(key, "khóa «{key}» phải là {wanted}", key=".".join(key), wanted=wanted)

    def told(self, key: Key, template: str, /, **values: object) -> ConfigError:
        return fault(self.path, self.places, key, told(template, **values))


def _layers(path: Path, seen: tuple[Path, ...]) -> tuple[_Layer, ...]:
    """A configuration file behind those that it extends, the farthest first."""
    from plancheck.toml_file import load as load_toml

    data, places = load_toml(path)
    layer = _Layer(path, data, places)
    for key in data:
        if key not in KEYS:
            raise _unknown(layer, (key,), KEYS)
    base = data.get("extends")
    if base is None:
        return (layer,)
    if not isinstance(base, str) or "\0" in base:
        raise layer.wrong(("extends",), "đường dẫn một tệp")
    parent = path.parent / base
    if parent.resolve() in {p.resolve() for p in (*seen, path)}:
        raise layer.told(("extends",), "«{base}» mở rộng vòng tròn", base=base)
    if not parent.is_file():
        raise layer.told(("extends",), "không có tệp «{base}»", base=base)
    return (*_layers(parent, (*seen, path)), layer)


def _unknown(layer: _Layer, key: Key, known: tuple[str, ...]) -> ConfigError:
    import difflib  # only for a fault

    near = difflib.get_close_matches(key[-1], known, n=1)
    if near:
        return layer.told(key, "không có khóa «{key}»; có phải «{near}»?", key=key[-1], near=near[0])
    return layer.told(key, "không có khóa «{key}»; các khóa: {keys}", key=key[-1], keys=", ".join(known))


class _Reader:
    """Takes typed values out of layers of TOML; the last layer that has a key gives it, tables are merged by entry."""

    def __init__(self, layers: tuple[_Layer, ...]) -> None:
        self._layers = layers

    def _given(self, key: str) -> tuple[_Layer, Any]:
        layer = next((layer for layer in reversed(self._layers) if key in layer.data), self._layers[-1])
        return layer, layer.data.get(key)

    def strings(self, key: str) -> tuple[str, ...]:
        layer, value = self._given(key)
        return _strings(layer, (key,), value)

    def choice(self, key: str, allowed: tuple[str, ...]) -> str | None:
        layer, value = self._given(key)
        return _choice(layer, (key,), value, allowed)

    def number(self, key: str) -> int | None:
        layer, value = self._given(key)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value <= 0):
            raise layer.wrong((key,), "số nguyên dương")
        return value

    def path(self, key: str) -> Path | None:
        layer, value = self._given(key)
        if value is not None and (not isinstance(value, str) or "\0" in value):
            raise layer.wrong((key,), "đường dẫn một tệp")
        return layer.path.parent / value if value else None

    def paths(self, key: str) -> tuple[Path, ...]:
        layer, value = self._given(key)
        return tuple(layer.path.parent / name for name in _strings(layer, (key,), value))

    def values(self) -> Mapping[str, Any]:
        merged: dict[str, Any] = {}
        for layer in self._layers:
            table = _table(layer, ("values",), layer.data.get("values", {}))
            for name in ("min-lead-days", "min-handover-days"):
                if name in table and (not isinstance(table[name], int) or isinstance(table[name], bool) or table[name] < 0):
                    raise layer.wrong(("values", name), "số nguyên không âm")
            merged.update(table)
        return merged

    def severities(self, key: str) -> Mapping[str, Severity]:
        merged: dict[str, Severity] = {}
        for layer in self._layers:
            merged.update(_severities(layer, (key,), layer.data.get(key, {})))
        return merged

    def per_file(self) -> tuple[PerFile, ...]:
        return tuple(
            _per_file(layer, pattern, table)
            for layer in self._layers
            for pattern, table in _table(layer, ("per-file",), layer.data.get("per-file", {})).items()
        )

    def origins(self) -> Mapping[str, Origin]:
        """Where each key was set, entries of tables apart («severity.TH101»)."""
        found: dict[str, Origin] = {}
        for layer in self._layers:
            for key, value in layer.data.items():
                names = [(key, name) for name in value] if isinstance(value, dict) else [(key,)]
                for name in names:
                    found[".".join(name)] = Origin(layer.path, *nearest(layer.places, name))
        return found


def _strings(layer: _Layer, key: Key, value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(v, str) and "\0" not in v for v in value):
        raise layer.wrong(key, "danh sách chuỗi")
    return tuple(value)


def _choice(layer: _Layer, key: Key, value: Any, allowed: tuple[str, ...]) -> str | None:
    if value is not None and value not in allowed:
        import difflib

        near = difflib.get_close_matches(str(value), allowed, n=1)
        wanted = told("một trong: {all}", all=", ".join(allowed))
        raise layer.wrong(key, wanted + (told("; có phải «{near}»?", near=near[0]) if near else ""))
    return str(value) if value is not None else None


def _table(layer: _Layer, key: Key, value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise layer.wrong(key, "một bảng")
    return value


def _severities(layer: _Layer, key: Key, value: Any) -> Mapping[str, Severity]:
    table = _table(layer, key, value)
    for code, severity in table.items():
        _choice(layer, (*key, code), severity, SEVERITIES)
    return table


def _per_file(layer: _Layer, pattern: str, value: Any) -> PerFile:
    where: Key = ("per-file", pattern)
    table = _table(layer, where, value)
    for name in table:
        if name not in _PER_FILE:
            raise _unknown(layer, (*where, name), _PER_FILE)
    return PerFile(
        pattern=pattern,
        base=layer.path.parent,
        stage=_choice(layer, (*where, "stage"), table.get("stage"), _STAGES),
        select=_strings(layer, (*where, "select"), table.get("select")),
        extend_select=_strings(layer, (*where, "extend-select"), table.get("extend-select")),
        ignore=_strings(layer, (*where, "ignore"), table.get("ignore")),
        fail_on=_choice(layer, (*where, "fail-on"), table.get("fail-on"), (*SEVERITIES, "never")),
        min_confidence=_choice(layer, (*where, "min-confidence"), table.get("min-confidence"), CONFIDENCES),
        severity=_severities(layer, (*where, "severity"), table.get("severity", {})),
    )
