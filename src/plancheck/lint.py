"""Holds a plan against rules: findings and what could not be judged. A pure function; `today` and settings come in."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec.structs import replace

from plancheck.model.archive import Neighbours, Relations
from plancheck.model.finding import SEVERITIES, Edit, Finding, Fix, NotEvaluated, RuleSource
from plancheck.ruleset.checks import KINDS
from plancheck.ruleset.choose import reason_against
from plancheck.ruleset.context import SCANNED, Context, Item, Subject, Unknown
from plancheck.ruleset.facts import holds
from plancheck.ruleset.message import fill, values_of
from plancheck.ruleset.select import selections
from plancheck.ruleset.select.lineage import limits
from plancheck.ruleset.select.links import linked
from plancheck.text.fold import words
from plancheck.vocabulary import load as load_vocabulary
from plancheck.waivers import of_document, settle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from plancheck.model.document import Document
    from plancheck.model.finding import Severity
    from plancheck.model.plan import Plan
    from plancheck.model.waiver import Waiver
    from plancheck.ruleset.context import Hit, Select
    from plancheck.ruleset.rule import Rule

DEFAULT_VALUES: Mapping[str, Any] = {"min-lead-days": 3, "min-handover-days": 3}


class Verdict(NamedTuple):
    """Findings in the order of the text, those that are excused, rules that could not be judged with the reason, and the codes of those that were."""

    findings: tuple[Finding, ...]
    waived: tuple[Finding, ...]
    unjudged: tuple[NotEvaluated, ...]
    judged_by: tuple[str, ...]


def run(
    document: Document,
    plan: Plan,
    rules: Iterable[Rule],
    *,
    today: date,
    stage: str = "trinh-ky",
    values: Mapping[str, Any] | None = None,
    severities: Mapping[str, Severity] | None = None,
    lang: str = "vi",
    waivers: tuple[Waiver, ...] = (),
    unchosen: Iterable[Rule] = (),
    neighbours: Neighbours | None = None,
) -> Verdict:
    """What the rules say of a plan, less what the waivers given and those in its own comments excuse.

    What is found in the text of a scan is of low confidence and never an error: it may be misread. `unchosen` are the rules that are
    there and do not run: a waiver may name them.
    """
    settings = {**DEFAULT_VALUES, **(values or {})}
    context = Context(document, plan, load_vocabulary(), today, stage, settings, neighbours=neighbours or Neighbours())
    wanted = tuple(rules)
    of_text = tuple(r for r in wanted if not about_waivers(r))
    first = _judge(of_text, context, severities or {}, lang)
    found = tuple(_fingerprinted(sorted(first.findings, key=_order), plan))
    excuses = (*of_document(document), *waivers)
    if not excuses:
        return Verdict(found, (), tuple(first.unjudged), tuple(first.judged))
    standing, excused, states = settle(found, excuses, (*wanted, *unchosen), frozenset(first.ran), today)
    about = tuple(r for r in wanted if about_waivers(r))
    second = _judge(about, replace(context, waivers=states), severities or {}, lang)
    told = tuple(_fingerprinted(sorted(second.findings, key=_order), plan))
    return Verdict(
        tuple(sorted((*standing, *told), key=_order)),
        excused,
        (*first.unjudged, *second.unjudged),
        (*first.judged, *second.judged),
    )


def relations(document: Document, plan: Plan, neighbours: Neighbours, today: date) -> Relations:
    """How a plan stands among the documents at hand, for reports that show it."""
    context = Context(document, plan, load_vocabulary(), today, "", {}, neighbours=neighbours)
    return Relations(tuple(told for _, told in linked(context)), limits(context))


class _Judged(NamedTuple):
    findings: list[Finding]
    unjudged: list[NotEvaluated]
    judged: list[str]
    ran: list[str]


def about_waivers(rule: Rule) -> bool:
    """Whether a rule speaks of excuses, and so runs when all others have."""
    return str(rule.check["of"]).startswith("waivers.")


def _judge(rules: Iterable[Rule], context: Context, severities: Mapping[str, Severity], lang: str) -> _Judged:
    document, plan = context.document, context.plan
    select = selections(context)
    result = _Judged([], [], [], [])
    for rule in rules:
        reason = reason_against(rule, plan, context.stage, scan=document.source.recognised)
        if reason is not None:
            if reason:
                result.unjudged.append(NotEvaluated(rule.code, reason))
            continue
        result.ran.append(rule.code)
        if not holds(rule.when, context, select):
            continue
        subject = _subject(rule.check, context, select)
        if isinstance(subject, Unknown):
            result.ran.pop()
            result.unjudged.append(NotEvaluated(rule.code, subject.reason, subject.optional))
            continue
        result.judged.append(rule.code)
        severity = severities.get(rule.code, rule.severity)
        found = [_finding(rule, hit, context, severity, lang) for hit in KINDS[rule.check["kind"]](rule.check, subject)]
        if found and document.source.recognised:
            found = [replace(f, confidence="low", severity=min(f.severity, "warning", key=SEVERITIES.index)) for f in found]
            result.unjudged.append(NotEvaluated(rule.code, SCANNED))
        result.findings.extend(found)
    return result


def _subject(check: Mapping[str, Any], context: Context, select: Select) -> Subject | Unknown:
    """The items that a check names by selectors; Unknown when the document cannot show them."""
    of = select(check["of"])
    if isinstance(of, Unknown):
        return of
    among = select(check["among"]) if check.get("among") else ()
    if isinstance(among, Unknown):
        return among
    at = select(check["at"]) if check.get("at") else ()
    place = Item(None, "") if isinstance(at, Unknown) or not at else at[0]
    return Subject(of, among, place, context)


def _order(finding: Finding) -> tuple[int, int, int, str]:
    span = finding.span
    return (span.block, span.start, span.end, finding.code) if span else (-1, 0, 0, finding.code)


def _finding(rule: Rule, hit: Hit, context: Context, severity: Severity, lang: str) -> Finding:
    values = values_of(hit, context.values)
    wording = rule.wording(lang)
    fixes: tuple[Fix, ...] = ()
    if rule.fix is not None and hit.item.span is not None:
        safety, template = rule.fix
        others = ((i.span, fill(template, {**values, **i.values})) for i in hit.item.twins if i.span is not None)
        edits = ((hit.item.span, fill(template, values)), *others)
        fixes = (Fix(safety, tuple(Edit(span, text) for span, text in edits)),)
    return Finding(
        code=rule.code,
        name=rule.name,
        severity="info" if hit.possible else severity,
        confidence="medium" if hit.possible and rule.confidence == "high" else rule.confidence,
        message=fill(wording.message, values),
        hint=fill(wording.hint, values),
        source=_source(rule, context.plan),
        span=hit.item.span,
        text=hit.item.text if hit.item.span is not None else None,
        why=wording.why,
        related=hit.related,
        fixes=fixes,
    )


def _source(rule: Rule, plan: Plan) -> RuleSource:
    """The clause of the first of the rule's regulations that is in force on the document's date."""
    title = next((r.title for r in plan.regimes if r.id in rule.regulations), None)
    return RuleSource(regulation=title, clause=rule.clause, practice=rule.practice)


def _fingerprinted(findings: list[Finding], plan: Plan) -> Iterator[Finding]:
    """Fingerprint: code, logical path, normalised words, ordinal among equals. No paragraph number is in it."""
    seen: Counter[str] = Counter()
    for finding in findings:
        path = plan.paths[finding.span.block] if finding.span else ""
        basis = f"{finding.code}\0{path}\0{words(finding.text or '')}"
        ordinal = seen[basis]
        seen[basis] += 1
        digest = hashlib.sha256(f"{basis}\0{ordinal}".encode()).hexdigest()[:16]
        yield replace(finding, fingerprint=digest)
