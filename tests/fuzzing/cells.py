"""Workbooks that are whole, and in which somebody typed, moved, merged and hid things."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tests.fuzzing.packages import timeless
from tests.fuzzing.seeds import seed_file

_DAY = datetime(2020, 5, 6, tzinfo=UTC).replace(tzinfo=None)
_ODD_VALUES: tuple[object, ...] = (
    None, "", " ", "　", "/", "—", "无", 0, -1, 1e308, 5e-324, 0.1 + 0.2, 10**15, True, False,
    "１２３", "-１", "五亿", "约5000", "5000+", "8000（一期）", "1.2亿", "3500万元", "1,234.5",
    "1，234", "1e5", "0x1F", "NaN", "inf", "²", "½", "٣", "五千万亿亿", "第" * 50, "2020.10",
    "2020年13月40日", "2020-02-30", "99999999", 43957, 202005, 2020.1, -43957, 10**7, _DAY,
    time(8, 30), timedelta(hours=30), "#REF!", "#DIV/0!", "#N/A", "=1/0", "=SUM(K3:K6)", "=A1",
    "={1,2}", "'12", "合计", "小计", "单位：万元", "单位：美元", "汉滨区", "2019年", "a" * 32_767,
    "中" * 5000, "\t", "a\nb", "\u200b", "\u202e反", "🚀", "\ufffd", "\u0600", "13800138000",
    "610924199001011234", "()", "[", "*", "%", "{0}", "%s", "<b>", "&amp;",
    "'; DROP TABLE record; --", "项目名称", "总投资(亿元)", "省际",
)  # fmt: skip


def _last_row(sheet: Worksheet) -> int:
    """Of the table: one cell at the end of the sheet is no reason to go there."""
    return min(sheet.max_row, 100)


def _last_column(sheet: Worksheet) -> int:
    return min(sheet.max_column, 40)


def _values(sheet: Worksheet) -> list[list[object]]:
    rows = sheet.iter_rows(max_row=_last_row(sheet), max_col=_last_column(sheet))
    return [[cell.value for cell in row] for row in rows]


def odd_value(sheet: Worksheet, dice: random.Random) -> None:
    row, column = dice.randint(1, _last_row(sheet) + 2), dice.randint(1, _last_column(sheet) + 2)
    sheet._cells.pop((row, column), None)
    value = dice.choice(_ODD_VALUES)
    if isinstance(value, str):
        value = openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("", value)
    sheet.cell(row, column).value = value  # type: ignore[assignment]


def odd_column(sheet: Worksheet, dice: random.Random) -> None:
    """The same odd value all the way down."""
    column, value = dice.randint(1, _last_column(sheet)), dice.choice(_ODD_VALUES[:60])
    for row in range(3, _last_row(sheet)):
        sheet._cells.pop((row, column), None)
        sheet.cell(row, column).value = value  # type: ignore[assignment]


def far_cell(sheet: Worksheet, dice: random.Random) -> None:
    sheet.cell(dice.choice((500, 65_536, 1_048_576)), dice.choice((1, 40, 16_384))).value = 1


def moved(sheet: Worksheet, dice: random.Random) -> None:
    if sheet.max_row > _last_row(sheet) or sheet.max_column > _last_column(sheet):
        return  # openpyxl would go through every row up to the far cell
    match dice.randrange(5):
        case 0:
            sheet.insert_rows(dice.randint(1, _last_row(sheet)), dice.choice((1, 3)))
        case 1:
            sheet.delete_rows(dice.randint(1, _last_row(sheet)))
        case 2:
            sheet.insert_cols(dice.randint(1, _last_column(sheet)))
        case 3:
            sheet.delete_cols(dice.randint(1, _last_column(sheet)))
        case _:
            sheet.move_range(f"A1:F{_last_row(sheet)}", rows=dice.choice((1, 7)), cols=3)


def merged(sheet: Worksheet, dice: random.Random) -> None:
    top, left = dice.randint(1, _last_row(sheet)), dice.randint(1, _last_column(sheet))
    down, right = dice.choice((0, 1, 5, 1000)), dice.choice((1, 3, 200))
    name = f"{sheet.cell(top, left).coordinate}:"
    sheet.merged_cells.add(name + f"{get_column_letter(left + right)}{top + down}")


def hidden(sheet: Worksheet, dice: random.Random) -> None:
    match dice.randrange(3):
        case 0:
            sheet.row_dimensions[dice.randint(1, _last_row(sheet))].hidden = True
        case 1:
            sheet.column_dimensions[get_column_letter(dice.randint(1, 15))].hidden = True
        case _:
            sheet.sheet_state = dice.choice(("hidden", "veryHidden"))


def reformatted(sheet: Worksheet, dice: random.Random) -> None:
    code = dice.choice(
        ("yyyy/m/d", "@", "0%", "0,", '0.00"万元"', "[h]:mm", "m.d", ";;;", "General")
    )
    column = dice.randint(1, _last_column(sheet))
    for row in range(1, _last_row(sheet) + 1):
        sheet.cell(row, column).number_format = code


def repeated(sheet: Worksheet, dice: random.Random) -> None:
    """Rows again below or columns again beside, as a second table or a 续表 has them."""
    rows = _values(sheet)
    if dice.random() < 0.5:
        below = _last_row(sheet) + dice.choice((1, 2))
        _write(sheet, rows[dice.randrange(len(rows)) :], below, 1)
        return
    width = _last_column(sheet) + dice.choice((0, 1, 2))
    _write(sheet, rows, 1, width + 1)


def _write(sheet: Worksheet, rows: list[list[object]], top: int, left: int) -> None:
    for number, row in enumerate(rows, start=top):
        for column, value in enumerate(row, start=left):
            if value is not None:
                sheet._cells.pop((number, column), None)
                sheet.cell(number, column).value = value  # type: ignore[assignment]


def emptied(sheet: Worksheet, dice: random.Random) -> None:
    row, column = dice.randint(1, _last_row(sheet)), dice.randint(1, _last_column(sheet))
    for place in [p for p in sheet._cells if p[0] == row or p[1] == column]:
        del sheet._cells[place]


EDITS: tuple[Callable[[Worksheet, random.Random], None], ...] = (
    odd_value, odd_value, odd_value, odd_column, far_cell, moved, merged, hidden, reformatted,
    repeated, emptied,
)  # fmt: skip


def edited(_: bytes, dice: random.Random) -> bytes:
    """The return as xlsx with one to six edits."""
    book = openpyxl.load_workbook(io.BytesIO(seed_file("xlsx")))
    for _number in range(dice.choice((1, 2, 3, 6))):
        dice.choice(EDITS)(dice.choice(book.worksheets), dice)
    if all(sheet.sheet_state != "visible" for sheet in book.worksheets):
        book.create_sheet("空")
    file = io.BytesIO()
    book.save(file)
    return timeless(file.getvalue())
