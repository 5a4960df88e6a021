"""The one door: paths or bytes in, a Report out. The command line, the page, the archive and editors all come through it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plancheck import __version__, config, lint
from plancheck.errors import ExitCode, ReadError
from plancheck.model.finding import CONFIDENCES, SEVERITIES, FileReport, Report, reaches
from plancheck.model.passage import passage
from plancheck.parse import parse
from plancheck.read import SUFFIXES, Limits, read_bytes, read_path, reader
from plancheck.ruleset import load as rule_loader
from plancheck.ruleset.choose import Choice, matches, severities, verify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from plancheck.model.detail import Detail
    from plancheck.model.document import Document
    from plancheck.model.finding import Finding, Severity
    from plancheck.model.plan import Plan
    from plancheck.ruleset.rule import Rule

_TEMPORARY = ("~$", ".~", "._")


@dataclass(frozen=True, slots=True)
class Options:
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
    config: Path | None = None
    isolated: bool = False
    lang: str = "vi"
    detail: bool = False
    since: Path | None = None


@dataclass(frozen=True, slots=True)
class _Settings:
    """The options of one file after the configuration is taken in."""

    rules: tuple[Rule, ...]
    digest: str
    stage: str
    show: str
    fail_on: str
    min_confidence: str
    severity: Mapping[str, Severity]
    values: Mapping[str, Any]
    limits: Limits
    exclude: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Examined:
    """A document with what was understood of it and the findings that are shown; `limits` are those it was read with."""

    document: Document
    plan: Plan
    findings: tuple[Finding, ...]
    limits: Limits


def _settings(options: Options) -> Callable[[Path], _Settings]:
    """The settings by folder, made once for every configuration file that governs one."""
    made: dict[Path | None, _Settings] = {}
    governing = cache(config.find)

    def of(folder: Path) -> _Settings:
        governed_by = None if options.isolated else options.config or governing(folder)
        if governed_by not in made:
            made[governed_by] = _merged(options, config.load(governed_by) if governed_by else config.Config())
        return made[governed_by]

    return of


def _merged(options: Options, found: config.Config) -> _Settings:
    rules = rule_loader.load(found.rule_dirs)
    choice = Choice(
        options.select or found.select,
        (*options.ignore, *found.ignore),
        (*options.extend_select, *found.extend_select),
    )
    verify((*choice.select, *choice.ignore, *choice.extend), rules)
    severity = severities((*found.severity.items(), *options.severity.items()), rules)
    return _Settings(
        rules=tuple(r for r in rules if choice.keeps(r)),
        digest=rule_loader.digest(found.rule_dirs),
        stage=options.stage or found.stage or "trinh-ky",
        show=options.show or found.show or "info",
        fail_on=options.fail_on or found.fail_on or "error",
        min_confidence=options.min_confidence or found.min_confidence or "medium",
        severity=severity,
        values=found.values,
        limits=Limits.of_megabytes(found.max_size_mb) if found.max_size_mb else Limits(),
        exclude=(*options.exclude, *found.exclude),
    )


def expand(paths: Iterable[Path], exclude: tuple[str, ...] = ()) -> Iterator[Path]:
    """Files among paths: a file as it is, a folder with all documents below it in the order of names.

    Raises ReadError for a folder that may not be read, and when a folder holds no document at all.
    """
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        found = False
        try:
            for inner in sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file()):
                hidden = any(part.startswith(".") for part in inner.relative_to(path).parts)
                if (
                    inner.name.startswith(_TEMPORARY)
                    or hidden
                    or any(fnmatch(inner.as_posix(), g) or fnmatch(inner.name, g) for g in exclude)
                ):
                    continue
                found = True
                yield inner
        except PermissionError:
            raise ReadError("{path}: không có quyền đọc thư mục này", path=path) from None
        if not found:
            raise ReadError("{path}: thư mục không có tệp .docx, .md hay .txt nào", path=path)


def _governed(source: Path, options: Options, settings_of: Callable[[Path], _Settings]) -> Iterator[tuple[Path, _Settings]]:
    """The files that a source names with the settings of each; a folder leaves out what its configuration excludes."""
    for path in expand([source], options.exclude):
        settings = settings_of(path.parent)
        if path == source or not any(fnmatch(path.as_posix(), g) or fnmatch(path.name, g) for g in settings.exclude):
            yield path, settings


def files(source: Path, options: Options) -> Iterator[Path]:
    """The files that `check` would read for a source. Raises ReadError as `expand`, ConfigError."""
    return (path for path, _ in _governed(source, options, _settings(options)))


def check(
    paths: Iterable[Path],
    options: Options,
    *,
    stdin: tuple[bytes, str] | None = None,
    advance: Callable[[int], None] | None = None,
) -> Report:
    """Check files, folders and standard input. One unreadable file never stops the others.

    `advance` is called with the number of files done. Raises ConfigError and RuleError before anything is checked.
    """
    began = time.perf_counter()
    sources = list(paths)
    codes = [ExitCode.OK]
    reports: list[FileReport] = []
    # The settings of the run itself are verified even when no file can be read.
    settings_of = _settings(options)
    first = sources[0] if sources else Path.cwd()
    own = settings_of(first if first.is_dir() else first.parent)
    earlier = examine(bytes_of(options.since, options), options.since, options) if options.since is not None else None
    if stdin is not None:
        data, name = stdin
        settings = settings_of(Path.cwd())
        reports.append(_report(name, lambda: read_bytes(data, name, settings.limits), settings, options, earlier))
        codes.append(_code(reports[-1], settings))
    done = 0
    for source in sources:
        try:
            for path, settings in _governed(source, options, settings_of):
                reports.append(_report(str(path), partial(read_path, path, settings.limits), settings, options, earlier))
                codes.append(_code(reports[-1], settings))
                done += 1
                if advance is not None:
                    advance(done)
        except ReadError as error:
            reports.append(FileReport(str(source), error=str(error)))
            codes.append(error.exit_code)
    if not reports:
        codes.append(ExitCode.INPUT)
    return Report(
        version=__version__,
        rules_sha256=own.digest,
        files=tuple(reports),
        exit_code=int(ExitCode.worst(*codes)),
        fail_on=own.fail_on,
        seconds=time.perf_counter() - began,
    )


def _report(
    name: str, read: Callable[[], Document], settings: _Settings, options: Options, earlier: Examined | None
) -> FileReport:
    try:
        document = read()
    except ReadError as error:
        return FileReport(name, error=str(error))
    plan = parse(document, options.today)
    verdict = _judged(document, plan, settings, options)
    shown = tuple(f for f in verdict.findings if _visible(f, settings))
    comparison = None
    if earlier is not None:
        from plancheck.compare import compare

        shown, comparison = compare(
            str(options.since), (earlier.document, earlier.plan, earlier.findings), (document, plan, shown)
        )
    blocks = {span.block for finding in shown for span in finding.spans()}
    return FileReport(
        name,
        document.source.sha256,
        plan.family,
        tuple(r.id for r in plan.regimes),
        {block: passage(document, plan, block) for block in blocks},
        shown,
        verdict.unjudged,
        fail_on=settings.fail_on,
        detail=_detail(document, plan, shown, verdict.judged_by) if options.detail else None,
        comparison=comparison,
    )


def _detail(document: Document, plan: Plan, findings: tuple[Finding, ...], judged_by: tuple[str, ...]) -> Detail:
    from plancheck.matrix import matrix
    from plancheck.model.detail import Detail
    from plancheck.timeline import timeline

    return Detail(document, plan, matrix(plan), timeline(plan, findings), judged_by)


def _judged(document: Document, plan: Plan, settings: _Settings, options: Options) -> lint.Verdict:
    return lint.run(
        document,
        plan,
        settings.rules,
        today=options.today,
        stage=settings.stage,
        values=settings.values,
        severities=settings.severity,
        lang=options.lang,
    )


def _visible(finding: Finding, settings: _Settings) -> bool:
    """Whether a finding is confident enough, and severe enough to be shown or to fail the run."""
    if CONFIDENCES.index(finding.confidence) < CONFIDENCES.index(settings.min_confidence):
        return False
    least = min(SEVERITIES.index(settings.show), SEVERITIES.index(settings.fail_on) if settings.fail_on != "never" else 2)
    return SEVERITIES.index(finding.severity) >= least


def _code(report: FileReport, settings: _Settings) -> ExitCode:
    if report.error is not None:
        return ExitCode.INPUT
    return ExitCode.FINDINGS if any(reaches(f.severity, settings.fail_on) for f in report.findings) else ExitCode.OK


def count(paths: Iterable[Path], exclude: tuple[str, ...] = ()) -> int:
    """How many files `check` would read; paths that cannot be read count as one."""
    total = 0
    for path in paths:
        try:
            total += sum(1 for _ in expand([path], exclude))
        except ReadError:
            total += 1
    return total


def bytes_of(path: Path, options: Options) -> bytes:
    """The bytes of a file within the limits that govern it. Raises ReadError, ConfigError."""
    return reader.bytes_of(path, _settings(options)(path.parent).limits)


def examine(data: bytes, path: Path, options: Options) -> Examined:
    """Hold one document from memory against the rules that govern its path. Raises ReadError, ConfigError, RuleError."""
    settings = _settings(options)(path.parent)
    document = read_bytes(data, str(path), settings.limits)
    plan = parse(document, options.today)
    verdict = _judged(document, plan, settings, options)
    return Examined(document, plan, tuple(f for f in verdict.findings if _visible(f, settings)), settings.limits)


def understand(path: Path, today: date) -> tuple[Document, Plan]:
    """Read and parse one file. Raises ReadError."""
    document = read_path(path)
    return document, parse(document, today)


def rules_in_force(folder: Path) -> tuple[tuple[Rule, Severity | None], ...]:
    """Every rule with its severity in a folder; None for one that is switched off there."""
    found = config.of(folder)
    rules = rule_loader.load(found.rule_dirs)
    choice = Choice(found.select, found.ignore, found.extend_select)
    changed = severities(found.severity.items(), rules)
    return tuple((rule, changed.get(rule.code, rule.severity) if choice.keeps(rule) else None) for rule in rules)


def rules_for_test(names: tuple[str, ...], folder: Path) -> tuple[Rule, ...]:
    """Rules named by code, name or group, and those of rule files and folders among the names. Raises RuleError, ConfigError."""
    found = config.of(folder)
    folders = tuple(Path(n) for n in names if Path(n).is_dir())
    files = tuple(Path(n) for n in names if Path(n).is_file())
    own = tuple(rule_loader.from_file(f) for f in files)
    patterns = tuple(n for n in names if not Path(n).exists())
    rules = rule_loader.load((*found.rule_dirs, *folders))
    verify(patterns, rules)
    if not names:
        return rules
    inside = tuple(r for r in rules if any(_below(r, f) for f in folders))
    return (*(r for r in rules if any(matches(r, p) for p in patterns)), *inside, *own)


def _below(rule: Rule, folder: Path) -> bool:
    return Path(rule.path).resolve().is_relative_to(folder.resolve())
