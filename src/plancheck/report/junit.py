"""JUnit XML, as CI services read it: one suite a file, one case a rule that found something or could not be judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import quoteattr

from plancheck.expressions import expression
from plancheck.model.finding import reaches
from plancheck.report.excused import excuse_text
from plancheck.report.machine import path_of, sentence
from plancheck.report.place import finding_place
from plancheck.report.since import since_lines
from plancheck.report.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from plancheck.model.finding import FileReport, Finding, NotEvaluated, Report

# Characters that XML 1.0 has no place for.
_BARRED = expression(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit_text(report: Report, lang: str = "vi") -> str:
    """The report as XML. A rule that found nothing has no case; a file without findings has one that passed."""
    suites = [_suite(file, lang) for file in report.files]
    tests, failures, errors = (sum(getattr(s, part) for s in suites) for part in ("tests", "failures", "errors"))
    head = f'<testsuites name="plancheck" tests="{tests}" failures="{failures}" errors="{errors}" time="{report.seconds:.3f}">'
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', head, *(s.text for s in suites), "</testsuites>", ""])


class _Suite(NamedTuple):
    text: str
    tests: int
    failures: int
    errors: int


def _suite(file: FileReport, lang: str) -> _Suite:
    found: dict[str, list[Finding]] = {}
    for finding in file.findings:
        found.setdefault(finding.code, []).append(finding)
    failing = {code for code, findings in found.items() if any(reaches(f.severity, file.fail_on) for f in findings)}
    left = [entry for entry in file.not_evaluated if entry.code not in found and not entry.optional]
    cases = list(_cases(file, found, failing, left, lang))
    skipped = 0 if file.error is not None else sum("<skipped" in case for case in cases)
    errors = int(file.error is not None)
    counts = f'tests="{len(cases)}" failures="{len(failing)}" errors="{errors}" skipped="{skipped}"'
    head = f"<testsuite name={_attribute(path_of(file))} {counts}>"
    told = (
        [] if file.comparison is None else [f"<system-out>{_text(chr(10).join(since_lines(file.comparison, lang)))}</system-out>"]
    )
    return _Suite("\n".join([head, *cases, *told, "</testsuite>"]), len(cases), len(failing), errors)


def _cases(
    file: FileReport, found: Mapping[str, list[Finding]], failing: set[str], left: list[NotEvaluated], lang: str
) -> Iterator[str]:
    _ = words(lang)
    suite = _attribute(path_of(file))
    if file.error is not None:
        yield f'<testcase name="read" classname={suite}><error message={_attribute(file.error)}/></testcase>'
        return
    for code, findings in found.items():
        name = _attribute(f"{code} {findings[0].name}")
        text = _text("\n".join(f"{finding_place(file, f, lang) or file.path}: {sentence(f)}" for f in findings))
        failure = f'<failure type="{findings[0].severity}" message={_attribute(findings[0].message)}>{text}</failure>'
        inner = failure if code in failing else f"<system-out>{text}</system-out>"
        yield f"<testcase name={name} classname={suite}>{inner}</testcase>"
    for finding in (f for f in file.waived):
        name = _attribute(f"{finding.code} {finding.name} {finding.fingerprint}")
        told = _("bỏ qua: {message} — lý do: {excuse}").format(message=finding.message, excuse=excuse_text(finding, lang))
        yield f"<testcase name={name} classname={suite}><skipped message={_attribute(told)}/></testcase>"
    for entry in left:
        yield f'<testcase name="{entry.code}" classname={suite}><skipped message={_attribute(_(entry.reason))}/></testcase>'
    if not found and not left and not file.waived:
        yield f'<testcase name="plancheck" classname={suite}/>'


def _attribute(value: str) -> str:
    return quoteattr(_BARRED.sub("\ufffd", value))


def _text(value: str) -> str:
    return _BARRED.sub("\ufffd", value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
