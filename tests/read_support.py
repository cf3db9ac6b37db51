"""Workbooks for the reader's tests, put together part by part so that any detail can be odd."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest

from zsstat.errors import UnreadableError
from zsstat.model import Cell, Grid
from zsstat.read import Limits, read_workbook

TRANSITIONAL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'

Parts = dict[str, str | bytes]


def sheet_xml(rows: str, before: str = "", after: str = "", namespace: str = TRANSITIONAL) -> str:
    """A worksheet part around the given rows, in the form that Excel writes."""
    return (
        f'{DECLARATION}<worksheet xmlns="{namespace}" xmlns:r="{OFFICE}"'
        ' xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac">'
        f"{before}<sheetData>{rows}</sheetData>{after}</worksheet>"
    )


def styles_xml(codes: Mapping[int, str], used: tuple[int, ...], namespace: str) -> str:
    formats = "".join(
        f'<numFmt numFmtId="{number}" formatCode="{code}"/>' for number, code in codes.items()
    )
    styles = "".join(f'<xf numFmtId="{number}"/>' for number in used)
    return (
        f'{DECLARATION}<styleSheet xmlns="{namespace}"><numFmts>{formats}</numFmts>'
        f'<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>{styles}</cellXfs></styleSheet>'
    )


def package_parts(
    sheet: str,
    *,
    strings: str | None = None,
    codes: Mapping[int, str] | None = None,
    used: tuple[int, ...] = (0,),
    properties: str = "",
    strict: bool = False,
) -> Parts:
    """The parts of a workbook of one sheet 台账; ``used``: number formats of styles 0, 1 …"""
    main, office = (STRICT, OFFICE_STRICT) if strict else (TRANSITIONAL, OFFICE)
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{office}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(
            [
                ("worksheet", "worksheets/sheet1.xml"),
                ("styles", "styles.xml"),
                ("sharedStrings", "sharedStrings.xml"),
            ],
            start=1,
        )
    )
    parts: Parts = {
        "[Content_Types].xml": f"{DECLARATION}<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1"'
        f' Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{DECLARATION}<workbook xmlns="{main}" xmlns:r="{office}">{properties}'
        '<sheets><sheet name="台账" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{relations}'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": sheet,
        "xl/styles.xml": styles_xml(codes or {}, used, main),
    }
    if strings is not None:
        parts["xl/sharedStrings.xml"] = f'{DECLARATION}<sst xmlns="{main}">{strings}</sst>'
    return parts


def zipped(parts: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def read_parts(parts: Mapping[str, str | bytes], limits: Limits | None = None) -> Grid:
    return read_workbook(zipped(parts), "报表.xlsx", limits or Limits()).grids[0]


def read_rows(
    rows: str,
    *,
    before: str = "",
    after: str = "",
    strings: str | None = None,
    codes: Mapping[int, str] | None = None,
    used: tuple[int, ...] = (0,),
    properties: str = "",
) -> Grid:
    """The grid of a workbook whose only sheet has these rows."""
    parts = package_parts(
        sheet_xml(rows, before, after),
        strings=strings,
        codes=codes,
        used=used,
        properties=properties,
    )
    return read_parts(parts)


def at(grid: Grid, name: str) -> Cell:
    (found,) = [cell for cell in grid.cells.values() if cell.name == name]
    return found


def value(grid: Grid, name: str) -> object:
    return at(grid, name).value


def refused(data: bytes, file: str = "报表.xlsx", limits: Limits | None = None) -> UnreadableError:
    """The refusal of a file that must be refused; it names the file and says what to do."""
    with pytest.raises(UnreadableError) as caught:
        read_workbook(data, file, limits or Limits())
    assert file in caught.value.message
    assert caught.value.hint
    return caught.value


def saved(save: Callable[[io.BytesIO], object]) -> bytes:
    """The bytes that a library's ``save`` writes."""
    file = io.BytesIO()
    save(file)
    return file.getvalue()


def moment(value: object) -> object:
    """Dates of the other readers in our form."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, time())
    return value


def number(value: object) -> object:
    """Numbers of the other readers in our form: the decimal of 15 digits."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(f"{value:.15g}")
    return value


_MEASURED = """
import json, sys, time
from pathlib import Path
from zsstat.errors import UnreadableError
from zsstat.read import read_workbook
data = Path(sys.argv[1]).read_bytes()
before = time.process_time()
try:
    read_workbook(data, "x")
    rule = "none"
except UnreadableError as error:
    rule = error.rule
seconds = time.process_time() - before
status = Path("/proc/self/status")
lines = status.read_text(encoding="utf-8").splitlines() if status.exists() else []
peaks = [int(line.split()[1]) for line in lines if line.startswith("VmHWM")]
print(json.dumps([rule, seconds, max(peaks, default=0)]))
"""


def assert_refused_cheaply(content: bytes, rule: str, folder: Path) -> None:
    """In a process of its own: refused by the rule in at most 2 s and 300 MB."""
    file = folder / "hostile"
    file.write_bytes(content)
    run = subprocess.run(
        [sys.executable, "-c", _MEASURED, str(file)], capture_output=True, check=True
    )
    file.unlink()  # many of them are large
    found, seconds, peak_kib = json.loads(run.stdout)
    assert found == rule
    assert seconds < 2
    assert peak_kib < 300 * 1024
