"""What is not read is refused in one sentence, soon, whatever the bytes are."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.read_support import (
    assert_refused_cheaply,
    package_parts,
    refused,
    sheet_xml,
    zipped,
)
from tests.test_read_oracles import openpyxl_workbook, xlsxwriter_workbook
from zsstat.errors import UnreadableError
from zsstat.read import Limits, read_workbook

ROWS = '<row r="1"><c r="A1"><v>1</v></c></row>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


def zip_of(**parts: str) -> bytes:
    return zipped({name.replace("__", "/"): content for name, content in parts.items()})


HTML = "<html xmlns:x='urn:schemas-microsoft-com:office:excel'><table><tr><td>甲</td></tr></table>"
XML_2003 = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>'
)
LOCK_FILE = b"\x03abc".ljust(55) + utf16("abc").ljust(110, b" ")

REFUSALS = [
    (b"", "0 字节", "file.not_workbook"),
    (OLE + utf16("Root Entry Workbook"), "损坏", "file.unreadable"),
    (OLE + utf16("Root Entry Book"), "损坏", "file.unreadable"),
    (OLE + utf16("EncryptedPackage"), "加密", "file.encrypted"),
    (OLE + utf16("WordDocument"), "Word", "file.not_workbook"),
    (OLE + utf16("PowerPoint Document"), "PowerPoint", "file.not_workbook"),
    (OLE, "损坏", "file.unreadable"),
    (b"\x09\x08\x10\x00\x00\x06\x05\x00", "不能读懂", "file.unreadable"),
    (HTML.encode("gb18030"), "HTML", "file.not_workbook"),
    (HTML.encode("utf-16"), "HTML", "file.not_workbook"),
    (b"\xef\xbb\xbf\r\n  <TABLE><tr>", "HTML", "file.not_workbook"),
    (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "网页文件的开头", "file.unreadable"),
    (XML_2003.encode(), "没有工作表", "file.not_workbook"),
    (b'<?xml version="1.0"?><a/>', "XML 文件", "file.not_workbook"),
    (b"%PDF-1.7", "PDF", "file.not_workbook"),
    (b"\x89PNG\r\n\x1a\n", "PNG", "file.not_workbook"),
    (b"\xff\xd8\xff\xe0", "JPEG", "file.not_workbook"),
    (b"BM\x36\0\0\0", "文本表格", "file.not_workbook"),
    (b"Rar!\x1a\x07", "RAR", "file.not_workbook"),
    (b"{\\rtf1", "RTF", "file.not_workbook"),
    (LOCK_FILE, "锁定文件", "file.not_workbook"),
    (zip_of(**{"xl__workbook.bin": ""}), "不能读懂", "file.unreadable"),
    (zip_of(**{"mimetype": "", "content.xml": ""}), "OpenDocument", "file.not_workbook"),
    (zip_of(**{"[Content_Types].xml": "", "word__document.xml": ""}), "Word", "file.not_workbook"),
    (zip_of(**{"[Content_Types].xml": "", "ppt__x.xml": ""}), "PowerPoint", "file.not_workbook"),
    (zip_of(**{"a.txt": "甲"}), "压缩包", "file.not_workbook"),
    (b"PK\x05\x06" + bytes(18), "压缩包", "file.not_workbook"),
    (b"PK\x03\x04 and no more", "不完整", "file.unreadable"),
    (zip_of(**{"[Content_Types].xml": ""}), "主体", "file.unreadable"),
]


@pytest.mark.parametrize(("data", "said", "rule"), REFUSALS)
def test_other_formats_are_named(data: bytes, said: str, rule: str) -> None:
    refusal = refused(data)
    assert said in refusal.message
    assert refusal.rule == rule


def test_content_counts_and_not_the_name() -> None:
    data = zipped(package_parts(sheet_xml(ROWS)))
    assert read_workbook(data, "报表.csv").format == "xlsx"
    assert read_workbook(b"a,b\n1,2\n", "报表.xlsx").format == "csv"
    assert "锁定文件" in refused(b"user", "~$报表.xlsx").message
    assert read_workbook(data, "~$报表.xlsx").format == "xlsx"


PARTS = [
    "xl/worksheets/sheet1.xml",
    "xl/workbook.xml",
    "xl/styles.xml",
    "xl/sharedStrings.xml",
    "_rels/.rels",
]
DTD = '<!DOCTYPE x [<!ENTITY a "ha">]>'


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_dtds_are_refused_in_every_part(part: str, encoding: str) -> None:
    parts = package_parts(sheet_xml(ROWS), strings="<si><t>x</t></si>")
    text = str(parts[part]).partition("?>\r\n")[2] or str(parts[part])
    parts[part] = (DTD + text).encode(encoding)
    refusal = refused(zipped(parts))
    assert (refusal.rule, "DTD" in refusal.message) == ("file.unsafe", True)


def test_deep_nesting_is_refused() -> None:
    parts = package_parts(sheet_xml(ROWS, after="<a>" * 100_000 + "</a>" * 100_000))
    assert refused(zipped(parts)).rule == "file.unsafe"


def test_other_encodings_are_refused() -> None:
    parts = package_parts(sheet_xml(ROWS).replace("UTF-8", "GB2312"))
    assert refused(zipped(parts)).rule == "file.unreadable"


def test_sheets_of_the_same_name_and_without_content_are_refused() -> None:
    parts = package_parts(sheet_xml(ROWS))
    workbook = str(parts["xl/workbook.xml"])
    twice = workbook.replace("<sheets>", '<sheets><sheet name="台账" r:id="rId1"/>')
    assert "两个工作表" in refused(zipped(parts | {"xl/workbook.xml": twice})).message
    lost = workbook.replace("rId1", "rId77")
    assert "台账" in refused(zipped(parts | {"xl/workbook.xml": lost})).message
    none = workbook.replace('<sheet name="台账" sheetId="1" r:id="rId1"/>', "")
    assert refused(zipped(parts | {"xl/workbook.xml": none})).rule == "file.not_workbook"
    del parts["xl/worksheets/sheet1.xml"]
    assert "缺少" in refused(zipped(parts)).message


def test_limits_of_the_package() -> None:
    data = zipped(package_parts(sheet_xml(ROWS)))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    exact = Limits(
        file_bytes=len(data), uncompressed_bytes=unpacked, entries=len(entries), sheets=1
    )
    assert read_workbook(data, "甲", exact).grids
    for limits in (
        Limits(file_bytes=len(data) - 1),
        Limits(uncompressed_bytes=unpacked - 1),
        Limits(entries=len(entries) - 1),
        Limits(sheets=0),
    ):
        assert refused(data, limits=limits).rule == "file.too_large"


def test_duplicate_entries_are_refused() -> None:
    file = io.BytesIO(zipped(package_parts(sheet_xml(ROWS))))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("XL/workbook.xml", "<x/>")
    assert refused(file.getvalue()).rule == "file.unsafe"


def test_encrypted_entries_are_refused() -> None:
    data = zipped(package_parts(sheet_xml(ROWS)))
    flagged = data.replace(b"PK\x01\x02\x14\x03\x14\0\0\0", b"PK\x01\x02\x14\x03\x14\0\1\0")
    assert flagged != data
    assert refused(flagged).rule == "file.encrypted"


def test_other_compressions_are_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_BZIP2) as archive:
        for name, content in package_parts(sheet_xml(ROWS)).items():
            archive.writestr(name, content)
    assert refused(file.getvalue()).rule == "file.unsafe"


def end_of_zip(count: int, size: int, start: int) -> bytes:
    return struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, count, count, size, start, 0)


def test_overlapping_entries_are_refused() -> None:
    """The directory names the first entry's bytes a second time."""
    data = zipped(package_parts(sheet_xml(ROWS)))
    end = data.rindex(b"PK\x05\x06")
    count, _, start = struct.unpack("<HII", data[end + 10 : end + 20])
    name_bytes = struct.unpack("<H", data[start + 28 : start + 30])[0]
    again = bytearray(data[start : start + 46 + name_bytes])
    again[46:47] = b"Z"
    directory = data[start:end] + bytes(again)
    overlapping = data[:start] + directory + end_of_zip(count + 1, len(directory), start)
    assert refused(overlapping).rule == "file.unsafe"


