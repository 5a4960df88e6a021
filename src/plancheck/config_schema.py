"""`plancheck.toml` as a schema (pydantic), for editors that help while it is written. What counts is `config`."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Stage = Literal["nhap", "trinh-ky", "phat-hanh"]
Level = Literal["error", "warning", "info"]
Threshold = Literal["error", "warning", "info", "never"]
Sure = Literal["low", "medium", "high"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True, alias_generator=lambda name: name.replace("_", "-"))


class PerFileTable(_Strict):
    """Settings of the files that match a pattern."""

    stage: Stage | None = None
    select: list[str] = []
    extend_select: list[str] = []
    ignore: list[str] = []
    fail_on: Threshold | None = None
    min_confidence: Sure | None = None
    severity: dict[str, Level] = {}


class ConfigFile(_Strict):
    """A configuration file."""

    extends: str | None = None
    stage: Stage | None = None
    select: list[str] = []
    extend_select: list[str] = []
    ignore: list[str] = []
    show: Level | None = None
    fail_on: Threshold | None = None
    min_confidence: Sure | None = None
    rule_dirs: list[str] = []
    exclude: list[str] = []
    max_size_mb: int | None = Field(default=None, gt=0)
    baseline: str | None = None
    archive: str | None = None
    known_documents: list[str] = []
    severity: dict[str, Level] = {}
    per_file: dict[str, PerFileTable] = {}
    values: dict[str, Any] = {}
