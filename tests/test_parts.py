"""The parts of a plan: marks of recipients, ranks of labels, annexes with and without a label."""

from __future__ import annotations

import pytest

from conftest import TODAY
from plancheck.model.plan import Plan
from plancheck.parse import parse
from plancheck.parse.units import Seat, finder
from plancheck.read import read_bytes
from plancheck.text.fold import key


def plan_of(*paragraphs: str) -> Plan:
    return parse(read_bytes("\n\n".join(paragraphs).encode(), "a.md"), TODAY, family="union")


@pytest.mark.parametrize(
    ("line", "name", "purpose"),
    [
        ("- Ban Thường vụ Tỉnh ủy (để b/c);", "Ban Thường vụ Tỉnh ủy", "report"),
        ("- Các sở, ban, ngành (để ph/hợp);", "Các sở, ban, ngành", "coordinate"),
        ("- Các LĐLĐ huyện (để t/hiện);", "Các LĐLĐ huyện", "implement"),
        ("- Ban Dân vận Tỉnh ủy (p/h chỉ đạo);", "Ban Dân vận Tỉnh ủy", "coordinate"),
        ("- Thường trực LĐLĐ tỉnh; b/c", "Thường trực LĐLĐ tỉnh", "report"),
        ("- UBND các xã (để biết, thực hiện);", "UBND các xã", "implement"),
        ("- Các huyện ủy để báo cáo;", "Các huyện ủy", "report"),
        ("- Thành viên Ban Chỉ đạo;", "Thành viên Ban Chỉ đạo", None),
        ("- Hội đồng phối hợp phổ biến pháp luật;", "Hội đồng phối hợp phổ biến pháp luật", None),
        ("- Lưu: VT.", "Lưu: VT.", "file"),
    ],
)
def test_the_mark_behind_a_recipient_says_its_purpose(line: str, name: str, purpose: str | None) -> None:
    plan = plan_of("**KẾ HOẠCH**", "**Tổ chức Hội thi**", "**I. NỘI DUNG**", "Thi.", "**Nơi nhận:**", "- Như trên;", line)
    entry = plan.recipients[-1]
    assert (entry.located.value, entry.purpose) == (name, purpose)


def test_parts_with_capitals_stand_above_roman_numbers_to_the_end() -> None:
    plan = plan_of(
        "**A. MỤC ĐÍCH**", "Một.", "**B. NỘI DUNG**", "**I. Một**", "**II. Hai**", "**C. THỜI GIAN**", "**D. KINH PHÍ**"
    )
    assert [s.label.text for s in plan.sections] == ["A.", "B.", "C.", "D."]
    assert [s.label.text for s in plan.sections[1].children] == ["I.", "II."]


def test_capitals_below_a_roman_number_are_its_parts() -> None:
    plan = plan_of("**I. MỤC ĐÍCH**", "Một.", "**II. NỘI DUNG**", "**A. Một**", "**B. Hai**", "**III. KINH PHÍ**")
    assert [s.label.text for s in plan.sections] == ["I.", "II.", "III."]


CLOSING = ("**KẾ HOẠCH**", "**Tổ chức Hội thi**", "**I. NỘI DUNG**", "Thi.", "**Nơi nhận:**", "- Các đơn vị;", "- Lưu: VT.")
SIGNED = ("**CHỦ TỊCH**", "**NGUYỄN VĂN AN**")


def test_a_model_outline_sent_with_the_plan_is_an_annex_without_the_word() -> None:
    plan = plan_of(
        *CLOSING, *SIGNED, "**ĐỀ CƯƠNG BÁO CÁO**", "**KẾT QUẢ HỘI THI**", "(Kèm theo Kế hoạch số 12/KH-LĐLĐ)", "1. Một"
    )
    assert [a.located.value for a in plan.annexes] == ["KẾT QUẢ HỘI THI"]
    assert plan.annexes[0].label == "ĐỀ CƯƠNG BÁO CÁO"


def test_the_title_of_a_labelled_annex_is_no_annex_of_its_own() -> None:
    plan = plan_of(
        *CLOSING,
        *SIGNED,
        "**PHỤ LỤC I**",
        "**DANH SÁCH**",
        "(Kèm theo Kế hoạch số 12/KH-LĐLĐ)",
        "1. Một",
        "**PHỤ LỤC II**",
    )
    assert [a.label for a in plan.annexes] == ["PHỤ LỤC I", "PHỤ LỤC II"]


