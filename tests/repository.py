"""A repository of union plans that rest on each other, over three years and four levels, with faults planted between the documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

YEARS = (2024, 2025, 2026)
PROVINCES = ("Ninh Bình", "Thanh Hóa", "Lai Châu")
# Two districts a province until 30/6/2025, two communes after that.
DISTRICTS = {"Ninh Bình": ("Hoa Lư", "Kim Sơn"), "Thanh Hóa": ("Nga Sơn", "Như Xuân"), "Lai Châu": ("Than Uyên", "Tam Đường")}
FIRMS = ("May Sông Đà", "Giày Hưng Thịnh")
SUBJECT = "tổng kết phong trào thi đua lao động giỏi năm {year}"


@dataclass(frozen=True)
class Planted:
    """A fault: the document that shows it, relative to the root, and the code of the rule that must find it there."""

    path: str
    code: str


def day(value: date) -> str:
    return f"{value.day:02d}/{value.month:02d}/{value.year}" if value.month < 3 else f"{value.day:02d}/{value.month}/{value.year}"


def _headed(issuer: str, parent: str, number: str, place: str, issued: date, subject: str, body: str, tail: str) -> str:
    month = f"{issued.month:02d}" if issued.month < 3 else str(issued.month)
    above = f"{parent}<br>**{issuer}**" if parent else f"**{issuer}**"
    return f"""| {above} | **CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**<br>**Độc lập - Tự do - Hạnh phúc** |
|---|---|
| Số: {number} | *{place}, ngày {issued.day:02d} tháng {month} năm {issued.year}* |

**KẾ HOẠCH**

**{subject[:1].upper()}{subject[1:]}**

{body}

{tail}
"""


def _tail(recipients: str, authority: str, title: str, name: str) -> str:
    return f"""| Nơi nhận: | |
|---|---|
| {recipients} | **{authority}**<br>**{title}**<br><br>**{name}** |"""


def _plan(
    *, issuer: str, parent: str, number: str, place: str, issued: date, year: int, basis: str, who: str, schedule: str, duties: str,
    recipients: str, authority: str, title: str, name: str,
) -> str:  # fmt: skip
    body = f"""{basis}, {who} xây dựng kế hoạch như sau:

**I. MỤC ĐÍCH, YÊU CẦU**

1. Đánh giá đúng kết quả thi đua của đoàn viên, người lao động; tìm ra cách làm hay để nhân rộng.

2. Việc tổng kết phải thiết thực, tiết kiệm, đi từ cơ sở lên.

**II. NỘI DUNG**

1. Kết quả thực hiện chỉ tiêu thi đua năm {year}.

2. Gương tập thể, cá nhân tiêu biểu.

**III. THỜI GIAN THỰC HIỆN**

{schedule}

**IV. KINH PHÍ**

Kinh phí lấy từ nguồn tài chính công đoàn năm {year}.

**V. TỔ CHỨC THỰC HIỆN**

{duties}

Trên đây là Kế hoạch {SUBJECT.format(year=year)}, đề nghị các đơn vị triển khai thực hiện./."""
    return _headed(
        issuer, parent, number, place, issued, SUBJECT.format(year=year), body, _tail(recipients, authority, title, name)
    )


def national(year: int, number: str = "") -> str:
    return _plan(
        issuer="TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM", parent="", number=number or f"{year - 1980}/KH-TLĐ", place="Hà Nội", issued=date(year, 3, 4),
        year=year, basis="Căn cứ Nghị quyết số 12/NQ-TLĐ ngày 05/02/2024 của Ban Chấp hành Tổng Liên đoàn Lao động Việt Nam về đổi mới phong trào thi đua",
        who="Đoàn Chủ tịch Tổng Liên đoàn Lao động Việt Nam",
        schedule=f"""1. Liên đoàn Lao động các tỉnh, thành phố tổ chức tổng kết trước ngày 20/11/{year}.

2. Liên đoàn Lao động các tỉnh, thành phố gửi báo cáo tổng kết về Tổng Liên đoàn trước ngày 05/12/{year}.""",
        duties="1. Ban Chính sách - Pháp luật Tổng Liên đoàn theo dõi, tổng hợp kết quả, hoàn thành trước ngày "
        f"20/12/{year}.\n\n2. Liên đoàn Lao động các tỉnh, thành phố xây dựng kế hoạch của cấp mình trước ngày 10/4/{year}.",
        recipients="- Liên đoàn Lao động các tỉnh, thành phố (để thực hiện);<br>- Ban Chính sách - Pháp luật Tổng Liên đoàn;<br>- Lưu: VT, CSPL.",
        authority="TM. ĐOÀN CHỦ TỊCH", title="CHỦ TỊCH", name="Trần Văn Bình",
    )  # fmt: skip


def province(
    name: str, year: int, *, number: str = "", cited: str = "", held: str = "", reported: str = "", below: str = ""
) -> str:
    lower = "LĐLĐ các huyện" if year < 2026 else "Công đoàn các xã, phường"
    return _plan(
        issuer=f"LIÊN ĐOÀN LAO ĐỘNG<br>TỈNH {name.upper()}", parent="TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM", number=number or f"{year - 1990}/KH-LĐLĐ",
        place=name, issued=date(year, 4, 3), year=year,
        basis=f"Thực hiện Kế hoạch số {year - 1980}/KH-TLĐ ngày {cited or f'04/3/{year}'} của Đoàn Chủ tịch Tổng Liên đoàn Lao động Việt Nam về {SUBJECT.format(year=year)}",
        who=f"Ban Thường vụ Liên đoàn Lao động (LĐLĐ) tỉnh {name}",
        schedule=f"""1. {lower} tổ chức tổng kết trước ngày {below or f'25/10/{year}'}.

