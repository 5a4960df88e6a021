"""The group of commands: each is imported when it is called, so that `--help` stays quick; `check` is the default."""

from __future__ import annotations

import gettext
import importlib
import os
import sys
from typing import TYPE_CHECKING

import click

from plancheck import __version__
from plancheck.cli.console import prepare
from plancheck.errors import INTERRUPTED, ExitCode, PlancheckError
from plancheck.language import speak

if TYPE_CHECKING:
    from collections.abc import Sequence

_ = gettext.gettext
LANGUAGES = ("vi", "en")

_COMMANDS = {
    "check": "Kiểm tra kế hoạch (lệnh mặc định: «plancheck a.docx» là đủ).",
    "annotate": "Ghi nhận xét vào chính bản nháp (chú thích Word), kèm đề xuất sửa.",
    "changes": "In nhật ký sửa đổi và chú thích Word; phát hiện nào chỉ có nếu chấp nhận hay từ chối.",
    "certify": "Ghi phiếu kiểm tra một trang để kẹp vào hồ sơ trình ký.",
    "outline": "In kế hoạch như chương trình hiểu: bố cục, thời hạn, nhiệm vụ, nơi nhận.",
    "timeline": "Vẽ tiến độ theo đơn vị (svg, png), hoặc xuất thời hạn ra lịch, bảng tính.",
    "text": "In văn bản đã chuẩn hóa, đánh số đoạn (cái mà «đoạn 42» trỏ tới).",
    "explain": "Giải thích một quy tắc: vì sao, căn cứ, ví dụ sai và đúng, cách tắt.",
    "rules": "Danh sách quy tắc và mức đang áp dụng.",
    "test": "Chạy ví dụ nằm trong các tệp quy tắc.",
    "baseline": "Chấp nhận hiện trạng: ghi, gỡ, in các phát hiện đã có.",
    "config": "In cấu hình hiệu lực, mỗi khóa đặt ở đâu.",
    "init": "Tạo plancheck.toml, mẫu pre-commit và CI.",
    "index": "Lập mục lục kho văn bản: số, ngày, cơ quan, thời hạn, văn bản cha con.",
    "find": "Tìm văn bản trong kho theo số và ký hiệu.",
    "tree": "Văn bản cấp trên và cấp dưới của một kế hoạch.",
    "coverage": "Đơn vị nào đã có kế hoạch thực hiện, đơn vị nào chưa.",
    "watch": "Theo dõi thư mục, kiểm tra lại tệp vừa lưu.",
    "completion": "In kịch bản gợi ý lệnh cho bash, zsh, fish, powershell.",
    "schema": "In JSON Schema của tệp quy tắc, cấu hình, báo cáo.",
}


class LazyGroup(click.Group):
    """Imports `plancheck.cli.<command>` only when the command runs; what is no command is a file for `check`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of the commands, in the order of the help."""
        del ctx
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now."""
        del ctx
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"plancheck.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands from the table above, without importing any."""
        del ctx
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, _(text)) for name, text in _COMMANDS.items()])

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `check` before arguments that name no command."""
        plain = [a for n, a in enumerate(args) if n == 0 or args[n - 1] != "--lang"]
        first = next((a for a in plain if not a.startswith("-") or a == "-"), None)
        own = {"--help", "--version", "-h"}
        if args and first not in _COMMANDS and not (own & set(args) and first is None):
            args = ["check", *args]
        return super().parse_args(ctx, args)


def _language(args: Sequence[str]) -> str:
    """The language must be known before any help text is made, wherever `--lang` stands."""
    for position, argument in enumerate(args):
        value = argument.partition("=")[2] if argument.startswith("--lang=") else None
        if argument == "--lang" and position + 1 < len(args):
            value = args[position + 1]
        if value in LANGUAGES:
            return value
    wanted = os.environ.get("PLANCHECK_LANG", "vi")
    return wanted if wanted in LANGUAGES else "vi"


def lang_option() -> click.Option:
    """`--lang`, read before click by `_language`; declared so that it shows in help and is checked."""
    return click.Option(
        ["--lang"], type=click.Choice(LANGUAGES), expose_value=False, help=_("Ngôn ngữ của thông báo (mặc định: vi).")
    )


def current_language() -> str:
    """The language of this run."""
    return os.environ.get("LANGUAGE", "vi")


def group() -> click.Group:
    """The whole command line."""
    return LazyGroup(
        name="plancheck",
        help=_("Đọc dự thảo Kế hoạch, hiểu và chỉ ra chỗ sai trước khi ký."),
        params=[
            click.Option(
                ["--version"],
                is_flag=True,
                is_eager=True,
                expose_value=False,
                callback=_print_version,
                help=_("In phiên bản rồi thoát."),
            ),
            lang_option(),
        ],
        options_metavar=_("[OPTIONS]"),
        subcommand_metavar=_("COMMAND [ARGS]..."),
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
        no_args_is_help=True,
        epilog=_("Ví dụ: plancheck ke-hoach.docx · plancheck check --show warning thu-muc/ · plancheck explain TH201"),
    )


def _print_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    del param
    if value:
        click.echo(f"plancheck {__version__}")
        ctx.exit()


def main(args: Sequence[str]) -> int:
    """Run the command line; returns the exit code and never shows a traceback."""
    prepare()
    speak(_language(args))
    try:
        result = group().main(list(args), prog_name="plancheck", standalone_mode=False)
        return int(result) if isinstance(result, int) else 0
    except click.ClickException as error:
        error.show()
        return int(ExitCode.USAGE)
    except click.Abort:
        click.echo(_("Đã dừng."), err=True)
        return INTERRUPTED
    except PlancheckError as error:
        click.echo(str(error), err=True)
        return int(error.exit_code)
    except BrokenPipeError:
        # The reader of our output (head, less) has gone; Python must not complain when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001 - the last door: a fault of ours becomes one line and exit code 4
        return _internal_fault(error)


def _internal_fault(error: Exception) -> int:
    """One line for a fault of ours, with where it happened: what we need to mend it."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename.rsplit('plancheck', 1)[-1]}:{trace.tb_lineno}" if trace else "?"
    click.echo(
        _(
            "Lỗi của plancheck {version} ({kind} tại {where}). Xin gửi dòng này và, nếu được, tệp gây lỗi cho nhóm phát triển."
        ).format(version=__version__, kind=type(error).__name__, where=where),
        err=True,
    )
    if os.environ.get("PLANCHECK_TRACEBACK"):
        import traceback

        traceback.print_exception(error)
    return int(ExitCode.INTERNAL)
