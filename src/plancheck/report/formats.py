"""The formats of a report by name; each is made from the same `Report` and imported when it is asked for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from plancheck.model.finding import Report
    from plancheck.report.terminal import View

NAMES = ("full", "concise", "json", "jsonl", "sarif", "junit", "github", "gitlab", "rdjson", "markdown", "html")
# They show the whole document, which a report keeps only when it is asked to.
DETAILED = frozenset({"html"})


def rendered(report: Report, name: str, view: View) -> str:
    """The report as the text of a format of `NAMES`."""
    if name in {"full", "concise"}:
        from plancheck.report import terminal

        return terminal.full(report, view) if name == "full" else terminal.concise(report, view)
    if name == "html":
        from plancheck.report.page import page_text

        return page_text(report, view.lang)
    if name == "junit":
        from plancheck.report.junit import junit_text

        return junit_text(report, view.lang)
    if name in {"github", "markdown", "jsonl"}:
        from plancheck.report import services

        if name == "github":
            return services.github_text(report, view.lang)
        return services.summary_text(report, view.lang) if name == "markdown" else services.jsonl_text(report, view.lang)
    return as_json(_data(report, name, view.lang))


def as_json(data: Any) -> str:
    """Data as JSON that people can read too, with the line end of a text file."""
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _data(report: Report, name: str, lang: str) -> Any:
    if name == "sarif":
        from plancheck.report.sarif import sarif_data

        return sarif_data(report, lang)
    if name in {"gitlab", "rdjson"}:
        from plancheck.report import services

        return services.gitlab_data(report, lang) if name == "gitlab" else services.rdjson_data(report, lang)
    from plancheck.report.report_json import report_data

    return report_data(report, lang)
