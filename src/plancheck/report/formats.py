"""The formats of a report by name; each is made from the same `Report` and imported when it is asked for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plancheck.model.finding import Report
    from plancheck.report.terminal import View

NAMES = ("full", "concise", "json", "jsonl", "sarif", "junit", "github", "gitlab", "rdjson", "markdown", "html")
# They show the whole document, which a report keeps only when it is asked to.
DETAILED = frozenset({"html"})


def rendered(report: Report, name: str, view: View) -> Iterator[str]:
    """The report as the text of a format of `NAMES`, in pieces: those of the terminal and JSON Lines never hold all files at once."""
    if name in {"full", "concise"}:
        from plancheck.report import terminal

        return terminal.full(report, view) if name == "full" else terminal.concise(report, view)
    if name == "jsonl":
        from plancheck.report import services

        return services.jsonl_text(report, view.lang)
    return iter((_whole(report, name, view.lang),))


def _whole(report: Report, name: str, lang: str) -> str:
    if name == "html":
        from plancheck.report.page import page_text

        return page_text(report, lang)
    if name == "junit":
        from plancheck.report.junit import junit_text

        return junit_text(report, lang)
    if name in {"github", "markdown"}:
        from plancheck.report import services

        return services.github_text(report, lang) if name == "github" else services.summary_text(report, lang)
    return as_json(_data(report, name, lang))


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
