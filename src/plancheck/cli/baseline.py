"""`plancheck baseline write|prune|list`."""

from __future__ import annotations

import gettext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from plancheck.cli.main import lang_option
from plancheck.cli.options import format_option, today_option
from plancheck.cli.output import refuse_sources, write, write_bytes
from plancheck.config import BASELINE
from plancheck.errors import ExitCode

if TYPE_CHECKING:
    from datetime import date

    from plancheck.baseline import Entry
    from plancheck.model.finding import Report

_ = gettext.gettext


def _place(paths: tuple[str, ...], given: str | None) -> Path:
    """The baseline that governs the first path: as given, as configured, else beside the configuration, or beside the documents."""
    from plancheck import config

    if given:
        return Path(given)
    start = Path(paths[0]) if paths else Path.cwd()
    found = config.of(start)
    beside = start if start.is_dir() else start.parent
    return found.baseline or (found.path.parent if found.path else beside) / BASELINE


def _found(paths: tuple[str, ...], target: Path, today: date) -> tuple[Report, list[Entry]]:
    """A run without any baseline, and its findings as entries."""
    from plancheck import pipeline
    from plancheck.baseline import OWN, Entry, name_in

    report = pipeline.check([Path(p) for p in paths], pipeline.Options(today=today, baselined=False))
    for file in report.files:
        if file.error is not None:
            click.echo(file.error, err=True)
    entries = [
        Entry(name_in(target, Path(file.path)), f.code, f.fingerprint, f.text or f.message)
        for file in report.files
        for f in file.findings
        if not f.code.startswith(OWN)
    ]
    return report, entries


def _judged(report: Report, target: Path) -> dict[str, frozenset[str]]:
    """The documents that were checked, each with the codes of the rules that could not be judged there."""
    from plancheck.baseline import name_in

    return {name_in(target, Path(f.path)): frozenset(n.code for n in f.not_evaluated) for f in report.files if f.error is None}


def run_write(paths: tuple[str, ...], baseline: str | None, grow: bool, today: date) -> int:
    """Accept what is found now. A baseline that is there only shrinks unless `--grow` is given."""
    from plancheck.baseline import load, merged, text_of

    target = _place(paths, baseline)
    refuse_sources(str(target), [Path(p) for p in paths])
    report, entries = _found(paths, target, today)
    checked = _judged(report, target)
    fresh = not target.exists()
    if fresh and not checked:
        return int(ExitCode.INPUT)  # nothing could be read: an empty list of accepted findings would look like one that was made
    old = load(target)
    new = merged(old, entries, checked, grow=fresh or grow)
    write_bytes(text_of(new).encode(), target)
    click.echo(_("{path}: {n} phát hiện (trước đó {old})").format(path=target, n=len(new), old=len(old)))
    left = len({(e.file, e.fingerprint) for e in entries} - {(e.file, e.fingerprint) for e in new})
    if left:
        click.echo(_("{n} phát hiện mới không ghi vào hiện trạng; muốn ghi thì thêm --grow").format(n=left))
    return int(ExitCode.INPUT if any(f.error is not None for f in report.files) else ExitCode.OK)


def run_prune(paths: tuple[str, ...], baseline: str | None, today: date) -> int:
    """Drop the entries whose finding, or whose document, is gone."""
    from plancheck.baseline import load, merged, text_of

    target = _place(paths, baseline)
    old = load(target)
    there = tuple(e for e in old if (target.parent / e.file).exists())
    report, entries = _found(paths, target, today)
    checked = _judged(report, target)
    new = merged(there, entries, checked, grow=False)
    if new != old:
        write_bytes(text_of(new).encode(), target)
    click.echo(_("{path}: gỡ {n} mục, còn {left}").format(path=target, n=len(old) - len(new), left=len(new)))
    return int(ExitCode.INPUT if any(f.error is not None for f in report.files) else ExitCode.OK)


def run_list(baseline: str | None, output_format: str) -> int:
    """Print the entries."""
    from plancheck.baseline import load, text_of

    entries = load(_place((), baseline))
    if output_format == "json":
        write(text_of(entries), None)
        return int(ExitCode.OK)
    write("".join(f"{e.file}: {e.code} {e.fingerprint} {e.text}\n" for e in entries), None)
    click.echo(_("{n} mục").format(n=len(entries)), err=True)
    return int(ExitCode.OK)


def _paths() -> click.Argument:
    return click.Argument(["paths"], nargs=-1, callback=_here, type=click.Path(readable=False), metavar=_("[TỆP|THƯ_MỤC]..."))


def _here(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    del ctx, param
    return value or (".",)


def _where() -> click.Option:
    return click.Option(
        ["--baseline"], type=click.Path(), metavar=_("TỆP"), help=_("Tệp hiện trạng (mặc định: theo plancheck.toml).")
    )


command = click.Group(
    "baseline",
    help=_("Chấp nhận hiện trạng khi bắt đầu dùng, để từ nay chỉ báo phát hiện mới."),
    options_metavar=_("[OPTIONS]"),
    subcommand_metavar=_("COMMAND [ARGS]..."),
    commands=[
        click.Command(
            "write",
            callback=run_write,
            options_metavar=_("[OPTIONS]"),
            help=_("Ghi các phát hiện hiện có; tệp đã có thì chỉ bớt đi."),
            params=[
                _paths(),
                _where(),
                click.Option(["--grow"], is_flag=True, help=_("Cho phép ghi thêm phát hiện mới.")),
                today_option(),
                lang_option(),
            ],
        ),
        click.Command(
            "prune",
            callback=run_prune,
            options_metavar=_("[OPTIONS]"),
            help=_("Gỡ các mục không còn phát hiện hoặc không còn tệp."),
            params=[_paths(), _where(), today_option(), lang_option()],
        ),
        click.Command(
            "list",
            callback=run_list,
            options_metavar=_("[OPTIONS]"),
            help=_("In các mục đã ghi."),
            params=[_where(), format_option(), lang_option()],
        ),
    ],
    params=[lang_option()],
)
