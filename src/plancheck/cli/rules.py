"""`plancheck rules`."""

from __future__ import annotations

import gettext
from pathlib import Path

import click

from plancheck.cli.main import current_language, lang_option
from plancheck.cli.options import format_option
from plancheck.cli.output import write
from plancheck.report.formats import as_json

_ = gettext.gettext


def run(group: str | None, output_format: str) -> int:
    """List the rules with the severities in force here."""
    from plancheck import pipeline
    from plancheck.report.terminal import severity_word

    lang = current_language()
    listed = [
        (rule, severity)
        for rule, severity in pipeline.rules_in_force(Path.cwd())
        if group is None or rule.code.startswith(group.upper())
    ]
    if output_format == "json":
        data = [
            {
                "code": rule.code,
                "name": rule.name,
                "title": rule.wording(lang).title,
                "severity": severity,
                "confidence": rule.confidence,
                "families": list(rule.families),
                "regulations": list(rule.regulations),
                "clause": rule.clause,
                "practice": rule.practice,
                "path": rule.path,
            }
            for rule, severity in listed
        ]
        write(as_json(data), None)
        return 0
    longest = max((len(rule.name) for rule, _severity in listed), default=0)
    lines = [
        f"{rule.code}  {rule.name:<{longest}}  {severity_word(severity, lang) if severity else _('tắt'):<9}  {rule.wording(lang).title}"
        for rule, severity in listed
    ]
    write("\n".join([*lines, _("{n} quy tắc").format(n=len(listed))]) + "\n", None)
    return 0


command = click.Command(
    "rules",
    callback=run,
    options_metavar=_("[OPTIONS]"),
    help=_("Danh sách quy tắc và mức đang áp dụng."),
    params=[
        click.Option(["--group"], metavar=_("NHÓM"), help=_("Chỉ một nhóm, ví dụ TH.")),
        format_option(),
        lang_option(),
    ],
)