def test_a_form_is_an_annex_by_its_number() -> None:
    plan = plan_of(*CLOSING, *SIGNED, "**Mẫu biểu số 01**", "**BIỂU TỔNG HỢP**", "**Mẫu**", "Một.")
    assert [a.label for a in plan.annexes] == ["Mẫu biểu số 01"]


def test_a_list_and_a_signature_that_a_copy_ran_into_one_line_each() -> None:
    plan = plan_of(
        "**KẾ HOẠCH**",
        "**Tổ chức Hội thi**",
        "**I. NỘI DUNG**",
        "Thi.",
        "| Nơi nhận: - Thường trực LĐLĐ tỉnh (để b/c); - Các LĐLĐ huyện, thị xã; - Lưu: VT. | TM. BAN THƯỜNG VỤ KT. CHỦ TỊCH "
        "PHÓ CHỦ TỊCH (Đã ký) Lê Thị Bình |\n|---|---|",
    )

    assert [(r.located.value, r.purpose) for r in plan.recipients] == [
        ("Thường trực LĐLĐ tỉnh", "report"),
        ("Các LĐLĐ huyện, thị xã", None),
        ("Lưu: VT.", "file"),
    ]
    assert plan.signature is not None
    assert plan.signature.authority is not None
    assert plan.signature.authority.value == "TM. BAN THƯỜNG VỤ / KT. CHỦ TỊCH"
    assert plan.signature.title is not None
    assert plan.signature.title.value == "PHÓ CHỦ TỊCH"
    assert plan.signature.name is not None
    assert plan.signature.name.value == "Lê Thị Bình"


def test_a_hyphen_inside_an_entry_is_no_new_entry() -> None:
    plan = plan_of("**KẾ HOẠCH**", "**Tổ chức Hội thi**", "**I. NỘI DUNG**", "Thi.", "Nơi nhận: Sở Lao động - Xã hội; Lưu: VT.")

    assert [r.located.value for r in plan.recipients] == ["Sở Lao động - Xã hội; Lưu: VT"]


def test_a_signer_may_hold_two_posts() -> None:
    plan = plan_of(
        "**KẾ HOẠCH**",
        "**Tổ chức**",
        "**I. NỘI DUNG**",
        "Thi.",
        "**Nơi nhận:**",
        "- Lưu: VT.",
        "TRƯỞNG BAN",
        "PHÓ THỦ TƯỚNG",
        "Lê Văn A",
    )

    assert plan.signature is not None
    assert plan.signature.title is not None
    assert plan.signature.title.value == "TRƯỞNG BAN"


def test_a_department_belongs_to_the_body_above_it_in_the_heading() -> None:
    plan = parse(
        read_bytes(
            "| TỈNH ỦY BẮC NINH<br>**BAN TỔ CHỨC**<br>\\*<br>Số 45-KH/BTCTU | **ĐẢNG CỘNG SẢN VIỆT NAM**<br>*Bắc Ninh, ngày 11 tháng 4 năm 2026* |\n"
            "|---|---|\n\n**KẾ HOẠCH**\n\n**Rà soát quy hoạch**\n\n**I. NỘI DUNG**\n\nRà soát.\n".encode(),
            "a.md",
        ),
        TODAY,
    )

    assert plan.issuer_unit is not None
    assert (plan.issuer_unit.kind, plan.issuer_unit.level) == ("party.department", 4)


def test_the_standing_body_below_a_name_is_part_of_it() -> None:
    plan = parse(
        read_bytes(
            "| ỦY BAN MTTQ VIỆT NAM TỈNH BẮC NINH<br>**ỦY BAN MTTQ VIỆT NAM PHƯỜNG KINH BẮC**<br>**BAN THƯỜNG TRỰC**<br>Số: 42/KH-MTTQ-BTT |"
            " **CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**<br>**Độc lập - Tự do - Hạnh phúc**<br>*Kinh Bắc, ngày 14 tháng 9 năm 2026* |\n"
            "|---|---|\n\n**KẾ HOẠCH**\n\n**Ngày hội**\n\n**I. NỘI DUNG**\n\nTổ chức.\n".encode(),
            "a.md",
        ),
        TODAY,
    )

    assert plan.family == "mass"
    assert plan.issuer_unit is not None
    assert (plan.issuer_unit.kind, plan.issuer_unit.level) == ("front.commune", 2)


