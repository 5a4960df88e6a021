"""Text and Markdown: encodings, marks that are structure, wrapped lines, both kinds of tables."""

from __future__ import annotations

import pytest

from plancheck.errors import ReadError
from plancheck.read import read_bytes

SENTENCE = "Thực hiện Kế hoạch của Tổng LĐLĐ Việt Nam, các đơn vị tổ chức và báo cáo trước ngày 20 tháng 5."


def texts(raw: str, name: str = "thu.md") -> list[str]:
    return [b.text for b in read_bytes(raw.encode(), name).blocks]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_encodings_with_and_without_mark(encoding: str) -> None:
    assert [b.text for b in read_bytes(SENTENCE.encode(encoding), "a.txt").blocks] == [SENTENCE]


def test_windows_1258_is_read_when_it_is_certain() -> None:
    text = "của và các được tổ chức thực hiện trước ngày tháng"
    data = b"".join(_cp1258(c) for c in text)

    assert read_bytes(data, "a.txt").blocks[0].text == text


def _cp1258(character: str) -> bytes:
    """A letter as windows-1258 writes it: precomposed where it can, else letter and tone apart."""
    import unicodedata

    try:
        return character.encode("cp1258")
    except UnicodeEncodeError:
        decomposed = unicodedata.normalize("NFD", character)
        base, tone = unicodedata.normalize("NFC", decomposed[:-1]), decomposed[-1]
        if len(decomposed) == 3 and decomposed[1] == "\u0323":
            base, tone = unicodedata.normalize("NFC", decomposed[0] + decomposed[2]), decomposed[1]
        return (base + tone).encode("cp1258")


@pytest.mark.parametrize("data", [bytes(range(128, 256)) * 4, b"C\xabng \xae\xaen \xae\xb5 " * 20, b"\0\1\2\3" * 50])
def test_unknown_encodings_get_one_clear_line(data: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(data, "a.txt")

    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("## **KẾ HOẠCH**", "KẾ HOẠCH"),
        ("*1.1. Các ban LĐLĐ tỉnh.*", "1.1. Các ban LĐLĐ tỉnh."),
        ("***hoàn thành trước ngày 15/02/2023.***", "hoàn thành trước ngày 15/02/2023."),
        ("[bookmark: _GoBack]- Theo dõi", "- Theo dõi"),
        ("<!-- ghi chú -->Nội dung", "Nội dung"),
        (r"\*", "*"),
        (r"a \* b", "a * b"),
        ("tệp_tin_một", "tệp_tin_một"),
        ("Số: 5 * 3", "Số: 5 * 3"),
    ],
)
def test_marks_are_structure_not_text(raw: str, text: str) -> None:
    assert texts(raw) == [text]


def test_wrapped_lines_are_joined_and_labels_begin_anew() -> None:
    raw = (
        "1. Các cơ quan, đơn vị tổ chức quán triệt, tuyên truyền sâu rộng\nđến toàn thể đoàn viên và người lao động\n"
        "trên địa bàn.\n\n2. Sở Nội vụ chủ trì, phối hợp với các đơn vị liên quan xây dựng\nkế hoạch theo số\n"
        "30/2020 và báo cáo.\n\n- Văn phòng tổng hợp, tham mưu cho Ban Thường vụ trong thời gian\ntới, bảo đảm đúng quy định.\n"
        "- Các ban khác thực hiện nhiệm vụ được giao theo đúng chức năng\nvà thẩm quyền.\n"
    )

    assert [t.split(" ")[0] for t in texts(raw)] == ["1.", "2.", "-", "-"]


def test_critic_markup_reads_as_tracked_changes_do() -> None:
    raw = "1. {==LĐLĐ huyện==}{>>CẢNH BÁO: xem lại<<} báo cáo {~~trong~>trước~~} ngày {--5/5--}{++15/5++}/2026.\n"

    block = read_bytes(raw.encode(), "a.md").blocks[0]

    assert block.text == "1. LĐLĐ huyện báo cáo trước ngày 15/5/2026."
    assert raw[block.offsets.origin(block.text.index("trước")) :].startswith("trước~~}")


def test_a_typed_break_in_running_text_ends_a_line_and_its_places_stay_true() -> None:
    raw = "**KẾ HOẠCH**<br>Tổng kết thi đua\n\nLĐLĐ tỉnh tổng kết.\n"

    blocks = read_bytes(raw.encode(), "a.md").blocks

    assert [b.text for b in blocks] == ["KẾ HOẠCH", "Tổng kết thi đua", "LĐLĐ tỉnh tổng kết."]
    assert raw[blocks[1].origin :].startswith("Tổng kết")


def test_a_markdown_table_has_cells_and_lines() -> None:
    blocks = read_bytes("| TỔNG LIÊN ĐOÀN<br>**LĐLĐ TỈNH** | *Hà Nội* |\n|---|---|\n| Số: 1 | b |\n".encode(), "a.md").blocks

    assert [(b.text, b.place.row, b.place.column) for b in blocks] == [
        ("TỔNG LIÊN ĐOÀN", 1, 1),
        ("LĐLĐ TỈNH", 1, 1),
        ("Hà Nội", 1, 2),
        ("Số: 1", 2, 1),
        ("b", 2, 2),
    ]


