"""`plancheck certify`."""

from __future__ import annotations

import gettext
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from plancheck.cli.main import current_language, lang_option
from plancheck.cli.options import path_argument, stage_option, today_option
from plancheck.cli.output import refuse_input, write_bytes
from plancheck.errors import ConfigError, ReadError

if TYPE_CHECKING:
    from datetime import date

_ = gettext.gettext


def run(path: str, output: str | None, stage: str | None, today: date) -> int:
    """Write the page; the exit code is that of the check."""
    from plancheck import pipeline
    from plancheck.report.certificate import certificate, certificate_html

    source, lang = Path(path), current_language()
    if source.is_dir():
        raise ReadError("{path}: là thư mục, không phải tệp", path=source)
    target = Path(output) if output else source.with_name(f"{source.stem}.phieu-kiem-tra.html")
    refuse_input(str(target), [source])
    report = pipeline.check([source], pipeline.Options(today=today, stage=stage, lang=lang, detail=True))
    file = report.files[0]
    if file.error is not None:
        click.echo(file.error, err=True)
        return report.exit_code
    page = certificate(report, replace(file, path=source.name), today, lang)
    if target.suffix.lower() == ".docx":
        from plancheck.report.certificate_docx import certificate_docx

        write_bytes(certificate_docx(page), target)
    elif target.suffix.lower() in {".html", ".htm"}:
        write_bytes(certificate_html(page, lang).encode(), target)
    else:
        raise ConfigError("{path}: phiếu ghi được thành .html hoặc .docx; hãy đổi đuôi tệp ở -o", path=target)
    click.echo(f"{target}: {page.verdict}")
    return report.exit_code


command = click.Command(
    "certify",
    callback=run,
    options_metavar=_("[OPTIONS]"),
    help=_("Ghi phiếu kiểm tra một trang (.html hoặc .docx) để kẹp vào hồ sơ trình ký."),
    params=[
        path_argument(),
        click.Option(["-o", "--output"], type=click.Path(), metavar=_("TỆP"), help=_("Tệp kết quả, đuôi .html hoặc .docx.")),
        stage_option(),
        today_option(),
        lang_option(),
    ],
)
