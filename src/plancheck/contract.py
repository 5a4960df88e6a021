"""The JSON of `outline` and `check` as schemas (pydantic): what other programs may rely on."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class _Contract(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Location(_Contract):
    """Where words stand: block (0-based), code points `[start, end)` of its normalised text, and the place in words."""

    block: int
    start: int
    end: int
    path: str
    human: str


class Words(_Contract):
    """Words and their place."""

    text: str
    location: Location


class Source(_Contract):
    """The file that was read."""

    path: str
    format: str
    sha256: str
    layout_known: bool


class Family(_Contract):
    """Of which system the paper is, and what shows it."""

    value: Literal["union", "party", "state", "mass", "unknown"]
    evidence: list[str]


class Regime(_Contract):
    """A regulation in force."""

    id: str
    title: str
    from_: date | None = Field(alias="from")
    to: date | None


class Issuer(Words):
    """Who issues the paper."""

    unit: str | None
    level: int | None


class Number(Words):
    """The own number, taken apart."""

    normal: str
    sequence: str | None
    kind: str | None
    body: str
    blank: bool


class Day(Words):
    """The date of issue."""

    value: date | None
    blank: bool


class Kind(_Contract):
    """The kind of paper."""

    code: str
    name: str | None
    location: Location


class Header(_Contract):
    """The heading part; null when absent."""

    national_title: Words | None
    motto: Words | None
    parent_body: Words | None
    issuer: Issuer | None
    number: Number | None
    place: Words | None
    date: Day | None
    kind: Kind | None
    subject: Words | None


class Citation(_Contract):
    """One occurrence of a cited document."""

    text: str
    number: str | None
    kind: str | None
    date: date | None
    issuer: str | None
    subject: str | None
    role: Literal["basis", "mention", "repeal"]
    form: Literal["slash", "party"]
    alias: str | None
    location: Location


class Section(_Contract):
    """A numbered part."""

    label: str
    title: str
    level: int
    role: Literal["purpose", "content", "schedule", "implementation", "funding", "form", "scope", "closing", "attachment"] | None
    location: Location
    children: list[Section]


class Actor(_Contract):
    """A unit as named."""

    text: str
    unit: str | None
    level: int | None


class Activity(_Contract):
    """What is done."""

    text: str
    key: str


class Deadline(_Contract):
    """A time by which something is to be done."""

    text: str
    type: Literal["window", "vague", "recurring", "relative", "duration"]
    start: date | None
    end: date | None
    end_inclusive: bool
    precision: str
    actors: list[Actor]
    activity: Activity | None
    report_to: Actor | None
    path: str
    location: Location


class Task(_Contract):
    """Who is to do what; `deadline` is an index into the deadlines."""

    text: str
    owners: list[Actor]
    support: list[Actor]
    deadline: int | None
    location: Location


class Recipient(_Contract):
    """A line of the recipients list."""

    text: str
    units: list[Actor]
    purpose: Literal["report", "implement", "coordinate", "inform", "file"] | None
    location: Location


class Signature(_Contract):
    """The signature block."""

    authority: str | None
    title: str | None
    name: str | None
    location: Location


class Outline(_Contract):
    """`plancheck outline FILE -f json`."""

    schema_: Literal["plancheck/outline/1"] = Field(alias="schema")
    source: Source
    family: Family
    regimes: list[Regime]
    header: Header
    citations: list[Citation]
    sections: list[Section]
    deadlines: list[Deadline]
    tasks: list[Task]
    recipients: list[Recipient]
    signature: Signature | None
    unread: list[Location]


class MatrixUnit(Actor):
    """A unit; `own` when it is the issuer or a part of it."""

    own: bool


class MatrixTime(_Contract):
    """A deadline in the matrix."""

    text: str
    type: Literal["window", "vague", "recurring", "relative", "duration"]
    start: date | None
    end: date | None
    report_to: str | None
    location: Location


class MatrixTask(_Contract):
    """A task in the matrix."""

    text: str
    part: Literal["lead", "support"]
    deadline: MatrixTime | None
    location: Location


class MatrixRow(_Contract):
    """A unit with what it is to do, by when, where it reports, and by which recipient line it gets the paper."""

    unit: MatrixUnit
    tasks: list[MatrixTask]
    deadlines: list[MatrixTime]
    reports_to: list[str]
    recipient: Words | None


class Matrix(_Contract):
    """`plancheck outline FILE --matrix -f json`."""

    schema_: Literal["plancheck/matrix/1"] = Field(alias="schema")
    path: str
    rows: list[MatrixRow]


class Related(_Contract):
    """Words that belong to a finding."""

    text: str
    location: Location | None


class Edit(_Contract):
    """Words to put in place of others."""

    location: Location | None
    replacement: str


class Fix(_Contract):
    """Edits that mend a finding."""

    safety: Literal["safe", "suggested"]
    edits: list[Edit]


class RuleSource(_Contract):
    """A clause of a regulation, or a practice."""

    regulation: str | None = None
    clause: str | None = None
    practice: str | None = None


class Waived(_Contract):
    """Why a finding is excused, until when, by whom, and where that is written."""

    reason: str
    until: date | None
    by: str = ""
    kind: Literal["comment", "file", "baseline"] = "comment"


class Finding(_Contract):
    """One fault."""

    code: str
    name: str
    severity: Literal["error", "warning", "info"]
    confidence: Literal["high", "medium", "low"]
    message: str
    hint: str
    source: RuleSource
    text: str | None
    location: Location | None
    related: list[Related]
    fixes: list[Fix]
    fingerprint: str
    waived: Waived | None


class NotEvaluated(_Contract):
    """A rule that could not be judged."""

    code: str
    reason: str


class SinceFinding(_Contract):
    """A finding of the earlier draft, or one that both have."""

    code: str
    fingerprint: str
    message: str


class SinceDifference(_Contract):
    """Something that the two drafts say differently; null: only the other has it."""

    kind: Literal["deadline", "recipient", "citation"]
    old: str | None
    new: str | None
    path: str


class Since(_Contract):
    """Against an earlier draft (`--since`)."""

    path: str
    remaining: list[SinceFinding]
    mended: list[SinceFinding]
    differences: list[SinceDifference]


class File(_Contract):
    """What is said about one file. With `since` the findings are those that the earlier draft did not have."""

    path: str
    sha256: str | None
    family: str | None
    regimes: list[str]
    error: str | None
    findings: list[Finding]
    not_evaluated: list[NotEvaluated]
    since: Since | None = None


class Tool(_Contract):
    """Who checked, by which rules."""

    version: str
    rules_sha256: str


class Counts(_Contract):
    """Findings by severity."""

    error: int
    warning: int
    info: int


class Summary(_Contract):
    """Totals and the exit code."""

    files: int
    findings: Counts
    waived: int
    exit_code: int


class Report(_Contract):
    """`plancheck check -f json`."""

    schema_: Literal["plancheck/report/1"] = Field(alias="schema")
    tool: Tool
    files: list[File]
    summary: Summary
