"""A rule as a value, ready to run. The YAML behind it is described in `schema`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from plancheck.model.value import Value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plancheck.model.finding import Confidence, Safety, Severity

Stage = Literal["nhap", "trinh-ky", "phat-hanh"]
STAGES: tuple[Stage, ...] = ("nhap", "trinh-ky", "phat-hanh")


class Wording(Value):
    """What a rule says in one language."""

    title: str
    message: str
    why: str
    hint: str


class Example(Value):
    """An example of a rule: plan text with `[[…]]` around the words that a bad one is about, how it is to be read, and other papers `beside` it."""

    good: bool
    text: str
    family: str | None
    issued: str | None
    stage: Stage
    beside: tuple[str, ...] = ()


class Rule(Value):
    """One rule. `check` holds the kind and its parameters; `regulations` are ids of vocabulary/regulations.yaml."""

    code: str
    name: str
    aliases: tuple[str, ...]
    severity: Severity
    confidence: Confidence
    kinds: tuple[str, ...]
    families: tuple[str, ...]
    stages: tuple[Stage, ...]
    scans: bool
    regulations: tuple[str, ...]
    clause: str | None
    practice: str | None
    vi: Wording
    en: Wording
    check: Mapping[str, Any]
    when: Mapping[str, Any] | None
    fix: tuple[Safety, str] | None
    examples: tuple[Example, ...]
    since: str
    path: str

    @property
    def group(self) -> str:
        """The two letters that open the code."""
        return self.code[:2]

    @property
    def neutral(self) -> bool:
        """Whether the rule holds for every family, so that an unknown family does not matter."""
        return len(self.families) == 4

    def wording(self, lang: str) -> Wording:
        """The words of the rule in a language; Vietnamese unless English is asked for."""
        return self.en if lang == "en" else self.vi
