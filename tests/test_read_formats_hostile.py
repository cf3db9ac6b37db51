"""Old and foreign formats, damaged and hostile, are refused soon; the large and honest are read."""

from __future__ import annotations

import io
import json
import random
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
import xlwt  # type: ignore[import-untyped]
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.formats_support import (
    FORMATS,
    biff2,
    biff2_number,
    locked_package,
    ods_cell,
    ods_parts,
    places_of,
    real12,
    row12,
    sheet12,
    xls,
    xlsb_parts,
    xlwt_workbook,
)
from tests.read_support import zipped
from zsstat.errors import UnreadableError
from zsstat.read import Limits, read_workbook
from zsstat.read.apart import Allowance
from zsstat.read.limits import MEBIBYTE

# The seconds of both processes, and the most memory that each of them had at any time.
MEASURED = """
import json, resource, sys
from pathlib import Path
from zsstat.errors import UnreadableError
from zsstat.read import apart, read_workbook
def seconds(who):
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime
data = Path(sys.argv[1]).read_bytes()
before = seconds(resource.RUSAGE_SELF)
try:
    read_workbook(data, "x")
    rule = "read"
except UnreadableError as error:
    rule = error.rule
apart._HELPER.close()
own, others = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
# What the kernel says of a process includes the test run that it was forked from.
status = Path("/proc/self/status")
lines = status.read_text().splitlines() if status.exists() else []
since_start = [int(line.split()[1]) for line in lines if line.startswith("VmHWM:")]
mine = since_start[0] if since_start else resource.getrusage(own).ru_maxrss
peak = mine + resource.getrusage(others).ru_maxrss
print(json.dumps([rule, seconds(own) - before + seconds(others), peak]))
"""


def wide_rows() -> bytes:
    def fill(sheet: xlwt.Worksheet) -> None:
        for row in range(10_000):
            sheet.write(row, 255, row)

    return xls(fill)


def endless_strings() -> bytes:
    """A table of strings that says it has two thousand million of them."""
    data = bytearray(xlwt_workbook())
    (place,) = places_of(bytes(data), 0x00FC)
    struct.pack_into("<ii", data, place, 2**31 - 1, 2**31 - 1)
    return bytes(data)


def endless_password() -> bytes:
    """A password that is to be hashed a million times."""
    data = locked_package("secret12")
    assert b'spinCount="100000"' in data
    return data.replace(b'spinCount="100000"', b'spinCount="999999"')


def far_apart() -> bytes:
    rows = [row12(1, real12(1, 1)), row12(1048576, real12(16384, 1))]
    return zipped(xlsb_parts(("台账", 0, sheet12(rows, last=(1048575, 16383)))))


def every_place() -> bytes:
    cell = ods_cell("float", "1", attributes=' table:number-columns-repeated="16384"')
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    return zipped(ods_parts(row))


def deep() -> bytes:
    return zipped(ods_parts("<table:table-row>" * 200_000), zipfile.ZIP_STORED)


def merges() -> bytes:
    spans = 'table:number-columns-spanned="9999" table:number-rows-spanned="99999"'
    cell = f"<table:table-cell {spans}/>"
    rows = f"<table:table-row>{cell * 100}</table:table-row>" * 600
    return zipped(ods_parts(rows + ods_cell("float", "1")))


def bomb() -> bytes:
    """3.9 MB of blanks in 4 KB, at which calamine computes for more than ten minutes."""
    return zipped(ods_parts(" " * 3_900_000 + "<x"))


HOSTILE: dict[str, Callable[[], bytes]] = {
    "wide rows": wide_rows,
    "endless strings": endless_strings,
    "endless password": endless_password,
    "far apart": far_apart,
    "every place": every_place,
    "deep": deep,
    "merges": merges,
    "bomb": bomb,
    "half a file": lambda: (FORMATS / "libreoffice.xls").read_bytes()[:5000],
    "no stream": lambda: b"\x09\x08\x10\x00\x00\x06\x05\x00" + bytes(100_000),
}


EXPECTED = {
    "wide rows": ["read"],
    "endless password": ["file.encrypted", "file.too_large"],  # a quick machine gets through
    "far apart": ["file.too_large"],
    "merges": ["file.unsafe"],
    "bomb": ["file.too_large"],
}


@pytest.mark.skipif(sys.platform == "win32", reason="no resource usage there")
@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_over_soon_and_small(name: str, tmp_path: Path) -> None:
    """In a process of its own: at most 2 s and 300 MB, both processes together."""
    file = tmp_path / "hostile"
    file.write_bytes(HOSTILE[name]())
    run = subprocess.run(
        [sys.executable, "-c", MEASURED, str(file)], capture_output=True, check=True, timeout=60
    )
    rule, seconds, peak = json.loads(run.stdout)
    assert rule in EXPECTED.get(name, ["file.unreadable"])
    assert seconds < 2
    assert peak / (1 if sys.platform == "linux" else 1024) < 300 * 1024


def test_large_and_honest_ones_have_the_time_and_memory() -> None:
    """Measured: an .xls of 20 MB (65,536 rows of 20 columns) takes 8 s and 140 MB, an .ods of 6 MB
    (100,000 rows of 12 columns, 170 MB unpacked) 6 s and 350 MB."""
    excel, open_document = Allowance.of(20 * MEBIBYTE), Allowance.of(6 * MEBIBYTE, 170 * MEBIBYTE)
    assert excel.seconds > 2 * 8
    assert excel.memory > 2 * 140 * MEBIBYTE
    assert open_document.seconds > 2 * 6
    assert open_document.memory > 1.5 * 350 * MEBIBYTE


def survives(data: bytes) -> None:
    """Reads, or is refused: any other exception fails the test."""
    with suppress(UnreadableError):
        read_workbook(data, "x", Limits(cells=10_000))


COMPOUNDS = [(FORMATS / f"{name}.xls").read_bytes() for name in ("libreoffice", "default_password")]
STREAMS = [*COMPOUNDS, xlwt_workbook(), biff2(*(biff2_number(n, 0, n) for n in range(20)))]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(STREAMS), st.integers(0, 2**32), st.integers(1, 8))
def test_flipped_bytes_never_crash(data: bytes, seed: int, count: int) -> None:
    dice = random.Random(seed)  # noqa: S311
    damaged = bytearray(data)
    for _ in range(count):
        damaged[dice.randrange(len(damaged))] = dice.choice([0, 1, 0x7F, 0xFF])
    survives(bytes(damaged[: dice.choice([None, len(damaged) // 2])]))


PACKAGES = [
    (FORMATS / "libreoffice.ods").read_bytes(),
    zipped(xlsb_parts(("台账", 0, sheet12([row12(1, real12(1, 1))], merges=[(1, 1, 2, 2)])))),
]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(PACKAGES), st.integers(0, 2**32))
def test_damaged_parts_never_crash(data: bytes, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts: dict[str, str | bytes] = {n: archive.read(n) for n in archive.namelist()}
    known = [n for n in parts if n.endswith((".bin", ".rels", "content.xml"))]
    name = dice.choice(known)
    content = bytearray(parts[name])  # type: ignore[arg-type]
    for _ in range(dice.randrange(1, 6)):
        at = dice.randrange(len(content))
        content[at : at + dice.randrange(3)] = dice.choice([b"", b"\0", b"\xff", b"<", b"9", b'"'])
    parts[name] = bytes(content)
    if dice.random() < 0.1:
        del parts[name]
    survives(zipped(parts))
