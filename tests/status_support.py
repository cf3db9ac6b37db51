"""What the tests of ``zsstat status`` share: an office with a deadline, its clock, returns."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.cli_support import Done, run
from zsstat.cli.commands import COMMANDS

PROJECTS = [
    *("项目名称", "来源地", "总投资(亿元)", "签约时间", "阶段"),
    *("本年到位资金(万元)", "其中省际(万元)", "自签约累计到位(万元)", "产业类别"),
]
FOREIGN = ["企业名称", "国别", "设立时间", "合同外资(万美元)", "实际利用外资(万美元)"]
TARGETS = ["指标", "下达单位", "年度目标"]
LATE = '[[rule]]\nid = "file.late"\nparameters = {{ "2020-12" = "{due}", "2020-09" = "{due}" }}\n'


class Office:
    """A database, a folder of returns, and a day that can be set."""

    def __init__(
        self, folder: Path, patch: pytest.MonkeyPatch, due: str | None = "2021-01-10"
    ) -> None:
        self.folder = folder
        self.db = folder / "office.db"
        self._patch = patch
        self.config: Path | None = None
        if due:
            self.config = folder / "config"
            self.config.mkdir()
            (self.config / "rules.toml").write_text(LATE.format(due=due), encoding="utf-8")
        self.today("2021-01-08")

    def today(self, day: str) -> None:
        """Sets the clock of every command that looks at one."""
        moment = datetime.fromisoformat(f"{day}T09:00").astimezone()
        for command in COMMANDS.values():
            names = getattr(command, "__globals__", {})
            if "now" in names:
                self._patch.setitem(names, "now", lambda: moment)

    def do(self, *words: object) -> Done:
        return run(*words, db=self.db, config=self.config)

    def send(self, who: str, *more: object, day: str | None = None, **content: Any) -> str:
        """Imports a return; gives what became of it."""
        if day:
            self.today(day)
        done = self.do("import", self.book(who, **content), *more, "--format", "json")
        (file,) = done.json["files"]
        return str(file["status"])

    def book(
        self,
        who: str,
        *,
        total: object = 3,
        paid: object = 5000,
        year: int = 2020,
        month: int | None = None,
        tables: str = "projects",
        name: str = "",
    ) -> Path:
        """A workbook with these tables, one row each. ``total``: 待定 sends it back, and less than
        was paid in so far does until it is explained."""
        book = Workbook()
        book.remove(book.worksheets[0])
        period = f"{year}年" if month is None else f"{year}年1—{month}月"
        rows: dict[str, list[list[object]]] = {
            "projects": [
                [*PROJECTS],
                ["富硒食品加工项目", "浙江", total, f"{year}年3月5日", "开工", paid, paid, paid],
            ],
            "foreign": [[*FOREIGN], ["安康某某食品公司", "日本", "2015年3月5日", 10, 10]],
            "targets": [[*TARGETS], ["招商引资到位资金", "市", "10亿元"]],
        }
        for table in tables.split():
            sheet = book.create_sheet(table)
            sheet.append([f"{who}{period}"])
            for row in rows[table]:
                sheet.append(row)
        path = self.folder / (name or f"{who}.xlsx")
        book.save(path)
        return path

    def status(self, *words: object, day: str | None = None) -> Done:
        if day:
            self.today(day)
        return self.do("status", "--year", 2020, *words)

    def json(self, *words: object, day: str | None = None) -> Any:
        return self.status(*words, "--format", "json", day=day).json

    def row(self, area: str) -> dict[str, Any]:
        (found,) = [row for row in self.json()["rows"] if row["area"] == area]
        return dict(found)