@cache
def deflated_blanks() -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return b"".join(packer.compress(bytes(1 << 20)) for _ in range(400)) + packer.flush()


def bomb(declared: int) -> bytes:
    """A sheet that unpacks to 400 MB of blanks and says that it has ``declared`` bytes."""
    packed = deflated_blanks()
    parts = package_parts("")
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            if name != "xl/worksheets/sheet1.xml":
                archive.writestr(name, content)
    data = file.getvalue()
    end = data.rindex(b"PK\x05\x06")
    count, _, start = struct.unpack("<HII", data[end + 10 : end + 20])
    path = b"xl/worksheets/sheet1.xml"
    fields = (20, 0, 8, 0, 0x21, 0, len(packed), declared, len(path), 0)
    local = struct.pack("<4s5HIII2H", b"PK\x03\x04", *fields) + path + packed
    central = struct.pack("<4sH5HIII2H3H2I", b"PK\x01\x02", 20, *fields, 0, 0, 0, 0, start) + path
    directory = data[start:end] + central
    place = start + len(local)
    tail = end_of_zip(count + 1, len(directory), place)
    return data[:start] + local + directory + tail


def test_bombs_are_refused_whether_or_not_they_say_so() -> None:
    honest, lying = bomb(400 << 20), bomb(5000)
    assert refused(honest).rule == "file.too_large"
    assert refused(honest, limits=Limits(uncompressed_bytes=1 << 30)).rule == "file.unsafe"
    assert refused(lying).rule == "file.unsafe"


