"""Tasks that are laid out: rows of timetables, lines below a task, names that the vocabulary does not know."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from conftest import TODAY
from plancheck.matrix import matrix
from plancheck.model.plan import Plan, Task
from plancheck.parse import parse
from plancheck.read import grid, read_bytes

HEAD = "Ủy ban nhân dân tỉnh ban hành kế hoạch như sau:\n\n**I. TỔ CHỨC THỰC HIỆN**\n\n"
TABLE = "| TT | Nội dung | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian |\n|---|---|---|---|---|\n"


def plan(body: str) -> Plan:
    return parse(read_bytes((HEAD + body).encode(), "a.md"), TODAY, family="state")


def owners(task: Task) -> list[str]:
    return [a.text for a in task.owners]


def test_lines_below_a_task_say_who_leads_who_helps_and_when() -> None:
    found = plan(
        "- Rà soát quy chế làm việc của các đơn vị.\n\n*Đơn vị chủ trì tham mưu:* Sở Nội vụ.\n\n"
        "*Đơn vị phối hợp:* Sở Tư pháp; Tổ công tác chuyển đổi số.\n\n*Thời gian thực hiện:* Tháng 6/2026.\n"
    )

    (task,) = found.tasks

    assert task.located.value.startswith("- Rà soát")
    assert owners(task) == ["Sở Nội vụ"]
    assert [a.text for a in task.support] == ["Sở Tư pháp", "Tổ công tác chuyển đổi số"]
    assert task.timed
    assert [a.text for a in found.deadlines[0].actors] == ["Sở Nội vụ"]


def test_a_cell_may_name_units_that_the_vocabulary_does_not_know() -> None:
    found = plan(
        f"{TABLE}| 1 | Phát tài liệu cho học sinh | Tổ Tư vấn tâm lý; Hội đồng Đội | Văn phòng | Trước ngày 24/8/2026 |\n"
    )

    (task,) = found.tasks

    assert owners(task) == ["Tổ Tư vấn tâm lý", "Hội đồng Đội"]
    assert [a.text for a in found.deadlines[0].actors] == ["Tổ Tư vấn tâm lý", "Hội đồng Đội"]


def test_a_comma_inside_a_name_does_not_cut_it() -> None:
    found = plan(f"{TABLE}| 1 | Tuyên truyền | Sở Văn hóa, Thể thao và Du lịch, Sở Y tế | | Quý II/2026 |\n")

    assert owners(found.tasks[0]) == ["Sở Văn hóa, Thể thao và Du lịch", "Sở Y tế"]


def test_the_names_that_open_a_sentence_end_at_its_verb() -> None:
    found = plan("1. Đề nghị Thuế tỉnh, Kiểm toán nhà nước khu vực II, Quỹ Hỗ trợ nông dân tăng cường kiểm tra Sở Y tế.\n")

    assert owners(found.tasks[0]) == ["Thuế tỉnh", "Kiểm toán nhà nước khu vực II", "Quỹ Hỗ trợ nông dân"]


def test_a_heading_of_names_charges_what_stands_below_it_and_is_no_task() -> None:
    found = plan("1. Ban Chính sách pháp luật và Quan hệ lao động\n\n- Xây dựng mẫu biểu.\n\n- Chỉ đạo Phòng Kinh tế rà soát.\n")

    assert [owners(t) for t in found.tasks] == [["Ban Chính sách pháp luật và Quan hệ lao động"]] * 2


def test_a_row_whose_leading_cell_is_empty_is_unassigned() -> None:
    found = plan(f"{TABLE}| 1 | Rà soát quy chế | | Sở Nội vụ | Quý II/2026 |\n| 2 | Tập huấn | Sở Nội vụ | | Quý III/2026 |\n")

    assert [t.unassigned for t in found.tasks] == [True, False]


def test_the_heading_of_a_table_may_stand_again_over_each_group() -> None:
    again = "| | Nội dung | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian |\n"

    found = plan(f"{TABLE}| 1 | Rà soát | Sở Nội vụ | | Quý II/2026 |\n{again}| 2 | Tập huấn | Sở Y tế | | Quý III/2026 |\n")

    assert [owners(t) for t in found.tasks] == [["Sở Nội vụ"], ["Sở Y tế"]]


def test_the_matrix_joins_the_names_of_one_unit() -> None:
    found = plan(
        "1. Sở Nội vụ gửi báo cáo về Ủy ban nhân dân tỉnh trước ngày 15/6/2026.\n\n2. Sở Nội vụ tổ chức tập huấn trong tháng 7/2026.\n\n"
        "**Nơi nhận:**\n- Các sở, ban, ngành;\n- Lưu: VT.\n"
    )

    (row,) = (r for r in matrix(found) if r.unit.text == "Sở Nội vụ")

    assert [d.located.text for d in row.deadlines] == ["trước ngày 15/6/2026", "trong tháng 7/2026"]
    assert [a.text for a in row.reports_to] == ["Ủy ban nhân dân tỉnh"]
    assert row.recipient is not None
    assert row.recipient.located.value == "Các sở, ban, ngành"


CELL = st.sampled_from(["việc", "Sở Nội vụ", "Tháng 6", "x"])


@given(st.integers(3, 7), st.integers(2, 9), st.data())
def test_a_table_of_full_rows_is_read_back_from_its_stream_of_cells(width: int, count: int, data: st.DataObject) -> None:
    table = [["tt", *(data.draw(CELL) for _ in range(width - 1))]]
    table += [[str(n), *(data.draw(CELL) for _ in range(width - 1))] for n in range(1, count)]
    stream = [cell for row in table for cell in (*row, "")][:-1]

    rows = grid.rows(tuple(stream))

    assert [stream[r.start : r.end] for r in rows] == table
    assert {r.column for r in rows} == {1}


def test_merged_group_rows_and_empty_last_cells_are_told_apart() -> None:
    stream = [
        "TT",
        "Việc",
        "Chủ trì",
        "Hạn",
        "Sản phẩm",
        "",
        "I",
        "NHÓM MỘT",
        "",
        "1",
        "a",
        "Sở",
        "2025",
        "",
        "",
        "2",
        "b",
        "Sở",
        "2025",
        "",
        "",
        "II",
        "NHÓM HAI",
        "",
        "1",
        "c",
        "Sở",
        "2025",
        "Đề án",
    ]

    rows = grid.rows(tuple(stream))

    assert [stream[r.start] for r in rows] == ["TT", "I", "1", "2", "II", "1"]


def test_dots_that_stand_for_rows_left_out_shift_no_cell() -> None:
    stream = [
        "TT",
        "Việc",
        "Chủ trì",
        "Hạn",
        "",
        "1",
        "a",
        "Sở Nội vụ",
        "2025",
        "",
        "7",
        "b",
        "Sở Y tế",
        "2025",
        "…........",
        "2",
        "c",
        "Sở Tài chính",
        "2025",
        "",
        "3",
        "d",
        "Sở Xây dựng",
        "2025",
    ]

    rows = grid.rows(tuple(stream))

    assert [stream[r.start : r.end][:2] for r in rows] == [
        ["TT", "Việc"],
        ["1", "a"],
        ["7", "b"],
        ["…........"],
        ["2", "c"],
        ["3", "d"],
    ]


def test_dots_to_be_filled_in_are_cells_like_others() -> None:
    stream = ["TT", "Việc", "Chủ trì", "Hạn", "", "1", "........", "Sở Nội vụ", "…", "", "2", "........", "........", "…"]

    assert [stream[r.start] for r in grid.rows(tuple(stream))] == ["TT", "1", "2"]


def test_the_end_of_a_name_may_be_in_small_letters_before_its_level() -> None:
    found = plan(
        f"{TABLE}| 1 | Diễn tập | Ban Chỉ huy Phòng thủ dân sự cấp tỉnh, cấp xã | Sở Y tế và các huyện | Quý II/2026 |\n"
    )

    assert owners(found.tasks[0]) == ["Ban Chỉ huy Phòng thủ dân sự cấp tỉnh, cấp xã"]


def test_no_cell_is_lost_whatever_the_stream() -> None:
    @given(st.lists(st.sampled_from(["", "a", "1", "II", "dài hơn"]), max_size=40))
    def check(stream: list[str]) -> None:
        kept = [n for row in grid.rows(tuple(stream)) for n in range(row.start, row.end)]
        assert [n for n, text in enumerate(stream) if text] == [n for n in kept if stream[n]]

    check()


def test_a_bare_span_of_months_is_a_time_only_in_a_time_column() -> None:
    found = plan(TABLE + "| 1 | Khảo sát | Sở Nội vụ | | 10/2026 - 6/2027 |\n\nTỷ lệ 10/2026 là mức chung.\n")

    (deadline,) = found.deadlines

    assert (str(deadline.start), str(deadline.end)) == ("2026-10-01", "2027-06-30")


def test_quarters_in_a_list_share_their_year() -> None:
    found = plan(TABLE + "| 1 | Tập huấn | Sở Nội vụ | | Quý III, IV/2026 |\n")

    assert [str(d.end) for d in found.deadlines] == ["2026-09-30", "2026-12-31"]


def test_words_that_look_vague_in_the_name_of_a_fund_are_no_times() -> None:
    found = plan("- Sở Tài chính bố trí nguồn chi thường xuyên năm 2026.\n\n- Sở Nội vụ thường xuyên đôn đốc khi cần.\n")

    assert [d.located.value for d in found.deadlines if d.type == "vague"] == ["thường xuyên"]


def test_a_body_that_the_plan_sets_up_is_no_department() -> None:
    found = plan(
        "1. Ban Tổ chức Hội thi chuẩn bị thể lệ.\n\n2. Tổ Văn phòng chuẩn bị hội trường.\n\n3. Văn phòng chuẩn bị tài liệu.\n"
    )

    units = [a.unit.name for t in found.tasks for a in t.owners if a.unit is not None]

    assert units == ["van phong"]


def test_a_heading_of_two_rows_keeps_its_columns() -> None:
    found = plan(
        "| TT | Nội dung | Đơn vị thực hiện | | Thời gian | |\n|---|---|---|---|---|---|\n"
        "| | | Chủ trì | Phối hợp | Bắt đầu | Hoàn thành |\n"
        "| 1 | Khảo sát | Sở Nội vụ | Sở Tư pháp | 3/2026 | 10/2026 |\n"
        "| 2 | Hoàn thành hồ sơ | Đơn vị tư vấn | Sở Nội vụ | 4/2026 | 12/2026 |\n"
    )

    first, second = found.tasks

    assert owners(first) == ["Sở Nội vụ"]
    assert [a.text for a in first.support] == ["Sở Tư pháp"]
    assert second.located.value == "Hoàn thành hồ sơ"
    assert [str(d.end) for d in found.deadlines] == ["2026-10-31", "2026-12-31"]


def test_a_party_group_inside_a_body_is_no_task_of_that_body() -> None:
    found = plan(
        "1. Ban cán sự đảng Ủy ban nhân dân tỉnh chỉ đạo các sở.\n\n2. Đảng đoàn Hội đồng nhân dân tỉnh giám sát việc thực hiện.\n"
    )

    assert [a.unit.kind for t in found.tasks for a in t.owners if a.unit is not None] == ["party.caucus", "party.caucus"]


def test_a_part_that_lists_who_is_in_charge_charges_the_parts_beside_it() -> None:
    found = plan(
        "1. Biên soạn tài liệu\n\n1.1. Nội dung\n\n- Rà soát tài liệu đã có.\n\n1.2. Cơ quan chủ trì\n\n- Sở Nội vụ;\n\n- Sở Tư pháp.\n\n"
        "1.3. Thời gian thực hiện: Quý II/2026.\n\n2. Tập huấn: Sở Y tế tổ chức trong tháng 7/2026.\n"
    )

    assert [[a.text for a in d.actors] for d in found.deadlines] == [["Sở Nội vụ", "Sở Tư pháp"], ["Sở Y tế"]]


def test_who_issued_a_cited_paper_does_not_act() -> None:
    found = plan("- Quán triệt Chỉ thị số 05/CT-UBND ngày 04/3/2026 của Ủy ban nhân dân tỉnh (hoàn thành trong tháng 6/2026).\n")

    assert [d.actors for d in found.deadlines] == [()]


def test_the_year_of_a_figure_is_no_deadline_but_that_of_an_act_is() -> None:
    found = plan(
        "- Bảo đảm đến hết năm 2030 có ít nhất 50% đơn vị đạt chuẩn.\n\n- Hoàn thành cơ sở dữ liệu trong năm 2026.\n\n"
        "- Sở Nội vụ tổng kết Kế hoạch (năm 2030).\n\n- Sơ kết vào năm 2028.\n\n- Mức phát thải ròng bằng 0 vào năm 2050.\n\n"
        "- Dự kiến năm 2027 thu 300 tỷ đồng.\n\nThời gian thực hiện: Từ năm 2026 - 2030.\n"
    )

    assert [d.located.text for d in found.deadlines] == ["trong năm 2026", "năm 2030", "vào năm 2028", "Từ năm 2026 - 2030"]


def test_a_day_asked_for_every_year_has_no_year_of_its_own() -> None:
    found = plan("- Định kỳ hằng năm báo cáo kết quả thực hiện về Sở Nội vụ chậm nhất ngày 17 tháng 12.\n")

    assert [(d.type, d.end) for d in found.deadlines if "17" in d.located.text] == [("recurring", None)]


def test_without_a_column_for_who_the_task_says_who() -> None:
    found = plan(
        "| TT | Nội dung | Thời hạn |\n|---|---|---|\n| 1 | Ủy ban nhân dân các xã ban hành kế hoạch | Trước ngày 10/6/2026 |\n"
        "| 2 | Tập huấn | Trước ngày 20/6/2026 |\n"
    )

    assert [[a.text for a in d.actors] for d in found.deadlines] == [["Ủy ban nhân dân các xã"], []]


def test_the_words_for_society_are_no_commune() -> None:
    found = plan("1. Phòng Công tác xã hội chuẩn bị tài liệu.\n\n2. Phòng Y tế xã chuẩn bị tài liệu.\n")

    assert [[a.unit.level for a in t.owners if a.unit is not None] for t in found.tasks] == [[4], [2]]


def test_a_period_that_is_looked_into_is_no_deadline() -> None:
    found = parse(
        read_bytes(
            (HEAD + "- Giám sát quy chế từ ngày 01/7/2025 đến thời điểm giám sát, xong trước ngày 30/6/2026.\n").encode(), "a.md"
        ),
        TODAY,
        family="state",
        issued=date(2026, 3, 2),
    )

    assert [d.located.text for d in found.deadlines] == ["trước ngày 30/6/2026"]


def test_columns_for_the_first_and_the_last_day_make_one_window() -> None:
    head = "| TT | Nội dung | Chủ trì | Thời gian | |\n|---|---|---|---|---|\n| | | | Từ ngày | Đến ngày |\n"
    found = plan(
        f"{head}| 1 | Khảo sát | Sở Nội vụ | 05/3/2026 | 20/3/2026 |\n| 2 | Tập huấn | Sở Y tế | | 10/4/2026 |\n"
        "\nHết.\n\n| TT | Nội dung | Chủ trì | Thời gian bắt đầu | Thời gian hoàn thành |\n|---|---|---|---|---|\n"
        "| 1 | Nghiệm thu | Sở Nội vụ | Tháng 5/2026 | Tháng 6/2026 |\n"
    )

    assert [(str(d.start), str(d.end)) for d in found.deadlines] == [
        ("2026-03-05", "2026-03-20"),
        ("2026-04-10", "2026-04-10"),
        ("2026-05-01", "2026-06-30"),
    ]


def test_a_share_of_money_to_be_spent_is_a_task_with_a_deadline() -> None:
    found = plan(
        "- Hoàn thành giải ngân 100% vốn trong năm 2026.\n\n- Tập huấn về Chương trình mục tiêu quốc gia trong năm 2026.\n\n"
        "- Báo cáo trước ngày 30/6/2026, đã có chữ ký của thủ trưởng.\n"
    )

    assert [d.located.text for d in found.deadlines] == ["trong năm 2026", "trong năm 2026", "trước ngày 30/6/2026"]


def test_a_first_day_behind_the_last_one_is_kept_so_that_it_can_be_told() -> None:
    head = "| Nội dung | Chủ trì | Bắt đầu | Hoàn thành |\n|---|---|---|---|\n"
    found = plan(f"{head}| Khảo sát | Sở Y tế | 20/7/2026 | 10/7/2026 |\n| Tổng hợp | Sở Y tế | 31/4/2026 | |\n")

    assert [(str(d.start), str(d.end)) for d in found.deadlines] == [("2026-07-20", "2026-07-10")]
    assert [m.located.text for m in found.moments] == ["20/7/2026", "10/7/2026", "31/4/2026"]


def test_a_column_of_guests_is_no_time() -> None:
    found = plan(
        "| Nội dung | Đơn vị chủ trì | Đến dự | Thời gian |\n|---|---|---|---|\n| Hội nghị | Văn phòng | Đ/c Chủ tịch | 5/2026 |\n"
    )

    assert [d.located.text for d in found.deadlines] == ["5/2026"]
