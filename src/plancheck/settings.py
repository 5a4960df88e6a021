"""What holds for one file: the options of a run laid over the configuration that governs it."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING, Any

from msgspec import field

from plancheck import __version__, baseline, config, resources, waivers
from plancheck import cache as compiled
from plancheck.errors import ConfigError
from plancheck.model.value import Value
from plancheck.read import Limits
from plancheck.ruleset import load as rule_loader
from plancheck.ruleset.choose import Choice, severities, verify

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from pathlib import Path

    from plancheck.model.finding import Severity
    from plancheck.model.waiver import Waiver
    from plancheck.ruleset.rule import Rule


class Options(Value):
    """What the caller asks for; None leaves it to the configuration file, then to the default."""

    today: date
    stage: str | None = None
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    show: str | None = None
    fail_on: str | None = None
    min_confidence: str | None = None
    severity: Mapping[str, Severity] = field(default_factory=dict)
    exclude: tuple[str, ...] = ()
    force_exclude: bool = False
    config: Path | None = None
    isolated: bool = False
    lang: str = "vi"
    detail: bool = False
    since: Path | None = None
    waive: bool = True
    baselined: bool = True
    baseline: Path | None = None
    archive: Path | None = None
    jobs: int = 1
    engine: str = "local"
    cache: bool = False


class Settings(Value):
    """The options of some files after the configuration is taken in.

    `unchosen` are the rules that are there and do not run; `root` is the folder of the configuration.
    """

    rules: tuple[Rule, ...]
    unchosen: tuple[Rule, ...]
    digest: str
    stage: str
    show: str
    fail_on: str
    min_confidence: str
    severity: Mapping[str, Severity]
    values: Mapping[str, Any]
    limits: Limits
    exclude: tuple[str, ...]
    root: Path | None
    baseline: Path | None
    archive: Path | None
    known_documents: tuple[Path, ...]
    lang: str
    today: date

    def key(self) -> str:
        """A digest of everything here that a result depends on."""
        said = [__version__, _program()]
        for name in self.__struct_fields__:
            value = getattr(self, name)
            if name in {"rules", "unchosen"}:
                value = [r.code for r in value]
            elif isinstance(value, dict):
                value = sorted(value.items(), key=lambda item: str(item[0]))
            said.append(f"{name}={value!r}")
        return hashlib.sha256("\0".join(said).encode()).hexdigest()


@cache
def _program() -> str:
    return compiled.digest(resources.program_files())


def by_path(options: Options) -> Callable[[Path], Settings]:
    """The settings of a file or folder, made once for every configuration that governs some. Raises ConfigError, RuleError."""
    made: dict[tuple[Path | None, tuple[int, ...]], Settings] = {}
    governing = cache(config.find)

    def of(path: Path) -> Settings:
        folder = path if path.is_dir() else path.parent
        governed_by = None if options.isolated else options.config or governing(folder)
        found = config.load(governed_by) if governed_by else config.Config()
        patterns = found.patterns_of(path)
        if (governed_by, patterns) not in made:
            made[governed_by, patterns] = _merged(options, found.with_patterns(patterns))
        return made[governed_by, patterns]

    return of


def _merged(options: Options, found: config.Config) -> Settings:
    rules = rule_loader.load(found.rule_dirs)
    choice = Choice(
        options.select or found.select,
        (*options.ignore, *found.ignore),
        (*options.extend_select, *found.extend_select),
    )
    _verified(found, rules)
    verify((*options.select, *options.ignore, *options.extend_select), rules)
    severity = severities((*found.severity.items(), *options.severity.items()), rules)
    for listed in found.known_documents:
        if not listed.is_file():
            raise ConfigError("{path}: không có tệp «{name}» mà known-documents nêu", path=found.path, name=listed)
    if options.baseline is not None and not options.baseline.is_file():
        raise ConfigError("{path}: không có tệp hiện trạng này; tạo bằng: plancheck baseline write", path=options.baseline)
    return Settings(
        rules=tuple(r for r in rules if choice.keeps(r)),
        unchosen=tuple(r for r in rules if not choice.keeps(r)),
        digest=rule_loader.digest(found.rule_dirs),
        stage=options.stage or found.stage or "trinh-ky",
        show=options.show or found.show or "info",
        fail_on=options.fail_on or found.fail_on or "error",
        min_confidence=options.min_confidence or found.min_confidence or "medium",
        severity=severity,
        values=found.values,
        limits=Limits.of_megabytes(found.max_size_mb) if found.max_size_mb else Limits(),
        exclude=(*options.exclude, *found.exclude),
        root=found.path.parent if found.path is not None else None,
        baseline=(options.baseline or found.baseline) if options.baselined else None,
        archive=options.archive or found.archive,
        known_documents=found.known_documents,
        lang=options.lang,
        today=options.today,
    )


def _verified(found: config.Config, rules: tuple[Rule, ...]) -> None:
    """Raise ConfigError, at the place in its file, for a setting that names no rule."""
    named = (
        *((name, "select") for name in found.select),
        *((name, "ignore") for name in found.ignore),
        *((name, "extend-select") for name in found.extend_select),
        *((name, f"severity.{name}") for name in found.severity),
    )
    for name, key in named:
        try:
            verify((name,), rules)
        except ConfigError as error:
            made = found.origins.get(key)
            if made is None:
                raise
            raise ConfigError(
                "{path}:{line}:{column}: {what}", path=made.path, line=made.line, column=made.column, what=str(error)
            ) from None


def excuses(path: Path, settings: Settings, options: Options) -> tuple[Waiver, ...]:
    """What excuses findings of a file from outside it: waivers files beside and above it, and the baseline. Raises ConfigError."""
    told = () if options.isolated or not options.waive else waivers.of_folders(path, folders_above(path))
    return (*told, *(baseline.waivers(settings.baseline, path) if settings.baseline is not None else ()))


def folders_above(path: Path) -> tuple[Path, ...]:
    """The folder of a file and those above it, up to the one that holds a `.git`."""
    return _above(path if path.is_dir() else path.parent)


@cache
def _above(folder: Path) -> tuple[Path, ...]:
    return tuple(config.above(folder))
