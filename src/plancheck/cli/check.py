"""`plancheck check`."""

from __future__ import annotations

import gettext
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from plancheck.cli.main import current_language, lang_option
from plancheck.cli.options import (
    SEVERITIES,
    archive_option,
    choice_options,
    chosen,
    engine_options,
    rules_option,
    today_option,
)
from plancheck.cli.output import columns, refuse_sources, use_color, write
from plancheck.errors import INTERRUPTED, ExitCode
from plancheck.report.formats import DETAILED, NAMES

if TYPE_CHECKING:
    from plancheck.model.finding import Report
    from plancheck.pipeline import Options
    from plancheck.report.terminal import View

_ = gettext.gettext
_MANY = 20


class FormatType(click.ParamType[Any]):
    """`full`, or `json:report.json`: a format with the file that it goes to."""

    name = "format"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str | None]:
        """(format, path or None)."""
        if isinstance(value, tuple):
            return value
        name, _colon, path = str(value).partition(":")
        if name not in NAMES:
            self.fail(_("không có định dạng «{name}»; chọn một trong: {all}").format(name=name, all=", ".join(NAMES)), param, ctx)
        return name, path or None


class SeverityType(click.ParamType[Any]):
    """`TH101=error`."""

    name = "severity"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        """(code or name, severity)."""
        if isinstance(value, tuple):
            return value
        rule, _equals, severity = str(value).partition("=")
        if severity not in SEVERITIES:
            self.fail(_("viết MÃ=error, MÃ=warning hoặc MÃ=info"), param, ctx)
        return rule, severity


def run(**given: Any) -> int:
    """Check the given files and print the report; the exit code says what was found."""
    from msgspec.structs import replace

    lang = current_language()
    options = replace(
        chosen(given),
        extend_select=given["extend_select"],
        fail_on=given["fail_on"],
        severity=dict(given["severity"]),
        exclude=given["exclude"],
        config=Path(given["config"]) if given["config"] else None,
        isolated=given["isolated"],
        since=Path(given["since"]) if given["since"] else None,
        force_exclude=given["force_exclude"],
        waive=not given["no_waivers"],
        baseline=Path(given["baseline"]) if given["baseline"] else None,
        archive=Path(given["archive"]) if given["archive"] else None,
        jobs=given["jobs"] or os.cpu_count() or 1,
        engine=given["engine"],
        cache=not given["no_cache"],
        detail=any(name in DETAILED for name, _path in given["formats"]),
    )
    paths = [Path(p) for p in given["paths"] if p != "-"]
    if given["files_from"]:
        paths.extend(_listed(Path(given["files_from"])))
        if not paths and "-" not in given["paths"]:
            click.echo(_("Danh sách không có tệp nào."), err=True)
            return int(ExitCode.OK)
    if given["changed"]:
        from plancheck.cli.git import changed

        paths = changed(given["changed"], paths)
        options = replace(options, force_exclude=True)  # what a folder would leave out is no more wanted because it changed
        if not paths:
            click.echo(_("Không có tệp nào thay đổi."), err=True)
            return int(ExitCode.OK)
    stdin = (sys.stdin.buffer.read(), given["stdin_filename"] or "stdin.md") if "-" in given["paths"] else None
    if not paths and stdin is None:
        raise click.UsageError(_("Thiếu tệp hoặc thư mục cần kiểm tra. Ví dụ: plancheck ke-hoach.docx"))
    mending = ExitCode.OK
    targets = [path or given["output"] for _name, path in given["formats"]]
    if len(set(targets)) < len(targets):
        raise click.UsageError(_("Hai định dạng cùng ghi vào một nơi; ghi rõ tệp cho từng định dạng: -f TÊN:TỆP."))
    for target in (given["output"], *(path for _name, path in given["formats"])):
        refuse_sources(target, [*paths, *(p for p in (options.since, options.archive, options.baseline) if p is not None)])
    if given["diff"] or given["fix"] or given["unsafe_fixes"]:
        if stdin is not None:
            raise click.UsageError(_("--fix và --diff cần tệp, không dùng được với đầu vào chuẩn «-»."))
        from plancheck.cli.fixing import mend

        mending = mend(paths, options, show=given["diff"], suggested=given["unsafe_fixes"])
    report = _checked(paths, options, stdin, quiet=given["quiet"])
    _print(report, given, lang)
    if report.interrupted:
        return INTERRUPTED
    return int(ExitCode.worst(mending, ExitCode(report.exit_code)))


