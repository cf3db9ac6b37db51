"""How fast workbooks are read, and with how much memory, beside the usual libraries.

    python bench/reading.py [--large] [--runs N]

Each library reads a whole workbook into cells: values and, where it can, formulas. What openpyxl
needs two loads for (values, then formulas) is measured as two loads; calamine and pandas give
values alone, without errors, formulas or hidden rows. zsstat keeps a sheet's values and makes its
cells when they are looked at, so it is measured without and with that. Every measurement has a
process of its own, which gives the peak memory too (where the system tells it). The time is the
median of the runs, after one that is not counted if there are several.
"""

from __future__ import annotations

import argparse
import importlib
import io
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import xlsxwriter  # type: ignore[import-untyped]

SIZES = {"small": 60, "600 rows": 600, "100,000 rows": 100_000}
LARGE = "100,000 rows"
COLUMNS = 28
FIRST_DAY = datetime.fromisoformat("2018-01-01")


def read_zsstat(path: Path) -> None:
    from zsstat.read import read_workbook

    read_workbook(path.read_bytes(), path.name)


def read_zsstat_cells(path: Path) -> None:
    from zsstat.read import read_workbook

    for grid in read_workbook(path.read_bytes(), path.name).grids:
        for cells in grid.by_row.values():
            [(cell.value, cell.kind, cell.number_format, cell.formula) for cell in cells]


def read_calamine(path: Path) -> None:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()


def read_openpyxl_streaming(path: Path) -> None:
    import openpyxl

    for data_only in (True, False):
        book = openpyxl.load_workbook(path, read_only=True, data_only=data_only)
        for sheet in book.worksheets:
            for row in sheet.iter_rows():
                [(cell.value, cell.data_type, cell.number_format) for cell in row]
        book.close()


def read_openpyxl_full(path: Path) -> None:
    import openpyxl

    kept = [openpyxl.load_workbook(path, data_only=data_only) for data_only in (True, False)]
    del kept


def read_pandas_openpyxl(path: Path) -> None:
    import pandas

    pandas.read_excel(path, sheet_name=None, header=None, engine="openpyxl")


def read_pandas_calamine(path: Path) -> None:
    import pandas

    pandas.read_excel(path, sheet_name=None, header=None, engine="calamine")


READERS: dict[str, Callable[[Path], None]] = {
    "zsstat": read_zsstat,
    "zsstat, every cell looked at": read_zsstat_cells,
    "python-calamine": read_calamine,
    "openpyxl read-only, two passes": read_openpyxl_streaming,
    "openpyxl full, two passes": read_openpyxl_full,
    "pandas (openpyxl)": read_pandas_openpyxl,
    "pandas (calamine)": read_pandas_calamine,
}


def write_workbook(path: Path, rows: int) -> None:
    """A ledger like the counties send: text, dates, amounts, formulas with values, blank cells."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("项目台账")
    day = book.add_format({"num_format": "yyyy/m/d"})
    money = book.add_format({"num_format": "#,##0.00"})
    sheet.write_row(0, 0, [f"指标{column}" for column in range(COLUMNS)])
    for row in range(1, rows):
        for column in range(8):
            text = f"项目{row}" if column < 3 else "甲乙丙丁戊"[(row + column) % 5] + "产业"
            sheet.write_string(row, column, text)
        for column in range(8, 11):
            sheet.write_datetime(row, column, FIRST_DAY + timedelta(days=row % 900 + column), day)
        for column in range(11, 22):
            sheet.write_number(row, column, (row * 7919 + column * 104729) % 10**7 / 100, money)
        for column in (22, 23):
            formula = f"=SUM(L{row + 1}:V{row + 1})"
            sheet.write_formula(row, column, formula, money, row * 37 % 1000 / 8)
        for column in (24, 25):
            sheet.write_number(row, column, row * column % 50)
        for column in (26, 27):
            sheet.write_blank(row, column, None, money)
    book.close()


def workbook(name: str) -> Path:
    """The workbook of a size, made once and kept in the system's folder for temporary files."""
    folder = Path(tempfile.gettempdir()) / "zsstat-bench"
    folder.mkdir(exist_ok=True)
    path = folder / f"reading-v1-{SIZES[name]}.xlsx"
    if not path.exists():
        unfinished = path.with_suffix(".tmp")
        write_workbook(unfinished, SIZES[name])
        unfinished.replace(path)
    return path


def peak_memory() -> float | None:
    """Peak memory of this process in MB; None where the system does not tell."""
    try:
        resource = importlib.import_module("resource")
    except ImportError:
        return None
    peak: int = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def measure_here(reader: str, path: Path, runs: int) -> None:
    """Runs in the child: prints the median in ms and the peak memory in MB."""
    times = []
    if runs > 1:
        READERS[reader](path)
    for _ in range(runs):
        start = time.perf_counter()
        READERS[reader](path)
        times.append((time.perf_counter() - start) * 1000)
    print(json.dumps([statistics.median(times), peak_memory()]))


def measure(reader: str, path: Path, runs: int) -> tuple[float, float | None]:
    command = [sys.executable, __file__, "--child", reader, str(path), "--runs", str(runs)]
    child = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
    milliseconds, megabytes = json.loads(child.stdout)
    return milliseconds, megabytes


def report(name: str, runs: int) -> None:
    path = workbook(name)
    print(f"\n{name} × {COLUMNS} columns ({path.stat().st_size / 1024:,.0f} KB)\n")
    print("| reader | ms | ÷ zsstat | peak MB |")
    print("| --- | ---: | ---: | ---: |")
    base = 0.0
    for reader in READERS:
        milliseconds, megabytes = measure(reader, path, runs)
        base = base or milliseconds
        peak = "–" if megabytes is None else f"{megabytes:,.0f}"
        print(
            f"| {reader} | {milliseconds:,.1f} | {milliseconds / base:.2f} | {peak} |", flush=True
        )


def main() -> None:
    parser = argparse.ArgumentParser(description="Measures the reading of workbooks.")
    parser.add_argument("--large", action="store_true", help=f"also {LARGE}: takes minutes")
    parser.add_argument("--runs", type=int, help="default: 15, and 1 for the large workbook")
    parser.add_argument("--child", nargs=2, metavar=("READER", "PATH"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        measure_here(options.child[0], Path(options.child[1]), options.runs)
        return
    for name in SIZES:
        if name != LARGE:
            report(name, options.runs or 15)
        elif options.large:
            report(name, options.runs or 1)


if __name__ == "__main__":
    main()
