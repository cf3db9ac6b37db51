"""How a file was understood, for people: sheet by sheet, column by column, row by row; and the
lines of TOML by which a name that was not recognised would be."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TypeAlias

from zsstat.cli.paper import Verbatim
from zsstat.cli.views import finding_lines
from zsstat.declarations import Catalogue
from zsstat.model import (
    Align,
    ColumnUse,
    Heading,
    Kind,
    Range,
    RowUse,
    SeenColumn,
    SeenEvidence,
    SeenRow,
    SeenSheet,
    SeenTable,
    Suggestion,
    Table,
    TableRow,
    Understanding,
    UnitSource,
    cell_name,
)
from zsstat.pipeline.inspection import Inspection
from zsstat.pipeline.ledger import describe

Piece: TypeAlias = str | Table

_FORMATS = {
    "xlsx": "Excel 工作簿（.xlsx）",
    "xls": "旧版 Excel 或 WPS 工作簿（.xls、.et）",
    "ods": "OpenDocument 表格（.ods）",
    "xlsb": "Excel 二进制工作簿（.xlsb）",
    "csv": "文本表格（.csv、.tsv）",
    "html": "网页表格（另存为 .xls 的网页）",
    "mhtml": "单个文件的网页表格（.mht）",
    "spreadsheetml": "XML 表格 2003",
}
"""What a file is by its content."""
_LAYOUTS = {"list": "一行一条", "item": "一行一个指标", "matrix": "行列交叉"}
_UNITS = {
    UnitSource.HEADER: "表头",
    UnitSource.UNIT_ROW: "单位行",
    UnitSource.ROW: "各行",
    UnitSource.CELL: "单元格",
}
_ROWS = {
    RowUse.NUMBERS: "栏号行，不是数据",
    RowUse.TOTAL: "合计，只用来核对，不加入统计",
    RowUse.SUBTOTAL: "小计，只用来核对，不加入统计",
    RowUse.GROUP: "分组的标题，不是数据",
    RowUse.PART: "“其中”的一部分，不重复统计",
    RowUse.EXAMPLE: "填写示例，不统计",
    RowUse.CONTINUED: "与上一行合并，不单独统计",
    RowUse.STRAY: "整行只有一个单元格，不统计",
    RowUse.UNKNOWN: "名称不在目录里，不统计",
    RowUse.TITLE: "表题",
    RowUse.UNIT: "单位行",
    RowUse.SIGNATURE: "填报单位、日期、签名等",
    RowUse.NOTE: "附注",
    RowUse.NIL: "只有空白标记，没有数据",
    RowUse.UNREAD: "没有用到",
}
_COLUMNS = {
    ColumnUse.REPEATED: "与前面的列重复，不参加统计",
    ColumnUse.AMBIGUOUS: "分不清",
    ColumnUse.ORDINAL: "序号，不参加统计",
    ColumnUse.LABEL: "行的名称",
    ColumnUse.IGNORED: "不参加统计",
}


def inspection_pieces(inspection: Inspection, catalogue: Catalogue) -> Iterator[Piece]:
    """Lines and tables, in the order in which they are shown; an empty line parts the sheets."""
    understanding = inspection.understanding
    if understanding is None:
        yield f"{inspection.file}：读不了"
    else:
        yield from _head(inspection.file, understanding, catalogue)
        for sheet in understanding.sheets:
            yield ""
            yield from _sheet(sheet, catalogue)
        yield from _advice(understanding)
    yield ""
    yield from _findings(inspection)


def _findings(inspection: Inspection) -> Iterator[str]:
    if not inspection.findings:
        yield "读取时没有发现问题"
        return
    yield f"读取时发现的问题（{len(inspection.findings)}条，与历史数据的核对在导入时进行）："
    for finding in inspection.findings:
        yield from finding_lines(finding)


# --- the file ---------------------------------------------------------------------------------


def _head(file: str, seen: Understanding, catalogue: Catalogue) -> Iterator[str]:
    yield f"{file}　{_FORMATS.get(seen.format, seen.format)}"
    if seen.degraded:
        yield "　　这种格式看不出错误值、没有计算的公式和隐藏的行列，请核实空白的单元格"
    subject = seen.subject
    reporter = catalogue.areas[subject.reporter] if subject.reporter else None
    year = subject.period.year if subject.period else None
    name = (reporter.name(year) if year else reporter.names[-1].value) if reporter else ""
    yield f"填报单位：{name or '没有认出'}"
    yield from _evidence([e for e in seen.evidence if e.area], catalogue, given=bool(name))
    for item in seen.evidence:
        if not (item.area or item.period):
            yield f"　　没有认出：{_where(item)}{_near(item.suggestions)}"
    yield f"报告期：{describe(subject.period) if subject.period else '没有认出'}"
    dated = [e for e in seen.evidence if e.period]
    yield from _evidence(dated, catalogue, given=subject.period is not None, period=True)


def _evidence(
    evidence: list[SeenEvidence], catalogue: Catalogue, *, given: bool, period: bool = False
) -> Iterator[str]:
    """What was gone by, then what was seen and not gone by."""
    taken = [e for e in evidence if (e.period_taken if period else e.area_taken)]
    for item in taken[:_MOST_EVIDENCE]:
        yield f"　　依据：{_where(item)}"
    if len(taken) > _MOST_EVIDENCE:
        yield f"　　　　　另有{len(taken) - _MOST_EVIDENCE}处写的一样"
    for item in evidence:
        if item not in taken:
            said = describe(item.period) if period and item.period else _area(item.area, catalogue)
            yield f"　　没有采用：{_where(item)}（{said}）"
    if not taken and given:
        yield "　　依据：命令行里指定的"
    elif not evidence:
        yield "　　表题、封面和有关各栏都没有写"


_MOST_EVIDENCE = 3
"""So many places that say the same are quoted."""


_BY_ITS_ROWS = "　有几个地区的数，只有上级能报"
"""Why a table that names nobody has a sender."""


def _where(item: SeenEvidence) -> str:
    text = f"　“{item.text}”" if item.text else _BY_ITS_ROWS
    return f"工作表“{item.ref.sheet}” {item.ref.cell}{text}"


def _area(area: str | None, catalogue: Catalogue) -> str:
    return catalogue.areas[area].names[-1].value if area else ""


# --- a sheet ----------------------------------------------------------------------------------


def _sheet(sheet: SeenSheet, catalogue: Catalogue) -> Iterator[Piece]:
    hidden = "（隐藏的）" if sheet.hidden else ""
    if not sheet.filled_rows:
        yield f"工作表“{sheet.name}”{hidden}　空白"
        return
    size = f"A1:{sheet.last_cell}，{sheet.filled_rows}行有内容"
    if sheet.review:
        yield f"工作表“{sheet.name}”{hidden}　{size}　{_ours(sheet)}，不读"
        return
    yield f"工作表“{sheet.name}”{hidden}　{size}　{_tables_found(sheet)}"
    for table in sheet.tables:
        yield from _table(table, catalogue)
    if not sheet.tables and sheet.nearest:
        yield f"　　最接近的是{sheet.nearest}"
    if sheet.lines:
        yield "　　表外的行：" if sheet.tables else "　　各行："
        yield from _row_lines(sheet.lines)


def _ours(sheet: SeenSheet) -> str:
    return "表样的填报说明" if sheet.guide else "退回时附的审核意见"


def _tables_found(sheet: SeenSheet) -> str:
    return f"有{len(sheet.tables)}张表" if sheet.tables else "没有认出报表"


def _table(table: SeenTable, catalogue: Catalogue) -> Iterator[Piece]:
    yield ""
    names = "或".join(catalogue.returns[code].name for code in table.candidates)
    codes = "、".join(table.candidates)
    title = f"　表题“{table.title}”" if table.title else ""
    yield f"　{names}（{codes}，{_LAYOUTS[table.layout]}）　{_range(table.place)}{title}"
    yield f"　　{_rows_found(table)}"
    yield _columns_table(table, catalogue)
    if table.missing:
        missing = "、".join(f"“{name}”" for name in table.missing)
        yield f"　　缺少必填的列{missing}，这张表没有统计"
    if len(table.candidates) > 1:
        yield "　　这几种报表都合适，分不清是哪一种，这张表没有统计"
    if table.absent:
        yield f"　　没有的列（可以没有）：{'、'.join(table.absent)}"
    if table.rows:
        yield "　　不是数据的行："
        yield from _row_lines(table.rows)


def _range(place: Range) -> str:
    first = cell_name(place.first_row, place.first_column)
    return f"{first}:{cell_name(place.last_row, place.last_column)}"


def _rows_found(table: SeenTable) -> str:
    header = f"表头第{_runs(table.header_rows)}行" if table.header_rows else "没有表头"
    if not table.data_rows:
        return f"{header}，没有数据"
    values = f"，读出{table.records}组数" if table.layout == "matrix" else ""
    return f"{header}，数据第{table.first_row}—{table.last_row}行，共{table.data_rows}行{values}"


def _runs(rows: Iterable[int]) -> str:
    """``4, 5, 9`` → ``4—5、9``."""
    runs = [
        [row for _, row in run]
        for _, run in groupby(enumerate(sorted(set(rows))), key=lambda pair: pair[1] - pair[0])
    ]
    return "、".join(str(r[0]) if len(r) == 1 else f"{r[0]}—{r[-1]}" for r in runs)


def _row_lines(rows: Iterable[SeenRow]) -> Iterator[str]:
    """A line a row; of many alike the first ones, and how many more."""
    for use, alike in groupby(rows, key=lambda row: row.use):
        members = list(alike)
        shown = members if len(members) <= _MOST_ROWS else members[: _MOST_ROWS - 1]
        for row in shown:
            about = f"（第{row.first}—{row.last}行）" if row.first and row.last else ""
            text = f"“{row.text}”" if row.text else ""
            yield f"　　　第{row.row}行　{_ROWS[use]}{about}　{text}{_near(row.suggestions)}"
        if len(shown) < len(members):
            rest = _runs(row.row for row in members[len(shown) :])
            yield f"　　　第{rest}行　{_ROWS[use]}（同上，JSON 格式里逐行列出）"


_MOST_ROWS = 8
"""So many rows of one kind in a run are listed one by one on the terminal."""


def _near(suggestions: tuple[Suggestion, ...], before: str = "　") -> str:
    if not suggestions:
        return ""
    word = "内容像" if suggestions[0].by_content else "最接近"
    return f"{before}{word}：{'、'.join(s.name for s in suggestions)}"


# --- the columns of a table -------------------------------------------------------------------


def _columns_table(table: SeenTable, catalogue: Catalogue) -> Table:
    rows = tuple(
        TableRow(
            (
                column.letters,
                column.header or "（没有列名）",
                _taken_for(column, catalogue),
                _unit(column),
                str(column.filled),
            )
        )
        for column in table.columns
    )
    headings = (
        Heading("列", Align.LEFT),
        Heading("表头", Align.LEFT),
        Heading("认作", Align.LEFT),
        Heading("单位", Align.LEFT),
        Heading("非空行"),
    )
    return Table("", headings, rows)


def _taken_for(column: SeenColumn, catalogue: Catalogue) -> str:
    if column.use is ColumnUse.USED:
        said = [*_key(column, catalogue), *column.names]
        return " ".join(said)
    text = _COLUMNS[column.use]
    if column.use is ColumnUse.AMBIGUOUS and column.names:
        text = f"{text}：{'还是'.join(column.names)}"
    if column.use is ColumnUse.REPEATED:
        text = f"{column.names[0]}，{text}"
    return text + _near(column.suggestions, "；")


def _key(column: SeenColumn, catalogue: Catalogue) -> Iterator[str]:
    """What the heading of a matrix says besides the value column."""
    if column.area:
        yield _area(column.area, catalogue)
    if column.indicator:
        yield catalogue.indicators[column.indicator].name
    if column.period:
        yield describe(column.period)


def _unit(column: SeenColumn) -> str:
    if column.unit_source is UnitSource.UNKNOWN:
        return "没有写明"
    if not column.units:
        return ""
    cell = f" {column.unit_cell}" if column.unit_cell else ""
    source = _UNITS.get(column.unit_source, "")
    return f"{'、'.join(column.units)}（{source}{cell}）" if source else "、".join(column.units)


# --- what would make it known -----------------------------------------------------------------


def snippets(understanding: Understanding) -> dict[str, str]:
    """File of the configuration → the lines that would add each name to the aliases of what it is
    nearest to; what else it may be is said in a comment."""
    offered = list(_offered(understanding))
    found = {
        "returns.toml": "\n".join(_column_snippet(offered)),
        "indicators.toml": "\n".join(_entry_snippet(offered, Kind.INDICATOR, "indicator", "code")),
        "areas.toml": "\n".join(_entry_snippet(offered, Kind.AREA, "area", "id")),
    }
    return {file: text for file, text in found.items() if text}


def _offered(understanding: Understanding) -> Iterator[tuple[Suggestion, ...]]:
    """Of everything that was not understood what it may be, nearest first."""
    yield from (item.suggestions for item in understanding.evidence if item.suggestions)
    for sheet in understanding.sheets:
        yield from ((suggestion,) for suggestion in sheet.suggestions)
        for table in sheet.tables:
            offered = [column.suggestions for column in table.columns]
            offered += [row.suggestions for row in table.rows]
            yield from filter(None, offered)


def _column_snippet(offered: Iterable[tuple[Suggestion, ...]]) -> Iterator[str]:
    tables: dict[str, dict[str, list[tuple[Suggestion, ...]]]] = {}
    for suggestions in offered:
        first = suggestions[0]
        if first.kind is Kind.COLUMN:
            tables.setdefault(first.table, {}).setdefault(first.name, []).append(suggestions)
    for table, columns in tables.items():
        yield from ("[[table]]", f"id = {_toml(table)}")
        for name, several in columns.items():
            yield from ("", "[[table.columns]]", f"name = {_toml(name)}")
            yield from _aliases(several)


def _entry_snippet(
    offered: Iterable[tuple[Suggestion, ...]], kind: Kind, name: str, key: str
) -> Iterator[str]:
    entries: dict[str, list[tuple[Suggestion, ...]]] = {}
    for suggestions in offered:
        if suggestions[0].kind is kind:
            entries.setdefault(suggestions[0].id, []).append(suggestions)
    for number, (entry, several) in enumerate(entries.items()):
        yield from (*([""] if number else []), f"[[{name}]]", f"{key} = {_toml(entry)}")
        yield from _aliases(several)


def _aliases(several: list[tuple[Suggestion, ...]]) -> Iterator[str]:
    words = list(dict.fromkeys(suggestions[0].written for suggestions in several))
    others = dict.fromkeys(s.name for suggestions in several for s in suggestions[1:])
    if others:
        yield f"# 也可能是 {'、'.join(others)}"
    yield f"aliases = {_toml(words)}"


def _toml(value: str | list[str]) -> str:
    return json.dumps(value, ensure_ascii=False)


def _advice(understanding: Understanding) -> Iterator[str]:
    found = snippets(understanding)
    if not found:
        return
    yield ""
    yield "没有认出的名称如果就是上面所说的那一个，把下面几行写进配置目录里的文件"
    yield "（还没有配置目录时先运行 zsstat init），再用 --config 配置目录 看一次："
    for file, text in found.items():
        yield f"　{file}"
        yield from (Verbatim(f"    {line}" if line else "") for line in text.splitlines())
