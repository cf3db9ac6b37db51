"""The review workbook: the sender's own, with the findings in it and nothing else changed."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

import pytest
from lxml import etree
from openpyxl import Workbook

from tests.cli_support import SAMPLE, SAMPLE_RETURNS
from tests.read_support import (
    OFFICE,
    OFFICE_STRICT,
    TRANSITIONAL,
    Parts,
    package_parts,
    sheet_xml,
    zipped,
)
from tests.review_support import (
    PIXEL,
    ROWS,
    SHEET,
    assert_same_sheets,
    changed,
    fill,
    finding,
    frame,
    grids,
    names_of,
    notice,
    opened,
    parts_of,
    patched,
    prefixed,
    reviewed,
    rich_workbook,
    simple,
    with_types,
)
from zsstat.errors import UnreadableError
from zsstat.model import Level
from zsstat.read import Limits
from zsstat.review import review_book
from zsstat.review.layout import SEQUENCE
from zsstat.review.sheet import FILLS

# --- nothing else changes ---------------------------------------------------------------------


def test_only_what_must_change_does() -> None:
    before = rich_workbook(picture=PIXEL)
    after = patched(before, finding("B3"))
    assert changed(before, after) == {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet3.xml",  # the new one
        "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml",
    }


def test_of_the_sheet_only_the_cell_and_the_selection_change() -> None:
    before = rich_workbook()
    old = parts_of(before)["xl/worksheets/sheet1.xml"]
    new = parts_of(patched(before, finding("B3")))["xl/worksheets/sheet1.xml"]
    style = opened(patched(before, finding("B3")))["台账"]["B3"]._style.xfId  # it still opens
    assert style == 0
    start = old.index(b'<c r="B3"')
    length = old.index(b">", start) - start
    rest = old.replace(old[start : start + length], b"", 1).replace(b' tabSelected="1"', b"")
    place = new.index(b'<c r="B3"')
    assert new.replace(new[place : new.index(b">", place)], b"", 1) == rest


def test_drop_downs_filters_formulas_and_results_are_still_there() -> None:
    before = rich_workbook()
    after = patched(before, finding("B3"), finding("F5", level=Level.C))
    assert_same_sheets(before, after)
    old, new = (parts_of(data)["xl/worksheets/sheet1.xml"] for data in (before, after))
    for kept in (b"<dataValidations", b"<extLst>", b"x14:dataBar", b"<autoFilter", b"<f>B5*2</f>"):
        assert kept in old
        assert kept in new


def test_macros_stay_and_keep_their_ending() -> None:
    before = rich_workbook(macros=b"vba project" * 50)
    made = reviewed(before, finding("B3"))
    assert (made.suffix, made.alone) == (".xlsm", "")
    assert parts_of(made.content)["xl/vbaProject.bin"] == b"vba project" * 50
    assert reviewed(rich_workbook(), finding("B3")).suffix == ".xlsx"


@pytest.mark.parametrize("path", sorted(SAMPLE_RETURNS.rglob("*.xlsx")), ids=lambda p: p.stem)
def test_the_sample_returns_read_the_same(path: Path) -> None:
    data = path.read_bytes()
    marked = [
        finding(*(c.name for c in list(grid.cells.values())[::7]), "ZZ900", sheet=grid.sheet)
        for grid in grids(data)
    ]
    after = patched(data, *marked)
    assert_same_sheets(data, after)
    new = {name for name in changed(data, after) if name not in parts_of(data)}
    assert all("comments" in n or "vmlDrawing" in n or "sheet" in n for n in new)


def test_the_faulty_returns_that_can_be_read_read_the_same() -> None:
    alike = 0
    for path in sorted((SAMPLE / "faulty").rglob("*.xlsx")):
        data = path.read_bytes()
        try:
            sheets = grids(data)
        except UnreadableError:
            continue
        after = patched(data, *(finding("A1", "C4", sheet=grid.sheet) for grid in sheets))
        assert_same_sheets(data, after)
        alike += 1
    assert alike > 30


# --- the workbook -----------------------------------------------------------------------------


def test_the_list_is_the_first_sheet_and_the_one_shown() -> None:
    book = opened(patched(rich_workbook(), finding("B3")))
    assert book.sheetnames == [SHEET, "台账", "字典", "图"]
    assert book.active is book[SHEET]
    selected = [sheet.title for sheet in book.worksheets if sheet.sheet_view.tabSelected]
    assert selected == [SHEET]


def test_the_sheet_that_was_shown_is_not_shown_beside_it() -> None:
    book = Workbook()
    for name in ("台账", "附表"):
        book.create_sheet(name)
    book.active = 2
    book.worksheets[1].sheet_view.tabSelected = True  # two at once: edited as one
    file = io.BytesIO()
    book.save(file)
    new = opened(patched(file.getvalue(), finding("C2")))
    assert new.active is new[SHEET]
    assert [s.title for s in new.worksheets if s.sheet_view.tabSelected] == [SHEET]


def test_names_filters_and_print_areas_keep_their_sheets() -> None:
    old, new = opened(rich_workbook()), opened(patched(rich_workbook(), finding("B3")))
    assert new["台账"].print_area == old["台账"].print_area
    assert new["台账"].print_title_rows == old["台账"].print_title_rows
    assert set(new["字典"].defined_names) == set(old["字典"].defined_names) == {"阶段"}
    space = f"{{{TRANSITIONAL}}}"
    names = frame(patched(rich_workbook(), finding("B3")), "xl/workbook.xml").iter(
        f"{space}definedName"
    )
    where = {(n.get("name"), n.get("localSheetId"), (n.text or "").split("!")[0]) for n in names}
    assert ("_xlnm._FilterDatabase", "1", "台账") in where
    assert ("_xlnm.Print_Titles", "0", f"'{SHEET}'") in where


def test_a_sheet_of_that_name_is_there_already() -> None:
    first = patched(simple(), finding("C2"))
    again = patched(first, finding("C2"))
    assert opened(again).sheetnames == [f"{SHEET}(2)", SHEET, "台账"]


def test_the_elements_of_every_sheet_stand_in_their_order() -> None:
    before = '<sheetViews><sheetView workbookViewId="0"/></sheetViews>'
    after = (
        '<mergeCells count="1"><mergeCell ref="A8:B8"/></mergeCells>'
        '<pageMargins left="1" right="1" top="1" bottom="1" header="1" footer="1"/>'
        '<headerFooter/><drawing xmlns:r="x" r:id="rId9"/>'
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/'
        '2006"><mc:Choice Requires="x14"><controls/></mc:Choice></mc:AlternateContent>'
        '<tableParts count="0"/><extLst/>'
    )
    for data in (simple(before=before, after=after), rich_workbook(), simple()):
        made = parts_of(patched(data, finding("C2")))
        for name in (n for n in made if n.startswith("xl/worksheets/sheet")):
            root = etree.fromstring(made[name])
            found = [n for n in names_of(root) if n != "AlternateContent"]
            assert found == sorted(found, key=SEQUENCE.index)
            ours = found.index("legacyDrawing") if "legacyDrawing" in found else None
            if ours is not None and "AlternateContent" in names_of(root):
                every = names_of(root)
                assert every.index("legacyDrawing") < every.index("AlternateContent")


@pytest.mark.parametrize("data", [simple(), simple(strict=True), rich_workbook()])
def test_counts_styles_and_references_agree(data: bytes) -> None:
    made = parts_of(patched(data, finding("C2"), finding("B3", level=Level.B)))
    styles = etree.fromstring(made["xl/styles.xml"])
    sections = {names_of([s])[0]: s for s in styles}
    order = ["numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs"]
    assert [n for n in names_of(styles) if n in order] == [n for n in order if n in sections]
    for name in ("fonts", "fills", "borders", "cellXfs"):
        assert sections[name].get("count") == str(len(sections[name])), name
    for xf in sections["cellXfs"]:
        for key, section in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders")):
            assert int(xf.get(key, "0")) < len(sections[section])
    for name in (n for n in made if n.startswith("xl/worksheets/sheet")):
        for cell in etree.fromstring(made[name]).iter("{*}c"):
            assert int(cell.get("s", "0")) < len(sections["cellXfs"])
    _assert_relations_lead_somewhere(made)


def _assert_relations_lead_somewhere(made: Mapping[str, bytes]) -> None:
    types = made["[Content_Types].xml"].decode()
    for name in (n for n in made if n.endswith(".rels")):
        folder = name.replace("_rels/", "").rpartition("/")[0]
        for one in etree.fromstring(made[name]):
            target = one.get("Target", "")
            found = Path("/", folder, target).as_posix().lstrip("/")
            parts: list[str] = []
            for piece in found.split("/"):
                parts = parts[:-1] if piece == ".." else [*parts, piece]
            assert "/".join(parts) in made, (name, target)
    for name in made:
        if not name.endswith((".rels", "[Content_Types].xml", ".vml", ".png", ".bin")):
            assert f'PartName="/{name}"' in types, name
    assert 'Extension="vml"' in types


# --- odd packages -----------------------------------------------------------------------------


def test_prefixes_are_used_as_the_sender_does() -> None:
    data = zipped(prefixed(with_types(package_parts(sheet_xml(ROWS)))))
    after = patched(data, finding("C2", "D2", "A7"))
    assert_same_sheets(data, after)
    sheet = parts_of(after)["xl/worksheets/sheet1.xml"]
    assert b'<x:row r="7"><x:c r="A7" s="1"/></x:row>' in sheet
    assert b"<x:legacyDrawing " in sheet
    assert fill(after, "D2") == FILLS[Level.A]


def test_strict_packages_stay_strict() -> None:
    data = simple(strict=True)
    after = patched(data, finding("C2"))
    assert_same_sheets(data, after)
    made = parts_of(after)
    assert OFFICE.encode() not in made["xl/_rels/workbook.xml.rels"]
    for name in ("xl/worksheets/_rels/sheet1.xml.rels", "xl/_rels/workbook.xml.rels"):
        assert OFFICE_STRICT.encode() in made[name]
    assert TRANSITIONAL.encode() not in b"".join(made[n] for n in made if n.endswith("t2.xml"))


def test_sheets_in_utf_16() -> None:
    parts = parts_of(simple())
    name = "xl/worksheets/sheet1.xml"
    text = parts[name].decode().replace("UTF-8", "UTF-16")
    data = zipped({**parts, name: text.encode("utf-16")})
    after = patched(data, finding("C2"))
    assert_same_sheets(data, after)
    assert fill(after, "C2") == FILLS[Level.A]


@pytest.mark.parametrize("keep", ["", "<fonts/>", "<cellXfs/>", "<cellXfs><xf/></cellXfs><dxfs/>"])
def test_styles_with_gaps_are_filled_up(keep: str) -> None:
    parts = parts_of(simple())
    parts["xl/styles.xml"] = f'<styleSheet xmlns="{TRANSITIONAL}">{keep}</styleSheet>'.encode()
    after = patched(zipped(parts), finding("C2"))
    assert fill(after, "C2") == FILLS[Level.A]
    assert fill(after, "A2") == ""


def test_a_package_without_styles_gets_some() -> None:
    parts = parts_of(simple())
    del parts["xl/styles.xml"]
    relations = parts["xl/_rels/workbook.xml.rels"].decode()
    start = relations.index('<Relationship Id="rId2"')
    relations = relations[:start] + relations[relations.index("/>", start) + 2 :]
    parts["xl/_rels/workbook.xml.rels"] = relations.encode()
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b'<Override PartName="/xl/styles.xml" ContentType="application/'
        b'vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>',
        b"",
    )
    after = patched(zipped(parts), finding("C2"))
    assert fill(after, "C2") == FILLS[Level.A]


def _out_of_order(parts: Parts) -> Parts:
    rows = '<row r="5"><c r="B5"/></row><row r="2"><c r="C2"/></row>'
    return {**parts, "xl/worksheets/sheet1.xml": sheet_xml(rows)}


def _cells_out_of_order(parts: Parts) -> Parts:
    rows = '<row r="2"><c r="C2"/><c r="A2"/></row>'
    return {**parts, "xl/worksheets/sheet1.xml": sheet_xml(rows)}


def _outside_its_row(parts: Parts) -> Parts:
    return {**parts, "xl/worksheets/sheet1.xml": sheet_xml('<row r="2"><c r="C4"/></row>')}


def _with_comment_in_the_data(parts: Parts) -> Parts:
    rows = f'<!-- <row r="1"> -->{ROWS}'
    return {**parts, "xl/worksheets/sheet1.xml": sheet_xml(rows)}


def _signed(parts: Parts) -> Parts:
    return {**parts, "_xmlsignatures/origin.sigs": b""}


def _shared(parts: Parts) -> Parts:
    return {**parts, "xl/revisions/revisionHeaders.xml": "<headers/>"}


def _template(parts: Parts) -> Parts:
    return with_types(parts, workbook="application/vnd.ms-excel.template.macroEnabledTemplate")


def _with_a_style_that_is_none(parts: Parts) -> Parts:
    return {**parts, "xl/worksheets/sheet1.xml": sheet_xml('<row r="2"><c r="C2" s="1"/></row>')}


def _without_its_styles(parts: Parts) -> Parts:
    return {name: content for name, content in parts.items() if name != "xl/styles.xml"}


def _without_types(parts: Parts) -> Parts:
    return {**parts, "[Content_Types].xml": "<Types/>"}


def _with_broken_types(parts: Parts) -> Parts:
    return {**parts, "[Content_Types].xml": "<Types"}


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (_out_of_order, "次序"),
        (_cells_out_of_order, "次序"),
        (_outside_its_row, "次序"),
        (_with_comment_in_the_data, "不常见"),
        (_signed, "签名"),
        (_with_a_style_that_is_none, "样式表里没有的样式"),
        (_without_its_styles, "xl/styles.xml"),
        (_shared, "共享"),
        (_template, "模板"),
        (_without_types, "Content_Types"),
        (_with_broken_types, "Content_Types"),
    ],
)
def test_what_cannot_be_added_to_gets_the_list_alone(spoil: object, reason: str) -> None:
    assert callable(spoil)
    data = zipped(spoil(with_types(package_parts(sheet_xml(ROWS)))))
    made = reviewed(data, finding("C2"))
    assert reason in made.alone
    assert made.suffix == ".xlsx"
    assert opened(made.content).sheetnames == [SHEET]


def test_other_formats_get_the_list_alone() -> None:
    for content in (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "项目名称,总投资\n".encode(), None):
        made = review_book(content, notice(finding("C2")), Limits())
        assert made.alone
        sheet = opened(made.content)[SHEET]
        assert sheet["E10"].value.startswith("“总投资”")
        assert sheet["D9"].hyperlink is None  # there is nothing to go to


def test_a_damaged_part_that_nobody_reads_is_no_traceback() -> None:
    parts = zipped({**parts_of(simple()), "xl/media/image1.png": b"x" * 1000})
    place = parts.index(b"xl/media/image1.png") + len(b"xl/media/image1.png")
    spoiled = parts[:place] + b"\xff\xff" + parts[place + 2 :]
    assert grids(spoiled)
    assert "image1" in reviewed(spoiled, finding("C2")).alone


@pytest.mark.parametrize("missing", sorted(parts_of(rich_workbook(picture=PIXEL))))
def test_a_package_that_lacks_a_part_is_added_to_or_said_to_be_odd(missing: str) -> None:
    data = zipped({n: c for n, c in parts_of(rich_workbook(picture=PIXEL)).items() if n != missing})
    try:
        sheets = grids(data)
    except UnreadableError:
        return
    made = reviewed(data, *(finding("B4", "C9", sheet=grid.sheet) for grid in sheets))
    if made.alone:
        assert opened(made.content).sheetnames == [SHEET]
    else:
        assert_same_sheets(data, made.content)


def test_equal_findings_give_equal_bytes() -> None:
    book = simple()  # once: its writer puts the time into it
    assert patched(book, finding("C2")) == patched(book, finding("C2"))
