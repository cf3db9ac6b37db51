"""Three counties that report month by month, for tests of single months, years and like for like.

The figures follow from :func:`added`, so a test knows what a month holds without zsstat.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import openpyxl

from tests.cli_support import Done, run
from zsstat.catalog import load_catalogue
from zsstat.declarations import AreaKind

NAMES = {"hanbin": "汉滨区", "ziyang": "紫阳县", "pingli": "平利县"}
_WEIGHT = {"hanbin": 700, "ziyang": 400, "pingli": 300}
BALANCE = {"hanbin": 3000, "ziyang": 2000, "pingli": 1000}
"""自签约累计到位 at the end of 2018, in 万元."""
TRIPS = (
    # day, reporters, how often each counts it; with several it is a joint one
    (date(2019, 1, 8), {"hanbin": 2}),
    (date(2019, 4, 9), {"hanbin": 1, "ziyang": 1}),
    (date(2020, 1, 15), {"ziyang": 1}),
    (date(2020, 2, 10), {"hanbin": 2, "ziyang": 1}),
    (date(2020, 4, 10), {"hanbin": 1, "pingli": 3}),
    (date(2020, 4, 20), {"ziyang": 2}),
)


def added(reporter: str, year: int, month: int) -> int:
    """What a month adds to 其中省际, in 万元."""
    return _WEIGHT[reporter] + 13 * month * month + (year - 2019) * (90 - 17 * month)


def cumulative(reporter: str, year: int, month: int) -> int:
    """The same from January on."""
    return sum(added(reporter, year, each) for each in range(1, month + 1))


def balance(reporter: str, year: int, month: int) -> int:
    """自签约累计到位 at a month's end: what went before, and all 本年到位 since 2019."""
    years = ((each, 12 if each < year else month) for each in range(2019, year + 1))
    return BALANCE[reporter] + sum(cumulative(reporter, y, m) for y, m in years)


def trips(reporter: str, year: int, month: int) -> int:
    """领导外出 from January on, as the reporter counts them."""
    return sum(
        counted.get(reporter, 0)
        for day, counted in TRIPS
        if day.year == year and day.month <= month
    )


def write_return(folder: Path, reporter: str, year: int, month: int) -> Path:
    """A county's return from January to ``month``."""
    name, book = NAMES[reporter], openpyxl.Workbook()
    said = f"{year}年" if month == 12 else f"{year}年1月" if month == 1 else f"{year}年1—{month}月"
    sheet = book.active
    assert sheet is not None
    sheet.title = "项目台账"
    sheet.append([f"{name}{said}招商引资项目台账"])
    sheet.append(["单位：万元"])
    sheet.append(["项目名称", "总投资", "签约时间", "本年到位资金", "其中省际", "自签约累计到位"])
    funds = cumulative(reporter, year, month)
    total = balance(reporter, year, month)
    sheet.append([f"{name}富硒食品产业园建设项目", 90000, "2018-05-06", funds, funds, total])
    other = book.create_sheet("招商活动")
    other.append([f"{name}{said}招商活动"])
    other.append(["日期", "类型", "级别", "带队领导", "目的地", "次数", "是否联合"])
    for day, counted in TRIPS:
        if day.year == year and day.month <= month and reporter in counted:
            joint = "是" if len(counted) > 1 else "否"
            row = [day.isoformat(), "领导外出", "县级", "王某", "广东省深圳市", counted[reporter]]
            other.append([*row, joint])
    path = folder / f"{name}{said}.xlsx"
    book.save(path)
    return path


def write_config(folder: Path, reporters: Iterable[str] = tuple(NAMES)) -> Path:
    """A configuration in which these counties alone report."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = set(reporters)
    others = [
        area.id
        for area in load_catalogue().areas.values()
        if area.kind is AreaKind.REPORTER and area.id not in kept
    ]
    text = "".join(f'[[area]]\nid = "{area}"\nuntil = 2000\n\n' for area in others)
    (folder / "areas.toml").write_text(text, encoding="utf-8")
    return folder


class Office:
    """A database of these counties and the commands over it."""

    def __init__(self, folder: Path, reporters: Iterable[str] = tuple(NAMES)) -> None:
        self.config = write_config(folder / "config", reporters)
        self.db = folder / "office.db"
        self._returns = folder / "returns"
        self._returns.mkdir()

    def take(self, returns: Iterable[tuple[str, int, int]]) -> None:
        """Imports the returns of (reporter, year, month)."""
        paths = [write_return(self._returns, *of) for of in returns]
        done = self.do("import", "--quiet", *paths)
        assert done.status == 0, done.out + done.err

    def do(self, *words: object) -> Done:
        return run(*words, db=self.db, config=self.config)
