"""JUnit XML, as CI services read it: one suite a file, one case a rule that found something or could not be judged."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from plancheck.report.machine import path_of, sentence
from plancheck.report.place import human
from plancheck.report.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plancheck.model.finding import FileReport, Finding, Report

# Characters that XML 1.0 has no place for.
_BARRED = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit_text(report: Report, lang: str = "vi") -> str:
    """The report as XML. A rule that found nothing has no case; a file without findings has one that passed."""
    suites = [_suite(file, report, lang) for file in report.files]
    tests, failures, errors = (sum(counts[n] for _, counts in suites) for n in range(3))
    head = f'<testsuites name="plancheck" tests="{tests}" failures="{failures}" errors="{errors}" time="{report.seconds:.3f}">'
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', head, *(text for text, _ in suites), "</testsuites>", ""])


def _suite(file: FileReport, report: Report, lang: str) -> tuple[str, tuple[int, int, int]]:
    """The suite of a file, and its cases, failures and errors."""
    found: dict[str, list[Finding]] = {}
    for finding in file.findings:
        found.setdefault(finding.code, []).append(finding)
    cases = list(_cases(file, found, report, lang))
    failures = sum("<failure" in c for c in cases)
    errors = int(file.error is not None)
    skipped = sum("<skipped" in c for c in cases)
    head = f'<testsuite name={_attribute(path_of(file))} tests="{len(cases)}" failures="{failures}" errors="{errors}" skipped="{skipped}">'
    return "\n".join([head, *cases, "</testsuite>"]), (len(cases), failures, errors)


def _cases(file: FileReport, found: dict[str, list[Finding]], report: Report, lang: str) -> Iterator[str]:
    _ = words(lang)
    suite = _attribute(path_of(file))
    if file.error is not None:
        yield f'<testcase name="read" classname={suite}><error message={_attribute(file.error)}/></testcase>'
        return
    for code, findings in found.items():
        name = _attribute(f"{code} {findings[0].name}")
        text = _text("\n".join(f"{_place(file, f, lang)}: {sentence(f)}" for f in findings))
        severe = any(_fails(f, report) for f in findings)
        inner = (
            f'<failure type="{findings[0].severity}" message={_attribute(findings[0].message)}>{text}</failure>'
            if severe
            else f"<system-out>{text}</system-out>"
        )
        yield f"<testcase name={name} classname={suite}>{inner}</testcase>"
    for entry in file.not_evaluated:
        if entry.code not in found:
            reason = _attribute(_(entry.reason))
            yield f'<testcase name="{entry.code}" classname={suite}><skipped message={reason}/></testcase>'
    if not found and not file.not_evaluated:
        yield f'<testcase name="plancheck" classname={suite}/>'


def _fails(finding: Finding, report: Report) -> bool:
    order = ("info", "warning", "error", "never")
    return order.index(finding.severity) >= order.index(report.fail_on)


def _place(file: FileReport, finding: Finding, lang: str) -> str:
    return human(file.passages[finding.span.block], finding.span, lang) if finding.span is not None else file.path


def _attribute(value: str) -> str:
    return quoteattr(_BARRED.sub("\ufffd", value))


def _text(value: str) -> str:
    return _BARRED.sub("\ufffd", value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
