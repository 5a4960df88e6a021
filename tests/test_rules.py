"""The rule set: examples hold, every kind and selector is used, wrong rule files are reported where they are wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from plancheck import examples, vocabulary
from plancheck.errors import RuleError
from plancheck.ruleset import load
from plancheck.ruleset.checks import KINDS
from plancheck.ruleset.rule import Rule
from plancheck.ruleset.select import SELECTORS

RULES = load.load()
GROUPS = {"BC", "TH", "VD", "NN", "TT", "KY", "NV", "CQ", "NG", "LK", "PC"}


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.code)
def test_the_examples_of_a_rule_hold(rule: Rule) -> None:
    assert [(o.number, o.verdict, o.detail) for o in examples.run((rule,)) if not o.passed] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.code)
def test_a_rule_stands_in_the_file_of_its_code_and_name(rule: Rule) -> None:
    assert rule.group in GROUPS
    assert rule.path == f"rules/{rule.group.lower()}/{rule.code}-{rule.name}.yaml"


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.code)
def test_what_rests_on_uncertain_regulations_alone_is_no_error(rule: Rule) -> None:
    certain = {r.id for r in vocabulary.load().regulations if r.certain}

    assert rule.severity != "error" or not rule.regulations or certain & set(rule.regulations)


def _selectors(when: Any) -> set[str]:
    if not when:
        return set()
    found = {when["exists"]} if when.get("exists") else set()
    for inner in [*(when.get("all") or []), when.get("not_")]:
        found |= _selectors(inner)
    return found


def test_every_kind_and_every_selector_serves_a_rule() -> None:
    kinds = {r.check["kind"] for r in RULES}
    used = {r.check[k] for r in RULES for k in ("of", "at", "among") if r.check.get(k)}
    used |= {s for r in RULES for s in _selectors(r.when)}

    assert kinds == set(KINDS)
    assert used == set(SELECTORS)


GOOD = """
code: DV001
name: thu-nghiem
title: "Thử"
severity: info
source: {practice: "nếp của đơn vị"}
message: "có {text}"
why: "để thử quy tắc của đơn vị"
hint: "sửa"
en: {title: "Try", message: "there is {text}", why: "to try a house rule", hint: "mend"}
check: {kind: forbidden, of: deadlines.vague, pattern: "sớm nhất"}
examples:
  - bad: "1. Sở Nội vụ hoàn thành [[sớm nhất]]."
  - good: "1. Sở Nội vụ hoàn thành trước ngày 30/6/2026."
  - good: "1. Sở Nội vụ hoàn thành đúng hạn."
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "DV001-thu-nghiem.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_house_rule_loads_and_its_examples_hold(tmp_path: Path) -> None:
    rule = load.from_file(written(tmp_path, GOOD))

    assert [o.verdict for o in examples.run((rule,))] == ["passed", "passed", "passed"]


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("of: deadlines.vague", "of: deadlines.vag", 11, "deadlines.vague"),
        ("kind: forbidden", "kind: forbiden", 11, "không có loại kiểm tra này"),
        ("severity: info", "severity: fatal", 5, "giá trị không hợp lệ"),
        ("code: DV001", "code: XX001", 2, "DV"),
        ('pattern: "sớm nhất"', 'pattern: "("', 11, "biểu thức chính quy"),
        ('why: "để thử quy tắc của đơn vị"\n', "", 2, "thiếu khóa"),
        ('hint: "sửa"', 'hint: "sửa"\nhint: "hai"', 10, "lặp lại"),
        ('  - good: "1. Sở Nội vụ hoàn thành đúng hạn."\n', "", 2, "hai ví dụ đúng"),
        ("title:", "title: [", 5, "YAML"),
    ],
)
def test_a_wrong_rule_file_is_reported_where_it_is_wrong(tmp_path: Path, old: str, new: str, line: int, words: str) -> None:
    assert old in GOOD
    path = written(tmp_path, GOOD.replace(old, new, 1))

    with pytest.raises(RuleError) as caught:
        load.from_file(path)

    assert f"{path}:{line}" in str(caught.value)
    assert words in str(caught.value)
