"""Returns for the benchmarks: as many and as large as wanted, the same bytes of data every time.

They are made once and kept in the system's folder for temporary files. Each is a county's 项目台账
for one year as it would be accepted: title, unit row, header, rows, a total below.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import xlsxwriter  # type: ignore[import-untyped]

VERSION = 1
"""Changes with what is written, so that old files are not taken for new ones."""

SENDERS = (
    "汉滨区", "汉阴县", "石泉县", "宁陕县", "紫阳县", "岚皋县", "平利县", "镇坪县", "白河县",
    "安康高新区",
)  # fmt: skip
FIRST_YEAR = 2001
HEADER = (
    "序号", "项目编号", "项目名称", "投资方", "来源地", "内外资", "合同类型", "总投资", "签约时间",
    "建设性质", "产业类别", "阶段", "开工时间", "本年到位资金", "其中省际", "其中省内",
    "自签约累计到位", "是否返乡创业", "联系人", "备注", "项目简介", "建设内容", "建设地点",
    "责任单位",
)  # fmt: skip
PLACES = ("江苏省苏州市", "浙江省杭州市", "广东省深圳市", "四川省成都市", "湖北省武汉市")
BRANCHES = ("生态旅游", "富硒食品", "新型材料", "毛绒玩具", "现代物流", "康养服务")


def folder() -> Path:
    """Where the workbooks are kept between runs."""
    kept = Path(tempfile.gettempdir()) / f"zsstat-bench-{os.name}-{VERSION}"
    kept.mkdir(exist_ok=True)
    return kept


def round_of_returns(workbooks: int, rows: int) -> Path:
    """A folder with ``workbooks`` returns of ``rows`` rows: one a sender and year."""
    made = folder() / f"{workbooks}x{rows}"
    made.mkdir(exist_ok=True)
    for number in range(workbooks):
        year, sender = divmod(number, len(SENDERS))
        path = made / f"{number:03}.xlsx"
        if not path.exists():
            unfinished = path.with_suffix(".tmp")
            _write(unfinished, SENDERS[sender], FIRST_YEAR + year, rows, number)
            unfinished.replace(path)
    return made


def _write(path: Path, sender: str, year: int, rows: int, number: int) -> None:
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    # Files made at different times are the same bytes: an import knows a file by its hash.
    book.set_properties({"created": datetime.fromisoformat("2020-01-01T00:00:00")})
    sheet = book.add_worksheet("项目台账")
    day = book.add_format({"num_format": "yyyy/m/d"})
    sheet.write_string(0, 0, f"{sender}{year}年招商引资项目台账")
    sheet.write_row(1, 0, [f"填报单位：{sender}", "", "", "", "单位：万元"])
    sheet.write_row(2, 0, HEADER)
    totals = [0] * len(HEADER)
    for position in range(1, rows + 1):
        cells = _row(position, year, number)
        for column, value in enumerate(cells):
            if isinstance(value, datetime):
                sheet.write_datetime(position + 2, column, value, day)
            elif value != "":
                sheet.write(position + 2, column, value)
            if HEADER[column] in SUMMED and isinstance(value, int):
                totals[column] += value
    last = [total if name in SUMMED else "" for name, total in zip(HEADER, totals, strict=True)]
    sheet.write_row(rows + 3, 0, ["合计", *last[1:]])
    book.close()


SUMMED = ("总投资", "本年到位资金", "其中省际", "其中省内", "自签约累计到位")


def _row(position: int, year: int, number: int) -> Sequence[object]:
    """A row that breaks no rule: half of the projects new, the rest signed the year before."""
    new = position % 2 == 0
    signed = datetime(year - (not new), 1 + position % 12, 1 + position % 28)  # noqa: DTZ001
    funds = 500 + position * 7919 % 4000
    begun = position % 3 != 0
    arrived = funds if begun else 0
    name = _name(position, number)
    return (
        position,
        f"A{number:03}{position:06}",
        f"{name}{BRANCHES[position % len(BRANCHES)]}项目",
        f"{name}投资有限公司",
        PLACES[position % len(PLACES)],
        "内资",
        "合同",
        funds * 3 + 1000,
        signed,
        "新建" if new else "续建",
        BRANCHES[position % len(BRANCHES)],
        "开工" if begun else "签约",
        signed if begun else "",
        arrived,
        arrived,
        0,
        arrived * (1 if new else 2),
        "否",
        "",
        "",
        f"{name}在本地投资建设{BRANCHES[position % len(BRANCHES)]}生产线{position % 7 + 1}条",
        "厂房、仓库及附属设施",
        f"第{position % 40 + 1}工业集中区",
        f"第{position % 12 + 1}招商局",
    )


_SYLLABLES = "安康平利宁陕汉阴石泉紫阳岚皋镇坪旬阳白河华盛鼎新远大金泰永丰瑞祥天成宏图嘉禾"


def _name(position: int, number: int) -> str:
    """Five characters that differ from project to project."""
    return "".join(_characters(position * 211 + number * 1_000_003))


def _characters(seed: int) -> Iterator[str]:
    for _ in range(5):
        seed, place = divmod(seed * 48_271 % 2_147_483_647, len(_SYLLABLES))
        yield _SYLLABLES[place]
        seed += 1
