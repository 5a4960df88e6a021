"""`plancheck completion`."""

from __future__ import annotations

import gettext

import click
from click.shell_completion import get_completion_class

from plancheck.cli.main import group, lang_option
from plancheck.cli.output import write
from plancheck.errors import ConfigError

_ = gettext.gettext
_SHELLS = ("bash", "zsh", "fish", "powershell")
_POWERSHELL = """Register-ArgumentCompleter -Native -CommandName plancheck -ScriptBlock {
    param($word, $ast, $position)
    $env:COMP_WORDS = $ast.ToString(); $env:COMP_CWORD = ($ast.CommandElements.Count - [int]($word -ne ''))
    $env:_PLANCHECK_COMPLETE = 'bash_complete'
    try { plancheck | ForEach-Object { $kind, $value = $_ -split ',', 2
        [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $value) } }
    finally { Remove-Item Env:_PLANCHECK_COMPLETE, Env:COMP_WORDS, Env:COMP_CWORD }
}
"""


def run(shell: str) -> int:
    """Print the script; the user's profile reads it."""
    if shell == "powershell":
        write(_POWERSHELL, None)
        return 0
    kind = get_completion_class(shell)
    if kind is None:
        raise ConfigError("không có gợi ý lệnh cho «{shell}»", shell=shell)
    write(kind(group(), {}, "plancheck", "_PLANCHECK_COMPLETE").source() + "\n", None)
    return 0


command = click.Command(
    "completion",
    callback=run,
    options_metavar=_("[OPTIONS]"),
    help=_("In kịch bản gợi ý lệnh; ví dụ: plancheck completion bash >> ~/.bashrc"),
    params=[click.Argument(["shell"], type=click.Choice(_SHELLS)), lang_option()],
)
