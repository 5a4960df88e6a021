"""`plancheck watch`: checks again what was saved, and shows only what changed."""

from __future__ import annotations

import gettext
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from plancheck.cli.main import lang_option
from plancheck.cli.options import choice_options, chosen, today_option
from plancheck.errors import PlancheckError, ReadError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from plancheck.model.finding import FileReport
    from plancheck.pipeline import Options

    Stamps = dict[Path, tuple[int, int]]

_ = gettext.gettext
_SECONDS = 1.0


def run(paths: tuple[str, ...], interval: float, once: bool, **given: Any) -> int:
    """Check everything once, then what is saved, until Ctrl-C."""
    from plancheck import pipeline

    options = chosen(given)
    sources = [Path(p) for p in paths]
    for source in sources:
        if not source.exists():
            raise ReadError("{path}: không có tệp này; hãy kiểm tra lại đường dẫn", path=source)
    stamps = _stamps(sources, options)
    reports = {path: _report(path, options) for path in stamps}
    total = sum(len(r.findings) for r in reports.values())
    click.echo(_("Đang theo dõi {n} tệp, {found} phát hiện; Ctrl-C để dừng.").format(n=len(stamps), found=total))
    for report in reports.values():
        if report.error is not None:
            click.echo(report.error)
    told = ""
    while not once:
        try:
            time.sleep(interval)
            now = _stamps(sources, options)
            for path in sorted(set(stamps) | set(now)):
                if stamps.get(path) != now.get(path):
                    _tell(path, reports, pipeline.check([path], options).files[0] if path in now else None)
            stamps = now
        except PlancheckError as error:  # a configuration that is being written: told once, and looked at again
            if str(error) != told:
                click.echo(str(error), err=True)
            told = str(error)
        except KeyboardInterrupt:
            break
    return 0


def _stamps(sources: Iterable[Path], options: Options) -> Stamps:
    """Time and size of every document; what vanishes while it is looked at is not there."""
    from plancheck.sources import governed

    found: Stamps = {}
    for path in governed(sources, options):
        if isinstance(path, ReadError):
            continue
        try:
            status = path.stat()
        except OSError:
            continue
        found[path] = (status.st_mtime_ns, status.st_size)
    return found


def _report(path: Path, options: Options) -> FileReport:
    from plancheck import pipeline

    return pipeline.check([path], options).files[0]


def _tell(path: Path, reports: dict[Path, FileReport], report: FileReport | None) -> None:
    """What a saved file has now and had not before, and the reverse."""
    before = _by_fingerprint(reports.pop(path, None))
    if report is None:
        click.echo(_("{path}: đã xóa").format(path=path))
        return
    reports[path] = report
    if report.error is not None:
        click.echo(report.error)
        return
    after = _by_fingerprint(report)
    gone, came = [before[k] for k in before if k not in after], [after[k] for k in after if k not in before]
    click.echo(f"{time.strftime('%H:%M:%S')} {path}: " + _("còn {n} phát hiện").format(n=len(after)))
    for line in gone:
        click.echo("   " + click.style(_("đã hết  {what}").format(what=line), fg="green"))
    for line in came:
        click.echo("   " + click.style(_("mới     {what}").format(what=line), fg="yellow"))


def _by_fingerprint(report: FileReport | None) -> Mapping[str, str]:
    from plancheck.report.place import finding_place

    if report is None:
        return {}
    return {f.fingerprint: f"{f.code} {finding_place(report, f)}: {f.message}" for f in report.findings}


command = click.Command(
    "watch",
    callback=run,
    options_metavar=_("[OPTIONS]"),
    help=_("Theo dõi tệp và thư mục; mỗi lần lưu chỉ in chỗ mới và chỗ đã hết."),
    params=[
        click.Argument(["paths"], nargs=-1, required=True, type=click.Path(readable=False), metavar=_("[TỆP|THƯ_MỤC]...")),
        *choice_options(),
        click.Option(
            ["--interval"],
            type=click.FloatRange(min=0.1),
            default=_SECONDS,
            metavar=_("GIÂY"),
            help=_("Nhìn lại sau từng ấy giây."),
        ),
        click.Option(["--once"], is_flag=True, help=_("Kiểm tra một lần rồi thôi.")),
        today_option(),
        lang_option(),
    ],
)
