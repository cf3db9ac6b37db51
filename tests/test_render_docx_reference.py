"""A clerk's own document as the model, and what is never taken from it."""

from __future__ import annotations

import io

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from tests.docx_support import EVERYTHING, edition, expected, parts, reference, repacked, table
from zsstat.errors import UsageError
from zsstat.model import Exhibit
from zsstat.render.docx import docx_bytes, read_anchors
from zsstat.render.docx.package import MOST_ENTRIES

TEXT = tuple(b for b in EVERYTHING if not isinstance(b, Exhibit)) + EVERYTHING[-2:-1]
DECLARING = '<!DOCTYPE a [<!ENTITY b "c">]><a/>'
OUTSIDE = "http://evil.example/x"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def written(model: bytes) -> bytes:
    return docx_bytes(edition(*TEXT), model)


def hostile(part: str, relation: str, markup: str, before: str) -> bytes:
    """The reference with an external relationship of a part and what refers to it."""
    model = reference()
    folder, _, name = part.rpartition("/")
    relations = f"{folder}/_rels/{name}.rels"
    said = parts(model).get(
        relations,
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b"</Relationships>",
    )
    added = (
        f'<Relationship Id="rId99" Type="{_R}/{relation}" Target="{OUTSIDE}"'
        ' TargetMode="External"/></Relationships>'
    )
    return repacked(model, {
        relations: said.replace(b"</Relationships>", added.encode()),
        part: parts(model)[part].replace(before.encode(), (markup + before).encode(), 1),
    })  # fmt: skip


def test_styles_page_and_header_are_the_clerks_and_the_text_is_ours() -> None:
    made = docx.Document(io.BytesIO(written(reference())))
    section = made.sections[0]
    assert section.page_width is not None
    assert abs(section.page_width - Mm(200)) < Mm(0.1)
    assert section.left_margin is not None
    assert abs(section.left_margin - Mm(33)) < Mm(0.1)
    assert section.header.paragraphs[0].text == "本局页眉"
    assert made.paragraphs[0].style is not None
    assert made.paragraphs[0].style.name == "Title"
    assert made.paragraphs[0].style.font.size == Pt(31)
    assert made.core_properties.author == "安康市招商和经济合作局"
    assert "旧文稿" not in "".join(p.text for p in made.paragraphs)


def test_what_the_clerks_document_lacks_is_ours() -> None:
    made = docx.Document(io.BytesIO(written(reference())))
    assert made.styles["附注"].font.size == Pt(14)
    assert made.styles["附注"].base_style == made.styles["Normal"]
    assert "PAGE" in "".join(
        e.text or "" for e in made.sections[0].footer._element.iter(qn("w:instrText"))
    )


def test_the_marks_are_the_same_in_any_styles() -> None:
    assert read_anchors(written(reference())) == expected(edition(*TEXT).document)


def test_cells_are_as_narrow_as_figures_need_whatever_the_clerks_are() -> None:
    """The widths are reckoned with this padding; with more of it figures would fold."""
    for made in docx.Document(io.BytesIO(written(reference()))).tables:
        margins = made._tbl.tblPr.find(qn("w:tblCellMar"))
        assert margins is not None
        assert {side.get(qn("w:w")) for side in margins} == {"57"}


def test_a_page_that_lies_across_stays_so_and_holds_every_table() -> None:
    document = docx.Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(297), Mm(210)
    content = io.BytesIO()
    document.save(content)
    blocks = (EVERYTHING[4], Exhibit(("宽",), table(3, 12)), EVERYTHING[1], EVERYTHING[-1])
    made = docx.Document(io.BytesIO(docx_bytes(edition(*blocks), content.getvalue())))
    (only,) = made.sections
    assert only.page_width is not None
    assert only.left_margin is not None
    assert only.right_margin is not None
    assert abs(only.page_width - Mm(297)) < Mm(0.1)
    room = only.page_width - only.left_margin - only.right_margin
    for each in made.tables:
        assert sum(int(column.width or 0) for column in each.columns) <= room


