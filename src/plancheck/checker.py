"""One file: read, understood, held against the rules that govern it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Self

from msgspec.structs import replace

from plancheck import lint
from plancheck.archive import NAME as ARCHIVE
from plancheck.archive.known import digest as known_digest
from plancheck.archive.neighbours import neighbours
from plancheck.archive.record import record_of
from plancheck.config import first_in
from plancheck.errors import ReadError
from plancheck.language import speak
from plancheck.model.finding import CONFIDENCES, SEVERITIES, FileReport
from plancheck.model.passage import passage
from plancheck.model.value import Value
from plancheck.parse import parse
from plancheck.read import draft_of, reader
from plancheck.settings import by_path, excuses, folders_above

if TYPE_CHECKING:
    from pathlib import Path

    from plancheck.archive.store import Archive
    from plancheck.model.archive import Neighbours
    from plancheck.model.detail import Detail
    from plancheck.model.document import Document
    from plancheck.model.finding import Finding
    from plancheck.model.plan import Plan
    from plancheck.model.waiver import Waiver
    from plancheck.read import Limits
    from plancheck.results import ResultStore
    from plancheck.settings import Options, Settings


class Examined(Value):
    """A document with what was understood of it and the findings that are shown; `limits` are those it was read with.

    `neighbours`: the documents of its archive that it has to do with.
    """

    document: Document
    plan: Plan
    findings: tuple[Finding, ...]
    limits: Limits
    neighbours: Neighbours


class Checker:
    """Checks files by the options of one run; `store` keeps results from run to run."""

    def __init__(self, options: Options, store: ResultStore | None = None) -> None:
        self.options = options
        self.settings_of = by_path(options)
        self._store = store if not options.detail and options.since is None else None
        self._archives: dict[Path, Archive | None] = {}
        self._earlier = self._drafted(options.since) if options.since is not None else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        if self._store is not None:
            self._store.close()
        for archive in self._archives.values():
            if archive is not None:
                archive.close()

    def _drafted(self, path: Path) -> Examined:
        return self.examine(self.bytes_of(path), path)

    def bytes_of(self, path: Path) -> bytes:
        """The bytes of a file within the limits that govern it. Raises ReadError, ConfigError."""
        return reader.bytes_of(path, self.settings_of(path).limits)

    def examine(self, data: bytes, path: Path) -> Examined:
        """Hold one document from memory against the rules that govern its path. Raises ReadError, ConfigError, RuleError."""
        settings = self.settings_of(path)
        document = draft_of(data, str(path), settings.limits)
        plan = parse(document, self.options.today)
        near = self._neighbours(document, plan, path, settings)
        verdict = self._judged(document, plan, settings, excuses(path, settings, self.options), near)
        shown = tuple(f for f in verdict.findings if _visible(f, settings))
        return Examined(document, plan, shown, settings.limits, near)

    def report(self, path: Path) -> FileReport:
        """The report on a file; one that cannot be read has an `error`. Raises ConfigError, RuleError."""
        settings = self.settings_of(path)
        try:
            data = reader.bytes_of(path, settings.limits)
        except ReadError as error:
            return FileReport(str(path), error=str(error))
        told = excuses(path, settings, self.options)
        if self._store is None:
            return self._report(data, str(path), settings, told, path)
        digest = hashlib.sha256(data).hexdigest()
        around = self._surroundings(path, settings, digest)
        if around is None:
            return self._report(data, str(path), settings, told, path)
        key = f"{digest}{path.suffix.lower()} {settings.key()} {self.options.waive} {told!r} {around}"
        known = self._store.get(key, str(path))
        if known is None:
            known = self._report(data, str(path), settings, told, path)
            # The words of an error name the path; an archive that changed meanwhile gives another key.
            if known.error is None and around == self._surroundings(path, settings, digest):
                self._store.put(key, known)
        return known

    def of_bytes(self, data: bytes, name: str, folder: Path) -> FileReport:
        """The report on bytes from standard input, by the settings of a folder."""
        settings = self.settings_of(folder)
        return self._report(data, name, settings, excuses(folder / name, settings, self.options), folder)

    def _archive(self, path: Path, settings: Settings) -> Archive | None:
        """The archive that knows the documents around a file: as asked for, as configured, else the nearest one above it."""
        place = settings.archive
        if place is None and not self.options.isolated:
            place = first_in(folders_above(path), ARCHIVE)
        if place is None:
            return None
        if place not in self._archives:
            from plancheck.archive.store import Archive, OtherVersionError

            try:
                self._archives[place] = Archive(place, current=True)
            except OtherVersionError:
                if settings.archive is not None:
                    raise
                self._archives[place] = None
        return self._archives[place]

    def _surroundings(self, path: Path, settings: Settings, digest: str) -> str | None:
        """What a result depends on besides the file itself: the documents around it; None when an archive does not know the file."""
        archive = self._archive(path, settings)
        if archive is None:
            return known_digest(settings.known_documents)
        around = archive.surroundings(digest)
        return (
            None
            if around is None
            else f"{archive.path} {archive.name_of(path)} {around} {known_digest(settings.known_documents)}"
        )

    def _neighbours(self, document: Document, plan: Plan, path: Path, settings: Settings) -> Neighbours:
        archive = self._archive(path, settings)
        name = archive.name_of(path) if archive is not None else str(path)
        return neighbours(record_of(document, plan, name), archive, settings.known_documents)

    def _report(self, data: bytes, name: str, settings: Settings, told: tuple[Waiver, ...], path: Path) -> FileReport:
        try:
            document = draft_of(data, name, settings.limits)
        except ReadError as error:
            return FileReport(name, error=str(error))
        plan = parse(document, self.options.today)
        near = self._neighbours(document, plan, path, settings)
        verdict = self._judged(document, plan, settings, told, near)
        shown, waived = (tuple(f for f in found if _visible(f, settings)) for found in (verdict.findings, verdict.waived))
        comparison = None
        if self._earlier is not None:
            from plancheck.compare import compare

            shown, comparison = compare(
                str(self.options.since),
                (self._earlier.document, self._earlier.plan, self._earlier.findings),
                (document, plan, shown),
                waived,
            )
        blocks = {span.block for finding in (*shown, *waived) for span in finding.spans()}
        return FileReport(
            name,
            document.source.sha256,
            plan.family,
            tuple(r.id for r in plan.regimes),
            {block: passage(document, plan, block) for block in blocks},
            shown,
            verdict.unjudged,
            fail_on=settings.fail_on,
            detail=self._detail(document, plan, shown, verdict.judged_by, near) if self.options.detail else None,
            comparison=comparison,
            waived=waived,
        )

    def _judged(
        self, document: Document, plan: Plan, settings: Settings, told: tuple[Waiver, ...], near: Neighbours
    ) -> lint.Verdict:
        return lint.run(
            document if self.options.waive else replace(document, comments=()),
            plan,
            settings.rules,
            today=self.options.today,
            stage=settings.stage,
            values=settings.values,
            severities=settings.severity,
            lang=self.options.lang,
            waivers=told,
            unchosen=settings.unchosen,
            neighbours=near,
        )

    def _detail(
        self, document: Document, plan: Plan, findings: tuple[Finding, ...], judged_by: tuple[str, ...], near: Neighbours
    ) -> Detail:
        from plancheck.matrix import matrix
        from plancheck.model.detail import Detail
        from plancheck.timeline import timeline

        relations = lint.relations(document, plan, near, self.options.today)
        return Detail(document, plan, matrix(plan), timeline(plan, findings, relations.limits), judged_by, relations)


def reports_of(batch: tuple[Path, ...], *, options: Options) -> tuple[FileReport, ...]:
    """The reports on a few files: what one worker does at a time."""
    from plancheck.results import ResultStore

    speak(options.lang)
    store = ResultStore.open(options.today) if options.cache else None
    with Checker(options, store) as checker:
        return tuple(checker.report(path) for path in batch)


def lost(path: Path, why: str) -> FileReport:
    """The report on a file over which a worker died."""
    return FileReport(str(path), error=why)


def _visible(finding: Finding, settings: Settings) -> bool:
    """Whether a finding is confident enough, and severe enough to be shown or to fail the run."""
    if CONFIDENCES.index(finding.confidence) < CONFIDENCES.index(settings.min_confidence):
        return False
    least = min(SEVERITIES.index(settings.show), SEVERITIES.index(settings.fail_on) if settings.fail_on != "never" else 2)
    return SEVERITIES.index(finding.severity) >= least
