"""Files given back: remarks and changes stand where they belong, everything else stays as it was, and nothing is written unasked."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from conftest import CORPUS, FIXTURES, TODAY
from plancheck import pipeline, revise
from plancheck.errors import ReadError
from plancheck.read import Limits, read_bytes
from plancheck.write.docx.settle import settled
from test_cli import plancheck
from word_files import MAIN, SPACE, W, accepted, mutated, packed, part, parts, rejected, with_main

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
DATE = "2026-03-02T08:00:00Z"
OPTIONS = pipeline.Options(today=TODAY, isolated=True, min_confidence="low")
WORD = sorted(FIXTURES.glob("*/broken.docx"))
TEXT = sorted(FIXTURES.glob("*/broken.md"))
ROUNDS = int(os.environ.get("PLANCHECK_ROUNDTRIPS", "18"))
CRITIC = re.compile(r"\{>>.*?<<\}|\{==|==\}|\{\+\+.*?\+\+\}|\{~~(.*?)~>.*?~~\}|\{--(.*?)--\}", re.DOTALL)


def annotated(data: bytes, path: Path, *, track: bool = False, suggested: bool = False) -> bytes:
    return revise.annotated(data, path, OPTIONS, NOW, track=track, suggested=suggested).data


def findings(data: bytes, path: Path) -> tuple[str, ...]:
    return tuple(f.code for f in pipeline.examine(data, path, OPTIONS).findings)


def words(data: bytes, name: str = "a.docx") -> list[str]:
    return [block.raw for block in read_bytes(data, name).blocks]


def numbers(root: etree._Element, *tags: str) -> list[str]:
    return [e.get(f"{W}id") for tag in tags for e in root.iter(f"{W}{tag}")]


@pytest.mark.parametrize("path", WORD, ids=lambda p: p.parent.name)
def test_every_finding_is_one_comment_whose_range_is_closed(path: Path) -> None:
    data = path.read_bytes()
    written = annotated(data, path, track=True)
    root, held = etree.fromstring(part(written, MAIN)), etree.fromstring(part(written, "word/comments.xml"))

    own = sorted(numbers(held, "comment"))

    assert len(own) == len(findings(data, path))
    assert own == sorted(numbers(root, "commentRangeStart"))
    assert own == sorted(numbers(root, "commentRangeEnd"))
    assert own == sorted(numbers(root, "commentReference"))
    changes = numbers(root, "ins", "del")
    assert len(changes) == len(set(changes))
    assert not set(changes) & set(own)


@pytest.mark.parametrize("path", WORD, ids=lambda p: p.parent.name)
def test_parts_that_are_not_touched_stay_byte_for_byte(path: Path) -> None:
    before, after = parts(path.read_bytes()), parts(annotated(path.read_bytes(), path, track=True))

    changed = {name for name in before if before[name] != after[name]}

    assert changed <= {MAIN, "[Content_Types].xml", "word/_rels/document.xml.rels", "word/comments.xml"}
    assert list(after)[: len(before)] == list(before)


@pytest.mark.parametrize("path", WORD, ids=lambda p: p.parent.name)
def test_a_comment_stands_around_the_words_of_its_finding(path: Path) -> None:
    data = path.read_bytes()
    wanted = sorted(f.text for f in pipeline.examine(data, path, OPTIONS).findings if f.span is not None)
    root = etree.fromstring(part(annotated(data, path), MAIN))

    found = sorted(read_between(root, number) for number in numbers(root, "commentRangeStart"))

    def letters(text: str | None) -> str:
        return re.sub(r"\W", "", unicodedata.normalize("NFC", text or "").replace("\u00d0", "Đ")).lower()

    elsewhere = [text for text in found if not any(letters(text) in letters(w) for w in wanted)]
    # In the last paragraph of a content control LibreOffice would lose the words: the comment stands beside it and quotes them.
    # A link is taken in whole.
    beside = [c for c in root.iter(f"{W}sdtContent") if c.find(f".//{W}p") is not None]
    assert len(elsewhere) <= len(beside) + len(list(root.iter(f"{W}hyperlink")))


def read_between(root: etree._Element, number: str) -> str:
    """The text between the two marks of a comment."""
    inside, text = False, ""
    for element in root.iter():
        if element.tag in {f"{W}commentRangeStart", f"{W}commentRangeEnd"} and element.get(f"{W}id") == number:
            inside = element.tag.endswith("Start")
        elif inside and element.tag == f"{W}t":
            text += element.text or ""
    return text


@pytest.mark.parametrize("path", WORD, ids=lambda p: p.parent.name)
def test_accepting_all_changes_leaves_nothing_to_fix_and_rejecting_gives_the_draft_back(path: Path) -> None:
    data = path.read_bytes()
    written = revise.mended(data, path, OPTIONS, NOW).data

    assert words(rejected(written, DATE)) == words(data)
    assert revise.mended(accepted(written, DATE), path, OPTIONS, NOW).changes == 0
    assert revise.mended(written, path, OPTIONS, NOW).data == written


@pytest.mark.parametrize("path", WORD, ids=lambda p: p.parent.name)
def test_proposing_again_gives_the_same_remarks_and_the_same_draft(path: Path) -> None:
    data = path.read_bytes()
    once = annotated(data, path, track=True)

    twice = annotated(once, path, track=True)

    assert words(rejected(twice, DATE)) == words(data)
    assert words(twice) == words(once)
    remarks = [
        len(etree.fromstring(part(d, "word/comments.xml"))) if "word/comments.xml" in parts(d) else 0 for d in (once, twice)
    ]
    assert remarks[0] == remarks[1]


@pytest.mark.parametrize("path", WORD[:3], ids=lambda p: p.parent.name)
def test_a_second_run_replaces_its_own_comments_and_no_one_elses(path: Path) -> None:
    data = path.read_bytes()
    once = annotated(data, path)
    files = parts(once)
    held = etree.fromstring(files["word/comments.xml"])
    held.append(
        etree.fromstring(
            f'<w:comment xmlns:w="{W[1:-1]}" w:id="900" w:author="Trần Thị B"><w:p><w:r><w:t>ý kiến</w:t></w:r></w:p></w:comment>'
        )
    )
    root = etree.fromstring(files[MAIN])
    paragraph = root.find(f".//{W}p")
    paragraph.append(etree.fromstring(f'<w:r xmlns:w="{W[1:-1]}"><w:commentReference w:id="900"/></w:r>'))
    other = packed({**files, "word/comments.xml": etree.tostring(held), MAIN: etree.tostring(root)})

    twice = annotated(other, path)

    authors = [c.get(f"{W}author") for c in etree.fromstring(part(twice, "word/comments.xml"))]
    assert authors.count("Trần Thị B") == 1
    assert authors.count("plancheck") == len(findings(data, path))
    assert sorted(numbers(etree.fromstring(part(twice, MAIN)), "commentReference")).count("900") == 1


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("_xmlsignatures/sig1.xml", b"<Signature/>", "ký số"),
        ("word/settings.xml", f'<w:settings xmlns:w="{W[1:-1]}"><w:documentProtection w:edit="readOnly" w:enforcement="1"/></w:settings>'.encode(), "khóa"),
    ],
)  # fmt: skip
def test_signed_and_protected_files_are_refused_with_one_line(name: str, content: bytes, word: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    path.write_bytes(packed({**parts(WORD[0].read_bytes()), name: content}))

    done = plancheck("annotate", path)

    assert done.returncode == 3
    assert word in done.stderr.decode()
    assert len(done.stderr.decode().strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("path", TEXT, ids=lambda p: p.parent.name)
def test_criticmarkup_taken_out_gives_the_text_back(path: Path) -> None:
    text = annotated(path.read_bytes(), path, track=True).decode()

    assert CRITIC.sub(lambda m: m[1] or m[2] or "", text) == path.read_text(encoding="utf-8")
    assert text.count("{>>") - text.count("{>>plancheck<<}") == len(findings(path.read_bytes(), path))


@pytest.mark.parametrize("path", TEXT, ids=lambda p: p.parent.name)
def test_a_fixed_text_has_no_finding_left_that_could_be_fixed_and_only_those_lines_differ(path: Path) -> None:
    data = path.read_bytes()
    once = revise.mended(data, path, OPTIONS, NOW)

    assert revise.mended(once.data, path, OPTIONS, NOW).data == once.data
    before, after = data.decode().splitlines(), once.data.decode().splitlines()
    assert len(before) == len(after)
    assert sum(a != b for a, b in zip(before, after, strict=True)) <= once.changes


@pytest.mark.parametrize(("encoding", "newline"), [("utf-8-sig", "\r\n"), ("utf-16", "\n"), ("utf-16-be", "\r\n")])
def test_a_fix_keeps_encoding_byte_order_mark_and_line_ends(encoding: str, newline: str, tmp_path: Path) -> None:
    text = TEXT[-1].read_text(encoding="utf-8").replace("2. Yêu cầu**\n", "2. Yêu cầu**\n\nTuyên truyền , vận động.\n", 1)
    path = tmp_path / "ke hoach.txt"
    data = text.replace("\n", newline).encode(encoding)

    after = revise.mended(data, path, OPTIONS, NOW).data

    assert after != data
    assert after[:2] == data[:2]
    assert newline in after.decode(encoding)
    assert after.decode(encoding).count(newline) == text.count("\n")


def test_a_fix_leaves_markup_around_the_mended_words(tmp_path: Path) -> None:
    source = "**LIÊN ĐOÀN LAO ĐỘNG TỈNH BẢO LẠC**\n\n**KẾ HOẠCH**\n\n**I. NỘI DUNG**\n\n1. Theo **Kế hoạch của LÐLĐ tỉnh** , các đơn vị làm.\n"

    after = revise.mended(source.encode(), tmp_path / "a.md", OPTIONS, NOW).data.decode()

    assert "**Kế hoạch của LĐLĐ tỉnh**, các" in after


def test_fix_writes_only_when_asked_and_diff_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "kế hoạch.md"
    shutil.copy(TEXT[-2], path)
    before = path.read_bytes()

    shown = plancheck("check", path, "--diff")
    assert path.read_bytes() == before
    assert shown.stdout.decode().startswith("--- ")

    plancheck("check", path)
    assert path.read_bytes() == before

    plancheck("check", path, "--fix")
    assert path.read_bytes() != before
    assert plancheck("check", path, "--diff").stdout == b""


def test_annotate_never_writes_over_the_draft_unasked(tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    shutil.copy(WORD[0], path)
    before = path.read_bytes()

    assert plancheck("annotate", path).returncode == 0
    assert path.read_bytes() == before
    assert (tmp_path / "plan.nhan-xet.docx").exists()
    assert plancheck("annotate", path, "-o", path).returncode == 3
    assert path.read_bytes() == before
    assert plancheck("annotate", path, "--in-place").returncode == 0
    assert path.read_bytes() != before


def test_a_text_that_has_no_way_back_to_its_encoding_is_refused(tmp_path: Path) -> None:
    text = "KẾ HOẠCH\n\nI. NỘI DUNG\n\nCác đơn vị tổ chức thực hiện nhiệm vụ , báo cáo trước ngày 30/6/2026 và tháng sau của kế hoạch.\n"
    loose = unicodedata.normalize("NFD", text)
    data = "".join(unicodedata.normalize("NFC", c) for c in loose).replace("\u0302", "").encode("cp1258", "ignore")

    with pytest.raises(ReadError, match=r"1258|bảng mã"):
        revise.mended(data, tmp_path / "a.txt", OPTIONS, NOW)


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_a_plan_with_runs_split_and_wrapped_is_annotated_without_changing_a_word(seed: int) -> None:
    path = WORD[seed % len(WORD)]
    data = mutated(path.read_bytes(), seed)

    written = annotated(data, path, track=True, suggested=True)

    assert words(annotated(data, path)) == words(data)
    assert words(rejected(written, DATE)) == words(data)
    root = etree.fromstring(part(written, MAIN))
    assert sorted(numbers(root, "commentRangeStart")) == sorted(numbers(root, "commentRangeEnd"))
    assert all(t.get(SPACE) == "preserve" for t in root.iter(f"{W}delText"))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_what_was_annotated_and_reads_the_same_text(tmp_path: Path) -> None:
    drafts, reviewed = tmp_path / "drafts", tmp_path / "reviewed"
    drafts.mkdir()
    reviewed.mkdir()
    real = sorted((CORPUS / "documents").glob("*.docx")) if CORPUS.is_dir() else []
    for number in range(ROUNDS):
        path = WORD[number % len(WORD)]
        data = mutated(path.read_bytes(), number)
        (drafts / f"{number:03}.docx").write_bytes(data)
        (reviewed / f"{number:03}.docx").write_bytes(annotated(data, path))
    for path in real:
        (drafts / path.name).write_bytes(path.read_bytes())
        (reviewed / path.name).write_bytes(annotated(path.read_bytes(), path))

    for folder in (drafts, reviewed):
        command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "txt:Text (encoded):UTF8",
                   "--outdir", str(folder), *map(str, sorted(folder.glob("*.docx")))]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=500)

    names = [p.name for p in sorted(drafts.glob("*.txt"))]
    assert len(names) >= ROUNDS
    assert names == [p.name for p in sorted(reviewed.glob("*.txt"))]  # LibreOffice cannot open one of the real ones as it is
    for name in names:
        # LibreOffice itself puts an empty paragraph before a table at the head of any document that has comments.
        was, now = ((folder / name).read_text(encoding="utf-8").lstrip("\ufeff\n") for folder in (drafts, reviewed))
        assert now == was


def test_settling_tracked_changes_gives_what_word_would_show() -> None:
    path = FIXTURES / "union-district-2021" / "broken.docx"
    data = path.read_bytes()

    taken, back = (settled(data, "a.docx", Limits(), accept=accept) for accept in (True, False))

    assert words(taken) == words(data)
    assert any("31/12/2030" in w for w in words(back))
    assert any("nghiêm túc triển khai" in w for w in words(back))
    for settled_file in (taken, back):
        assert not numbers(etree.fromstring(part(settled_file, MAIN)), "ins", "del", "moveFrom", "moveTo")


def test_a_paragraph_mark_that_was_deleted_joins_two_paragraphs_only_when_accepted() -> None:
    body = (
        '<w:p><w:pPr><w:rPr><w:del w:id="1" w:author="A" w:date="2026-01-01T00:00:00Z"/></w:rPr></w:pPr><w:r><w:t>một </w:t></w:r></w:p>'
        "<w:p><w:r><w:t>hai</w:t></w:r></w:p>"
    )
    document = f'<w:document xmlns:w="{W[1:-1]}"><w:body>{body}</w:body></w:document>'
    data = packed({**parts(WORD[0].read_bytes()), MAIN: document.encode()})

    assert [w.split() for w in words(settled(data, "a.docx", Limits(), accept=True))] == [["mộthai"]]
    assert words(settled(data, "a.docx", Limits(), accept=False)) == ["một", "hai"]


@pytest.mark.parametrize("form", ["text", "md", "csv"])
def test_the_log_names_who_did_what_where(form: str) -> None:
    shown = plancheck("changes", FIXTURES / "union-district-2021" / "broken.docx", "-f", form).stdout.decode()

    assert "31/12/2030" in shown
    assert "26/02/2021" in shown
    assert "đoạn 43" in shown


def test_the_log_says_which_findings_hang_on_the_changes_and_whether_the_draft_comes_back(tmp_path: Path) -> None:
    path = WORD[-2]
    reviewed = tmp_path / "reviewed.docx"
    reviewed.write_bytes(annotated(path.read_bytes(), path, track=True))

    log = json.loads(plancheck("changes", reviewed, "--since", path, "-f", "json").stdout)

    assert log["schema"] == "plancheck/changes/1"
    assert log["restored"] is True
    assert {f["code"] for f in log["if_rejected"]} >= {"VD106", "TT202"}
    assert sum(c["kind"] == "comment" for c in log["changes"]) == len(findings(path.read_bytes(), path))

    retyped = packed(
        {
            **parts(reviewed.read_bytes()),
            MAIN: part(reviewed.read_bytes(), MAIN).replace("MỤC ĐÍCH".encode(), "MUC ĐÍCH".encode()),
        }
    )
    reviewed.write_bytes(retyped)
    log = json.loads(plancheck("changes", reviewed, "--since", path, "-f", "json").stdout)
    assert log["restored"] is False
    assert any("MUC ĐÍCH" in line for line in log["retyped"])


def test_since_tells_new_mended_and_remaining_findings_and_what_the_plan_says_otherwise(tmp_path: Path) -> None:
    old = FIXTURES / "union-province-2024" / "broken.md"
    new = tmp_path / "moi.md"
    text = old.read_text(encoding="utf-8").replace("trước ngày 15/11/2024", "trước ngày 01/11/2024")
    new.write_text(text.replace("Chương trình số 14/CTr- LĐLĐ", "Chương trình số 15/CTr- LĐLĐ"), encoding="utf-8")

    done = plancheck("check", "--isolated", new, "--since", old, "-f", "json")
    since = json.loads(done.stdout)["files"][0]["since"]

    assert [f["code"] for f in json.loads(done.stdout)["files"][0]["findings"]] == ["VD106"]
    assert sorted(f["code"] for f in since["mended"]) == ["TH201", "VD106"]
    assert {"BC201", "NN305"} <= {f["code"] for f in since["remaining"]}
    assert ("deadline", "CĐCS: trước ngày 15/11/2024", "CĐCS: trước ngày 01/11/2024") in [
        (d["kind"], d["old"], d["new"]) for d in since["differences"]
    ]
    assert {"14/CTr", "15/CTr"} <= {
        (d["old"] or d["new"]).split("số ")[1][:6] for d in since["differences"] if d["kind"] == "citation"
    }
    assert done.returncode == 0


@pytest.mark.parametrize("form", ["svg", "csv", "ics"])
def test_the_timeline_names_units_and_days(form: str) -> None:
    shown = plancheck("timeline", FIXTURES / "union-province-2024" / "broken.docx", "-f", form).stdout.decode()

    assert "CĐCS" in shown
    assert {"svg": "15/11/2024", "csv": "2024-11-14", "ics": "DTSTART;VALUE=DATE:20241114"}[form] in shown
    if form == "svg":
        root = etree.fromstring(shown.encode())
        assert len(root.findall(".//{*}rect[@class='wrongopen']")) == 2
    if form == "ics":
        assert all(len(line.encode()) <= 75 for line in shown.split("\r\n"))


def test_a_plan_without_days_has_no_picture_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("**KẾ HOẠCH**\n\n**I. NỘI DUNG**\n\n1. Tuyên truyền.\n", encoding="utf-8")

    done = plancheck("timeline", path)

    assert done.returncode == 3
    assert done.stdout == b""
    assert len(done.stderr.decode().strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ("các  hòa  bình", "các hòa bình"),
        ("và  phát\u200b  triển  tích cực", "và phát triển tích cực"),
        ("đoàn cơ sở", "đoàn cơ sở"),
    ],
)
def test_places_of_one_fix_that_share_a_word_do_not_double_its_letters(written: str, mended: str, tmp_path: Path) -> None:
    source = unicodedata.normalize("NFD", f"**KẾ HOẠCH**\n\n**I. NỘI DUNG**\n\n1. Việc {written}\n")

    after = revise.mended(source.encode(), tmp_path / "a.md", OPTIONS, NOW).data.decode()

    assert after == unicodedata.normalize("NFC", f"**KẾ HOẠCH**\n\n**I. NỘI DUNG**\n\n1. Việc {mended}\n")


def test_a_picture_or_a_note_beside_deleted_blanks_stays() -> None:
    path = next(p for p in WORD if p.parent.name == "union-province-2024")
    root = etree.fromstring(part(path.read_bytes(), MAIN))
    text = next(t for t in root.iter(f"{W}t") if "lượng,  chất" in (t.text or ""))
    text.addnext(etree.Element(f"{W}drawing"))
    data = packed({**parts(path.read_bytes()), MAIN: etree.tostring(root)})

    written = revise.mended(data, path, OPTIONS, NOW)
    after = etree.fromstring(part(settled(written.data, "a.docx", Limits(), accept=True), MAIN))

    assert written.changes
    assert len(list(after.iter(f"{W}drawing"))) == 1
    assert not [d for d in etree.fromstring(part(written.data, MAIN)).iter(f"{W}del") if d.find(f".//{W}drawing") is not None]


@pytest.mark.parametrize("command", ["certify", "timeline", "changes", "check"])
def test_no_command_writes_over_the_draft_it_reads(command: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    shutil.copy(WORD[0], path)
    before = path.read_bytes()

    done = plancheck(command, path, "-o", path)

    assert done.returncode in {2, 3}
    assert path.read_bytes() == before
    assert len(done.stderr.decode().strip().splitlines()) == 1


def test_fix_leaves_alone_what_the_configuration_excludes_and_goes_on_after_a_file_it_cannot_write(tmp_path: Path) -> None:
    (tmp_path / "plancheck.toml").write_text('exclude = ["*/luu/*"]\n', encoding="utf-8")
    (tmp_path / "luu").mkdir()
    for name in ("a.md", "b.md", "luu/c.md"):
        shutil.copy(TEXT[-2], tmp_path / name)
    (tmp_path / "a.md").chmod(0o444)
    before = TEXT[-2].read_bytes()

    done = plancheck("check", tmp_path, "--fix", "-q")

    assert (tmp_path / "a.md").read_bytes() == before
    assert (tmp_path / "luu" / "c.md").read_bytes() == before
    assert (tmp_path / "b.md").read_bytes() != before
    assert done.returncode == 3


def test_a_link_to_a_draft_stays_a_link_when_the_draft_is_mended(tmp_path: Path) -> None:
    real, link = tmp_path / "real.md", tmp_path / "link.md"
    shutil.copy(TEXT[-2], real)
    link.symlink_to(real)

    plancheck("check", link, "--fix", "-q")

    assert link.is_symlink()
    assert real.read_bytes() != TEXT[-2].read_bytes()


def test_criticmarkup_of_an_earlier_run_is_replaced_and_of_other_people_kept() -> None:
    path = TEXT[-2]
    others = "{++một ý++} {~~cũ~>mới~~} {--thừa--} {==chỗ này==}"
    text = path.read_text(encoding="utf-8").replace("2. Yêu cầu**", f"2. Yêu cầu**{others} {{>>Lan: xem lại<<}}")

    once = annotated(text.encode(), path, track=True)
    twice = annotated(once, path, track=True)

    assert twice == once
    assert once != text.encode()
    assert once.decode().count(others) == 1
    assert once.decode().count("{>>Lan: xem lại<<}") == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_remarks_of_an_earlier_run_are_found_in_every_encoding(encoding: str) -> None:
    path = TEXT[-2]
    once = annotated(path.read_text(encoding="utf-8").encode(encoding), path)

    assert annotated(once, path) == once


def test_an_entry_of_the_list_that_goes_on_in_the_next_paragraph_is_not_closed_in_the_middle() -> None:
    lines = (
        "**KẾ HOẠCH**",
        "**I. NỘI DUNG**",
        "Thi đua.",
        "Nơi nhận:",
        "- Các sở;",
        "- Các ban, đơn vị trực thuộc Liên đoàn",
        "Lao động tỉnh",
        "- Lưu: VT.",
    )
    data = "\n\n".join(lines).encode()

    mended = revise.mended(data, Path("a.md"), OPTIONS, NOW).data

    assert "trực thuộc Liên đoàn\n\nLao động tỉnh" in mended.decode()


def test_a_reviewed_copy_with_other_peoples_remarks_is_not_thrown_away(tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    shutil.copy(WORD[0], path)
    assert plancheck("annotate", path).returncode == 0
    assert plancheck("annotate", path).returncode == 0
    reviewed = tmp_path / "plan.nhan-xet.docx"
    root = etree.fromstring(part(reviewed.read_bytes(), MAIN))
    run = next(r for r in root.iter(f"{W}r") if r.find(f"{W}t") is not None)
    change = etree.Element(f"{W}ins", {f"{W}id": "77777", f"{W}author": "Lan", f"{W}date": "2026-01-01T00:00:00Z"})
    run.addprevious(change)
    change.append(run)
    reviewed.write_bytes(with_main(reviewed.read_bytes(), root))
    before = reviewed.read_bytes()

    done = plancheck("annotate", path)

    assert done.returncode == 3
    assert reviewed.read_bytes() == before


@pytest.mark.parametrize("suffix", ["html", "docx"])
def test_the_certificate_names_the_hash_what_is_left_and_what_was_judged(suffix: str, tmp_path: Path) -> None:
    path = FIXTURES / "union-province-2024" / "broken.docx"
    target = tmp_path / f"phieu.{suffix}"

    done = plancheck("certify", path, "-o", target, "--today", "2026-11-21")

    assert done.returncode == 1
    written = target.read_bytes()
    shown = "\n".join(block.text for block in read_bytes(written, "a.docx").blocks) if suffix == "docx" else written.decode()
    for words_there in (
        hashlib.sha256(path.read_bytes()).hexdigest(),
        "TH201",
        "2 lỗi, 3 cảnh báo, 2 lưu ý",
        "21/11/2026",
        "933/QĐ-TLĐ",
    ):
        assert words_there in shown
    judged = int(re.search(r"Số quy tắc đã đánh giá\D*(\d+)", shown)[1])
    assert 100 < judged < 156


def test_lines_of_a_text_file_are_those_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        "**KẾ HOẠCH**\n\n**I. NỘI DUNG**\n\n1. Tuyên truyền\n   , vận động.\n\n2. Họp ngày 31/4/2026.\n", encoding="utf-8"
    )

    run = json.loads(plancheck("check", "--isolated", path, "--select", "TH104", "-f", "sarif").stdout)["runs"][0]

    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"], region["endColumn"]) == (8, 8, 22)


def test_the_log_has_rows_marks_of_paragraphs_and_both_ends_of_a_move(tmp_path: Path) -> None:
    who = 'w:author="Lan" w:date="2026-01-01T00:00:00Z"'
    body = (
        f'<w:p><w:moveFrom w:id="1" {who}><w:r><w:t>câu dời đi</w:t></w:r></w:moveFrom><w:r><w:t>còn lại</w:t></w:r></w:p>'
        f'<w:p><w:pPr><w:rPr><w:del w:id="2" {who}/></w:rPr></w:pPr><w:r><w:t>nối </w:t></w:r></w:p><w:p><w:r><w:t>liền</w:t></w:r></w:p>'
        f'<w:tbl><w:tr><w:trPr><w:ins w:id="3" {who}/></w:trPr><w:tc><w:p><w:r><w:t>ô một</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>ô hai</w:t></w:r></w:p></w:tc></w:tr></w:tbl>'
        f'<w:p><w:moveTo w:id="4" {who}><w:r><w:t>câu dời đi</w:t></w:r></w:moveTo></w:p>'
    )
    document = f'<w:document xmlns:w="{W[1:-1]}"><w:body>{body}</w:body></w:document>'
    path = tmp_path / "a.docx"
    path.write_bytes(packed({**parts(WORD[0].read_bytes()), MAIN: document.encode()}))

    log = json.loads(plancheck("changes", path, "-f", "json").stdout)["changes"]

    assert [(c["kind"], c["old"], c["new"]) for c in log] == [
        ("move", "câu dời đi", ""),
        ("delete", "¶", ""),
        ("insert", "", "ô một | ô hai"),
        ("move", "", "câu dời đi"),
    ]
