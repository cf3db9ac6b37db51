"""Office Open XML workbooks (.xlsx, .xlsm; transitional and Strict) → grids, in one pass a sheet.

The workbook, its sheets, strings and styles are found through relationships, never by their names.
Parts that hold no data (drawings, comments, printer settings …) are not looked at, so it does not
matter when they are missing or damaged. Chart sheets, dialog and macro sheets are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from zsstat.model import Grid
from zsstat.read.limits import Limits
from zsstat.read.markup import MAIN, RELATION_IDS, Attributes, Table, walk
from zsstat.read.merges import mark_covered
from zsstat.read.numfmt import BUILT_IN, NumberFormat, number_format
from zsstat.read.package import Package, Relation
from zsstat.read.plain import read_sheet
from zsstat.read.refusals import damaged, not_workbook, too_large
from zsstat.read.sheet import SheetParts, Surroundings
from zsstat.read.strings import read_shared_strings, unescape

_HIDDEN_STATES = ("hidden", "veryHidden")


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    part: str
    hidden: bool


@dataclass(slots=True)
class _Contents:
    """What the workbook part says: the sheets in order, as (name, relationship id, state)."""

    sheets: list[tuple[str, str, str]]
    epoch_1904: bool = False


def read_xlsx(package: Package, limits: Limits) -> tuple[Grid, ...]:
    """The grids of a workbook package in the order of its sheets.

    Raises UnreadableError.
    """
    workbook = _workbook_part(package)
    relations = package.relations(workbook)
    contents = _contents(package.frame(workbook), limits)
    sheets = list(_worksheets(contents, relations))
    if not sheets:
        raise not_workbook("文件中没有工作表")
    strings = _shared_strings(package, relations.values(), limits)
    formats = _formats(package, relations.values(), limits)
    return tuple(
        _grid(
            package,
            sheet,
            Surroundings(sheet.name, strings, formats, contents.epoch_1904, sheet.hidden, limits),
        )
        for sheet in sheets
    )


def _workbook_part(package: Package) -> str:
    for relation in package.relations("").values():
        if relation.kind == "officeDocument" and relation.target in package:
            return relation.target
    raise damaged("找不到工作簿的主体")


def _contents(data: bytes, limits: Limits) -> _Contents:
    found = _Contents([])

    def properties(attributes: Attributes) -> None:
        found.epoch_1904 = attributes.get("date1904") in ("1", "true")

    def sheet(attributes: Attributes) -> None:
        relation = next((attributes[key] for key in RELATION_IDS if key in attributes), "")
        name = unescape(attributes.get("name", ""))
        found.sheets.append((name, relation, attributes.get("state", "visible")))
        if len(found.sheets) > limits.sheets:
            raise too_large(f"工作表超过 {limits.sheets} 个")

    parents = {
        "workbook": ("",),
        "workbookPr": ("workbook",),
        "sheets": ("workbook",),
        "sheet": ("sheets",),
    }
    walk(data, Table(MAIN, parents, {"workbookPr": properties, "sheet": sheet}), limits.depth)
    return found


def _worksheets(contents: _Contents, relations: Mapping[str, Relation]) -> Iterable[_Sheet]:
    names = set()
    for name, identifier, state in contents.sheets:
        if name in names:
            raise damaged(f"有两个工作表都叫“{name}”")
        names.add(name)
        relation = relations.get(identifier)
        if relation is None:
            raise damaged(f"找不到工作表“{name}”的内容")
        if relation.kind == "worksheet":
            yield _Sheet(name, relation.target, state in _HIDDEN_STATES)


def _shared_strings(
    package: Package, relations: Iterable[Relation], limits: Limits
) -> dict[str, str] | None:
    for relation in relations:
        if relation.kind == "sharedStrings" and relation.target in package:
            data = package.xml(relation.target)
            if data.count(b"<si>") + data.count(b"<si/>") + data.count(b":si") > limits.cells:
                raise too_large(f"文字超过 {limits.cells} 条")
            return read_shared_strings(data, limits.depth)
    return None


def _formats(package: Package, relations: Iterable[Relation], limits: Limits) -> list[NumberFormat]:
    """The number format of each cell style; none when the workbook has no styles part."""
    codes: dict[str, str] = {str(number): code for number, code in BUILT_IN.items()}
    styles: list[str] = []

    def format_code(attributes: Attributes) -> None:
        codes[attributes.get("numFmtId", "")] = unescape(attributes.get("formatCode", ""))

    def style(attributes: Attributes) -> None:
        styles.append(attributes.get("numFmtId", "0"))

    parents = {
        "styleSheet": ("",),
        "numFmts": ("styleSheet",),
        "numFmt": ("numFmts",),
        "cellXfs": ("styleSheet",),
        "xf": ("cellXfs",),
    }
    table = Table(MAIN, parents, {"numFmt": format_code, "xf": style})
    for relation in relations:
        if relation.kind == "styles" and relation.target in package:
            walk(package.frame(relation.target), table, limits.depth)
    by_number = {number: number_format(codes.get(number)) for number in set(styles)}
    return [by_number[number] for number in styles]


def _grid(package: Package, sheet: _Sheet, around: Surroundings) -> Grid:
    parts: SheetParts = read_sheet(package.xml(sheet.part), around)
    return Grid(
        sheet.name,
        mark_covered(parts.cells, parts.merges),
        tuple(parts.merges),
        sheet.hidden,
        frozenset(parts.hidden_rows),
        frozenset(parts.hidden_columns),
        around.epoch_1904,
    )
