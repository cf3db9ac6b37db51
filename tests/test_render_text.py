"""Documents as plain text and Markdown."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bulletin_support import draft
from zsstat.bulletin.prose import Marks, document
from zsstat.model import (
    Chart,
    ChartKind,
    ChartMark,
    Document,
    Exhibit,
    Figure,
    FigureKey,
    Measure,
    Paragraph,
    Style,
)
from zsstat.render.lines import display_width
from zsstat.render.text import INDENT, TITLE_WIDTH, chart_table, render_md, render_txt


def figure(display: str) -> Figure:
    return Figure(FigureKey(Measure.QUOTE), None, "", 0, "", display, "")


def paragraphs(*pairs: tuple[Style, str]) -> Document:
    return Document(tuple(Paragraph(style, (figure(text),)) for style, text in pairs))


SMALL = paragraphs(
    (Style.TITLE, "题目"),
    (Style.BODY, "正文一"),
    (Style.BODY, "正文二"),
    (Style.HEADING, "一、小标题"),
    (Style.BODY, "正文三"),
    (Style.NOTE, "注一"),
    (Style.NOTE, "注二"),
)


def test_plain_text_has_a_centred_title_and_indented_paragraphs() -> None:
    text = render_txt(SMALL)
    assert text == (
        " " * ((TITLE_WIDTH - 4) // 2)
        + "题目\n\n　　正文一\n　　正文二\n\n　　一、小标题\n　　正文三\n\n　　注一\n　　注二\n"
    )


def test_a_long_title_starts_at_the_margin() -> None:
    assert render_txt(paragraphs((Style.TITLE, "长" * 60))) == "长" * 60 + "\n"


def test_a_heading_after_the_title_has_one_empty_line_before_it() -> None:
    text = render_txt(
        paragraphs((Style.TITLE, "题" * 36), (Style.HEADING, "甲"), (Style.BODY, "乙"))
    )
    assert text == "题" * 36 + "\n\n　　甲\n　　乙\n"


def test_markdown_marks_the_styles() -> None:
    assert render_md(SMALL) == (
        "# 题目\n\n正文一\n\n正文二\n\n## 一、小标题\n\n正文三\n\n> 注一\n\n> 注二\n"
    )


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("a*b_c", r"a\*b\_c"),
        ("[甲](乙)", r"\[甲\](乙)"),
        ("<b>&", r"\<b\>&"),
        ("= 甲", r"\= 甲"),
        ("+ 项", r"\+ 项"),
        ("`码`", r"\`码\`"),
        ("甲|乙", r"甲\|乙"),
        ("# 号", r"\# 号"),
        ("- 项", r"\- 项"),
        ("1. 项", r"1\. 项"),
        ("2) 项", r"2\) 项"),
        ("1.5亿元", "1.5亿元"),
        ("2020年1—9月，同比增长7.82%。", "2020年1—9月，同比增长7.82%。"),
    ],
)
def test_markup_in_the_text_is_escaped(text: str, escaped: str) -> None:
    assert render_md(paragraphs((Style.BODY, text))) == escaped + "\n"


def test_both_media_say_every_figure_of_the_draft() -> None:
    bulletin = draft()
    for text in (render_txt(bulletin), render_md(bulletin)):
        assert all(f.display in text for f in bulletin.figures())
    assert render_txt(bulletin).count(INDENT) == len(bulletin.blocks) - 1


def test_the_markdown_of_a_draft_reads_back_as_the_same_paragraphs() -> None:
    """Read as a template's output without its figures' digits, structure and words are equal."""
    bulletin = paragraphs(
        (Style.TITLE, "题目"),
        (Style.BODY, "正文，甲。"),
        (Style.HEADING, "小标题"),
        (Style.BODY, "乙。"),
        (Style.NOTE, "注。"),
    )
    again = document(render_md(bulletin), Marks())
    said = [(p.style, "".join(map(str, p.parts))) for p in again.paragraphs]
    assert said == [(p.style, "".join(map(str, p.parts))) for p in bulletin.paragraphs]


def test_an_empty_document_is_an_empty_line() -> None:
    assert render_txt(Document(())) == "\n"


@given(st.text("全aＡ—", max_size=60))
def test_titles_are_centred_by_display_width(title: str) -> None:
    line = render_txt(paragraphs((Style.TITLE, title)))[:-1]
    left = len(line) - len(line.lstrip(" "))
    right = TITLE_WIDTH - left - display_width(title)
    assert line.strip() == title
    assert left == 0 or title == "" or 0 <= right - left <= 1


def test_a_bar_that_prints_as_nought_says_what_it_is_and_a_nought_says_nought() -> None:
    little = replace(figure("0.4万元"), value=Fraction(4000), number="0")
    nought = replace(figure("0亿元"), value=Fraction(0), number="0")
    marks = (ChartMark("甲县", (little,)), ChartMark("乙县", (nought,)))
    drawn = Chart("small", ChartKind.BARS, "亿元", ("资金",), marks)
    shown = Document((Exhibit(("图",), drawn),))
    text = [line.split()[:2] for line in render_txt(shown).splitlines()]
    assert ["甲县", "0.4万元"] in text
    assert ["乙县", "0"] in text
    table = render_md(shown)
    assert "| 0.4万元 |" in table
    assert "| 0 |" in table
    cells = [row.cells[1] for row in chart_table(drawn).rows]
    assert [c.key for c in cells if isinstance(c, Figure)] == [little.key, nought.key]


def test_a_chart_says_the_labels_that_it_was_given() -> None:
    mark = ChartMark("全市", (replace(figure("5%"), value=Fraction(5), number="5"),), own=True)
    shown = Document((Exhibit(("图",), Chart("x", ChartKind.BARS, "%", ("增速",), (mark,))),))
    assert "我市" not in render_txt(shown) + render_md(shown)