def test_a_flattened_table_tells_its_rows_by_the_empty_cells() -> None:
    raw = "|\nSTT\n|\nNội dung\n|\nThời gian\n|\n|\n1\n|\nTổng kết\n|\n\n|\n|\n2\n|\nSơ kết\n|\nTháng 6\n|\n"

    cells = [(b.text, b.place.row, b.place.column) for b in read_bytes(raw.encode(), "a.md").blocks]

    assert ("Tổng kết", 2, 2) in cells
    assert ("STT", 1, 1) in cells


def test_a_text_copy_does_not_know_the_layout() -> None:
    assert read_bytes(SENTENCE.encode(), "a.md").source.layout_known is False


def test_stray_signs_show_that_a_text_was_read_off_a_scan() -> None:
    noisy = "Kế hoạch ¬ tập huấn ® cán bộ | công đoàn"

    assert read_bytes(noisy.encode(), "a.txt").source.recognised


@pytest.mark.parametrize(
    "typed",
    [
        "| a | b |\n|---|---|\n| c | d |\n",
        "Đạt > 90%, > 95%; 2 km^2.",
        "Xem[^1] và[^2].\n\n[^1]: a\n\n[^2]: b\n",
        "C:\\a § 5 ~ 6",
    ],
)
def test_signs_that_people_type_do_not_make_a_scan(typed: str) -> None:
    assert not read_bytes(typed.encode(), "a.txt").source.recognised
    assert not read_bytes(typed.encode(), "a.md").source.recognised


HTML_TABLE = """**II. TIẾN ĐỘ**

<table>
<thead>
<tr><th>TT</th><th>Việc</th><th>Thời gian</th></tr>
</thead>
<tr><td colspan="3"><b>A. Chuẩn bị</b></td></tr>
<tr><td rowspan="2">1</td><td>Lập
danh sách</td><td>Trước ngày 05/3/2026</td></tr>
<tr><td>Niêm yết<br>công khai</td><td>Ngày 10/3/2026</td></tr>
</table>

Hết bảng.
"""


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_table_in_html_has_cells_where_they_are_written(ending: str) -> None:
    raw = HTML_TABLE.replace("\n", ending)
    document = read_bytes(raw.encode(), "a.md")

    cells = [(b.place.row, b.place.column, b.text) for b in document.blocks if b.place.table is not None]
    assert cells == [
        (1, 1, "TT"),
        (1, 2, "Việc"),
        (1, 3, "Thời gian"),
        (2, 1, "A. Chuẩn bị"),
        (3, 1, "1"),
        (3, 2, "Lập danh sách"),
        (3, 3, "Trước ngày 05/3/2026"),
        (4, 2, "Niêm yết"),
        (4, 2, "công khai"),
        (4, 3, "Ngày 10/3/2026"),
    ]
    assert [b.text for b in document.blocks if b.place.table is None] == ["II. TIẾN ĐỘ", "Hết bảng."]
    assert all(raw[b.origin : b.origin + len(b.raw)] == b.raw for b in document.blocks)


@pytest.mark.parametrize(
    "raw",
    [
        "<table>\n<tr><td>Mot</td>\n\nHai.\n",
        "<table><tr><td>Mot</td></tr></table> Hai.\n",
        "Hai.\n\n<table><tr><td>a<table><tr><td>b</td></tr></table></td></tr></table>\n",
        "<table>\nHai.\n<tr><td>Mot</td></tr></table>\n",
    ],
)
def test_what_is_no_plain_table_in_html_stays_text(raw: str) -> None:
    blocks = read_bytes(raw.encode(), "a.md").blocks

    assert all(b.place.table is None for b in blocks)
    assert "Hai." in " ".join(b.text for b in blocks)


@pytest.mark.parametrize(
    ("raw", "cells"),
    [
        ("<table><td>Mot</td></table>", [(1, 1, "Mot")]),
        ("<table><tr><td>A<td>B</tr></table>", [(1, 1, "A"), (1, 2, "B")]),
        ("<table><caption>Ten</caption><tr><td>A</td></tr></table>", [(1, 1, "Ten"), (2, 1, "A")]),
    ],
)
def test_tables_in_html_may_lack_tags(raw: str, cells: list[tuple[int, int, str]]) -> None:
    assert [(b.place.row, b.place.column, b.text) for b in read_bytes(raw.encode(), "a.md").blocks] == cells


def test_dashes_in_a_cell_are_no_divider() -> None:
    assert texts("| a | b |\n| --- | --- |\n| -- ghi chú | c |\n") == ["a", "b", "-- ghi chú", "c"]


def test_marks_that_overlap_are_kept_apart() -> None:
    block = read_bytes("**đậm *cả hai* đậm** thường".encode(), "a.md").blocks[0]

    assert [(block.text[p.start : p.end], p.format.bold, p.format.italic) for p in block.pieces] == [
        ("đậm ", True, False),
        ("cả hai", True, True),
        (" đậm", True, False),
        (" thường", False, False),
    ]


def test_tags_around_a_paragraph_are_structure() -> None:
    assert texts('<p align="center"><b>KẾ HOẠCH</b></p>\n\n<div>Nội dung.</div>\n') == ["KẾ HOẠCH", "Nội dung."]
