"""Workbooks in old and foreign formats, put together for the reader's tests."""

from __future__ import annotations

import hashlib
import io
import struct
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, time, timedelta
from pathlib import Path

import openpyxl
import xlwt  # type: ignore[import-untyped]
from msoffcrypto.format.ooxml import OOXMLFile  # type: ignore[import-untyped]
from msoffcrypto.method.rc4_cryptoapi import (  # type: ignore[import-untyped]
    DocumentRC4CryptoAPI,
)
from openpyxl.worksheet.worksheet import Worksheet
from xlwt import CompoundDoc

from zsstat.read.biff import records
from zsstat.read.compound import workbook_stream

FORMATS = Path(__file__).parent / "data" / "formats"
DEFAULT_PASSWORD = "VelvetSweatshop"  # noqa: S105


def source_workbook() -> bytes:
    """What the files of LibreOffice in ``tests/data/formats`` were made of."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "台账"
    sheet["A1"] = "标题"
    sheet.merge_cells("A1:D1")
    sheet.append(["名称", "金额", "日期", "是否"])
    for n in range(3, 8):
        sheet.append([f"项目{n}", 1234.56 + n / 10, datetime(2020, 5, n), n % 2 == 0])  # noqa: DTZ001
    sheet["C3"].number_format = 'yyyy"年"m"月"d"日"'
    sheet["A8"], sheet["B8"] = "合计", "=SUM(B3:B7)"
    sheet["C8"], sheet["D8"] = "=1/0", '=IF(A1="x",1,"")'
    sheet["E8"], sheet["F8"] = "=B3*0", "=NA()"
    sheet["E3"], sheet["E4"], sheet["E5"] = time(12, 30), 0.1 + 0.2, timedelta(hours=30)
    sheet["F3"], sheet["F5"], sheet["F6"] = "  空格 ", 1e-7, 123456789012345678
    sheet.row_dimensions[5].hidden = True
    sheet.column_dimensions["D"].hidden = True
    hidden = book.create_sheet("隐藏")
    hidden["A1"], hidden["C3"] = "x", 5
    for row in (4, 5, 6):
        hidden[f"C{row}"] = f"=C{row - 1}+1"
    hidden.sheet_state = "hidden"
    hidden.merge_cells("E5:F6")
    book.create_sheet("空")
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def locked_package(password: str) -> bytes:
    """The source workbook as Excel encrypts it with a password."""
    source = OOXMLFile(io.BytesIO(source_workbook()))
    locked = io.BytesIO()
    source.encrypt(password, locked)
    return locked.getvalue()


def xls(fill: Callable[[xlwt.Worksheet], object], *, epoch_1904: bool = False) -> bytes:
    """An .xls of xlwt whose only sheet 台账 is filled by ``fill``."""
    book = xlwt.Workbook(encoding="utf-8")
    book.dates_1904 = epoch_1904
    fill(book.add_sheet("台账", cell_overwrite_ok=True))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def xlwt_workbook() -> bytes:
    return xls(lambda sheet: sheet.write(0, 0, "项目"))


# --- BIFF -----------------------------------------------------------------------------------------


def record(code: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", code, len(content)) + content


def biff2(*cells: bytes) -> bytes:
    """A worksheet of Excel 2, which is a stream without a compound file around it."""
    return record(0x0009, struct.pack("<HH", 2, 0x10)) + b"".join(cells) + record(0x000A)


def biff2_number(row: int, column: int, value: float) -> bytes:
    return record(0x0003, struct.pack("<HH3xd", row, column, value))


def biff2_text(row: int, column: int, text: str) -> bytes:
    content = text.encode("ascii")
    return record(0x0004, struct.pack("<HH3xB", row, column, len(content)) + content)


def with_cryptoapi(data: bytes, password: str) -> bytes:
    """An .xls of xlwt as Excel 2002 and later encrypt it: RC4 with a key of 128 bits. The cipher
    turns plain into locked in the way in which it turns locked into plain."""
    salt, verifier, size = bytes(range(16)), bytes(range(16, 32)), 128

    def cipher(content: bytes, block_bytes: int) -> bytes:
        plain = io.BytesIO(content)
        locked = DocumentRC4CryptoAPI.decrypt(password, salt, size, plain, block_bytes)
        return bytes(locked.read())

    verified = cipher(verifier + hashlib.sha1(verifier).digest(), 512)  # noqa: S324 - the format's
    stream = workbook_stream(data)
    stream = stream[: max(found.end for found in records(stream) if found.code == 0x000A)]
    provider = "Microsoft Strong Cryptographic Provider\0".encode("utf-16-le")
    header = struct.pack("<8I", 4, 0, 0x6801, 0x8004, size, 1, 0, 0) + provider
    content = struct.pack("<HHHII", 1, 2, 2, 4, len(header)) + header
    content += struct.pack("<I", 16) + salt + verified[:16] + struct.pack("<I", 20) + verified[16:]
    filler = -(len(stream) + len(content)) % 4  # the library reads what is behind the end in fours
    protection = record(0x002F, content) + record(0x01C0, bytes(filler))
    head = 4 + int.from_bytes(stream[2:4], "little")
    plain = bytearray(stream[:head] + protection + stream[head:])
    for found in records(bytes(plain)):
        if found.code == 0x0085:
            (position,) = struct.unpack_from("<I", plain, found.start)
            struct.pack_into("<I", plain, found.start, position + len(protection))
    locked = bytearray(cipher(bytes(plain), 1024))
    for found in records(bytes(plain)):
        bare = {0x0085: found.start + 4, 0x0809: found.end, 0x002F: found.end}
        end = bare.get(found.code, found.start)
        locked[found.start - 4 : end] = plain[found.start - 4 : end]
    file = io.BytesIO()
    CompoundDoc.XlsDoc().save(file, bytes(locked))
    return file.getvalue()


def places_of(data: bytes, code: int, after: int = 512) -> Iterator[int]:
    """Where the contents of these records begin in an .xls of xlwt, whose stream is in one piece
    from behind the head of the compound file."""
    position = after
    while position + 4 <= len(data):
        found, length = struct.unpack_from("<HH", data, position)
        if found == code:
            yield position + 4
        position += 4 + length
        if not found and not length:
            return


# --- BIFF12 (.xlsb) -----------------------------------------------------------------------------


def varint(number: int) -> bytes:
    digits = bytearray()
    while True:
        number, low = number >> 7, number & 0x7F
        digits.append(low | (0x80 if number else 0))
        if not number:
            return bytes(digits)


def record12(code: int, content: bytes = b"") -> bytes:
    head = bytes([code]) if code < 0x80 else bytes([code & 0x7F | 0x80, code >> 7])
    return head + varint(len(content)) + content


def wide(text: str) -> bytes:
    encoded = text.encode("utf-16-le")
    return struct.pack("<I", len(encoded) // 2) + encoded


def row12(number: int, *cells: bytes, hidden: bool = False) -> bytes:
    """``number`` from 1 on."""
    head = struct.pack("<IIHBBBI", number - 1, 0, 300, 0, 0x10 if hidden else 0, 0, 0)
    return record12(0, head) + b"".join(cells)


def cell12(code: int, column: int, content: bytes, style: int = 0) -> bytes:
    """``column`` from 1 on."""
    return record12(code, struct.pack("<II", column - 1, style) + content)


def real12(column: int, value: float, style: int = 0) -> bytes:
    return cell12(5, column, struct.pack("<d", value), style)


def text12(column: int, text: str) -> bytes:
    return cell12(6, column, wide(text))


def bool12(column: int, value: bool) -> bytes:
    return cell12(4, column, bytes([value]))


def error12(column: int, code: int) -> bytes:
    return cell12(3, column, bytes([code]))


def sheet12(
    rows: Sequence[bytes],
    merges: Sequence[tuple[int, int, int, int]] = (),
    hidden_columns: Sequence[int] = (),
    last: tuple[int, int] = (99, 9),
) -> bytes:
    """The part of a worksheet; merges as (top, left, bottom, right), from 1 on."""
    columns = b"".join(
        record12(60, struct.pack("<IIIIH", n - 1, n - 1, 2560, 0, 1)) for n in hidden_columns
    )
    merged = b"".join(
        record12(176, struct.pack("<IIII", top - 1, bottom - 1, left - 1, right - 1))
        for top, left, bottom, right in merges
    )
    return b"".join(
        [
            record12(129),
            record12(148, struct.pack("<IIII", 0, last[0], 0, last[1])),
            record12(390) + columns + record12(391) if columns else b"",
            record12(145),
            *rows,
            record12(146),
            record12(177, struct.pack("<I", len(merges))) + merged + record12(178)
            if merges
            else b"",
            record12(130),
        ]
    )


def xlsb_parts(
    *sheets: tuple[str, int, bytes], formats: Sequence[int] = (0, 14)
) -> dict[str, str | bytes]:
    """The parts of an .xlsb; a sheet is its name, its state (0 shown, 1 hidden) and its part;
    ``formats``: the number formats of the styles 0, 1 …"""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    targets = [f"worksheets/sheet{n}.bin" for n in range(1, len(sheets) + 1)]
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{office}/worksheet" Target="{target}"/>'
        for n, target in enumerate(targets, 1)
    )
    bundle = b"".join(
        record12(156, struct.pack("<II", state, n) + wide(f"rId{n}") + wide(name))
        for n, (name, state, _) in enumerate(sheets, 1)
    )
    styles = b"".join(record12(47, struct.pack("<HH12x", 0, code)) for code in formats)
    return {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="rId1"'
        f' Type="{office}/officeDocument" Target="xl/workbook.bin"/></Relationships>',
        "xl/workbook.bin": record12(131)
        + record12(153, struct.pack("<II", 0, 0) + wide(""))
        + record12(143)
        + bundle
        + record12(144)
        + record12(132),
        "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{package}">{relations}'
        f'<Relationship Id="rId99" Type="{office}/styles" Target="styles.bin"/></Relationships>',
        "xl/styles.bin": record12(278)
        + record12(617, struct.pack("<I", len(formats)))
        + styles
        + record12(618)
        + record12(279),
        **{
            f"xl/{target}": content for target, (_, _, content) in zip(targets, sheets, strict=True)
        },
    }


# --- OpenDocument -------------------------------------------------------------------------------

ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_NAMESPACES = " ".join(
    f'xmlns:{name}="{_ODF}:{path}:1.0"'
    for name, path in [
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
    ]
)


def ods_parts(rows: str, *, before: str = "", styles: str = "") -> dict[str, str | bytes]:
    """The parts of an .ods whose only sheet 台账 has these rows."""
    return {
        "mimetype": ODS_TYPE,
        "content.xml": '<?xml version="1.0" encoding="UTF-8"?>'
        f"<office:document-content {_NAMESPACES}>"
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f'<office:body><office:spreadsheet><table:table table:name="台账">{before}{rows}'
        "</table:table></office:spreadsheet></office:body></office:document-content>",
        "META-INF/manifest.xml": "<manifest/>",
    }


def ods_cell(kind: str, value: str, text: str = "", attributes: str = "") -> str:
    name = {"float": "value", "date": "date-value", "boolean": "boolean-value"}.get(kind)
    given = f' office:{name}="{value}"' if name else ""
    return (
        f'<table:table-cell office:value-type="{kind}"{given}{attributes}>'
        f"<text:p>{text or value}</text:p></table:table-cell>"
    )
