"""The plan as plancheck understands it. Everything that stands in the text is Located; absent things are None or ()."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from plancheck.model.value import Value

if TYPE_CHECKING:
    from plancheck.model.span import Located, Span

Family = Literal["union", "party", "state", "mass", "unknown"]
DeadlineType = Literal["window", "vague", "recurring", "relative", "duration"]
Form = Literal["slash", "party"]
CitationRole = Literal["basis", "mention", "repeal"]
Purpose = Literal["report", "implement", "coordinate", "inform", "file"]
Direction = Literal["up", "down"]


class Unit(Value):
    """A unit named in the text, resolved as far as the vocabulary allows.

    `kind` is a vocabulary id such as `union.district`; `name` is the folded proper name («tai chinh» of «Sở Tài chính») or "".
    `collective` says that the words mean all units of the kind («các sở, ban, ngành»). `level` is 1 to 5 (design: below the
    grassroots, grassroots, directly above, province, national), None when unknown. `own` marks a part of the issuer itself.
    """

    kind: str
    name: str = ""
    level: int | None = None
    collective: bool = False
    own: bool = False

    @property
    def id(self) -> str:
        """The identifier shown to other programs: `state.department/tai-chinh`."""
        return f"{self.kind}/{self.name.replace(' ', '-')}" if self.name else self.kind


class Actor(Value):
    """Words that name who acts, with the unit they resolve to (None: not in the vocabulary)."""

    text: str
    span: Span
    unit: Unit | None

    @property
    def level(self) -> int | None:
        """The level of the unit, None when unknown."""
        return self.unit.level if self.unit else None


class DocumentNumber(Value):
    """A document number taken apart; `normal` has no spaces and plain hyphens. `sequence` None when the number is blank."""

    normal: str
    sequence: str | None
    year: int | None
    kind: str | None
    body: str
    form: Form
    well_formed: bool


class Regime(Value):
    """A regulation in force for this family on this document's date."""

    id: str
    title: str
    start: date | None
    end: date | None


class Header(Value):
    """Components of the heading part; None when not found. `table` says that the two-column header itself was found."""

    national_title: Located[str] | None = None
    motto: Located[str] | None = None
    party_title: Located[str] | None = None
    parent_body: Located[Unit | None] | None = None
    issuer: Located[Unit | None] | None = None
    issuer_name: str | None = None
    number: Located[DocumentNumber] | None = None
    number_colon: bool | None = None
    place: Located[str] | None = None
    date: Located[date | None] | None = None
    kind: Located[str] | None = None
    kind_name: str | None = None
    subject: tuple[Span, ...] = ()
    subject_text: str | None = None
    issued_with: Located[str] | None = None
    table: bool = False


class Citation(Value):
    """One occurrence of a cited document. `head` covers kind word to date; `full` reaches to the end of issuer and subject."""

    head: Located[str]
    number: Located[DocumentNumber]
    kind_word: Located[str] | None
    kind: str | None
    so: bool
    date: Located[date | None] | None
    issuer: Located[Unit | None] | None
    subject: Located[str] | None
    alias: Located[str] | None
    role: CitationRole
    first: bool


class Basis(Value):
    """A line or sentence of the opening that rests the plan on something («Căn cứ …», «Thực hiện …»)."""

    located: Located[str]
    lead: str
    citations: tuple[int, ...]
    has_document: bool


class Label(Value):
    """A numbering label: its style, its value as a tuple (1.2 is (1, 2)), and the mark that ends it."""

    style: str
    value: tuple[int, ...]
    mark: str
    text: str


class Section(Value):
    """A numbered part with everything below it. `blocks` are its own text blocks, not those of its children."""

    label: Label
    label_span: Span
    title: Located[str]
    level: int
    role: str | None
    path: str
    blocks: tuple[int, ...]
    children: tuple[Section, ...]
    annex: bool = False

    def walk(self) -> tuple[Section, ...]:
        """This section and all below it, in reading order."""
        return (self, *(s for child in self.children for s in child.walk()))


class Activity(Value):
    """What is to be done, as far as the vocabulary knows it; `direction` up runs from the grassroots upwards.

    `direct` is false when only a heading or the plan's subject names it: such an activity is not held to any order. `level` is that
    of the event by its own words, and `tier` are those («cấp huyện»).
    """

    key: str
    text: str
    direction: Direction | None
    chain: str | None
    direct: bool = True
    level: int | None = None
    tier: str = ""


