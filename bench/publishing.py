"""How long each form of what leaves the office takes, from the sample years in a database.

    python -m bench.publishing [--runs N]

Whole processes, in turn with a peer in the same run: the text beside a trivial typer sub-command,
the page and the document beside altair and vl-convert drawing as many charts and nothing else, the
workbook beside openpyxl writing as many cells without a format, the data package beside pandas
writing as many rows.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.commands import ONE_TABLE, RETURNS, ROOT, Pair, measured

NARRATIVE = ROOT / "sample_data" / "narrative" / "2020.md"
CHARTS = """
import sys
import altair
import vl_convert
rows = [{"a": f"区{n}", "b": str(n * 7.5)} for n in range(14)]
for number in range(5):
    spec = altair.Chart(altair.Data(values=rows)).mark_bar().encode(x="b:Q", y="a:N").to_dict()
    if sys.argv[1] == "svg":
        vl_convert.vegalite_to_svg(spec)
    else:
        vl_convert.vegalite_to_png(spec, scale=2)
"""
CELLS = """
import openpyxl
book = openpyxl.Workbook()
for number in range(5):
    sheet = book.create_sheet(f"s{number}")
    for row in range(20):
        sheet.append(["区", *range(7)])
book.save("peer.xlsx")
"""
ROWS = """
import pandas
rows = [{"area": "a", "indicator": "b", "value": str(n), "cell": f"F{n}"} for n in range(20_000)]
pandas.DataFrame(rows).to_csv("peer.csv", index=False)
"""


def pairs(zsstat: str, python: list[str]) -> list[Pair]:
    """Each form of the yearly bulletin and of the tables, and its peer."""
    bulletin = [zsstat, "bulletin", "--year", "2020", "--narrative", str(NARRATIVE)]
    table = ("typer sub-command with one rich table", [*python, ONE_TABLE, "show"])
    return [
        Pair("bulletin, txt", bulletin, *table),
        Pair("bulletin, md", [*bulletin, "--format", "md"], *table),
        Pair(
            "bulletin, docx",
            [*bulletin, "--format", "docx", "-o", "b.docx"],
            "altair and vl-convert, five PNG",
            [*python, CHARTS, "png"],
        ),
        Pair(
            "bulletin, html",
            [*bulletin, "--format", "html", "-o", "b.html"],
            "altair and vl-convert, five SVG",
            [*python, CHARTS, "svg"],
        ),
        Pair(
            "bulletin, html for the public",
            [*bulletin, "--format", "html", "--audience", "public", "-o", "p.html"],
            "altair and vl-convert, five SVG",
            [*python, CHARTS, "svg"],
        ),
        Pair(
            "summary, xlsx",
            [zsstat, "summary", "--year", "2020", "--format", "xlsx", "-o", "s.xlsx"],
            "openpyxl, as many plain cells",
            [*python, CELLS],
        ),
        Pair(
            "export, csv",
            [zsstat, "export", "package", "--year", "2020", "--force"],
            "pandas, 20,000 rows to csv",
            [*python, ROWS],
        ),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    zsstat = str(Path(sys.executable).with_name("zsstat"))
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        environment = dict(
            os.environ,
            ZSSTAT_DB=str(Path(folder, "bench.db")),
            ZSSTAT_CONFIG=str(ROOT / "sample_data" / "config"),
        )
        subprocess.run(
            [zsstat, "import", str(RETURNS), "--quiet"],
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        print("| command | median ms | peer | median ms | ratio | min–max | peak MB |")
        print("| --- | ---: | --- | ---: | ---: | ---: | ---: |")
        for pair in pairs(zsstat, [sys.executable, "-c"]):
            print(measured(pair, runs, environment), flush=True)
        os.chdir(ROOT)


if __name__ == "__main__":
    main()
