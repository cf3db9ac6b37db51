"""The bulletin as docx: the official layout, the marks, the tables, the pictures."""

from __future__ import annotations

import io
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bulletin_support import draft
from tests.docx_support import (
    EVERYTHING,
    chart,
    edition,
    expected,
    figure,
    parts,
    repacked,
    table,
)
from tests.libreoffice import soffice
from zsstat.errors import UsageError
from zsstat.model import Audience, Document, Exhibit, Headline, Paragraph, Style
from zsstat.render.docx import docx_bytes, read_anchors
from zsstat.render.docx.markup import printable

TEXT = tuple(b for b in EVERYTHING if not (isinstance(b, Exhibit) and b.body == chart()))


@pytest.fixture(scope="module")
def whole(chinese_font: None) -> bytes:  # noqa: ARG001 - its charts are drawn
    return docx_bytes(edition())


@pytest.fixture(scope="module")
def word(whole: bytes) -> Word:
    return docx.Document(io.BytesIO(whole))


def fonts(word: Word, style: str) -> tuple[str | None, str | None]:
    found = word.styles[style].element.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
    assert found is not None
    return found.get(qn("w:eastAsia")), found.get(qn("w:ascii"))


def test_the_page_is_that_of_official_documents(word: Word) -> None:
    section = word.sections[0]
    lengths = (
        section.page_width, section.page_height, section.top_margin, section.bottom_margin,
        section.left_margin, section.right_margin,
    )  # fmt: skip
    for length, millimetres in zip(lengths, (210, 297, 37, 35, 28, 26), strict=True):
        assert length is not None
        assert abs(length - Mm(millimetres)) < Mm(0.1)


def test_styles_have_the_fonts_sizes_and_leading_of_official_documents(word: Word) -> None:
    wanted = {
        "Normal": ("仿宋_GB2312", 16), "Title": ("方正小标宋简体", 22), "Heading 1": ("黑体", 16),
        "Heading 2": ("楷体_GB2312", 16),
    }  # fmt: skip
    for style, (font, size) in wanted.items():
        assert fonts(word, style) == (font, "Times New Roman")
        assert word.styles[style].font.size == Pt(size)
    assert word.styles["Normal"].paragraph_format.line_spacing == Pt(28)
    indent = word.styles["Body Text"].element.find(f"{qn('w:pPr')}/{qn('w:ind')}")
    assert indent is not None
    assert indent.get(qn("w:firstLineChars")) == "200"


def test_each_block_has_the_style_of_its_kind(word: Word) -> None:
    said = [(p.style.name, p.text) for p in word.paragraphs if p.style and p.text]
    assert said == [
        ("Title", "数说2020年"),
        ("Heading 1", "一、总体"),
        ("Body Text", "到位资金818亿元，其中省际800亿元。"),
        ("Heading 2", "（一）分地区"),
        ("Caption", "各地区2020年"),
        ("表注", "汉滨区最多，为124亿元"),
        ("Caption", "各地区到位资金"),
        ("单位行", "单位：亿元"),
        ("表注", "注：其中7亿元为预计数"),
        ("附注", "注：合计818亿元。"),
    ]


def test_stand_ins_for_the_fonts_are_named_and_none_is_embedded(whole: bytes) -> None:
    named = parts(whole)["word/fontTable.xml"].decode()
    assert 'w:name="仿宋_GB2312"><w:altName w:val="FangSong_GB2312,仿宋,FangSong' in named
    assert not any("font" in name and not name.endswith(".xml") for name in parts(whole))


def test_the_footer_has_the_page_number_and_the_header_says_whose_it_is(word: Word) -> None:
    footer = word.sections[0].footer.paragraphs[0]
    assert "".join(e.text or "" for e in footer._p.iter(qn("w:instrText"))).strip() == "PAGE"
    assert footer.text == "— 1 —"
    assert word.sections[0].header.paragraphs[0].text == "安康市招商和经济合作局  2020年\t内部资料"


