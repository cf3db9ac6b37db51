"""The page as text: everything in it, nothing from outside, nothing unescaped."""

from __future__ import annotations

import json
import re

from lxml import html

from tests.page_support import EMPTY, QUOTE, RATE, SECRETS, edition
from zsstat.model import Anchors, Audience, Document, Edition, Paragraph, Style
from zsstat.render.cells import NO_VALUE
from zsstat.render.page import INTERNAL, page_bytes
from zsstat.render.page.sources import NARRATIVE, WITHHELD


def page(made: Edition) -> html.HtmlElement:
    return html.document_fromstring(page_bytes(made).decode())


def sources(made: Edition) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = json.loads(
        page(made).get_element_by_id("sources").text_content()
    )
    return found


def test_the_page_has_every_figure_of_the_document_by_its_name() -> None:
    names = Anchors()
    expected = {names.next(f): {f.display or NO_VALUE, f.number or NO_VALUE}
                for f in edition().document.figures()}  # fmt: skip
    shown = {e.get("id"): e.text_content() for e in page(edition()).cssselect("a.figure")}
    assert shown.keys() == expected.keys()
    assert all(text in expected[str(name)] for name, text in shown.items())


def test_nothing_is_named_twice_and_nothing_is_loaded() -> None:
    for audience in Audience:
        made = page(edition(audience))
        names = [str(e.get("id")) for e in made.iter() if e.get("id")]
        assert len(names) == len(set(names))
        assert not made.xpath("//*[@src or @style or @onclick or @onload]")
        links = {str(link) for link in made.xpath("//@href")}
        assert all(link.startswith("#") or link == "data:," for link in links)
        (policy,) = made.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert str(policy).startswith("default-src 'none'")
        assert "unsafe" not in str(policy)


def test_what_somebody_wrote_is_text() -> None:
    written = page_bytes(edition()).decode()
    assert QUOTE.display not in written
    assert "&lt;b&gt;无水港&lt;/b&gt;" in written
    assert "汉滨区</script>" not in written
    assert "5 < 6" not in re.findall(r'id="sources">(.*?)</script>', written, re.DOTALL)[0]
    assert any("5 < 6" in cell for cell in sources(edition())["cells"])


def test_a_ledger_line_is_written_once_however_many_figures_it_stands_behind() -> None:
    found = sources(edition())
    assert len(found["cells"]) == 251
    assert len(found["areas"]) == 3
    shown = [trace["shown"] for trace in found["traces"]]
    assert shown.count("818亿元") == 1


def test_inside_the_office_a_figure_says_all() -> None:
    written = page_bytes(edition()).decode()
    assert INTERNAL in written
    assert all(secret in written for secret in SECRETS)


def test_the_public_sees_nothing_of_the_returns() -> None:
    written = page_bytes(edition(Audience.PUBLIC)).decode()
    assert INTERNAL not in written
    assert [secret for secret in SECRETS if secret in written] == []
    assert "文稿.md" not in written
    assert "780亿元" not in written  # an operand that the document does not print


def test_the_public_sees_formulas_of_what_is_published() -> None:
    found = {str(t["shown"]): t for t in sources(edition(Audience.PUBLIC))["traces"]}
    assert found["同比增长7.82%"]["formula"] == "(817.9968 − 758.6746) ÷ 758.6746"
    assert found["818亿元"]["among"] == ["汉滨区", "石泉县"]
    rate = found[RATE.display]
    assert "formula" not in rate
    assert rate["said"] == WITHHELD
    assert found["3"]["said"] == NARRATIVE


def test_a_preliminary_page_names_who_is_missing() -> None:
    (said,) = page(edition(missing=("镇坪县", "白河县"))).cssselect(".preliminary")
    assert said.text_content().startswith("初步统计镇坪县、白河县的报表尚未收齐")
    assert page(edition()).cssselect(".preliminary") == []


def test_who_cannot_see_the_page_is_told_what_is_what() -> None:
    made = page(edition())
    assert made.get("lang") == "zh-CN"
    assert len(made.cssselect("h1")) == 1
    levels = [int(str(e.tag)[1]) for e in made.cssselect("body h1, main h2, main h3")]
    assert levels == [1, 2, 3]
    for table in made.cssselect("table"):
        assert table.cssselect("caption")[0].text_content()
        assert all(head.get("scope") in ("col", "row") for head in table.cssselect("th"))
        assert all(row[0].get("scope") == "row" for row in table.cssselect("tbody tr"))
    for drawing in made.cssselect("svg"):
        around = drawing.getparent()
        assert around is not None
        assert around.get("role") == "img"
        assert around.get("aria-label") == "图：818亿元。汉滨区最多，为123.98亿元。"
    assert [link.get("href") for link in made.cssselect("nav a")] == ["#s1"]


def test_a_figure_without_a_value_is_a_dash_that_can_be_asked() -> None:
    dashes = [e for e in page(edition()).cssselect("td a.figure") if e.text == NO_VALUE]
    assert len(dashes) == [*edition().document.figures()].count(EMPTY)


def test_a_document_without_a_title_gets_one() -> None:
    made = edition()
    bare = Document((Paragraph(Style.BODY, ("正文",)),))
    (title,) = page(Edition(bare, made.period, "2020年", "招商局")).cssselect("h1")
    assert title.text_content() == "招商局　2020年"
