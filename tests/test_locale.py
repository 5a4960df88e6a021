from __future__ import annotations

import ast
import gettext
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

import plancheck
from plancheck import baseline
from plancheck.cli.main import _COMMANDS
from plancheck.language import DOMAIN, LOCALE
from plancheck.read import reader
from plancheck.read.docx import package
from plancheck.ruleset import choose, context

SPOKEN = {"_", "told", "ReadError", "ConfigError", "RuleError"}
SOURCE = Path(plancheck.__file__).parent


def catalogue(lang: str) -> dict[str, tuple[str, str]]:
    """msgid (of a plural: both, joined) with its translation."""
    with (LOCALE / lang / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as stream:
        messages = [m for m in read_po(stream, abort_invalid=True) if m.id]
    ids = [(m.id,) if isinstance(m.id, str) else m.id for m in messages]
    texts = [m.string if isinstance(m.string, str) else " ".join(m.string) for m in messages]
    return {i[0]: (" ".join(i), t) for i, t in zip(ids, texts, strict=True)}


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w*)|%\((\w+)\)", text))


def marked() -> set[str]:
    """Our own messages. Read from the syntax tree: before Python 3.12 pybabel does not see `_()` inside f-strings."""
    found = set(_COMMANDS.values()) | {v for k, v in vars(context).items() if k.startswith("NO_")}
    returned = (n.value for n in ast.walk(ast.parse(Path(choose.__file__).read_text("utf-8"))) if isinstance(n, ast.Return))
    found |= {
        v.value
        for r in returned
        if r
        for v in ast.walk(r)
        if isinstance(v, ast.Constant) and isinstance(v.value, str) and v.value
    }
    for path in SOURCE.rglob("*.py"):
        calls = (n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Call) and n.args)
        found |= {c.args[0].value for c in calls if ast.unparse(c.func) in SPOKEN and isinstance(c.args[0], ast.Constant)}
    found |= {reason for _, reason in reader._FOREIGN} | {reader._ole_reason(s) for s in (".docx", ".doc")} | {package._DAMAGED}
    found |= {"danh sách chuỗi", "số nguyên dương", "một bảng", "số nguyên không âm", "đường dẫn một tệp", baseline.ACCEPTED}
    return found


def plancheck_says(*args: str) -> str:
    env = {k: v for k, v in os.environ.items() if k not in {"LANGUAGE", "PLANCHECK_LANG"}} | {"PYTHONUTF8": "1", "COLUMNS": "100"}
    run = subprocess.run([sys.executable, "-m", "plancheck", *args], capture_output=True, encoding="utf-8", env=env, check=False)
    return run.stdout + run.stderr


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_compiled_catalogue_is_in_step(lang: str) -> None:
    source = LOCALE / lang / "LC_MESSAGES" / f"{DOMAIN}.po"
    fresh = io.BytesIO()
    with source.open("rb") as stream:
        write_mo(fresh, read_po(stream, abort_invalid=True))
    fresh.seek(0)
    with source.with_suffix(".mo").open("rb") as stream:
        old, new = gettext.GNUTranslations(stream)._catalog, gettext.GNUTranslations(fresh)._catalog
    # The header names the version of Babel.
    assert {k: v for k, v in old.items() if k} == {k: v for k, v in new.items() if k}, "run .ci/compile-locale.py"


def test_every_message_of_ours_has_an_english_one() -> None:
    # «Commands» is a word of click's, which is English already.
    missing = marked() - set(catalogue("en")) - set(catalogue("vi"))
    assert not missing


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_translations_are_there_and_keep_placeholders(lang: str) -> None:
    assert catalogue(lang)
    for ids, text in catalogue(lang).values():
        assert text, ids
        assert placeholders(text) == placeholders(ids) if lang == "en" else placeholders(text) <= placeholders(ids), ids


def test_help_speaks_vietnamese() -> None:
    text = plancheck_says("--help")
    assert "Cách dùng" in text
    assert "Lệnh:" in text
    assert "Usage" not in text


@pytest.mark.parametrize("language", [("--lang=en",), ("--lang", "en")], ids=["one-word", "two-words"])
@pytest.mark.parametrize("command", [(), *((c,) for c in _COMMANDS if c != "check")], ids=" ".join)
def test_help_speaks_english(language: tuple[str, ...], command: tuple[str, ...]) -> None:
    text = plancheck_says(*language, *command, "--help")
    assert text.startswith(f"Usage: {' '.join(('plancheck', *command))} [OPTIONS]")
    flat = " ".join(text.split())
    # Also catches what is translated too early, before the language is known.
    assert not [m for m in marked() if " " in m and not m.isascii() and m in flat]


def test_help_of_check_speaks_english() -> None:
    text = plancheck_says("--lang", "en", "check", "--help")
    assert text.startswith("Usage: plancheck check [OPTIONS] [FILE|FOLDER|-]...")
    assert not [m for m in marked() if " " in m and m in " ".join(text.split())]


def test_errors_of_usage_are_translated() -> None:
    assert "Lỗi: Không có tùy chọn" in plancheck_says("check", "--nope")
    assert "Error: No such option" in plancheck_says("check", "--nope", "--lang", "en")