def test_the_header_marks_what_is_preliminary_and_not_what_is_public() -> None:
    def header(**changes: object) -> str:
        made = docx.Document(io.BytesIO(docx_bytes(edition(*TEXT, **changes))))
        return str(made.sections[0].header.paragraphs[0].text).partition("\t")[2]

    assert header(missing=("汉滨区",)) == "内部资料  初步统计"
    assert header(audience=Audience.PUBLIC) == ""


def test_the_properties_name_title_office_and_language(word: Word) -> None:
    said = word.core_properties
    assert (said.title, said.author, said.language) == (
        "数说2020年", "安康市招商和经济合作局", "zh-CN",
    )  # fmt: skip
    assert said.created is not None
    assert (said.created.year, said.created.month) == (2021, 1)


def test_the_same_edition_has_the_same_bytes(whole: bytes) -> None:
    assert docx_bytes(edition()) == whole


# --- marks ------------------------------------------------------------------------------------


def test_every_figure_is_found_under_its_anchor(whole: bytes) -> None:
    found = read_anchors(whole)
    assert found == expected(edition().document)
    assert next(iter(found)).startswith("zs_")


def test_every_figure_of_a_real_draft_is_found_under_its_anchor() -> None:
    bulletin = draft()
    found = read_anchors(docx_bytes(edition(*bulletin.blocks)))
    assert list(found.values()) == [f.display for f in bulletin.figures()]
    assert found == expected(bulletin)


def test_marks_tell_what_was_edited(whole: bytes) -> None:
    text = parts(whole)["word/document.xml"].decode()
    edited = text.replace(">800亿元<", ">801亿元<").replace(
        ">6076万美元</w:t></w:r>",
        "></w:t></w:r><w:del><w:r><w:delText>6076</w:delText></w:r></w:del>"
        "<w:ins><w:sdt><w:sdtContent><w:r><w:t>60</w:t></w:r></w:sdtContent></w:sdt></w:ins>"
        "<w:moveFrom><w:r><w:t>9</w:t></w:r></w:moveFrom>",
    )
    before = read_anchors(whole)
    after = read_anchors(repacked(whole, {"word/document.xml": edited.encode()}))
    assert {(before[name], after[name]) for name in before if before[name] != after[name]} == {
        ("800亿元", "801亿元"), ("6076万美元", "60"),
    }  # fmt: skip


def test_a_mark_that_was_deleted_is_missing(whole: bytes) -> None:
    name = next(name for name, text in read_anchors(whole).items() if text == "800亿元")
    text = parts(whole)["word/document.xml"].decode().replace(name, "_Toc1")
    assert name not in read_anchors(repacked(whole, {"word/document.xml": text.encode()}))


# --- tables and pictures ----------------------------------------------------------------------


def test_a_tables_header_is_repeated_rows_hold_together_figures_stand_right(word: Word) -> None:
    made = word.tables[1]
    assert made.style is not None
    assert made.style.name == "Table"
    rows = [row._tr for row in made.rows]
    assert [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in rows] == [
        True, False, False, False,
    ]  # fmt: skip
    assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)
    assert [cell.text for cell in made.rows[0].cells] == ["地区", *["到位资金\n（亿元）"] * 2]
    total = made.rows[3].cells[1].paragraphs[0]
    assert total.text == "20.25"
    assert total.runs[0].bold
    assert total.alignment is not None
    assert total.alignment.name == "RIGHT"
    assert not made.rows[1].cells[1].paragraphs[0].runs[0].bold


