"""Fragments by grammar: numbers, labels, periods. Tables of text and value."""

from __future__ import annotations

import functools
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lark import Token, Tree
from lark.exceptions import UnexpectedInput

from conftest import FIXTURES
from plancheck.parse import grammars, lalr, periods
from plancheck.parse.fragments import document_number, label, own_number
from plancheck.text.fold import key

if TYPE_CHECKING:
    from lark import Lark


@pytest.mark.parametrize("name", ["number", "citation", "period", "numbering", "recipient", "assignment"])
def test_a_grammar_has_no_conflicts(name: str) -> None:
    assert grammars.build(name, strict=True)


_READ = (
    ("number", "number", "NUMBER_SHAPE"),
    ("number", "own", "OWN_SHAPE"),
    ("numbering", "label", "LABEL_SHAPE"),
    ("period", "period", "PERIOD_SHAPE"),
    ("recipient", "mark", "MARK_SHAPE"),
    ("assignment", "role", "ROLE_SHAPE"),
)


@functools.cache
def _lark(name: str) -> Lark:
    return grammars.build(name)


def _plain(part: Tree[Token] | Token | lalr.Node | lalr.Token) -> object:
    """A tree of Lark's or of ours as nested tuples."""
    if isinstance(part, Tree):
        return (str(part.data), *map(_plain, part.children))
    if isinstance(part, lalr.Node):
        return (part.name, *map(_plain, part.parts))
    return (part.kind, part.text, part.start) if isinstance(part, lalr.Token) else (part.type, str(part), part.start_pos)


def _as_lark_reads(grammar: str, start: str, text: str) -> object:
    try:
        return _plain(_lark(grammar).parse(text, start=start))
    except UnexpectedInput:
        return None


def _as_we_read(grammar: str, start: str, text: str) -> object:
    tree = grammars.read(grammar, start, text)
    return None if tree is None else _plain(tree)


@functools.cache
def _hits(grammar: str, shape: str) -> tuple[str, ...]:
    """All that a shape finds in the fixtures, as written and as a key."""
    lines = (
        line for p in sorted(FIXTURES.rglob("*.md")) for line in p.read_text(encoding="utf-8").replace("<br>", "\n").splitlines()
    )
    texts = [t for line in lines for t in (line, key(line))]
    return tuple(sorted({m.group().strip(" ;,.(") for t in texts for m in grammars.shape(grammar, shape).finditer(t)}))


@pytest.mark.parametrize(("grammar", "start", "shape"), _READ)
def test_every_hit_in_the_fixtures_has_the_tree_that_lark_gives_it(grammar: str, start: str, shape: str) -> None:
    hits = _hits(grammar, shape)

    assert len(hits) > 1
    assert [_as_we_read(grammar, start, hit) for hit in hits] == [_as_lark_reads(grammar, start, hit) for hit in hits]


@settings(deadline=None)
@given(st.data())
def test_what_is_no_hit_is_read_or_refused_as_lark_does(data: st.DataObject) -> None:
    grammar, start, shape = data.draw(st.sampled_from(_READ))
    pieces = sorted({piece for hit in _hits(grammar, shape) for piece in hit.split()})
    glue = data.draw(st.sampled_from(["", " ", ", "]))
    text = glue.join(data.draw(st.lists(st.sampled_from(pieces), max_size=6)))

    assert _as_we_read(grammar, start, text) == _as_lark_reads(grammar, start, text)


@settings(deadline=None)
@given(
    st.sampled_from(["Kế hoạch số 46/KH-TLĐ ngày 26/5/2020", "Luật Công đoàn số 50/2024/QH15", "Nghị quyết 6a/NQ-TLĐ"]), st.data()
)
def test_a_citation_cut_anywhere_is_read_or_refused_as_lark_does(text: str, data: st.DataObject) -> None:
    part = text[data.draw(st.integers(0, 12)) : data.draw(st.integers(12, len(text)))]

    assert _as_we_read("citation", "citation", part) == _as_lark_reads("citation", "citation", part)