def test_the_host_of_a_grassroots_union_may_stand_on_the_next_line() -> None:
    plan = parse(
        read_bytes(
            "| LIÊN ĐOÀN LAO ĐỘNG TỈNH BẮC NINH<br>**CÔNG ĐOÀN CƠ SỞ**<br>**CÔNG TY TNHH SAO KIM** | **CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**<br>"
            "**Độc lập - Tự do - Hạnh phúc** |\n|---|---|\n| Số: 47/KH-CĐCS | *Bắc Ninh, ngày 03 tháng 12 năm 2025* |\n\n**KẾ HOẠCH**\n\n"
            "**Thương lượng**\n\n**I. NỘI DUNG**\n\nTổ chức.\n".encode(),
            "a.md",
        ),
        TODAY,
    )

    assert plan.header.issuer_name == "CÔNG ĐOÀN CƠ SỞ CÔNG TY TNHH SAO KIM"
    assert plan.issuer_unit is not None
    assert plan.issuer_unit.kind == "union.grassroots"
    assert plan.header.parent_body is not None
    assert plan.header.parent_body.text == "LIÊN ĐOÀN LAO ĐỘNG TỈNH BẮC NINH"


def test_a_committee_inside_a_body_is_the_committee_not_the_body() -> None:
    text = "Đảng ủy Sở Nội vụ và Đảng ủy Công an tỉnh"

    found = [finder().resolve(m, Seat()) for m in finder().find(text, key(text))]

    assert [u.kind for u in found if u] == ["party.committee", "party.committee"]
    assert len({u.name for u in found if u}) == 2


def test_the_host_of_a_union_is_named_to_its_end() -> None:
    text = "Công đoàn Sở Giáo dục và Đào tạo chủ trì; Công đoàn Công ty TNHH May Việt Tiến phối hợp"

    assert [text[m.start : m.end] for m in finder().find(text, key(text))] == [
        "Công đoàn Sở Giáo dục và Đào tạo",
        "Công đoàn Công ty TNHH May Việt Tiến",
    ]


def test_a_name_may_go_on_behind_a_soft_line_break() -> None:
    text = "Công an thành\nphố và Ủy ban nhân dân các xã"

    assert [m.tiers for m in finder().find(text, key(text))] == [("city",), ("commune",)]


@pytest.mark.parametrize(
    ("text", "place"),
    [("UBND xã Giao Thủy", "giao thủy"), ("UBND xã Hội An", "hội an"), ("Phòng Công tác xã hội", "")],
)
def test_a_commune_may_be_called_like_a_word(text: str, place: str) -> None:
    (mention,) = finder().find(text, key(text))

    assert (mention.place, mention.tiers) == (place, ("commune",) if place else ())


def test_a_subject_with_a_list_of_posts_is_whole_and_one_before_the_planning_sentence_ends() -> None:
    plan = plan_of(
        "**KẾ HOẠCH**",
        "**Tổ chức**",
        "Căn cứ Quyết định số 5/QĐ-UBND ngày 08/01/2026 của UBND tỉnh về quy chế của Chủ tịch, Phó Chủ tịch UBND tỉnh;",
        "Thực hiện Kế hoạch số 6/KH-TLĐ ngày 08/01/2026 của Tổng LĐLĐ Việt Nam về thi đua, Ban Thường vụ LĐLĐ tỉnh xây dựng kế hoạch như sau:",
        "Thực hiện Nghị quyết số 01/NQ-CP ngày 08/01/2026 của Chính phủ, Liên đoàn Lao động tỉnh xây dựng Kế hoạch về tổ chức Hội thi như sau:",
        "**I. NỘI DUNG**",
        "Thi.",
    )

    assert [c.subject.text if c.subject else None for c in plan.citations] == [
        "về quy chế của Chủ tịch, Phó Chủ tịch UBND tỉnh",
        "về thi đua",
        None,
    ]
