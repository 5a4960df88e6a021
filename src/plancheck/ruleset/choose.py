"""Which rules run on a document: by kind, family, stage, regulations in force, and what the user selected. Decided, and shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plancheck.errors import ConfigError
from plancheck.model.value import Value
from plancheck.ruleset.context import SCANNED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plancheck.model.finding import Severity
    from plancheck.model.plan import Plan
    from plancheck.ruleset.rule import Rule


class Choice(Value):
    """What the user asked for: codes, names or group prefixes. An empty `select` means all; `extend` adds to either."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    extend: tuple[str, ...] = ()

    def keeps(self, rule: Rule) -> bool:
        """Whether a rule is wanted; the longer of two matching patterns wins, so that a code outweighs its group."""
        chosen = max((len(p) for p in (*self.select, *self.extend) if matches(rule, p)), default=0 if self.select else 1)
        refused = max((len(p) for p in self.ignore if matches(rule, p)), default=0)
        return chosen > 0 and (refused == 0 or chosen > refused)


def matches(rule: Rule, pattern: str) -> bool:
    """Whether a code, a name, an alias or the beginning of a code names a rule."""
    upper = pattern.upper()
    return rule.code.startswith(upper) if upper[:2].isalpha() and pattern.isupper() else pattern in (rule.name, *rule.aliases)


def verify(patterns: Iterable[str], rules: tuple[Rule, ...]) -> None:
    """Raise ConfigError for a pattern that names no rule, with the nearest names."""
    for pattern in patterns:
        if not any(matches(rule, pattern) for rule in rules):
            import difflib

            names = [n for rule in rules for n in (rule.code, rule.name)]
            near = difflib.get_close_matches(pattern, names, n=3, cutoff=0.5)
            if near:
                raise ConfigError("không có quy tắc «{pattern}»; có phải: {near}", pattern=pattern, near=", ".join(near))
            raise ConfigError("không có quy tắc «{pattern}»; xem: plancheck rules", pattern=pattern)


def severities(changes: Iterable[tuple[str, Severity]], rules: tuple[Rule, ...]) -> dict[str, Severity]:
    """Severities by code, of rules given as for `--select`; the last one wins, and a rule outweighs its group.

    Raises ConfigError for what names no rule.
    """
    wanted = tuple(changes)
    verify((name for name, _ in wanted), rules)
    named = [([rule.code for rule in rules if matches(rule, name)], severity) for name, severity in wanted]
    groups_first = sorted(named, key=lambda entry: len(entry[0]) == 1)
    return {code: severity for codes, severity in groups_first for code in codes}


def reason_against(rule: Rule, plan: Plan, stage: str, *, scan: bool = False) -> str | None:
    """Why a rule does not run on a plan; "" when it is simply not for such papers, None when it runs."""
    if stage not in rule.stages:
        return ""
    if plan.header.kind is not None and plan.header.kind.value not in rule.kinds and "*" not in rule.kinds:
        return "văn bản không phải là kế hoạch"
    if plan.family == "unknown":
        if not rule.neutral:
            return "không rõ văn bản của hệ thống nào (Đảng, công đoàn, Nhà nước)"
    elif plan.family not in rule.families:
        return ""
    if rule.regulations and not any(r.id in rule.regulations for r in plan.regimes):
        return "" if plan.regimes else "không rõ quy định về thể thức nào có hiệu lực vào ngày của văn bản"
    return SCANNED if scan and not rule.scans else None
