"""Word files: the text is what Word shows. Small documents are built from their XML, so that each case is seen whole."""

from __future__ import annotations

import io
import zipfile

import pytest

from plancheck.errors import ReadError
from plancheck.model.document import Document
from plancheck.read import Limits, draft_of, read_bytes

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relations(*pairs: tuple[str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="r{n}" Type="{OFFICE}/{kind}" Target="{target}"/>' for n, (kind, target) in enumerate(pairs)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'


def packed(body: str, **parts: str) -> bytes:
    """A .docx with this body; `numbering` and `styles` are further parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", relations(("officeDocument", "word/document.xml")))
        archive.writestr("word/_rels/document.xml.rels", relations(*((name, f"{name}.xml") for name in parts)))
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        for name, text in parts.items():
            archive.writestr(f"word/{name}.xml", text)
    return stream.getvalue()


def read(body: str, **parts: str) -> Document:
    return read_bytes(packed(body, **parts), "thu.docx")


def texts(body: str, **parts: str) -> list[str]:
    return [b.text for b in read(body, **parts).blocks]


def run(text: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (
            run("trước ") + "<w:ins>" + run("20/5/2026") + "</w:ins><w:del><w:r><w:delText>25/5/2026</w:delText></w:r></w:del>",
            "trước 20/5/2026",
        ),
        ("<w:moveTo>" + run("đến") + "</w:moveTo><w:moveFrom>" + run("đi") + "</w:moveFrom>", "đến"),
        ("<w:hyperlink>" + run("Nghị định") + "</w:hyperlink>" + run(" số 30"), "Nghị định số 30"),
        ("<w:smartTag>" + run("Hà Nội") + "</w:smartTag>", "Hà Nội"),
        ("<w:sdt><w:sdtPr/><w:sdtContent>" + run("ngày 02") + "</w:sdtContent></w:sdt>", "ngày 02"),
        ('<w:fldSimple w:instr="DATE">' + run("2026") + "</w:fldSimple>", "2026"),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("3") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            "3",
        ),
        ("<w:r><w:t>một</w:t><w:br/><w:t>hai</w:t><w:tab/><w:t>ba</w:t></w:r>", "một\nhai ba"),
        (run("thấy") + run(" ẩn", "<w:rPr><w:vanish/></w:rPr>"), "thấy"),
        (run("công đoàn", "<w:rPr><w:caps/></w:rPr>"), "CÔNG ĐOÀN"),
        ("<w:r><w:t>62/KH</w:t><w:noBreakHyphen/><w:t>LĐLĐ</w:t></w:r>", "62/KH-LĐLĐ"),
    ],
)
def test_a_paragraph_reads_as_word_shows_it(inner: str, text: str) -> None:
    assert texts(f"<w:p>{inner}</w:p>") == [text]


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    body = f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('Căn cứ ')}</w:p><w:p>{run('Nghị định')}</w:p>"

    assert texts(body) == ["Căn cứ Nghị định"]


def test_cells_nested_tables_and_spans_have_their_place() -> None:
    inner = f"<w:tbl><w:tr><w:tc><w:p>{run('trong')}</w:p></w:tc></w:tr></w:tbl>"
    body = (
        f"<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr><w:p>{run('trái')}</w:p></w:tc><w:tc><w:p>{run('phải')}</w:p>{inner}</w:tc></w:tr>"
        f"<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p>{run('hàng xóa')}</w:p></w:tc></w:tr></w:tbl>"
    )

    blocks = read(body).blocks

    assert [(b.text, b.place.table, b.place.row, b.place.column) for b in blocks] == [
        ("trái", 1, 1, 1),
        ("phải", 1, 1, 3),
        ("trong", 2, 1, 1),
    ]


def test_a_text_box_is_read_once_behind_its_paragraph() -> None:
    box = f"<w:txbxContent><w:p>{run('trong khung')}</w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    body = (
        f"<w:p>{run('ngoài')}<w:r><mc:AlternateContent {mc}><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )

    assert texts(body) == ["ngoài", "trong khung"]


NUMBERING = f"""<w:numbering {W}>
<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%3)"/></w:lvl>
<w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2.%4"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="1"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>
</w:numbering>"""


def item(text: str, number: int, level: int) -> str:
    return f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>{run(text)}</w:p>'


def test_automatic_numbers_are_counted_as_word_counts_them() -> None:
    items = [("A", 1, 0), ("a", 1, 1), ("b", 1, 1), ("c", 1, 2), ("B", 1, 0), ("d", 1, 1), ("e", 2, 1), ("f", 1, 3), ("g", 3, 0)]
    body = "".join(item(*i) for i in items)

    found = texts(body, numbering=NUMBERING)

    assert found == ["I. A", "1. a", "2. b", "a) c", "II. B", "1. d", "5. e", "2.5.1 f", "- g"]


def test_an_empty_item_of_a_list_counts_too() -> None:
    assert texts(item("A", 1, 0) + item("", 1, 0) + item("B", 1, 0), numbering=NUMBERING) == ["I. A", "III. B"]


def test_the_look_comes_from_defaults_styles_and_direct_properties() -> None:
    styles = f"""<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman"/><w:sz w:val="28"/></w:rPr></w:rPrDefault></w:docDefaults>
    <w:style w:type="paragraph" w:styleId="A"><w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
    <w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/><w:rPr><w:i/><w:sz w:val="26"/></w:rPr></w:style></w:styles>"""
    light = "<w:rPr><w:b w:val='0'/></w:rPr>"
    body = f'<w:p><w:pPr><w:pStyle w:val="B"/></w:pPr>{run("một")}{run("hai", light)}</w:p>'

    block = read(body, styles=styles).blocks[0]

    first, second = (p.format for p in block.pieces)
    assert (first.font, first.size, first.bold, first.italic) == ("Times New Roman", 13.0, True, True)
    assert (second.bold, second.italic) == (False, True)
    assert block.look.alignment == "center"


def test_page_measures_are_in_millimetres() -> None:
    body = '<w:p/><w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:bottom="1134" w:left="1701" w:right="1134"/></w:sectPr>'

    page = read(body).pages[0]

    assert (page.width, page.height, page.top, page.left, page.right) == (210.0, 297.0, 20.0, 30.0, 20.0)


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.docx", "mật khẩu"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.doc", "Word cũ"),
        (b"PK\x03\x04" + b"hong" * 30, "a.docx", "hỏng"),
        (b"khong phai zip", "a.docx", "hỏng"),
        (b"%PDF-1.7 ...", "a.pdf", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "a.png", "ảnh"),
        (b"\xff\xd8\xff\xe0", "a.jpg", "quét"),
        (b"chu", "a.xls", "không đọc loại tệp"),
    ],
)
def test_what_is_no_readable_word_file_gets_one_clear_line(data: bytes, name: str, words: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(data, name)

    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 3


@pytest.mark.parametrize(("data", "name"), [(packed("<w:p/>"), "a.docx"), (b" \n***\n", "a.txt"), (b"", "a.md")])
def test_a_draft_without_a_word_is_no_clean_plan(data: bytes, name: str) -> None:
    with pytest.raises(ReadError, match="không có chữ nào"):
        draft_of(data, name)


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = packed("<w:p/>", styles=" " * (64 * 1024 * 1024))

    with pytest.raises(ReadError, match="phá hoại"):
        read_bytes(bomb, "bom.docx")


def test_a_file_over_the_limit_is_refused() -> None:
    with pytest.raises(ReadError, match="quá lớn"):
        read_bytes(b"x" * 3_000_000, "to.txt", Limits.of_megabytes(2))


@pytest.mark.parametrize("cut", [40, 200, 400, -30, -100])
def test_a_truncated_word_file_is_damaged_not_a_crash(cut: int) -> None:
    with pytest.raises(ReadError):
        read_bytes(packed(f"<w:p>{run('x' * 500)}</w:p>")[:cut], "cut.docx")


def test_xml_entities_are_not_expanded() -> None:
    evil = f'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document {W}><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("word/document.xml", evil)

    document = read_bytes(stream.getvalue(), "evil.docx")

    assert all("root:" not in b.text for b in document.blocks)


def test_a_cell_merged_downwards_stands_for_its_rows() -> None:
    def cell(text: str, merge: str = "") -> str:
        return f"<w:tc><w:tcPr>{merge}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"

    restart, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = (cell("Sở Nội vụ", restart) + cell("a"), cell("", on) + cell("b"), cell("Sở Y tế") + cell("c"))
    body = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"

    found = {b.text: b.place for b in read_bytes(packed(body), "a.docx").blocks}

    assert found["Sở Nội vụ"].rows == 2
    assert found["Sở Y tế"].rows == 1
    assert (found["b"].row, found["b"].column) == (2, 2)


@pytest.mark.parametrize(("start", "label"), [("28", "bb) "), ("700000000", "700000000) "), ("²", "a) ")])
def test_numbers_that_no_list_reaches_are_written_in_digits(start: str, label: str) -> None:
    numbering = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="{start}"/><w:numFmt w:val="lowerLetter"/>'
        '<w:lvlText w:val="%1)"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )

    assert texts(item("việc", 1, 0), numbering=numbering) == [f"{label}việc"]


def test_a_measure_that_is_no_number_is_as_if_it_were_not_there() -> None:
    row = '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="²"/></w:tcPr><w:p><w:r><w:t>A</w:t></w:r></w:p></w:tc></w:tr></w:tbl>'

    assert texts(row) == ["A"]


def test_styles_that_another_file_shares_by_name_and_claim_only_are_not_taken_for_its_own() -> None:
    styles = f'<w:styles {W}><w:style w:type="paragraph" w:default="1" w:styleId="N"><w:rPr><w:b/></w:rPr></w:style></w:styles>'
    sound = packed("<w:p><w:r><w:t>A</w:t></w:r></w:p>", styles=styles)
    at = sound.rindex(b"PK\x03\x04", 0, sound.index(b"word/styles.xml"))
    name_end = sound.index(b"word/styles.xml", at) + len(b"word/styles.xml")
    damaged = sound[:name_end] + bytes([sound[name_end] ^ 0xFF]) + sound[name_end + 1 :]

    read_bytes(sound, "a.docx")

    with pytest.raises(ReadError, match=r"b\.docx"):
        read_bytes(damaged, "b.docx")
