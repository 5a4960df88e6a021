"""Normalisation keeps a map back to what was written; keys keep their length."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plancheck.text.fold import bare, key, words
from plancheck.text.initials import abbreviates
from plancheck.text.normalise import normalise

VIETNAMESE = st.text(
    alphabet=st.sampled_from(
        "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạầấẩẫậ ÐðƉ\u0300\u0301\u0309\u00a0\u200b\t\n-–\u2011.,;/0123456789AĐ"
    )
)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("LÐLÐ tỉnh", "LĐLĐ tỉnh"),
        ("Kê\u0301 hoạch", "Kế hoạch"),
        ("  hai   chỗ\u00a0trống ", "hai chỗ trống"),
        ("62/KH\u2011LĐLĐ", "62/KH-LĐLĐ"),
        ("ẩn\u200bdật", "ẩndật"),
        ("dòng một \n dòng hai", "dòng một\ndòng hai"),
    ],
)
def test_odd_characters_become_the_usual_ones(raw: str, text: str) -> None:
    assert normalise(raw).text == text


@given(VIETNAMESE | st.text())
def test_the_map_leads_back_to_the_characters_that_were_written(raw: str) -> None:
    normal = normalise(raw)

    assert len(normal.text) == normal.offsets.length
    previous = -1
    for offset, character in enumerate(normal.text):
        origin = normal.offsets.origin(offset)
        assert previous < origin + 1 and origin < len(raw)
        previous = origin
        if raw[origin] == character:
            assert normal.offsets.locate(origin) <= offset
        else:
            assert not raw[origin].isascii() or character in " \n" or unicodedata.combining(raw[min(origin + 1, len(raw) - 1)])


@given(VIETNAMESE | st.text())
def test_normalising_twice_changes_nothing(raw: str) -> None:
    once = normalise(raw).text

    assert normalise(once).text == once


@given(st.text())
def test_a_key_has_the_length_of_its_text(text: str) -> None:
    assert len(key(text)) == len(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [("hoà bình", "Hòa Bình"), ("Uỷ ban", "ỦY BAN"), ("khoá XII", "Khóa XII")],
)
def test_both_tone_placements_have_one_key(one: str, other: str) -> None:
    assert key(one) == key(other)


def test_words_with_one_placement_only_stay_as_they_are() -> None:
    assert key("hoàn thành quý II") == "hoàn thành quý ii"
    assert words("Sở: Nội vụ") == "sở nội vụ"
    assert bare("Sở Nội vụ") == "so noi vu"


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("phong gd dt", "phong giao duc va dao tao"),
        ("so ld tb xh", "so lao dong thuong binh va xa hoi"),
        ("so ldtbxh", "so lao dong thuong binh va xa hoi"),
        ("trung tam vh tt va truyen thanh", "trung tam van hoa the thao va truyen thanh"),
        ("bhxh", "bao hiem xa hoi"),
    ],
)
def test_initials_stand_for_the_words_of_a_name(short: str, full: str) -> None:
    assert abbreviates(short, full)


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("phong gd dt", "phong giao thong"),
        ("so y te", "so yen"),
        ("phong t", "phong thanh tra"),
        ("", "so y te"),
        ("so gd", "so giao duc va dao tao"),
    ],
)
def test_other_names_are_no_initials(short: str, full: str) -> None:
    assert not abbreviates(short, full)
