"""`plancheck explain`."""

from __future__ import annotations

import gettext
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click

from plancheck.cli.main import current_language, lang_option
from plancheck.cli.output import columns, write
from plancheck.expressions import expression

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plancheck.ruleset.rule import Rule

_ = gettext.gettext
_LABEL = 10
_PLACEHOLDER = expression(r"\{[\w.]+\}")  # what only a finding can fill


def run(name: str) -> int:
    """Print why a rule is there, its clause, its examples, and how to switch it off."""
    from plancheck import pipeline
    from plancheck.ruleset.choose import matches, verify

    rules = tuple(rule for rule, _severity in pipeline.rules_in_force(Path.cwd()))
    wanted = name.strip()
    verify((wanted.upper() if wanted[:2].isalpha() and wanted[2:].isdigit() else wanted,), rules)
    code = wanted.upper() if wanted[2:].isdigit() else wanted
    for rule in rules:
        if matches(rule, code):
            write("\n".join(_lines(rule, current_language())) + "\n", None)
    return 0


def _lines(rule: Rule, lang: str) -> Iterator[str]:
    from plancheck.report.terminal import severity_word

    wording = rule.wording(lang)
    fixable = {"safe": _("có cách sửa chắc chắn"), "suggested": _("có đề xuất sửa"), None: _("không tự sửa")}[
        rule.fix[0] if rule.fix else None
    ]
    yield f"{rule.code} {rule.name} — {wording.title}"
    yield _field(_("Mức"), f"{severity_word(rule.severity, lang)} · {_('từ bản')} {rule.since} · {fixable}")
    yield _field(_("Vì sao"), wording.why)
    yield _field(_("Căn cứ"), rule.practice or f"{', '.join(_titles(rule))}: {rule.clause}")
    yield _field(_("Cách sửa"), _PLACEHOLDER.sub("…", wording.hint))
    for example in rule.examples:
        yield _field(_("Đúng") if example.good else _("Sai"), example.text.strip())
    for text in dict.fromkeys(text for example in rule.examples for text in example.beside):
        yield _field(_("Trong kho"), text.strip())
    off = _("một chỗ: chú thích «plancheck: bỏ qua {code} — lý do»").format(code=rule.code)
    yield _field(_("Tắt"), f'plancheck.toml: ignore = ["{rule.code}"] · {off}')
    yield _field(_("Nguồn"), rule.path)


def _titles(rule: Rule) -> list[str]:
    from plancheck.vocabulary import load

    return [r.title for r in load().regulations if r.id in rule.regulations]


def _field(label: str, text: str) -> str:
    indent = " " * _LABEL
    lines = [piece for line in text.splitlines() for piece in (textwrap.wrap(line, columns() - _LABEL) or [""])]
    return label + " " * max(1, _LABEL - len(label)) + f"\n{indent}".join(lines)


command = click.Command(
    "explain",
    callback=run,
    options_metavar=_("[OPTIONS]"),
    help=_("Giải thích một quy tắc: vì sao, căn cứ, ví dụ sai và đúng, cách tắt."),
    params=[click.Argument(["name"], metavar=_("MÃ|TÊN")), lang_option()],
)