@pytest.mark.parametrize(
    ("text", "normal", "kind", "form", "well_formed"),
    [
        ("62/KH-LĐLĐ", "62/KH-LĐLĐ", "KH", "slash", True),
        ("30/2020/NĐ-CP", "30/2020/NĐ-CP", "NĐ", "slash", True),
        ("97/2025/QH15", "97/2025/QH15", "QH15", "slash", True),
        ("04-TT/TU", "04-TT/TU", "TT", "party", True),
        ("6a/NQ-TLĐ", "6a/NQ-TLĐ", "NQ", "slash", True),
        ("56/KH – TLĐ", "56/KH-TLĐ", "KH", "slash", False),
        ("92/CTr- BCH", "92/CTr-BCH", "CTr", "slash", False),
        ("34 /KH-LĐLĐ", "34/KH-LĐLĐ", "KH", "slash", False),
        ("367 - QĐ/TWĐTN-VP", "367-QĐ/TWĐTN-VP", "QĐ", "party", False),
        ("298 KH/TWĐTN", "298-KH/TWĐTN", "KH", "party", False),
        ("328-KH/LĐLĐ", "328-KH/LĐLĐ", "KH", "party", True),
        ("246/CĐYT", "246/CĐYT", None, "slash", True),
        ("2004/KH-SYT-CĐN", "2004/KH-SYT-CĐN", "KH", "slash", True),
    ],
)
def test_document_numbers(text: str, normal: str, kind: str | None, form: str, well_formed: bool) -> None:
    number = document_number(text)

    assert number is not None
    assert (number.normal, number.kind, number.form, number.well_formed) == (normal, kind, form, well_formed)


@pytest.mark.parametrize("text", ["145/145", "2021-2025", "7h00", "Kế hoạch", "1/3", ""])
def test_what_is_no_document_number(text: str) -> None:
    assert document_number(text) is None


@pytest.mark.parametrize(
    ("text", "normal", "blank", "colon"),
    [
        ("Số: 62/KH-LĐLĐ", "62/KH-LĐLĐ", False, True),
        ("Số 45-KH/HU", "45-KH/HU", False, False),
        ("Số: /KH-LĐLĐ", "/KH-LĐLĐ", True, True),
        ("Số -KH/ĐU", "-KH/ĐU", True, False),
        ("Số:……../KH-UBND", "/KH-UBND", True, True),
    ],
)
def test_number_lines(text: str, normal: str, blank: bool, colon: bool) -> None:
    read = own_number(text)

    assert read is not None
    number, has_colon = read
    assert (number.normal, number.sequence is None, has_colon) == (normal, blank, colon)


