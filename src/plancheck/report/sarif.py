"""SARIF 2.1.0 (OASIS), for code scanning services and editors."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from plancheck.report.excused import excuse_text
from plancheck.report.machine import path_of, sentence, spot
from plancheck.report.place import human
from plancheck.report.since import since_data
from plancheck.report.terminal import source_text

if TYPE_CHECKING:
    from plancheck.model.finding import FileReport, Finding, Fix, Report
    from plancheck.model.span import Span

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_BASE = "%SRCROOT%"


def sarif_data(report: Report, lang: str = "vi") -> dict[str, Any]:
    """The report as a SARIF log with one run."""
    rules: dict[str, Finding] = {}
    for file in report.files:
        for finding in (*file.findings, *file.waived):
            rules.setdefault(finding.code, finding)
    index = {code: n for n, code in enumerate(rules)}
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "plancheck",
                        "semanticVersion": report.version,
                        "rules": [_rule(f) for f in rules.values()],
                        "properties": {"rulesSha256": report.rules_sha256},
                    }
                },
                "language": lang,
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {_BASE: {"description": {"text": "the folder in which plancheck was started"}}},
                "artifacts": [_artifact(f) for f in report.files],
                "invocations": [_invocation(report)],
                "properties": {
                    "since": [{"file": f.path, **since_data(f.comparison)} for f in report.files if f.comparison is not None]
                },
                "results": [
                    _result(file, n, f, index, lang)
                    for n, file in enumerate(report.files)
                    for f in (*file.findings, *file.waived)
                ],
            }
        ],
    }


def _rule(finding: Finding) -> dict[str, Any]:
    text = f"{finding.why} {finding.hint}"
    return {
        "id": finding.code,
        "name": finding.name,
        "shortDescription": {"text": finding.name.replace("-", " ")},
        "fullDescription": {"text": finding.why or finding.message},
        "help": {"text": text, "markdown": f"{finding.why}\n\n**{source_text(finding)}**\n\n{finding.hint}"},
        "defaultConfiguration": {"level": _LEVELS[finding.severity]},
    }


def _uri(file: FileReport) -> dict[str, str]:
    path = PurePath(file.path)
    return {"uri": path.as_uri()} if path.is_absolute() else {"uri": quote(path_of(file)), "uriBaseId": _BASE}


def _artifact(file: FileReport) -> dict[str, Any]:
    hashes = {"hashes": {"sha-256": file.sha256}} if file.sha256 else {}
    return {"location": _uri(file), **hashes}


def _invocation(report: Report) -> dict[str, Any]:
    errors = [
        {"level": "error", "message": {"text": f.error}, "locations": [{"physicalLocation": {"artifactLocation": _uri(f)}}]}
        for f in report.files
        if f.error is not None
    ]
    return {"executionSuccessful": not errors, "exitCode": report.exit_code, "toolExecutionNotifications": errors}


def _result(file: FileReport, number: int, finding: Finding, index: dict[str, int], lang: str) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index[finding.code],
        "level": _LEVELS[finding.severity],
        "message": {"text": sentence(finding)},
        "locations": [_location(file, number, finding, lang)],
        "partialFingerprints": {"plancheck/v1": finding.fingerprint},
        **({"baselineState": "new"} if file.comparison is not None else {}),
        "properties": {"confidence": finding.confidence, "source": source_text(finding)},
    }
    if finding.waived is not None:
        inside = finding.waived.kind == "comment"
        result["suppressions"] = [
            {"kind": "inSource" if inside else "external", "status": "accepted", "justification": excuse_text(finding, lang)}
        ]
    if finding.related:
        result["relatedLocations"] = [
            {
                "id": n,
                "message": {"text": r.text},
                "physicalLocation": {"artifactLocation": {**_uri(file), "index": number}, "region": _region(file, r.span)},
            }
            for n, r in enumerate(finding.related)
        ]
    fixes = [_fix(file, number, finding, fix) for fix in finding.fixes if _in_words(file, fix)]
    if fixes:
        result["fixes"] = fixes
    return result


def _in_words(file: FileReport, fix: Fix) -> bool:
    """Whether an edit can be told as a region of the file: of a text file, where no markup stands among the words."""
    return all(
        (passage := file.passages[e.span.block]).line is not None
        and passage.raw[passage.offsets.origin(e.span.start) : passage.offsets.origin(e.span.end - 1) + 1]
        == passage.text[e.span.start : e.span.end]
        for e in fix.edits
    )


def _fix(file: FileReport, number: int, finding: Finding, fix: Fix) -> dict[str, Any]:
    replacements = [{"deletedRegion": _region(file, e.span), "insertedContent": {"text": e.replacement}} for e in fix.edits]
    change = {"artifactLocation": {**_uri(file), "index": number}, "replacements": replacements}
    return {"description": {"text": finding.hint}, "artifactChanges": [change]}


def _location(file: FileReport, number: int, finding: Finding, lang: str) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {**_uri(file), "index": number}}
    if finding.span is None:
        return {"physicalLocation": {**physical, "region": {"startLine": 1}}}
    named = human(file.passages[finding.span.block], finding.span, lang)
    logical = {"fullyQualifiedName": named, "kind": "element"}
    return {"physicalLocation": {**physical, "region": _region(file, finding.span)}, "logicalLocations": [logical]}


def _region(file: FileReport, span: Span) -> dict[str, Any]:
    text = file.passages[span.block].text[span.start : span.end]
    place = spot(file, span)
    columns = {"startColumn": place.column, "endLine": place.end_line, "endColumn": place.end_column}
    return {"startLine": place.line, **columns, "snippet": {"text": text}}
