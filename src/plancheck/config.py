"""`plancheck.toml`: the nearest one above a file, up to a `.git` folder. Unknown keys are errors with a suggestion."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from plancheck.errors import ConfigError, told
from plancheck.model.finding import CONFIDENCES, SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from plancheck.model.finding import Severity

NAME = "plancheck.toml"
_STAGES = ("nhap", "trinh-ky", "phat-hanh")


@dataclass(frozen=True, slots=True)
class Config:
    """Settings of a folder; None and empty mean «not said»."""

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
    severity: Mapping[str, Severity] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)


def find(start: Path) -> Path | None:
    """The configuration file that governs a file or folder; None when there is none below the nearest `.git`."""
    try:
        folder = start.resolve()
    except OSError:
        return None
    if not folder.is_dir():
        folder = folder.parent
    for candidate in (folder, *folder.parents):
        if (candidate / NAME).is_file():
            return candidate / NAME
        if (candidate / ".git").exists():
            return None
    return None


def of(start: Path) -> Config:
    """What is set for a file or folder; the empty Config when nothing is. Raises ConfigError."""
    path = find(start)
    return load(path) if path else Config()


@lru_cache(maxsize=256)
def load(path: Path) -> Config:
    """Read a configuration file. Raises ConfigError with one Vietnamese line."""
    import tomllib  # most runs have no configuration file

    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError):
        raise ConfigError("{path}: không đọc được tệp cấu hình; tệp phải là UTF-8", path=path) from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError("{path}: sai cú pháp TOML ({error})", path=path, error=error) from None
    reader = _Reader(path, data)
    return Config(
        path=path,
        stage=reader.choice("stage", _STAGES),
        select=reader.strings("select"),
        extend_select=reader.strings("extend-select"),
        ignore=reader.strings("ignore"),
        show=reader.choice("show", SEVERITIES),
        fail_on=reader.choice("fail-on", (*SEVERITIES, "never")),
        min_confidence=reader.choice("min-confidence", CONFIDENCES),
        rule_dirs=tuple(path.parent / name for name in reader.strings("rule-dirs")),
        exclude=reader.strings("exclude"),
        max_size_mb=reader.number("max-size-mb"),
        severity=reader.severities(),
        values=reader.table("values"),
    )


class _Reader:
    """Takes typed values out of a TOML table; knows the file for its messages."""

    _KEYS = (
        "stage", "select", "extend-select", "ignore", "show", "fail-on", "min-confidence", "rule-dirs", "exclude", "max-size-mb",
        "severity", "values",
    )  # fmt: skip

    def __init__(self, path: Path, data: dict[str, Any]) -> None:
        self._path, self._data = path, data
        for key in data:
            if key not in self._KEYS:
                import difflib

                near = difflib.get_close_matches(key, self._KEYS, n=1)
                if near:
                    raise ConfigError("{path}: không có khóa «{key}»; có phải «{near}»?", path=path, key=key, near=near[0])
                raise ConfigError(
                    "{path}: không có khóa «{key}»; các khóa: {keys}", path=path, key=key, keys=", ".join(self._KEYS)
                )

    def _wrong(self, key: str, wanted: str) -> ConfigError:
        return ConfigError("{path}: khóa «{key}» phải là {wanted}", path=self._path, key=key, wanted=wanted)

    def strings(self, key: str) -> tuple[str, ...]:
        value = self._data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise self._wrong(key, "danh sách chuỗi")
        return tuple(value)

    def choice(self, key: str, allowed: tuple[str, ...]) -> str | None:
        value = self._data.get(key)
        if value is not None and value not in allowed:
            raise self._wrong(key, told("một trong: {all}", all=", ".join(allowed)))
        return value

    def number(self, key: str) -> int | None:
        value = self._data.get(key)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value <= 0):
            raise self._wrong(key, "số nguyên dương")
        return value

    def table(self, key: str) -> Mapping[str, Any]:
        value = self._data.get(key, {})
        if not isinstance(value, dict):
            raise self._wrong(key, "một bảng")
        for name in ("min-lead-days", "min-handover-days"):
            if name in value and (not isinstance(value[name], int) or isinstance(value[name], bool) or value[name] < 0):
                raise self._wrong(f"{key}.{name}", "số nguyên không âm")
        return value

    def severities(self) -> Mapping[str, Severity]:
        table = self.table("severity")
        for code, value in table.items():
            if value not in SEVERITIES:
                raise self._wrong(f"severity.{code}", told("một trong: {all}", all=", ".join(SEVERITIES)))
        return table
