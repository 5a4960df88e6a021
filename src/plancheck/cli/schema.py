"""`plancheck schema`."""

from __future__ import annotations

import gettext

import click

from plancheck.cli.main import lang_option
from plancheck.cli.options import output_option
from plancheck.cli.output import write
from plancheck.report.formats import as_json

_ = gettext.gettext


def run(what: str, output: str | None) -> int:
    """Print a JSON Schema; editors use it to help while a rule is written."""
    if what == "rule":
        from plancheck.ruleset.schema import RuleFile as Model
    elif what == "config":
        from plancheck.config_schema import ConfigFile as Model  # type: ignore[assignment]
    elif what == "outline":
        from plancheck.contract import Outline as Model  # type: ignore[assignment]
    elif what == "matrix":
        from plancheck.contract import Matrix as Model  # type: ignore[assignment]
    else:
        from plancheck.contract import Report as Model  # type: ignore[assignment]
    write(as_json(Model.model_json_schema(by_alias=True)), output)
    return 0


command = click.Command(
    "schema",
    callback=run,
    options_metavar=_("[OPTIONS]"),
    help=_("In JSON Schema: tệp quy tắc, cấu hình, báo cáo của «check -f json», kết quả của «outline -f json»."),
    params=[
        click.Argument(["what"], type=click.Choice(("rule", "config", "report", "outline", "matrix")), default="rule"),
        output_option(),
        lang_option(),
    ],
)
