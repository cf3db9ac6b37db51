"""The letter 退回函, as text and as docx."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from tests.review_support import finding, notice
from zsstat.errors import CatalogueError
from zsstat.model import Finding, Level, Outcome
from zsstat.review import Enclosure, letter, letter_text
from zsstat.review.letter import Kind, LetterLine
from zsstat.review.paper import letter_docx

REVIEW = Enclosure("报表.审核.xlsx", alone=False)
NOW = datetime(2021, 1, 12, 9, 30, tzinfo=UTC)


def written(*findings: Finding, **changes: object) -> str:
    return letter_text(letter(replace(notice(*findings), **changes), REVIEW, unread=False))  # type: ignore[arg-type]


def lines(*findings: Finding) -> tuple[LetterLine, ...]:
    return letter(notice(*findings), REVIEW, unread=False)


def test_the_whole_letter() -> None:
    text = written(
        finding("C2", "C3", "F2"),
        finding("B7", level=Level.B, message="自签约累计到位大于总投资", action="请说明原因"),
        finding("D4", level=Level.C, message="名称可能不是全称", action="请填写全称", sheet="外资"),
    )
    assert text == (
        "关于退回2020年招商引资报表的函\n"
        "\n"
        "石泉县：\n"
        "你单位报送的“报表.xlsx”（2020年）收悉。经审核，有2处问题需要改正或说明，现予退回。\n"
        "涉及工作表：“台账”、“外资”。\n"
        "\n"
        "一、必须改正（强制性，1处）\n"
        "1. “总投资”填“待定”，看不出是多少。\n"
        "　　位置：工作表“台账” C2—C3、F2\n"
        "　　填报：待定\n"
        "　　应为：数值\n"
        "　　办法：请改填数值\n"
        "\n"
        "二、请改正；情况属实的请书面说明（准强制性，1处）\n"
        "1. 自签约累计到位大于总投资。\n"
        "　　位置：工作表“台账” B7\n"
        "　　填报：待定\n"
        "　　应为：数值\n"
        "　　办法：请说明原因\n"
        "\n"
        "三、请核实，并随重报的报表一并答复（核实性，1处）\n"
        "1. 名称可能不是全称。\n"
        "　　位置：工作表“外资” D4\n"
        "　　填报：待定\n"
        "　　应为：数值\n"
        "　　办法：请填写全称\n"
        "\n"
        "准强制性问题属实的、核实性问题，请把情况填在附件“审核意见”表的“填报单位说明”一栏，"
        "连同报表一并报回；强制性问题不能以说明代替更正。\n"
        "请于2021年1月20日前在原报表中改正后重新报送。\n"
        "如有疑问，请与我局负责统计的同志联系。\n"
        "附件：报表.审核.xlsx（工作表“审核意见”列出全部问题，有问题的单元格已标色、加批注）\n"
        "\n"
        "安康市招商和经济合作局\n"
        "2021年1月12日\n"
    )


def test_groups_are_numbered_without_a_gap() -> None:
    text = written(finding("B7", level=Level.B), finding("D4", level=Level.C))
    assert "一、请改正" in text
    assert "二、请核实" in text
    assert "必须改正" not in text


def test_what_nobody_has_to_answer_is_not_in_it() -> None:
    text = written(
        finding("C2"),
        finding("C3", level=Level.D, message="只是提示"),
        finding("C4", message="判不了", outcome=Outcome.UNDECIDED),
        finding("C5", level=Level.B, message="已经说明", waiver="3"),
    )
    assert not any(word in text for word in ("只是提示", "判不了", "已经说明"))
    assert "有1处问题" in text


def test_no_sentence_ends_twice() -> None:
    assert "不能读取。\n" in written(finding("C2", message="不能读取。"))


def test_what_is_for_the_office_is_not_said_to_the_sender() -> None:
    offered = "；文件名里写的是旬阳县，文件名不作为依据：确认无误请加 --reporter 旬阳县"
    text = written(finding(sheet="", message=f"找不到填报单位{offered}"))
    assert "1. 找不到填报单位；文件名里写的是旬阳县，文件名不作为依据。\n" in text
    whole = "签约时间2020-05-06——不对；项目A--B：长度4--5"
    assert whole in written(finding("C2", message=whole))


def test_without_a_deadline_it_is_as_soon_as_possible() -> None:
    assert "\n请尽快在原报表中改正后重新报送。\n" in written(finding("C2"), due=None)


def test_who_sent_it_may_be_unknown() -> None:
    text = written(finding("C2"), reporter="", period="")
    assert text.startswith("关于退回招商引资报表的函\n\n填报单位（不详）：\n")
    assert "你单位报送的“报表.xlsx”收悉。" in text


def test_a_file_that_could_not_be_read() -> None:
    unread = replace(notice(finding(sheet="", message="文件已损坏。")), reporter="", period="")
    alone = Enclosure("报表.审核.xlsx", alone=True)
    text = letter_text(letter(unread, alone, unread=True))
    assert "“报表.xlsx”无法读取，现予退回。" in text
    assert "附件：报表.审核.xlsx（列出全部问题）" in text
    assert "位置" not in text
    assert "涉及工作表" not in text


def test_the_wording_is_the_catalogues() -> None:
    phrases = {**notice().phrases, "letter_office": "{city}统计室", "letter_contact": ""}
    text = written(finding("C2"), phrases=phrases)
    assert "\n安康市统计室\n" in text
    assert "如有疑问" not in text
    assert "\n\n\n" not in text


@pytest.mark.parametrize("phrase", ["{wrong}", "{", "{}"])
def test_wording_that_does_not_fit_is_named(phrase: str) -> None:
    with pytest.raises(CatalogueError, match=r"phrases\.letter_due"):
        written(finding("C2"), phrases={**notice().phrases, "letter_due": phrase})


def test_control_characters_do_not_stop_it() -> None:
    made = lines(finding("C2", message="a\x00b\x0b\ud800c"))
    assert "1. abc。" in letter_text(made)
    assert letter_docx(made, "局", NOW)


# --- docx -------------------------------------------------------------------------------------


def paper(*findings: Finding) -> docx.document.Document:
    return docx.Document(io.BytesIO(letter_docx(lines(*findings), "安康市招商和经济合作局", NOW)))


def test_the_paper_says_what_the_text_says() -> None:
    found = (finding("C2"), finding("B7", level=Level.C))
    assert [p.text for p in paper(*found).paragraphs] == [line.text for line in lines(*found)]


def test_the_page_is_that_of_official_documents() -> None:
    section = paper(finding("C2")).sections[0]
    sizes = (section.page_width, section.page_height, section.top_margin, section.bottom_margin)
    assert [round((size or 0) / Mm(1)) for size in sizes] == [210, 297, 37, 35]
    assert [round((m or 0) / Mm(1)) for m in (section.left_margin, section.right_margin)] == [
        28,
        26,
    ]
    assert section.footer.paragraphs[0].text.startswith("— ")
    assert "PAGE" in section.footer.paragraphs[0]._p.xml


@pytest.mark.parametrize(
    ("kind", "font", "size"),
    [
        (Kind.TITLE, "方正小标宋简体", 22),
        (Kind.HEADING, "黑体", 16),
        (Kind.BODY, "仿宋", 16),
        (Kind.FACT, "仿宋", 16),
    ],
)
def test_fonts_are_named_for_chinese_too(kind: Kind, font: str, size: int) -> None:
    made = lines(finding("C2"))
    number = next(n for n, line in enumerate(made) if line.kind is kind)
    paragraph = paper(finding("C2")).paragraphs[number]
    run = paragraph.runs[0]
    assert run.font.size == Pt(size)
    fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
    assert {fonts.get(qn(f"w:{name}")) for name in ("ascii", "hAnsi", "eastAsia", "cs")} == {font}
    leading = paragraph.paragraph_format.line_spacing
    assert leading == Pt(34 if kind is Kind.TITLE else 28)


def test_paragraphs_are_indented_by_two_characters() -> None:
    made = lines(finding("C2"))
    for line, paragraph in zip(made, paper(finding("C2")).paragraphs, strict=True):
        indented = paragraph.paragraph_format.first_line_indent
        if line.kind in (Kind.HEADING, Kind.ITEM, Kind.BODY, Kind.FACT):
            assert indented == Pt(32)
            assert 'w:firstLineChars="200"' in paragraph._p.xml
        else:
            assert indented is None


def test_the_paper_is_the_offices() -> None:
    properties = paper(finding("C2")).core_properties
    assert properties.author == "安康市招商和经济合作局"
    assert properties.title == "关于退回2020年招商引资报表的函"
    assert properties.created == NOW


def test_no_number_breaks_over_lines_and_no_signature_stands_alone() -> None:
    """Under Chinese rules a row of digits may break anywhere, as seen in LibreOffice."""
    made = paper(finding())
    (language,) = made.styles["Normal"].element.iter(qn("w:lang"))
    assert language.get(qn("w:val")) == "en-US"
    assert language.get(qn("w:eastAsia")) == "zh-CN"
    kinds = [line.kind for line in lines(finding())]
    first = kinds.index(Kind.CLOSE)
    kept = [paragraph.paragraph_format.keep_with_next for paragraph in made.paragraphs]
    assert kept[first - 1]
    assert kept[first]
    assert not kept[-1]
