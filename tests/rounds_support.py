"""An office that takes in small returns month by month, for tests of what the office decides."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl

from tests.cli_support import Done, run
from zsstat.store import open_store

HEADINGS = (
    "项目编号", "项目名称", "投资方", "来源地", "总投资(万元)", "签约时间", "建设性质", "产业类别",
    "阶段", "开工时间", "本年到位资金(万元)", "其中省际(万元)", "自签约累计到位(万元)", "备注",
)  # fmt: skip
Row = dict[str, Any]


def project(name: str = "富硒茶饮料生产线项目", **changed: Any) -> Row:
    """A project as a county writes it; keywords are headings without their unit."""
    row: Row = {
        "项目编号": None,
        "项目名称": name,
        "投资方": "杭州云岭茶业有限公司",
        "来源地": "浙江杭州",
        "总投资": 20000,
        "签约时间": "2021-01-15",
        "建设性质": "新建",
        "产业类别": "富硒食品",
        "阶段": "开工",
        "开工时间": "2021-01-20",
        "本年到位资金": 1000,
        "其中省际": 1000,
        "自签约累计到位": 1000,
        "备注": None,
    }
    funds = changed.get("本年到位资金")
    if funds is not None:
        row |= {"其中省际": funds, "自签约累计到位": funds}
    return row | changed


class Bureau:
    """A database and the commands of the clerk who keeps it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.db = folder / "bureau.db"

    def do(self, *words: object) -> Done:
        return run(*words, db=self.db)

    def must(self, *words: object) -> Done:
        """A command that has to succeed."""
        done = self.do(*words)
        assert done.status == 0, (words, done.out, done.err)
        return done

    def refused(self, *words: object) -> str:
        """A command that must not succeed; what it says."""
        done = self.do(*words)
        assert done.status == 2, (words, done.out, done.err)
        assert "Traceback" not in done.err
        return done.err

    def write(self, who: str, year: int, month: int, *rows: Row, name: str = "") -> Path:
        """A return with these projects."""
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = "项目台账"
        period = f"{year}年" if month == 12 else f"{year}年1—{month}月"
        sheet.append([f"{period}招商引资项目台账"])
        sheet.append([f"填报单位：{who}"])
        sheet.append(list(HEADINGS))
        for row in rows:
            sheet.append([row[heading.split("(")[0]] for heading in HEADINGS])
        path = self.folder / (name or f"{who}{year}-{month}.xlsx")
        book.save(path)
        return path

    def send(
        self,
        who: str,
        year: int,
        month: int,
        *rows: Row,
        more: tuple[object, ...] = (),
        name: str = "",
    ) -> dict[str, Any]:
        """Imports such a return; what became of it."""
        path = self.write(who, year, month, *rows, name=name)
        (entry,) = self.do("import", path, *more, "--format", "json").json["files"]
        return dict(entry)

    def accept(self, who: str, year: int, month: int, *rows: Row, name: str = "") -> dict[str, Any]:
        entry = self.send(who, year, month, *rows, name=name)
        assert entry["status"] == "accepted", entry["findings"]
        return entry

    def row(self, year: int, month: int, indicator: str, area: str) -> dict[str, Any]:
        """A row of the summary."""
        asked = ("summary", "--year", year, "--month", month, "--format", "json")
        rows = self.must(*asked).json["rows"]
        (found,) = [r for r in rows if (r["area"], r["indicator"]) == (area, indicator)]
        return dict(found)

    def value(self, year: int, month: int, area: str, indicator: str = "funds_total") -> Fraction:
        """A figure in 万元."""
        return Fraction(self.row(year, month, indicator, area)["value"]) * 10_000

    def finding(self, rule: str) -> int:
        """The number of the last finding of a rule."""
        with open_store(self.db) as store:
            return max(f.id for f in store.findings() if f.finding.rule == rule)

    def log(self) -> list[dict[str, Any]]:
        return list(self.must("log", "--format", "json").json["entries"])