def _listed(path: Path) -> list[Path]:
    """The files that a list names, one a line, in UTF-8 or as PowerShell writes it (UTF-16, a mark at the head)."""
    from plancheck.read.decode import decode
    from plancheck.read.reader import bytes_of

    return [Path(line.strip()) for line in decode(bytes_of(path), str(path)).text.splitlines() if line.strip()]


def _checked(paths: list[Path], options: Options, stdin: tuple[bytes, str] | None, *, quiet: bool) -> Report:
    """Run; many files are spread over processes and keep their results, with a progress bar where a terminal can show it."""
    from msgspec.structs import replace

    from plancheck import pipeline

    many = any(p.is_dir() for p in paths) or len(paths) > _MANY
    total = pipeline.count(paths, options) if many else len(paths)
    if total <= _MANY:
        return pipeline.check(paths, replace(options, jobs=1, cache=False), stdin=stdin)
    if options.since is not None:
        options = replace(options, jobs=1)
    if quiet or not sys.stderr.isatty():
        return pipeline.check(paths, options, stdin=stdin)
    began = time.monotonic()

    def pace(done: int | None) -> str:
        return _("{n} tệp/giây").format(n=round((done or 0) / max(time.monotonic() - began, 0.001)))

    with click.progressbar(length=total, file=sys.stderr, label=_("Đang kiểm tra"), show_pos=True, item_show_func=pace) as bar:
        return pipeline.check(paths, options, stdin=stdin, advance=lambda done: bar.update(1, done))


def _print(report: Report, given: dict[str, Any], lang: str) -> None:
    from plancheck.report import formats, terminal

    wanted: tuple[tuple[str, str | None], ...] = given["formats"] or (("full", None),)
    view = terminal.View(
        lang=lang,
        show=given["show"] or "info",
        columns=columns(),
        style=click.style if use_color(given["color"]) else terminal.plain,
        verbose=given["verbose"],
        quiet=given["quiet"],
        statistics=given["statistics"],
    )
    for number, (name, path) in enumerate(wanted):
        target = path or (given["output"] if number == 0 else None)
        if target is None and given["diff"]:
            continue  # the difference alone goes to the screen
        write(formats.rendered(report, name, view if target is None else _plain_view(view)), target)


def _plain_view(view: View) -> View:
    """A file gets no colours."""
    from msgspec.structs import replace

    from plancheck.report import terminal

    return replace(view, style=terminal.plain)


