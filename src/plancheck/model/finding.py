"""What the rules say of a plan. Findings are values; nothing here knows how they are printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import field

from plancheck.model.value import Value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from plancheck.model.comparison import Comparison
    from plancheck.model.detail import Detail
    from plancheck.model.passage import Passage
    from plancheck.model.span import Span
    from plancheck.model.waiver import Waiver

Severity = Literal["error", "warning", "info"]
Confidence = Literal["high", "medium", "low"]
Safety = Literal["safe", "suggested"]

SEVERITIES: tuple[Severity, ...] = ("info", "warning", "error")
WORST_FIRST: tuple[Severity, ...] = SEVERITIES[::-1]
CONFIDENCES: tuple[Confidence, ...] = ("low", "medium", "high")


class Edit(Value):
    """Put `replacement` in place of the words at `span`."""

    span: Span
    replacement: str


class Fix(Value):
    """Edits that mend a finding together; `safe` ones never change a meaning."""

    safety: Safety
    edits: tuple[Edit, ...]


class RuleSource(Value):
    """The clause that a rule rests on, or the practice."""

    regulation: str | None = None
    clause: str | None = None
    practice: str | None = None


class Related(Value):
    """Other words that belong to a finding, and what they are to it."""

    span: Span
    text: str


class Finding(Value):
    """One fault with one cause. `span` None: something is missing that has no place in the text. `waived`: what excuses it."""

    code: str
    name: str
    severity: Severity
    confidence: Confidence
    message: str
    hint: str
    source: RuleSource
    span: Span | None
    text: str | None
    why: str = ""
    related: tuple[Related, ...] = ()
    fixes: tuple[Fix, ...] = ()
    fingerprint: str = ""
    waived: Waiver | None = None

    def spans(self) -> Iterator[Span]:
        """Every place that the finding, its related words and its fixes speak of."""
        if self.span is not None:
            yield self.span
        yield from (r.span for r in self.related)
        yield from (e.span for f in self.fixes for e in f.edits)


class NotEvaluated(Value):
    """A rule that could not be judged on this document, and why; `optional`: it rests on something that the user has not set up."""

    code: str
    reason: str
    optional: bool = False


def reaches(severity: Severity, threshold: str) -> bool:
    """Whether a severity fails a run with a threshold; nothing reaches «never»."""
    return threshold != "never" and SEVERITIES.index(severity) >= SEVERITIES.index(threshold)


class FileReport(Value):
    """All that is said about one file. `error` is set when it could not be read; then the rest is empty.

    `passages` holds, by block, the paragraphs that a finding points at; the document itself is let go unless `detail` was asked for.
    `fail_on` is the threshold that its configuration sets. With a `comparison` the findings are those that an earlier draft did not have.
    `waived` are the findings that someone excused: they count nowhere, and every report lists them.
    """

    path: str
    sha256: str | None = None
    family: str | None = None
    regimes: tuple[str, ...] = ()
    passages: Mapping[int, Passage] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    not_evaluated: tuple[NotEvaluated, ...] = ()
    error: str | None = None
    fail_on: str = "error"
    detail: Detail | None = None
    comparison: Comparison | None = None
    waived: tuple[Finding, ...] = ()

    def count(self, severity: Severity) -> int:
        """How many findings of this severity the file has."""
        return sum(f.severity == severity for f in self.findings)


class Report(Value):
    """The result of a run. `exit_code` is that of the command, whatever the format; `totals` counts findings by severity;
    `interrupted`: the user stopped it half-way.
    """

    version: str
    rules_sha256: str
    files: Sequence[FileReport]
    exit_code: int
    fail_on: str
    seconds: float
    totals: Mapping[Severity, int]
    interrupted: bool = False

    def count(self, severity: Severity) -> int:
        """How many findings of this severity there are in all files."""
        return self.totals.get(severity, 0)
