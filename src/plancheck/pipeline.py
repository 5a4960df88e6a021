"""The one door: paths or bytes in, a Report out. The command line, the page, the archive and editors all come through it."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from plancheck import __version__, config, lint
from plancheck.checker import Checker, Examined, lost, reports_of
from plancheck.errors import ExitCode, ReadError
from plancheck.model.finding import FileReport, Report, reaches
from plancheck.parse import parse
from plancheck.read import read_path
from plancheck.ruleset import load as rule_loader
from plancheck.ruleset.choose import Choice, matches, severities, verify
from plancheck.settings import Options, by_path
from plancheck.sources import governed
from plancheck.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from plancheck.model.archive import Relations
    from plancheck.model.document import Document
    from plancheck.model.finding import Severity
    from plancheck.model.plan import Plan
    from plancheck.ruleset.rule import Rule

__all__ = ["Examined", "Options"]  # callers need no other door


def check(
    paths: Iterable[Path],
    options: Options,
    *,
    stdin: tuple[bytes, str] | None = None,
    advance: Callable[[int], None] | None = None,
) -> Report:
    """Check files, folders and standard input. One unreadable file never stops the others.

    `advance` is called with the number of files done. Ctrl-C ends the run with what is done so far. Raises ConfigError and RuleError before
    anything is checked.
    """
    began = time.perf_counter()
    named = list(paths)
    reports = Spool()
    codes = {ExitCode.OK}
    # The settings of the run itself are verified even when no file can be read.
    own = by_path(options)(named[0] if named else Path.cwd())
    if stdin is not None:
        with Checker(options) as checker:
            reports.append(checker.of_bytes(*stdin, Path.cwd()))
        codes.add(_code(reports[-1]))
    interrupted = False
    try:
        for done, report in enumerate(_reports(governed(named, options), options), start=1):
            reports.append(report)
            codes.add(_code(report))
            if advance is not None:
                advance(done)
    except KeyboardInterrupt:
        interrupted = True
    return Report(
        version=__version__,
        rules_sha256=own.digest,
        files=reports,
        exit_code=int(ExitCode.worst(*codes) if reports or options.force_exclude else ExitCode.INPUT),
        totals=reports.totals,
        fail_on=own.fail_on,
        seconds=time.perf_counter() - began,
        interrupted=interrupted,
    )


def _reports(paths: Iterable[Path | ReadError], options: Options) -> Iterator[FileReport]:
    """A report for every path and every error, in order."""
    refused: dict[int, ReadError] = {}

    def readable() -> Iterator[Path]:
        for number, path in enumerate(paths):
            if isinstance(path, ReadError):
                refused[number] = path
            else:
                yield path

    number = 0
    for report in _checked(readable(), options):
        while number in refused:
            yield _refused(refused.pop(number))
            number += 1
        yield report
        number += 1
    yield from (_refused(refused[n]) for n in sorted(refused))


def _checked(paths: Iterable[Path], options: Options) -> Iterator[FileReport]:
    """In this process one checker for all files, which come one by one; else what the engine makes of them."""
    if options.jobs > 1 or options.engine != "local":
        from plancheck import engine

        yield from engine.spread(paths, partial(reports_of, options=options), options, lost)
        return
    store = None
    if options.cache:
        from plancheck.results import ResultStore

        store = ResultStore.open(options.today)
    with Checker(options, store) as checker:
        yield from map(checker.report, paths)


def _refused(error: ReadError) -> FileReport:
    return FileReport(error.path, error=str(error))


def _code(report: FileReport) -> ExitCode:
    if report.error is not None:
        return ExitCode.INPUT
    return ExitCode.FINDINGS if any(reaches(f.severity, report.fail_on) for f in report.findings) else ExitCode.OK


def files(source: Path, options: Options) -> Iterator[Path]:
    """The files that `check` would read for a source. Raises ConfigError."""
    return (path for path in governed([source], options) if isinstance(path, Path))


def count(paths: Iterable[Path], options: Options) -> int:
    """How many files `check` would read. Raises ConfigError."""
    return sum(1 for _ in governed(paths, options))


def bytes_of(path: Path, options: Options) -> bytes:
    """The bytes of a file within the limits that govern it. Raises ReadError, ConfigError."""
    with Checker(options) as checker:
        return checker.bytes_of(path)


def examine(data: bytes, path: Path, options: Options) -> Examined:
    """Hold one document from memory against the rules that govern its path. Raises ReadError, ConfigError, RuleError."""
    with Checker(options) as checker:
        return checker.examine(data, path)


def relations(examined: Examined, options: Options) -> Relations:
    """How an examined document stands among those of its archive."""
    return lint.relations(examined.document, examined.plan, examined.neighbours, options.today)


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
    known = {d.resolve() for d in found.rule_dirs}
    own = tuple(rule_loader.from_file(f) for f in files)
    patterns = tuple(n for n in names if not Path(n).exists())
    rules = rule_loader.load((*found.rule_dirs, *(f for f in folders if f.resolve() not in known)))
    verify(patterns, rules)
    if not names:
        return rules
    inside = tuple(r for r in rules if any(_below(r, f) for f in folders))
    return (*(r for r in rules if any(matches(r, p) for p in patterns)), *inside, *own)


def _below(rule: Rule, folder: Path) -> bool:
    return Path(rule.path).resolve().is_relative_to(folder.resolve())