command = click.Command(
    "check",
    callback=run,
    options_metavar=_("[OPTIONS]"),
    help=_("Kiểm tra tệp .docx, .md, .txt, cả thư mục, hoặc «-» (đầu vào chuẩn).")
    + "\n\n"
    + _(
        "Mã thoát: 0 đạt · 1 có phát hiện từ ngưỡng trở lên · 2 sai tùy chọn, cấu hình, quy tắc · 3 không đọc được tệp · 4 lỗi của plancheck."
    ),
    params=[
        click.Argument(["paths"], nargs=-1, type=click.Path(readable=False), metavar=_("[TỆP|THƯ_MỤC|-]...")),
        *choice_options(),
        rules_option("--extend-select", _("Chạy thêm các quy tắc này.")),
        click.Option(
            ["--severity"],
            multiple=True,
            type=SeverityType(),
            metavar=_("MÃ=MỨC"),
            help=_("Đổi mức của một quy tắc, ví dụ TH101=error."),
        ),
        click.Option(
            ["--fail-on"], type=click.Choice((*SEVERITIES, "never")), help=_("Không đạt từ mức này trở lên (mặc định: error).")
        ),
        click.Option(
            ["-f", "--format", "formats"],
            multiple=True,
            type=FormatType(),
            metavar=_("ĐỊNH_DẠNG[:TỆP]"),
            help=_(
                "full, concise, json, jsonl, sarif, junit, github, gitlab, rdjson, markdown, html; lặp lại được, ví dụ -f full -f sarif:kq.sarif."
            ),
        ),
        click.Option(["-o", "--output"], type=click.Path(), metavar=_("TỆP"), help=_("Ghi báo cáo vào tệp.")),
        click.Option(
            ["--since"],
            type=click.Path(),
            metavar=_("BẢN_CŨ"),
            help=_("So với bản nháp trước: chỉ báo phát hiện mới, nói rõ chỗ nào đã sửa, thời hạn, nơi nhận, viện dẫn nào đổi."),
        ),
        click.Option(
            ["--fix"], is_flag=True, help=_("Sửa những chỗ an toàn ngay trong tệp; .docx thì thành đề xuất (track changes).")
        ),
        click.Option(["--unsafe-fixes"], is_flag=True, help=_("Như --fix, kèm cả các sửa cần người xem lại.")),
        click.Option(["--diff"], is_flag=True, help=_("In ra những chỗ sẽ sửa, không ghi gì.")),
        click.Option(["--statistics"], is_flag=True, help=_("In thêm số phát hiện theo quy tắc.")),
        click.Option(["--color"], type=click.Choice(("auto", "always", "never")), default="auto", help=_("Tô màu.")),
        click.Option(["-q", "--quiet"], is_flag=True, help=_("Chỉ in tổng kết.")),
        click.Option(["-v", "--verbose"], is_flag=True, help=_("In thêm căn cứ, dấu vân và quy tắc chưa đánh giá được.")),
        click.Option(
            ["--baseline"],
            type=click.Path(),
            metavar=_("TỆP"),
            help=_("Không báo những phát hiện đã ghi trong hiện trạng này (xem plancheck baseline)."),
        ),
        click.Option(["--no-waivers"], is_flag=True, help=_("Báo cả những phát hiện đã được bỏ qua.")),
        click.Option(["--exclude"], multiple=True, metavar=_("MẪU"), help=_("Bỏ các tệp khớp mẫu, ví dụ «*/luu/*».")),
        click.Option(["--force-exclude"], is_flag=True, help=_("Bỏ cả tệp được nêu tên nếu khớp mẫu (cho pre-commit).")),
        click.Option(
            ["--changed"],
            is_flag=False,
            flag_value="HEAD",
            metavar=_("[GỐC]"),
            help=_("Chỉ kiểm tra tệp đã đổi trong git so với GỐC (mặc định: HEAD), kể cả tệp chưa theo dõi."),
        ),
        archive_option(),
        *engine_options(),
        click.Option(["--no-cache"], is_flag=True, help=_("Không dùng lại kết quả của lần chạy trước.")),
        click.Option(
            ["--files-from"],
            type=click.Path(),
            metavar=_("TỆP"),
            help=_("Đọc danh sách tệp, mỗi dòng một tệp."),
        ),
        click.Option(["--stdin-filename"], metavar=_("TÊN"), help=_("Tên dùng cho đầu vào chuẩn.")),
        click.Option(
            ["--config"], type=click.Path(exists=True, dir_okay=False), metavar=_("TỆP"), help=_("Dùng tệp cấu hình này.")
        ),
        click.Option(["--isolated"], is_flag=True, help=_("Không đọc plancheck.toml.")),
        today_option(),
        lang_option(),
    ],
)
