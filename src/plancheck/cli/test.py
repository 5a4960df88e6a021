"""`plancheck test`."""

from __future__ import annotations

import gettext
from pathlib import Path

import click

from plancheck.cli.main import lang_option
from plancheck.cli.output import write
from plancheck.errors import ExitCode

_ = gettext.gettext


def run(names: tuple[str, ...], verbose: bool) -> int:
    """Run the examples of the rules: all, or those named by code, name, group or file."""
    from plancheck import examples, pipeline

    rules = pipeline.rules_for_test(names, Path.cwd())
    words = {"noisy": _("ỒN"), "missed": _("BỎ SÓT"), "misplaced": _("LỆCH")}
    lines: list[str] = []
    tally = {"passed": 0, "noisy": 0, "missed": 0, "misplaced": 0}
    for rule in rules:
        outcomes = list(examples.run((rule,)))
        passed = sum(o.passed for o in outcomes)
        for outcome in outcomes:
            tally[outcome.verdict] += 1
        if verbose or passed < len(outcomes):
            lines.append(f"{rule.path}   {passed}/{len(outcomes)}")
        lines.extend(
            f"   {words[o.verdict]}   {_('ví dụ đúng') if o.good else _('ví dụ sai')} #{o.number}: «{o.detail}»"
            for o in outcomes
            if not o.passed
        )
    lines.append(
        _("{r} quy tắc, {e} ví dụ: {p} đạt, {n} ồn, {m} bỏ sót, {d} lệch").format(
            r=len(rules), e=sum(tally.values()), p=tally["passed"], n=tally["noisy"], m=tally["missed"], d=tally["misplaced"]
        )
    )
    write("\n".join(lines) + "\n", None)
    return int(ExitCode.OK if tally["passed"] == sum(tally.values()) else ExitCode.FINDINGS)


command = click.Command(
    "test",
    callback=run,
    options_metavar=_("[OPTIONS]"),
    help=_("Chạy ví dụ nằm trong các tệp quy tắc; cả thư mục hoặc tệp quy tắc của bạn."),
    params=[
        click.Argument(["names"], nargs=-1, metavar=_("[QUY_TẮC|TỆP|THƯ_MỤC]...")),
        click.Option(["-v", "--verbose"], is_flag=True, help=_("In cả quy tắc đạt.")),
        lang_option(),
    ],
)
