"""The page in a real browser: filter, jumps, keyboard, print, contrast; and that it asks for nothing outside itself."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from conftest import FIXTURES
from test_cli import out, plancheck

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BROKEN = FIXTURES / "union-province-2024" / "broken.docx"
DAY = ("--isolated", "--today", "2026-11-21")
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "kết quả.html"
    plancheck("check", *DAY, BROKEN, FIXTURES / "state-commune-2026" / "broken.md", "khong-co.docx", "-f", f"html:{path}")
    return path


def test_the_page_loads_nothing_and_names_every_finding(html: Path) -> None:
    text = html.read_text(encoding="utf-8")

    assert not re.search(r"""(?:src|href)=["'](?!#)""", text)
    assert "@import" not in text
    assert not re.search(r"url\((?!#)", text)
    for code in ("TH201", "BC201", "VD106"):
        assert f'<span class="code">{code}</span>' in text
    assert "khong-co.docx" in text


def test_words_of_a_plan_cannot_become_markup(tmp_path: Path) -> None:
    source = "**KẾ HOẠCH**\n\n**I. NỘI DUNG**\n\n1. <script>alert(1)</script> trong thời gian sớm nhất & «<b>đậm</b>».\n"
    (tmp_path / "a<b>.md").write_text(source, encoding="utf-8")

    text = out(plancheck("check", *DAY, tmp_path / "a<b>.md", "-f", "html"))

    assert "<script>alert" not in text
    assert "<b>" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    api = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    with api.sync_playwright() as play:
        opened = play.chromium.launch(executable_path=CHROMIUM, args=quiet)
        yield opened
        opened.close()


@pytest.fixture
def page(browser, html: Path):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("request", lambda request: said.append(request.url) if not request.url.startswith("file:") else None)
    opened.goto(html.as_uri())
    for summary in opened.locator("summary").all():
        summary.click()
    yield opened
    assert said == []
    context.close()


def test_the_filter_hides_findings_and_their_marks(page) -> None:
    first = page.locator("section.file").first
    total = first.locator("li.finding:visible").count()
    first.locator("input[value=info]").uncheck()

    assert first.locator("li.finding.info:visible").count() == 0
    assert 0 < first.locator("li.finding:visible").count() < total
    first.locator("select").select_option("TH")
    assert first.locator("li.finding:visible").count() == 1
    assert "1" in first.locator("output").inner_text()
    assert first.locator("mark.warning").first.evaluate("m => m.hidden")


def test_a_finding_leads_to_its_words(page) -> None:
    link = page.locator("li.finding a", has_text="Mục III.1").first
    link.click()

    target = page.url.split("#")[1]
    assert page.locator(f"mark:has(#{target})").evaluate(
        "m => m.getBoundingClientRect().top >= 0 && m.getBoundingClientRect().bottom <= innerHeight"
    )
    assert "15/11/2024" in page.locator(f"mark:has(#{target})").inner_text()


def test_everything_is_reached_by_keyboard(page) -> None:
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.tagName + (document.activeElement.type || '')"))

    assert {"A", "INPUTcheckbox", "SELECTselect-one"} <= reached


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_names_and_structure_hold_for_axe(page, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page.emulate_media(color_scheme=scheme)

    found = axe.Axe().run(page).response["violations"]

    assert [(v["id"], v["nodes"][0]["html"][:120]) for v in found] == []


def test_a_narrow_screen_has_no_sideways_scrolling_and_print_shows_no_form(page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    page.emulate_media(media="print")
    assert page.locator("form.filter").first.is_hidden()
    assert page.locator("li.finding").first.is_visible()


def test_every_link_of_the_page_leads_somewhere_and_no_name_is_used_twice(html: Path) -> None:
    text = html.read_text(encoding="utf-8")
    names = re.findall(r'\sid="([^"]+)"', text)

    assert len(names) == len(set(names))
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(names)
