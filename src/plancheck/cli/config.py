"""`plancheck config`."""

from __future__ import annotations

import gettext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from plancheck.cli.main import lang_option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plancheck.config import Config

_ = gettext.gettext
_DEFAULTS = {"stage": "trinh-ky", "show": "info", "fail-on": "error", "min-confidence": "medium", "max-size-mb": 50}


def run(path: str, origin: bool) -> int:
    """Print what holds for a file or folder; with `--origin` also where each key was set."""
    from plancheck import config

    source = Path(path)
    found = config.of(source)
    click.echo(f"# {found.path}" if found.path else _("# không có plancheck.toml; dùng mặc định"))
    held = found.with_patterns(found.patterns_of(source))
    for key, value, default in _settings(held):
        where = _origin(found, key, default=default) if origin else ""
        click.echo(f"{key} = {_toml(value)}{where}")
    return 0


def _settings(found: Config) -> Iterator[tuple[str, Any, bool]]:
    """(key, value, whether it is the default) in the order of the file; tables entry by entry."""
    from plancheck.config import KEYS

    for key in KEYS:
        value = getattr(found, key.replace("-", "_"), None)
        if key in {"severity", "values"}:
            yield from ((f"{key}.{name}", entry, False) for name, entry in (value or {}).items())
        elif key == "per-file":
            yield from ((f"{key}.{entry.pattern}", _said(entry), False) for entry in found.per_file)
        elif value not in (None, ()):
            yield key, value, False
        elif key in _DEFAULTS:
            yield key, _DEFAULTS[key], True


def _said(entry: Any) -> dict[str, Any]:
    names = (n for n in entry.__slots__ if n not in {"pattern", "base"})
    return {n.replace("_", "-"): getattr(entry, n) for n in names if getattr(entry, n) not in (None, (), {})}


def _origin(found: Config, key: str, *, default: bool) -> str:
    if default:
        return "  # " + _("mặc định")
    made = found.origins.get(key)
    return f"  # {made.path}:{made.line}" if made is not None else "  # per-file"


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple | list):
        return "[" + ", ".join(_toml(v) for v in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k} = {_toml(v)}" for k, v in value.items()) + "}"
    return str(value) if isinstance(value, int | float) else '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


command = click.Command(
    "config",
    callback=run,
    options_metavar=_("[OPTIONS]"),
    help=_("In cấu hình hiệu lực đối với một tệp hoặc thư mục."),
    params=[
        click.Argument(["path"], type=click.Path(readable=False), default=".", required=False, metavar=_("[TỆP|THƯ_MỤC]")),
        click.Option(["--origin"], is_flag=True, help=_("Kèm nơi đặt từng khóa: tệp và dòng.")),
        lang_option(),
    ],
)