@pytest.mark.parametrize(
    ("text", "style", "value"),
    [
        ("I.", "roman", (1,)),
        ("II –", "roman", (2,)),
        ("XIV.", "roman", (14,)),
        ("1.", "arabic", (1,)),
        ("1.1.", "decimal", (1, 1)),
        ("4.2", "decimal", (4, 2)),
        ("d)", "letter", (4,)),
        ("đ)", "letter", (5,)),
        ("Đ.", "capital", (5,)),
        ("E.", "capital", (6,)),
        ("(3)", "bracketed", (3,)),
        ("-", "bullet", ()),
        ("Phần thứ hai", "part", (2,)),
    ],
)
def test_numbering_labels(text: str, style: str, value: tuple[int, ...]) -> None:
    found = label(text)

    assert found is not None
    assert (found.style, found.value) == (style, value)


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("text", "start", "end", "inclusive"),
    [
        ("trước ngày 30/5/2011", None, "2011-05-30", False),
        ("xong trước 31/7/2023", None, "2023-07-31", False),
        ("trong tháng 10/2020", "2020-10-01", "2020-10-31", True),
        ("Tháng 3 đến tháng 5/2011", "2011-03-01", "2011-05-31", True),
        ("Từ đầu tháng 6 đến 15/6/2011", "2011-06-01", "2011-06-15", True),
        ("từ quý I năm 2023 và hoàn thành trước 31/5/2023", "2023-01-01", "2023-05-31", False),
        ("Từ tháng 5/2022 đến hết quý III/2023", "2022-05-01", "2023-09-30", True),
        ("đến hết tháng 4/2026", None, "2026-04-30", True),
        ("vào cuối tháng 6/2011", "2011-06-21", "2011-06-30", True),
        ("giữa tháng 2/2026", "2026-02-11", "2026-02-20", True),
        ("quý IV/2025", "2025-10-01", "2025-12-31", True),
        ("24, 25 và 26 tháng 8 năm 2026", "2026-08-24", "2026-08-26", True),
        ("từ ngày 06 - 15/11/2017", "2017-11-06", "2017-11-15", True),
        ("từ 15/11 đến 15/01/2026", "2025-11-15", "2026-01-15", True),
        ("chậm nhất là ngày 20 tháng 6", None, "2026-06-20", True),
        ("từ ngày 01/7/2025", "2025-07-01", None, True),
        ("trước 17h00 ngày 20/5/2025", None, "2025-05-20", False),
        ("trước tháng 6/2026", None, "2026-06-01", False),
    ],
)
def test_periods_become_intervals(text: str, start: str | None, end: str | None, inclusive: bool) -> None:
    hit = next(periods.find(key(text)))

    interval = periods.resolve(hit.period, 2026, None)[0]

    assert (interval.start, interval.end, interval.end_inclusive) == (day(start), day(end), inclusive)


@pytest.mark.parametrize("text", ["đạt 145/145 đơn vị", "không quá 1/3", "nhiệm kỳ 2018-2023", "62/2011/NĐ-CP", "điểm 5/5"])
def test_what_is_no_period(text: str) -> None:
    assert list(periods.find(key(text))) == []


def test_a_list_of_months_is_several_windows() -> None:
    hit = next(periods.find("tháng 4 và tháng 8 năm 2026"))

    assert [(i.start, i.end) for i in periods.resolve(hit.period, None, None)] == [
        (date(2026, 4, 1), date(2026, 4, 30)),
        (date(2026, 8, 1), date(2026, 8, 31)),
    ]


def test_two_weeks_of_a_month_are_two_windows() -> None:
    text = "tuần 3 và tuần 4 tháng 8/2026"

    windows = [i for hit in periods.find(text) for i in periods.resolve(hit.period, 2026, None)]

    assert windows
    assert all(i.start and date(2026, 8, 15) <= i.start and i.end and i.end <= date(2026, 8, 31) for i in windows)


def test_an_impossible_date_resolves_to_nothing() -> None:
    hit = next(periods.find("trước ngày 31/4/2026"))

    assert periods.resolve(hit.period, None, None) == ()
    assert periods.impossible(hit.period.points[0], None)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("tuần thứ nhất quý ii/2026", date(2026, 4, 1), date(2026, 4, 7)),
        ("tuần 2 tháng 5/2026", date(2026, 5, 8), date(2026, 5, 14)),
        ("tuần 1 năm 2026", date(2026, 1, 1), date(2026, 1, 7)),
    ],
)
def test_a_week_is_counted_from_the_first_day_of_its_time(text: str, start: date, end: date) -> None:
    period = periods.read(text)

    assert period is not None
    assert [(i.start, i.end) for i in periods.resolve(period, None, None)] == [(start, end)]


def test_several_days_behind_one_bound_are_a_deadline_each() -> None:
    period = periods.read("trước ngày 05/12/2025, ngày 05/6/2026 và ngày 05/12/2026")

    assert period is not None
    assert [i.end for i in periods.resolve(period, None, None)] == [date(2025, 12, 5), date(2026, 6, 5), date(2026, 12, 5)]
    assert not any(i.start or i.end_inclusive for i in periods.resolve(period, None, None))