2. {lower} gửi báo cáo tổng kết về LĐLĐ tỉnh trước ngày 05/11/{year}.

3. LĐLĐ tỉnh tổ chức tổng kết trước ngày {held or f'15/11/{year}'}.

4. LĐLĐ tỉnh gửi báo cáo tổng kết về Tổng Liên đoàn trước ngày {reported or f'29/11/{year}'}.""",
        duties=f"""1. Ban Chính sách pháp luật LĐLĐ tỉnh chuẩn bị dự thảo báo cáo trước ngày 12/11/{year}.

2. {lower} xây dựng kế hoạch của cấp mình trước ngày 28/4/{year}.""",
        recipients=f"- Tổng LĐLĐ Việt Nam (để báo cáo);<br>- Thường trực Tỉnh ủy (để báo cáo);<br>- Ban Chính sách pháp luật LĐLĐ tỉnh (để thực hiện);<br>- {lower} (để thực hiện);<br>- Lưu: VT, CSPL.",
        authority="TM. BAN THƯỜNG VỤ", title="CHỦ TỊCH", name="Phạm Thị Hạnh",
    )  # fmt: skip


def local(
    name: str,
    parent: str,
    year: int,
    *,
    number: str = "",
    held: str = "",
    reported: str = "",
    base: str = "",
    reports: bool = True,
) -> str:
    old = year < 2026
    unit, short = (
        ("LĐLĐ huyện", f"LIÊN ĐOÀN LAO ĐỘNG<br>HUYỆN {name.upper()}") if old else ("Công đoàn xã", f"CÔNG ĐOÀN XÃ {name.upper()}")
    )
    lines = [
        f"CĐCS tổ chức tổng kết {base or f'trước ngày 08/10/{year}'}.",
        f"CĐCS gửi báo cáo tổng kết về {unit} trước ngày 15/10/{year}." if not base else "",
        f"{unit} tổ chức tổng kết trước ngày {held or f'23/10/{year}'}." if not base else "",
        f"{unit} gửi báo cáo tổng kết về LĐLĐ tỉnh trước ngày {reported or f'03/11/{year}'}." if reports else "",
    ]
    return _plan(
        issuer=short, parent=f"LIÊN ĐOÀN LAO ĐỘNG TỈNH {parent.upper()}", number=number or local_number(year), place=name,
        issued=date(year, 4, 23), year=year,
        basis=f"Thực hiện Kế hoạch số {year - 1990}/KH-LĐLĐ ngày 03/4/{year} của Ban Thường vụ Liên đoàn Lao động tỉnh {parent} về {SUBJECT.format(year=year)}",
        who=f"Ban Thường vụ {unit} {name}" if old else f"Ban Chấp hành Công đoàn xã {name}",
        schedule="\n\n".join(f"{n}. {line}" for n, line in enumerate(filter(None, lines), start=1)),
        duties=f"Các CĐCS chuẩn bị số liệu trước ngày 25/9/{year}.",
        recipients="- LĐLĐ tỉnh (để báo cáo);<br>- Các CĐCS trực thuộc (để thực hiện);<br>- Lưu: VT.",
        authority="TM. BAN THƯỜNG VỤ" if old else "TM. BAN CHẤP HÀNH", title="CHỦ TỊCH", name="Lê Minh Đức",
    )  # fmt: skip


def local_number(year: int) -> str:
    return f"{year - 2005}/KH-{'LĐLĐ' if year < 2026 else 'CĐX'}"


def grassroots(firm: str, above: str, province_name: str, year: int, *, held: str = "", subject: str = "") -> str:
    old = year < 2026
    unit = f"LĐLĐ huyện {above}" if old else f"Công đoàn xã {above}"
    lead = "Ban Thường vụ Liên đoàn Lao động huyện" if old else "Ban Chấp hành Công đoàn xã"
    return _plan(
        issuer=f"CÔNG ĐOÀN CƠ SỞ CÔNG TY {firm.upper()}", parent=f"{'LIÊN ĐOÀN LAO ĐỘNG HUYỆN' if old else 'CÔNG ĐOÀN XÃ'} {above.upper()}",
        number=f"{year - 2015:02d}/KH-CĐCS", place=province_name, issued=date(year, 5, 6), year=year,
        basis=f"Thực hiện Kế hoạch số {local_number(year)} ngày 23/4/{year} của {lead} {above} về {subject or SUBJECT.format(year=year)}",
        who=f"Ban Chấp hành Công đoàn cơ sở (CĐCS) Công ty {firm}",
        schedule=f"""1. Các tổ công đoàn tổ chức tổng kết trước ngày 25/9/{year}.