class Moment(Value):
    """A calendar date named in the text, valid or not («31/4»), with the weekday that the text claims (0 is Monday)."""

    located: Located[date | None]
    weekday: int | None
    year_given: bool


class After(Value):
    """A condition «sau khi …»: the words, the activity that must be over first, and the level that does it (None: not said)."""

    located: Located[str]
    activity: str | None
    level: int | None


class Offset(Value):
    """A time counted from an event: days after it (negative: before), calendar or working days, and the event.

    `from_issue`: the event is the issue of the plan itself («kể từ ngày nhận Kế hoạch này»).
    """

    days: int
    working: bool
    anchor: After
    from_issue: bool


class Deadline(Value):
    """A time by which or within which something is to be done.

    `start` and `end` are ISO calendar days, both inclusive unless `end_inclusive` is false («trước ngày»); None is open.
    """

    located: Located[str]
    type: DeadlineType
    start: date | None
    end: date | None
    end_inclusive: bool
    precision: str
    actors: tuple[Actor, ...]
    activity: Activity | None
    report_to: Actor | None
    pilot: bool
    exempt: bool
    path: str
    after: After | None
    explicit_year: bool
    sentence: Span
    annex: bool
    table: bool
    offset: Offset | None = None

    @property
    def last_day(self) -> date | None:
        """The last day on which the thing can be done."""
        if self.end is None or self.end_inclusive:
            return self.end
        return date.fromordinal(self.end.toordinal() - 1)

    @property
    def level(self) -> int | None:
        """The highest level among the actors, None when none is known."""
        return max((a.level for a in self.actors if a.level), default=None)


class Task(Value):
    """Something that named units are to do.

    `row`: it is a row of a timetable. `product`: what its column for the product says, None without such a column. `unassigned`: the table asks who leads, and says nobody. `chaired`: its owners stand where one
    leading unit is asked for.
    """

    located: Located[str]
    owners: tuple[Actor, ...]
    support: tuple[Actor, ...]
    deadline: int | None
    timed: bool
    activity: Activity | None
    path: str
    row: bool = False
    unassigned: bool = False
    chaired: bool = False
    product: str | None = None


class Recipient(Value):
    """An entry of the recipients list, with what of its form can be judged. `wrapped`: it goes on in a paragraph of its own."""

    located: Located[str]
    units: tuple[Actor, ...]
    purpose: Purpose | None
    purpose_span: Span | None
    bullet: str
    bullet_spaced: bool
    end_mark: str
    last: bool
    wrapped: bool = False


class Signature(Value):
    """The signature block; each part None when it is not there."""

    authority: Located[str] | None
    title: Located[str] | None
    name: Located[str] | None
    span: Span


class Alias(Value):
    """A short name that the plan defines («sau đây gọi tắt là …») and the places that use it."""

    located: Located[str]
    before: tuple[Span, ...]
    after: tuple[Span, ...]


class Annex(Value):
    """An attachment that is there (`label_span`), with its heading."""

    label: str
    located: Located[str]


class Plan(Value):
    """Everything that was understood of one document. `addressed` are the units that its closing paragraphs speak to."""

    header: Header
    family: Family
    family_evidence: tuple[str, ...]
    regimes: tuple[Regime, ...]
    issued: date | None
    issuer_unit: Unit | None
    citations: tuple[Citation, ...]
    bases: tuple[Basis, ...]
    aliases: tuple[Alias, ...]
    sections: tuple[Section, ...]
    annexes: tuple[Annex, ...]
    announced: tuple[Located[str], ...]
    moments: tuple[Moment, ...]
    deadlines: tuple[Deadline, ...]
    tasks: tuple[Task, ...]
    recipients: tuple[Recipient, ...]
    recipients_label: Located[str] | None
    signature: Signature | None
    opening: tuple[Span, ...]
    opening_bodies: tuple[Located[str], ...]
    closing: tuple[Span, ...]
    addressed: tuple[Actor, ...]
    body_end: Span | None
    unread: tuple[Span, ...]
    paths: tuple[str, ...]
    zones: tuple[str, ...]
    year: int | None

    def cited(self) -> dict[str, Citation]:
        """The cited papers by number, each once, in the order of the text; a citation that gives the date stands for the others."""
        found: dict[str, Citation] = {}
        for citation in self.citations:
            number = citation.number.value.normal
            known = found.setdefault(number, citation)
            if known.date is None and citation.date is not None:
                found[number] = citation
        return found
