"""Runs the examples inside rules: a bad one must be found at its `[[…]]`, a good one must stay silent."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import TYPE_CHECKING

from plancheck import lint
from plancheck.archive.neighbours import Shelf, neighbours
from plancheck.archive.record import record_of
from plancheck.model.value import Value
from plancheck.parse import parse
from plancheck.read import read_bytes
from plancheck.ruleset.load import load as load_rules
from plancheck.ruleset.message import MISSING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from plancheck.model.archive import Record
    from plancheck.model.document import Document
    from plancheck.model.finding import Finding
    from plancheck.ruleset.rule import Example, Rule

_MARK = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
TODAY = date(2026, 3, 2)


class Outcome(Value):
    """What an example gave: `noisy` a good one was found fault with, `missed` a bad one was not, `misplaced` at other words."""

    rule: Rule
    number: int
    good: bool
    verdict: str
    detail: str

    @property
    def passed(self) -> bool:
        """Whether the example holds."""
        return self.verdict == "passed"


def run(rules: Iterable[Rule]) -> Iterator[Outcome]:
    """The outcome of every example of the rules, in order."""
    for rule in rules:
        for number, example in enumerate(rule.examples, start=1):
            yield _outcome(rule, number, example)


def findings_of(rule: Rule, example: Example) -> tuple[Document, tuple[Finding, ...], list[tuple[int, int]]]:
    """The document of an example, the rule's findings on it, and the marked ranges in its text."""
    text, marks = _unmarked(example.text)
    document = read_bytes(text.encode(), "vi-du.md")
    families = rule.families
    family = example.family or (families[0] if len(families) < 4 else "state")
    issued = date.fromisoformat(example.issued) if example.issued else None
    plan = parse(document, TODAY, family=family, issued=issued)  # type: ignore[arg-type]
    rules = load_rules() if lint.about_waivers(rule) else (rule,)  # an excuse is judged by what it excuses
    shelf = Shelf(tuple(_record(text, number) for number, text in enumerate(example.beside, start=1)))
    near = neighbours(record_of(document, plan, document.source.path), shelf if shelf.records else None)
    findings = lint.run(document, plan, rules, today=TODAY, stage=example.stage, neighbours=near).findings
    return document, tuple(f for f in findings if f.code == rule.code), marks


def _record(text: str, number: int) -> Record:
    document = read_bytes(text.encode(), f"van-ban-{number}.md")
    return record_of(document, parse(document, TODAY), document.source.path)


def _outcome(rule: Rule, number: int, example: Example) -> Outcome:
    document, findings, marks = findings_of(rule, example)
    if example.good:
        if findings:
            return Outcome(rule, number, True, "noisy", findings[0].text or findings[0].message)
        return Outcome(rule, number, True, "passed", "")
    if not findings:
        return Outcome(rule, number, False, "missed", example.text.strip().splitlines()[0])
    found = sorted(_range(document, f) for f in findings if f.span is not None)
    if marks and found != marks:
        text, _ = _unmarked(example.text)
        got = " | ".join(f"«{text[a:b]}»" for a, b in found)
        return Outcome(rule, number, False, "misplaced", got)
    if any(MISSING in f.message for f in findings):
        return Outcome(rule, number, False, "misplaced", findings[0].message)
    return Outcome(rule, number, False, "passed", "")


def _unmarked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its marks, and the marked ranges in it."""
    marks: list[tuple[int, int]] = []
    plain: list[str] = []
    position = length = 0
    for match in _MARK.finditer(text):
        plain.append(text[position : match.start()])
        length += match.start() - position
        inner = match.group(1)
        marks.append((length, length + len(inner)))
        plain.append(inner)
        length += len(inner)
        position = match.end()
    plain.append(text[position:])
    return "".join(plain), marks


def _range(document: Document, finding: Finding) -> tuple[int, int]:
    """Where a finding stands in the text of the example."""
    if finding.span is None:
        return (0, 0)
    block = document.blocks[finding.span.block]
    start = block.origin + block.offsets.origin(finding.span.start)
    end = block.offsets.origin(finding.span.end - 1) + 1
    while end < len(block.raw) and unicodedata.combining(block.raw[end]):
        end += 1
    return (start, block.origin + end)
