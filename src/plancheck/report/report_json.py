"""The report as JSON, schema `plancheck/report/1`. The names are a contract with other programs (design 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plancheck.model.finding import WORST_FIRST
from plancheck.report.place import location
from plancheck.report.since import since_data

if TYPE_CHECKING:
    from plancheck.model.finding import FileReport, Finding, Report
    from plancheck.model.span import Span

SCHEMA = "plancheck/report/1"


def report_data(report: Report, lang: str = "vi") -> dict[str, Any]:
    """The report as plain data."""
    return {
        "schema": SCHEMA,
        "tool": {"version": report.version, "rules_sha256": report.rules_sha256},
        "files": [_file(f, lang) for f in report.files],
        "summary": {
            "files": len(report.files),
            "findings": {s: report.count(s) for s in WORST_FIRST},
            "waived": sum(len(f.waived) for f in report.files),
            "exit_code": report.exit_code,
        },
    }


def _file(file: FileReport, lang: str) -> dict[str, Any]:
    return {
        "path": file.path,
        "sha256": file.sha256,
        "family": file.family,
        "regimes": list(file.regimes),
        "error": file.error,
        "findings": [finding_data(file, f, lang) for f in (*file.findings, *file.waived)],
        "not_evaluated": [{"code": n.code, "reason": n.reason} for n in file.not_evaluated],
        **({"since": since_data(file.comparison)} if file.comparison is not None else {}),
    }


def finding_data(file: FileReport, finding: Finding, lang: str) -> dict[str, Any]:
    """One finding as plain data."""
    source = finding.source

    def at(span: Span | None) -> dict[str, Any] | None:
        return location(file.passages[span.block], span, lang) if span is not None else None

    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "message": finding.message,
        "hint": finding.hint,
        "source": {"practice": source.practice}
        if source.practice
        else {"regulation": source.regulation, "clause": source.clause},
        "text": finding.text,
        "location": at(finding.span),
        "related": [{"text": r.text, "location": at(r.span)} for r in finding.related],
        "fixes": [
            {"safety": f.safety, "edits": [{"location": at(e.span), "replacement": e.replacement} for e in f.edits]}
            for f in finding.fixes
        ],
        "fingerprint": finding.fingerprint,
        "waived": _waived(finding),
    }


def _waived(finding: Finding) -> dict[str, Any] | None:
    waiver = finding.waived
    if waiver is None:
        return None
    until = waiver.until.isoformat() if waiver.until is not None else None
    return {"reason": waiver.reason, "until": until, "by": waiver.by, "kind": waiver.kind}