def stored(sheet: str, strings: str | None = None, codes: int = 0) -> bytes:
    """Not compressed, so that the ratio is no reason to refuse it."""
    formats = dict.fromkeys(range(codes), "0")
    return zipped(package_parts(sheet, strings=strings, codes=formats), zipfile.ZIP_STORED)


def heavy_merges() -> bytes:
    merges = "".join(f'<mergeCell ref="A{n}:XFD1048576"/>' for n in range(1, 20_000))
    values = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 4000))
    return stored(sheet_xml(values, after=f"<mergeCells>{merges}</mergeCells>"))


def heavy_formulas() -> bytes:
    master = '<c r="A1"><f t="shared" si="0">' + "A1+" * 2700 + "1</f></c>"
    members = '<row r="2">' + '<c><f t="shared" si="0"/></c>' * 10_000 + "</row>"
    return stored(sheet_xml(f'<row r="1">{master}</row>{members}'))


# Files that would cost a careless reader minutes or gigabytes, and the rule that they break.
COLUMN = '<col min="1" max="16384" hidden="1"/>'
HEAVY: dict[str, tuple[Callable[[], bytes], str]] = {
    "honest bomb": (lambda: bomb(400 << 20), "file.too_large"),
    "lying bomb": (lambda: bomb(5000), "file.unsafe"),
    "entries": (lambda: zipped({f"{n}": "" for n in range(10_001)}), "file.too_large"),
    "cells": (
        lambda: stored(sheet_xml(f'<row r="1">{BLANK * 5_000_001}</row>')),
        "file.too_large",
    ),
    "strings": (lambda: stored(sheet_xml(ROWS), "<si/>" * 5_000_001), "file.too_large"),
    "styles": (lambda: stored(sheet_xml(ROWS), codes=1_000_000), "file.too_large"),
    "garbage": (
        lambda: stored(sheet_xml(f'<row r="1">{"x" * 8_000_000}</row><row r="0"/>')),
        "file.unreadable",
    ),
    "twice": (
        lambda: stored(sheet_xml(f'<row r="1">{TWICE * 2_000_000}</row>')),
        "file.unreadable",
    ),
    "merges": (heavy_merges, "file.unsafe"),
    "columns": (
        lambda: stored(sheet_xml("", f"<cols>{COLUMN * 50_000}</cols>")),
        "file.unreadable",
    ),
    "formulas": (heavy_formulas, "file.too_large"),
}
BLANK = '<c r="A1"/>'
TWICE = '<c r="A1"><v>1</v></c>'


@pytest.mark.parametrize("name", HEAVY)
def test_refusals_are_quick_and_small(name: str, tmp_path: Path) -> None:
    make, expected = HEAVY[name]
    assert_refused_cheaply(make(), expected, tmp_path)


WORKBOOKS = [xlsxwriter_workbook(), openpyxl_workbook()]


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def survives(data: bytes) -> None:
    """Reads, or is refused: any other exception fails the test."""
    with suppress(UnreadableError):
        read_workbook(data, "x.xlsx", Limits(cells=10_000))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(WORKBOOKS), st.integers(0, 2**32), st.integers(1, 12))
def test_flipped_bytes_never_crash(data: bytes, seed: int, count: int) -> None:
    dice = random.Random(seed)  # noqa: S311
    damaged = bytearray(data)
    directory = data.index(b"PK\x01\x02")
    for _ in range(count):
        first = directory if dice.random() < 0.5 else 4
        damaged[dice.randrange(first, len(damaged))] = dice.choice([0, 1, 0x7F, 0xFF, 0x50])
    survives(bytes(damaged))


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(WORKBOOKS), st.floats(0, 1))
def test_cut_files_never_crash(data: bytes, where: float) -> None:
    survives(data[: int(len(data) * where)])


JUNK = [b"<", b"&", b"\xff", b"-1", b"99999999999", b'"', b"\0", b"1e9", b"</row>", b"<c>"]
WORDS = [b"rId1", b"worksheet", b"A1", b' r="', b"sst", b"date", b"http:", b'"0"', b"<v>", b"t="]


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(WORKBOOKS), st.integers(0, 2**32))
def test_damaged_parts_never_crash(data: bytes, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311
    whole = parts_of(data)
    parts = dict(whole)
    for name in dice.sample([name for name in whole if not name.startswith("docProps")], 2):
        content = whole[name]
        place = dice.randrange(len(content))
        match dice.randrange(5):
            case 0:
                del parts[name]
            case 1:
                parts[name] = content[:place]
            case 2:
                parts[name] = content[:place] + dice.choice(JUNK) + content[place + 1 :]
            case 3:
                parts[name] = content.replace(dice.choice(WORDS), dice.choice([b"", b"A0", b"9"]))
            case _:
                parts[name] = whole[dice.choice(list(whole))]
    survives(zipped(parts))


STARTS = [b"", b"PK\x03\x04", b"\xff\xfe", b"<?xml", b"a,b\n"]


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(STARTS))
def test_any_bytes_never_crash(data: bytes, start: bytes) -> None:
    survives(start + data)
