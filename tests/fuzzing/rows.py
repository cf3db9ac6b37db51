"""The return with other contents, in whatever format: what counties really send, and worse."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.fuzzing.seeds import SHEETS, Row, Value

Rows = list[list[Value]]

ODD_VALUES: tuple[Value, ...] = (
    "", " ", "　", "/", "—", "无", 0, -1, 1e300, 5e-300, 0.1 + 0.2, 10**15, "１２３", "-１", "五亿",
    "约5000", "5000+", "8000（一期）", "1.2亿", "3500万元", "1,234.5", "1，234", "1e5", "0x1F",
    "NaN", "inf", "²", "½", "٣", "五千万亿亿", "第" * 50, "2020.10", "2020年13月40日", "2020-02-30",
    "99999999", 43957, 202005, 2020.1, -43957, 10**7, "#REF!", "#DIV/0!", "#N/A", "合计", "小计",
    "其中：", "续表", "单位：万元", "单位：美元", "单位", "汉滨区", "2019年", "1-9月", "a" * 32_000,
    "中" * 5000, "a\nb", "\u200b", "\u202e反", "🚀", "\u0600", "13800138000", "()", "[", "*", "%",
    "610924199001011234", "{0}", "%s", "<b>", "&amp;", "'; DROP TABLE record; --", "项目名称",
    "总投资(亿元)", "省际", "指标", "地区", "全国", "填表人", "注：", "一、", "1.", "%" * 99,
)  # fmt: skip


def odd_value(rows: Rows, dice: random.Random) -> None:
    row = dice.choice(rows)
    row[dice.randrange(len(row))] = dice.choice(ODD_VALUES)


def odd_column(rows: Rows, dice: random.Random) -> None:
    column, value = dice.randrange(15), dice.choice(ODD_VALUES)
    for row in rows[2:]:
        if column < len(row):
            row[column] = value


def lost_row(rows: Rows, dice: random.Random) -> None:
    if len(rows) > 2:
        del rows[dice.randrange(len(rows))]


def lost_column(rows: Rows, dice: random.Random) -> None:
    column = dice.randrange(15)
    for row in rows:
        if column < len(row) > 1:
            del row[column]


def new_column(rows: Rows, dice: random.Random) -> None:
    column = dice.randrange(15)
    for row in rows[1:]:
        row.insert(column, dice.choice(ODD_VALUES))


def moved_rows(rows: Rows, dice: random.Random) -> None:
    first = dice.randrange(len(rows))
    rows[:] = rows[first:] + rows[:first]


def blank_rows(rows: Rows, dice: random.Random) -> None:
    place = dice.randrange(len(rows) + 1)
    rows[place:place] = [[""] for _ in range(dice.choice((1, 2, 30)))]


def shifted(rows: Rows, dice: random.Random) -> None:
    for row in rows:
        row[:0] = [""] * dice.choice((1, 1, 2))


def below_again(rows: Rows, dice: random.Random) -> None:
    rows += [list(row) for row in rows[dice.randrange(len(rows)) :]]


def beside_again(rows: Rows, _: random.Random) -> None:
    for row in rows:
        row += row


def turned(rows: Rows, _: random.Random) -> None:
    """Rows become columns."""
    width = max(map(len, rows))
    filled = [[*row, *[""] * (width - len(row))] for row in rows]
    rows[:] = [list(column) for column in zip(*filled, strict=True)]


EDITS: tuple[Callable[[Rows, random.Random], None], ...] = (
    odd_value, odd_value, odd_value, odd_value, odd_column, lost_row, lost_column, new_column,
    moved_rows, blank_rows, shifted, below_again, beside_again, turned,
)  # fmt: skip


def altered_sheets(dice: random.Random) -> dict[str, tuple[Row, ...]]:
    """The return's sheets with one to five things changed; the sheets may have changed places."""
    sheets = {name: [list(row) for row in rows] for name, rows in SHEETS.items()}
    for _ in range(dice.choice((1, 1, 2, 3, 5))):
        dice.choice(EDITS)(dice.choice(list(sheets.values())), dice)
    names = list(sheets)
    if dice.random() < 0.2:
        names.reverse()
    return {name: tuple(map(tuple, sheets[name])) for name in names}
