"""`plancheck init`: the files by which a folder of plans is checked at the desk, before a commit, and in CI."""

from __future__ import annotations

import gettext
from pathlib import Path

import click

from plancheck import __version__
from plancheck.cli.main import lang_option
from plancheck.cli.output import write_bytes
from plancheck.errors import ConfigError, ReadError, reason

_ = gettext.gettext
_TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
# What is written where; the files behind «+=» get the lines that they do not have yet, the others are left alone when they are there.
_ALWAYS = (("plancheck.toml", "plancheck.toml"), ("gitattributes", "+=.gitattributes"), ("gitignore", "+=.gitignore"))
_BY_CHOICE = {
    "pre-commit": ("pre-commit.yaml", ".pre-commit-config.yaml"),
    "github": ("github.yml", ".github/workflows/plancheck.yml"),
    "gitlab": ("gitlab.yml", ".gitlab-ci.yml"),
}


def run(folder: str, wanted: tuple[str, ...]) -> int:
    """Write what is not there yet."""
    target = Path(folder)
    if not target.is_dir():
        raise ReadError("{path}: không có thư mục này", path=target)
    for template, place in (*_ALWAYS, *(_BY_CHOICE[name] for name in (wanted or tuple(_BY_CHOICE)))):
        text = (_TEMPLATES / template).read_text(encoding="utf-8").replace("{version}", __version__)
        path = target / place.removeprefix("+=")
        if place.startswith("+="):
            _add_lines(path, text)
        elif path.exists():
            click.echo(
                _("{path}: đã có, giữ nguyên; mẫu để đối chiếu: {template}").format(path=path, template=_TEMPLATES / template)
            )
        else:
            _make_folder(path.parent)
            write_bytes(text.encode(), path)
            click.echo(_("{path}: đã tạo").format(path=path))
    click.echo(
        _("Bước tiếp theo: plancheck check {folder}; muốn chấp nhận hiện trạng: plancheck baseline write {folder}").format(
            folder=folder
        )
    )
    return 0


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(
            "{path}: không ghi được ({why}); hãy kiểm tra thư mục và quyền ghi", path=folder, why=reason(error)
        ) from None


def _add_lines(path: Path, text: str) -> None:
    """Add lines behind those that a file has, byte for byte as they are."""
    try:
        old = path.read_bytes() if path.exists() else b""
    except OSError as error:
        raise ConfigError(
            "{path}: không ghi được ({why}); hãy kiểm tra thư mục và quyền ghi", path=path, why=reason(error)
        ) from None
    there = set(old.split())
    new = [line for line in text.splitlines() if line.encode().split()[0] not in there]
    if not new:
        return
    end = b"\r\n" if b"\r\n" in old else b"\n"
    lead = b"" if not old or old.endswith(b"\n") else end
    write_bytes(old + lead + b"".join(line.encode() + end for line in new), path)
    click.echo(_("{path}: thêm {n} dòng").format(path=path, n=len(new)))


command = click.Command(
    "init",
    callback=run,
    options_metavar=_("[OPTIONS]"),
    help=_("Tạo plancheck.toml và mẫu pre-commit, GitHub, GitLab; tệp đã có thì giữ nguyên."),
    params=[
        click.Argument(["folder"], type=click.Path(readable=False), default=".", required=False, metavar=_("[THƯ_MỤC]")),
        click.Option(
            ["--with", "wanted"],
            multiple=True,
            type=click.Choice(tuple(_BY_CHOICE)),
            help=_("Chỉ tạo mẫu này (lặp lại được); mặc định: tất cả."),
        ),
        lang_option(),
    ],
)
