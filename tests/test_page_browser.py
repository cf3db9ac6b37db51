"""The page in a browser: it says where figures come from, fits, prints and fetches nothing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import browser
from tests.page_support import edition
from zsstat.model import Audience
from zsstat.render.page import page_bytes

CONTRAST = """([front, back]) => {
  const probe = document.body.appendChild(document.createElement('i'));
  const light = (name) => {
    probe.style.setProperty('color', `var(${name})`);
    const [r, g, b] = getComputedStyle(probe).color.match(/\\d+/g).map((c) => {
      const s = c / 255;
      return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [a, b] = [light(front), light(back)].sort((x, y) => y - x);
  return (a + 0.05) / (b + 0.05);
}"""


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("page")
    for audience in Audience:
        (made / f"{audience.value}.html").write_bytes(page_bytes(edition(audience)))
    return made


class Visit:
    """A page with all that it asked for and complained of."""

    def __init__(self, chrome: Browser, address: str, width: int = 820) -> None:
        self.page: Page = chrome.new_page(viewport={"width": width, "height": 900})
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda said: self.complaints.append(said.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(address)


@pytest.fixture
def visit(chrome: Browser, folder: Path) -> Iterator[Visit]:
    made = Visit(chrome, (folder / "internal.html").as_uri())
    yield made
    assert made.complaints == []
    made.page.close()


def test_a_click_opens_where_a_figure_comes_from(visit: Visit) -> None:
    page = visit.page
    assert not page.locator("#source").is_visible()
    page.locator("main p .figure", has_text="818亿元").click()
    said = page.locator("#source")
    assert "817.9968亿元" in said.inner_text()
    assert "2项，共250个单元格" in said.inner_text()
    page.locator("#source summary", has_text="石泉县").click()
    row = page.locator("#source details[open] tbody tr").nth(1).inner_text().split("\t")
    assert row == ["C12", "5 < 6", "777123", "石泉的项目"]
    assert "石泉县.xlsx〔甲表〕" in page.locator("#source details[open]").inner_text()
    page.locator("#source-close").click()
    assert not said.is_visible()


def test_long_lists_are_paged_and_filtered(visit: Visit) -> None:
    page = visit.page
    page.locator("main p .figure", has_text="818亿元").click()
    page.locator("#source summary", has_text="汉滨区").click()
    rows = page.locator("#source details[open] tbody tr:not(.sheet)")
    assert rows.count() == 100
    page.locator("#source .more").click()
    page.locator("#source .more").click()
    assert rows.count() == 249
    page.locator("#source input").fill("石泉的")
    assert rows.all_inner_texts() == ["C12\t5 < 6\t777123\t石泉的项目"]
    page.locator("#source input").fill("没有这样的")
    assert page.locator("#source [role=status]").is_visible()


def test_the_keyboard_opens_drills_goes_back_and_closes(visit: Visit) -> None:
    page = visit.page
    page.locator("main p .figure", has_text="同比增长").focus()
    for key in ("Enter", "Space"):
        page.keyboard.press(key)
        assert page.locator("#source-shown").inner_text() == "同比增长7.82%"
        page.locator(".operand", has_text="758.67亿元").press("Enter")
        assert page.locator("#source-shown").inner_text() == "758.67亿元"
        page.locator("#source-back").press("Enter")
        assert page.locator("#source-shown").inner_text() == "同比增长7.82%"
        page.keyboard.press("Escape")
        assert not page.locator("#source").is_visible()
        assert page.evaluate("document.activeElement.textContent") == "同比增长7.82%"


def test_what_the_clerk_wrote_is_said_to_be_so(visit: Visit) -> None:
    visit.page.locator("h1 .figure").click()
    assert "数据库中没有依据" in visit.page.locator("#source").inner_text()


def test_the_public_page_says_how_and_of_whom_and_no_more(chrome: Browser, folder: Path) -> None:
    public = Visit(chrome, (folder / "public.html").as_uri())
    public.page.locator("main p .figure", has_text="818亿元").click()
    said = public.page.locator("#source").inner_text()
    assert "汉滨区、石泉县" in said
    assert public.page.locator("#source details, #source table").count() == 0
    assert public.complaints == []
    public.page.close()


def test_nothing_is_fetched_from_a_server_but_the_page(chrome: Browser, folder: Path) -> None:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_args: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    running = Thread(target=server.serve_forever, daemon=True)
    running.start()
    try:
        address = f"http://127.0.0.1:{server.server_port}/internal.html"
        seen = Visit(chrome, address)
        seen.page.locator(".headlines .figure").first.click()
        seen.page.wait_for_load_state("networkidle")
        assert [url for url in seen.requests if not url.startswith("data:")] == [address]
        assert seen.complaints == []
        seen.page.close()
    finally:
        server.shutdown()
        server.server_close()
        running.join()


@pytest.mark.parametrize("width", [360, 820, 1440])
def test_the_page_fits_every_width(chrome: Browser, folder: Path, width: int) -> None:
    seen = Visit(chrome, (folder / "internal.html").as_uri(), width)
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
    seen.page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(
    chrome: Browser, folder: Path, scheme: Literal["light", "dark"]
) -> None:
    context = chrome.new_context(color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto((folder / "internal.html").as_uri())
    for front in ("--ink", "--quiet", "--accent"):
        for back in ("--paper", "--panel", "--accent-wash"):
            assert page.evaluate(CONTRAST, [front, back]) >= 4.5, (front, back)
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(251, 249, 245)"
    assert dark is (scheme == "dark")
    context.close()


def test_it_prints_without_what_only_a_screen_can_do(visit: Visit) -> None:
    assert visit.page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    visit.page.emulate_media(media="print")
    assert not visit.page.locator("nav").is_visible()
    assert not visit.page.locator(".hint").first.is_visible()
    assert visit.page.locator(".on-paper").is_visible()