@pytest.mark.parametrize(("columns", "pages"), [(3, 1), (9, 1), (14, 2)])
def test_a_table_is_no_wider_than_its_page(columns: int, pages: int) -> None:
    """One that is too wide for an upright page stands on a turned one, alone."""
    blocks = (Exhibit((), table(columns=columns)), Paragraph(Style.BODY, ("后文",)))
    made = docx.Document(io.BytesIO(docx_bytes(edition(*blocks))))
    turned = [s for s in made.sections if int(s.page_width or 0) > int(s.page_height or 0)]
    assert len(turned) == pages - 1
    page = (turned or list(made.sections))[0]
    room = int(page.page_width or 0) - int(page.left_margin or 0) - int(page.right_margin or 0)
    widths = [int(c.get(qn("w:w"), "0")) for c in made.tables[0]._tbl.tblGrid]
    assert sum(widths) * 635 <= room
    last = made.sections[-1]
    assert int(last.page_width or 0) < int(last.page_height or 0)


def test_what_follows_a_turned_table_stands_on_an_upright_page_again() -> None:
    blocks = (Exhibit(("宽",), table(3, 12)), Headline("到位资金", figure("818")))
    made = docx.Document(io.BytesIO(docx_bytes(edition(*blocks))))
    assert [section.orientation for section in made.sections] == [
        WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT,
    ]  # fmt: skip


def test_a_picture_says_all_its_figures_in_words(word: Word) -> None:
    shape = word.inline_shapes[0]
    assert shape._inline.docPr.get("descr") == (
        "各地区2020年：汉滨区：2020年124亿元，2019年126亿元；旬阳县：2020年97亿元，2019年—。"
        "汉滨区最多，为124亿元。"
    )
    assert shape.width <= Mm(156.5)


# --- hostile text -----------------------------------------------------------------------------


@given(st.text(max_size=40))
@settings(max_examples=25, deadline=None)
def test_any_text_comes_out_as_text(text: str) -> None:
    made = docx.Document(
        io.BytesIO(docx_bytes(edition(Paragraph(Style.BODY, ("甲" + text + "乙",)))))
    )
    assert made.paragraphs[0].text == printable("甲" + text + "乙")


def test_markup_fields_and_what_turns_the_writing_stay_text() -> None:
    text = "<w:p/>&{ PAGE }\x07\u202e项目\n二"
    quoted = replace(figure("1"), display=text)
    data = docx_bytes(edition(Paragraph(Style.BODY, (quoted,))))
    assert docx.Document(io.BytesIO(data)).paragraphs[0].text == "<w:p/>&{ PAGE }项目 二"
    assert b"instrText" not in parts(data)["word/document.xml"]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" * 200])
def test_what_is_no_docx_has_no_anchors_to_read(data: bytes) -> None:
    with pytest.raises(UsageError, match="文稿不是能读的 docx"):
        read_anchors(data)


# --- another office program -------------------------------------------------------------------


def test_libreoffice_prints_every_figure_and_keeps_every_mark(
    tmp_path: Path, whole: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    source = tmp_path / "通报.docx"
    source.write_bytes(whole)
    profile = tmp_path_factory.mktemp("profile").as_uri()
    for form, folder in (("pdf", tmp_path), ("docx:MS Word 2007 XML", tmp_path / "again")):
        subprocess.run(
            [soffice(), f"-env:UserInstallation={profile}", "--headless", "--convert-to", form,
             "--outdir", folder, source],
            check=True, capture_output=True, timeout=300,
        )  # fmt: skip
    assert read_anchors((tmp_path / "again" / "通报.docx").read_bytes()) == read_anchors(whole)
    assert (tmp_path / "通报.pdf").stat().st_size > 10_000
    if shutil.which("pdftotext"):
        done = subprocess.run(
            ["pdftotext", "-layout", tmp_path / "通报.pdf", "-"],
            check=True, capture_output=True, encoding="utf-8",
        )  # fmt: skip
        said = "".join(done.stdout.split())
        missing = [text for text in read_anchors(whole).values() if text not in said]
        assert not missing
        assert done.stdout.count("\f") in (1, 2)  # pages, as high as the fonts there are


def test_an_empty_document_is_a_document() -> None:
    made = docx.Document(io.BytesIO(docx_bytes(edition(document=Document(())))))
    assert [p.text for p in made.paragraphs] == []
