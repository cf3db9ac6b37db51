"""Where a table of a Word document may break over pages."""

from __future__ import annotations

import io

import docx
import pytest
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn

from tests.docx_support import edition, table
from zsstat.model import Exhibit, Paragraph, Style, Table
from zsstat.render.docx import docx_bytes


def made(*blocks: Exhibit | Paragraph, model: bytes | None = None) -> Document:
    return docx.Document(io.BytesIO(docx_bytes(edition(*blocks), model)))


def breaks(rows: int, *, noted: bool = True) -> list[int]:
    """The numbers of the rows that a page may break after; the headings are row 0."""
    whole = table(rows)
    subject = whole if noted else Table("", whole.headings, whole.rows, "", ())
    written = made(Exhibit(("表",), subject)).tables[0]
    kept = [
        [cell.paragraphs[0].paragraph_format.keep_with_next or False for cell in row.cells]
        for row in written.rows
    ]
    assert all(len(set(row)) == 1 for row in kept)
    return [number for number, row in enumerate(kept) if not row[0]]


@pytest.mark.parametrize("rows", [1, 2, 12])
def test_a_short_table_stays_whole_with_its_notes(rows: int) -> None:
    assert breaks(rows) == []
    assert breaks(rows, noted=False) == [rows]


def test_a_long_table_breaks_but_for_two_rows_at_its_edges() -> None:
    assert breaks(13) == list(range(3, 12))
    assert breaks(13, noted=False) == [*range(3, 12), 13]


def test_a_tables_notes_stay_together() -> None:
    whole = table()
    noted = Table("", whole.headings, whole.rows, "", (("甲",), ("乙",), ("丙",)))
    notes = [p for p in made(Exhibit(("表",), noted)).paragraphs if p.text.startswith("注：")]
    assert [p.paragraph_format.keep_with_next or False for p in notes] == [True, True, False]


@pytest.mark.parametrize("kind", [WD_STYLE_TYPE.CHARACTER, WD_STYLE_TYPE.TABLE])
def test_a_clerks_style_of_another_type_is_not_taken_for_ours(kind: WD_STYLE_TYPE) -> None:
    model = docx.Document()
    model.styles.add_style("附注", kind)
    content = io.BytesIO()
    model.save(content)
    written = made(Paragraph(Style.NOTE, ("数据为快报数。",)), model=content.getvalue())
    properties = written.paragraphs[0]._p.pPr
    assert properties is not None
    used = properties.pStyle
    assert used is not None
    ids = {s.get(qn("w:styleId")): s for s in written.styles.element.findall(qn("w:style"))}
    style = ids[used.val]
    assert len([s for s in written.styles if s.name == "附注"]) == 1
    assert style.get(qn("w:type")) == "paragraph"
    name = style.find(qn("w:name"))
    assert name is not None
    assert str(name.get(qn("w:val"))) == "附注"
