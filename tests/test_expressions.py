"""Expressions that come out of the private cache are those that `re` makes, and a cache that is wrong changes nothing."""

from __future__ import annotations

import json
import marshal
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import plancheck
from conftest import FIXTURES
from plancheck.vocabulary import load
from plancheck.vocabulary.wordings import wording

SOURCE = Path(plancheck.__file__).parent
PATTERN = r"(?P<day>\d{1,2})/(?P<month>\d{1,2})(?:/(\d{4}))?|(?<!\w)(?:quý|tháng)\s[IVX]+(?!\w)"

ASKED = """
import re, sys
from plancheck.expressions import expression
made, compiled = [], re.compile
re.compile = lambda *given, **named: made.append(given) or compiled(*given, **named)
pattern = expression(sys.argv[1], re.IGNORECASE)
found = pattern.search("trước ngày 15/8/2026")
print(pattern == compiled(sys.argv[1], re.IGNORECASE), found.groups() == ("15", "8", "2026"), pattern.groupindex == {"day": 1, "month": 2}, sum(g[0] == sys.argv[1] for g in made))
"""


def _asked(cache: Path) -> list[str]:
    environment = {**os.environ, "PLANCHECK_CACHE_DIR": str(cache)}
    done = subprocess.run([sys.executable, "-c", ASKED, PATTERN], env=environment, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout.split()


def _entry(cache: Path) -> Path:
    (path,) = cache.glob("expressions-*.bin")
    return path


def test_the_second_process_compiles_nothing_and_has_the_same_expression(tmp_path: Path) -> None:
    first, second = _asked(tmp_path), _asked(tmp_path)

    assert first == ["True", "True", "True", "1"]
    assert second == ["True", "True", "True", "0"]


@pytest.mark.parametrize("harm", ["cut", "emptied", "other numbers", "too few arguments", "not a table"])
def test_a_damaged_cache_is_as_good_as_none(tmp_path: Path, harm: str) -> None:
    _asked(tmp_path)
    path = _entry(tmp_path)
    key = (PATTERN, int(re.IGNORECASE))
    flags, _numbers, *rest = marshal.loads(path.read_bytes())[key]  # noqa: S302 - written by the line above
    path.write_bytes(
        {
            "cut": path.read_bytes()[:-40],
            "emptied": b"",
            "other numbers": marshal.dumps({key: (flags, [4294967295, 7, 7], *rest)}),
            "too few arguments": marshal.dumps({key: (flags,)}),
            "not a table": marshal.dumps([1, 2]),
        }[harm]
    )

    assert _asked(tmp_path)[:3] == ["True", "True", "True"]


def test_all_expressions_of_a_run_are_kept_for_the_next(tmp_path: Path) -> None:
    plan = FIXTURES / "union-province-2024" / "broken.md"
    environment = {**os.environ, "PLANCHECK_CACHE_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "plancheck", "check", "-f", "json", str(plan)]
    first = subprocess.run(command, env=environment, capture_output=True, check=False)
    written = _entry(tmp_path).read_bytes()
    second = subprocess.run(command, env=environment, capture_output=True, check=False)

    assert _entry(tmp_path).read_bytes() == written
    assert json.loads(first.stdout)["files"] == json.loads(second.stdout)["files"]
    for (pattern, flags), (_, _, groups, _, _) in marshal.loads(written).items():  # noqa: S302 - written above
        assert re.compile(pattern, flags).groups == groups


def test_every_wording_is_an_expression_and_every_one_is_used() -> None:
    asked = {name for path in SOURCE.rglob("*.py") for name in re.findall(r'wording\("([\w-]+)"\)', path.read_text("utf-8"))}

    assert asked == set(load().wordings)
    assert all(wording(name).pattern for name in asked)