def test_the_same_reference_gives_the_same_bytes() -> None:
    model = reference()
    assert written(model) == written(model)


def test_a_heading_with_a_number_gets_no_second_one() -> None:
    model = docx.Document(io.BytesIO(reference()))
    style = model.styles["Heading 1"].element.get_or_add_pPr()
    style.get_or_add_numPr().get_or_add_numId().val = 1
    content = io.BytesIO()
    model.save(content)
    made = docx.Document(io.BytesIO(written(content.getvalue())))
    heading = next(p for p in made.paragraphs if p.text == "一、总体")
    number = heading._p.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
    assert number is not None
    assert number.get(qn("w:val")) == "0"


_TEMPLATE = f'<w:attachedTemplate xmlns:r="{_R}" r:id="rId99"/>'
_PICTURE = (
    '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml">'
    f'<v:imagedata xmlns:r="{_R}" r:id="rId99"/></v:shape></w:pict></w:r></w:p>'
)
_LINK = (
    f'<w:p><w:hyperlink xmlns:r="{_R}" r:id="rId99"><w:r><w:t>网站</w:t></w:r></w:hyperlink></w:p>'
)


@pytest.mark.parametrize(
    ("part", "relation", "markup", "before"),
    [
        ("word/settings.xml", "attachedTemplate", _TEMPLATE, "<w:zoom"),
        ("word/header1.xml", "image", _PICTURE, "</w:hdr>"),
        ("word/header1.xml", "hyperlink", _LINK, "</w:hdr>"),
    ],
)
def test_nothing_refers_to_the_outside(part: str, relation: str, markup: str, before: str) -> None:
    model = hostile(part, relation, markup, before)
    assert any(OUTSIDE.encode() in content for content in parts(model).values())
    made = parts(written(model))
    assert not [n for n, c in made.items() if OUTSIDE.encode() in c or b"rId99" in c]
    assert (relation == "hyperlink") == ("网站".encode() in made["word/header1.xml"])


def field(instruction: str) -> bytes:
    model = docx.Document(io.BytesIO(reference()))
    words = model.sections[0].header.paragraphs[0].add_run()
    element = docx.oxml.OxmlElement("w:instrText")
    element.text = instruction
    words._r.append(element)
    content = io.BytesIO()
    model.save(content)
    return content.getvalue()


@pytest.mark.parametrize(
    ("model", "said"),
    [
        (b"", "不是能读的 docx"),
        (b"PK\x03\x04 half", "不是能读的 docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 99, "旧的 .doc 格式"),
        (repacked(reference(), {"word/document.xml": b"<w:document"}), "不是能读的 docx"),
        (repacked(reference(), {"word/vbaProject.bin": b"x"}), "含有宏"),
        (
            repacked(
                reference(),
                {"[Content_Types].xml": parts(reference())["[Content_Types].xml"].replace(
                    b"openxmlformats-officedocument.wordprocessingml.document.main",
                    b"ms-word.document.macroEnabled.main",
                )},
            ),
            "含有宏",
        ),
        (repacked(reference(), {"word/styles.xml": DECLARING.encode()}), "结构异常"),
        (repacked(reference(), {"word/styles.xml": DECLARING.encode("utf-16")}), "结构异常"),
        (
            repacked(reference(), {f"x/{n}.txt": b"" for n in range(MOST_ENTRIES)}),
            "过大",
        ),
        (field(' INCLUDEPICTURE "http://evil.example/x.png" '), "INCLUDEPICTURE"),
        (field(" ddeauto excel x "), "DDEAUTO"),
    ],
)  # fmt: skip
def test_what_is_not_safe_or_no_docx_is_refused(model: bytes, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        written(model)
    assert said in caught.value.message
    assert "参考文档" in caught.value.message
    assert caught.value.hint


def test_harmless_fields_stay() -> None:
    assert b"NUMPAGES" in parts(written(field(" NUMPAGES ")))["word/header1.xml"]
