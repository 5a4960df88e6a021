"""Formats of single services: GitHub annotations and step summary, GitLab code quality, reviewdog's rdjson, JSON Lines."""

from __future__ import annotations

import hashlib
import json
from html import escape
from typing import TYPE_CHECKING, Any

from plancheck.model.finding import WORST_FIRST
from plancheck.report.excused import excused_lines
from plancheck.report.machine import findings, octets, path_of, sentence, spot
from plancheck.report.report_json import finding_data
from plancheck.report.since import since_data, since_lines
from plancheck.report.terminal import severity_word
from plancheck.report.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plancheck.model.finding import Report

_GITHUB = {"error": "error", "warning": "warning", "info": "notice"}
_GITLAB = {"error": "critical", "warning": "major", "info": "info"}
_RDJSON = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}


def github_text(report: Report, lang: str = "vi") -> str:
    """Workflow commands: one annotation a finding."""
    lines = [f"::error file={_property(path_of(f))}::{_data(f.error)}" for f in report.files if f.error is not None]
    for file, finding in findings(report):
        place = spot(file, finding.span)
        title = _property(f"{finding.code} {finding.name}")
        where = f"file={_property(path_of(file))},line={place.line},endLine={place.end_line},col={place.column},endColumn={place.end_column},title={title}"
        lines.append(f"::{_GITHUB[finding.severity]} {where}::{_data(sentence(finding))}")
    for path, line in _passed(report, lang):
        lines.append(f"::notice file={_property(path)}::{_data(line)}")
    for file in report.files:
        if file.comparison is not None:
            told = _data("\n".join(since_lines(file.comparison, lang)))
            lines.append(f"::notice file={_property(path_of(file))}::{told}")
    return "".join(f"{line}\n" for line in lines)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def summary_text(report: Report, lang: str = "vi") -> str:
    """The run as a Markdown table, for the summary page of a CI job."""
    _ = words(lang)
    head = " | ".join((_("Tệp"), *(severity_word(s, lang) for s in WORST_FIRST)))
    lines = [f"| {head} |", "|---|---:|---:|---:|"]
    for file in report.files:
        if file.error is not None:
            lines.append(f"| {_cell(file.error)} | | | |")
            continue
        counts = " | ".join(str(file.count(s)) for s in WORST_FIRST)
        lines.append(f"| {_cell(path_of(file))} | {counts} |")
    for file in report.files:
        if file.comparison is not None:
            lines += [
                "",
                f"{_cell(path_of(file))}:",
                "",
                *(f"- {_cell(line.strip())}" for line in since_lines(file.comparison, lang)),
            ]
    passed = [f"- {_cell(path)}: {_cell(line)}" for path, line in _passed(report, lang)]
    lines += ["", *passed] if passed else []
    verdict = _("Không đạt") if report.exit_code else _("Đạt")
    return f"**plancheck: {verdict}**\n\n" + "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return escape(text, quote=False).replace("|", "\\|").replace("\n", " ")


def gitlab_data(report: Report, lang: str = "vi") -> list[dict[str, Any]]:
    """GitLab code quality: fingerprints are unique in the file, as GitLab drops the second of two equal ones."""
    found = [
        _gitlab_entry(
            path_of(file),
            spot(file, finding.span).line,
            finding.code,
            _GITLAB[finding.severity],
            sentence(finding),
            finding.fingerprint,
        )
        for file, finding in findings(report)
    ]
    unread = [_gitlab_entry(path, 1, "plancheck", "blocker", said, "error") for path, said in _unread(report)]
    told = [_gitlab_entry(path, 1, "plancheck", "info", said, f"since\0{said}") for path, said in _told(report, lang)]
    passed = [_gitlab_entry(path, 1, "plancheck", "info", said, f"waived\0{said}") for path, said in _passed(report, lang)]
    return unread + found + passed + told


def _gitlab_entry(path: str, line: int, name: str, severity: str, said: str, identity: str) -> dict[str, Any]:
    return {
        "description": said,
        "check_name": name,
        "fingerprint": hashlib.sha256(f"{path}\0{identity}".encode()).hexdigest(),
        "severity": severity,
        "location": {"path": path, "lines": {"begin": line}},
    }


def _unread(report: Report) -> list[tuple[str, str]]:
    return [(path_of(f), f.error) for f in report.files if f.error is not None]


def _passed(report: Report, lang: str) -> list[tuple[str, str]]:
    """Excused findings, each a line with its file."""
    return [(path_of(f), line) for f in report.files for line in excused_lines(f, lang)]


def _told(report: Report, lang: str) -> list[tuple[str, str]]:
    """What is said of an earlier draft, each line for itself: a list of diagnostics has no other room for it."""
    return [
        (path_of(f), line.strip()) for f in report.files if f.comparison is not None for line in since_lines(f.comparison, lang)
    ]


def rdjson_data(report: Report, lang: str = "vi") -> dict[str, Any]:
    """reviewdog's diagnostic format; its columns count bytes of UTF-8."""
    diagnostics: list[dict[str, Any]] = [
        {"message": said, "location": {"path": path}, "severity": "ERROR"} for path, said in _unread(report)
    ]
    for file, finding in findings(report):
        place = spot(file, finding.span, octets)
        diagnostics.append(
            {
                "message": sentence(finding),
                "location": {
                    "path": path_of(file),
                    "range": {
                        "start": {"line": place.line, "column": place.column},
                        "end": {"line": place.end_line, "column": place.end_column},
                    },
                },
                "severity": _RDJSON[finding.severity],
                "code": {"value": finding.code},
                "original_output": finding.text or "",
            }
        )
    others = (*_passed(report, lang), *_told(report, lang))
    diagnostics += [{"message": said, "location": {"path": path}, "severity": "INFO"} for path, said in others]
    return {"source": {"name": "plancheck"}, "diagnostics": diagnostics}


def jsonl_text(report: Report, lang: str = "vi") -> Iterator[str]:
    """One finding a line, each with its file; a file that could not be read, and what is said of an earlier draft, are lines too."""
    for file in report.files:
        lines: list[dict[str, Any]] = [{"path": file.path, "error": file.error}] if file.error is not None else []
        lines += [{"path": file.path, **finding_data(file, finding, lang)} for finding in (*file.findings, *file.waived)]
        lines += [{"path": file.path, "since": since_data(file.comparison)}] if file.comparison is not None else []
        yield "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