2. CĐCS tổ chức tổng kết trước ngày {held or f'03/10/{year}'}.

3. CĐCS gửi báo cáo tổng kết về {unit.rsplit(' ', 2)[0]} trước ngày 10/10/{year}.""",
        duties=f"Các tổ công đoàn chuẩn bị số liệu trước ngày 12/9/{year}.",
        recipients=f"- {unit} (để báo cáo);<br>- Các tổ công đoàn (để thực hiện);<br>- Lưu: VT.",
        authority="TM. BAN CHẤP HÀNH", title="CHỦ TỊCH", name="Hà Thị Thu",
    )  # fmt: skip


def build(root: Path) -> tuple[Planted, ...]:
    """Write the repository below `root`; gives the faults that were planted in it."""
    files: dict[str, str] = {}
    for year in YEARS:
        files[f"{year}/tld.md"] = national(year)
        for name in PROVINCES:
            files[f"{year}/{name}/tinh.md"] = province(name, year)
            for place in DISTRICTS[name]:
                files[f"{year}/{name}/{place}/ke-hoach.md"] = local(place, name, year)
                for n, firm in enumerate(FIRMS, start=1):
                    files[f"{year}/{name}/{place}/cs{n}.md"] = grassroots(firm, place, name, year)
    planted = tuple(_plant(files))
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return planted


def _plant(files: dict[str, str]) -> list[Planted]:
    found: list[Planted] = []

    def put(path: str, text: str, *codes: str, above: tuple[str, ...] = ()) -> None:
        files[path] = text
        found.extend(Planted(path, code) for code in codes)
        found.extend(Planted(other, "LK206") for other in above)

    # The order of the days of a parent is broken from below: the parent is told as well.
    put("2024/Thanh Hóa/tinh.md", province("Thanh Hóa", 2024, cited="14/3/2024"), "LK101")
    put("2025/Thanh Hóa/tinh.md", province("Thanh Hóa", 2025, reported="12/12/2025"), "LK201", above=("2025/tld.md",))
    put("2026/Lai Châu/tinh.md", province("Lai Châu", 2026, held="25/11/2026"), "LK205", above=("2026/tld.md",))
    put(
        "2025/Lai Châu/Tam Đường/ke-hoach.md",
        local("Tam Đường", "Lai Châu", 2025, reported="12/11/2025"),
        "LK201",
        above=("2025/Lai Châu/tinh.md",),
    )
    put("2024/Lai Châu/Than Uyên/ke-hoach.md", local("Than Uyên", "Lai Châu", 2024, reports=False), "LK202")
    put(
        "2026/Ninh Bình/Hoa Lư/ke-hoach.md",
        local("Hoa Lư", "Ninh Bình", 2026, base="từ ngày 27/10/2026 đến hết ngày 30/10/2026"),
        "LK210",
    )
    put("2026/Ninh Bình/Kim Sơn/cs1.md", grassroots("May Sông Đà", "Kim Sơn", "Ninh Bình", 2026, held="09/10/2026"), "LK205",
        above=("2026/Ninh Bình/Kim Sơn/ke-hoach.md",))  # fmt: skip
    put("2025/Ninh Bình/Kim Sơn/cs2.md",
        grassroots("Giày Hưng Thịnh", "Kim Sơn", "Ninh Bình", 2025, subject="tổ chức hội thao và liên hoan văn nghệ quần chúng"), "LK104")  # fmt: skip
    put("2024/Ninh Bình/tinh-2.md", province("Ninh Bình", 2024).replace(SUBJECT.format(year=2024), "chăm lo Tết và tổ chức Tháng Công nhân năm 2024")
        .replace(SUBJECT.format(year=2024).capitalize(), "Chăm lo Tết và tổ chức Tháng Công nhân năm 2024"), "LK107", "LK104")  # fmt: skip
    found.append(Planted("2024/Ninh Bình/tinh.md", "LK107"))
    put(
        "2026/Thanh Hóa/tinh.md",
        province("Thanh Hóa", 2026).replace(
            "của Đoàn Chủ tịch Tổng Liên đoàn Lao động Việt Nam", "của Ban Thường vụ Liên đoàn Lao động tỉnh Nghệ An"
        ),
        "LK103",
    )
    put(
        "2025/Ninh Bình/tinh.md",
        province("Ninh Bình", 2025).replace("Thực hiện Kế hoạch số", "Thực hiện Chương trình số"),
        "LK102",
    )
    return found
