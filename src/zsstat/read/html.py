"""Web pages under a workbook's name (.htm, .xls of a reporting system) → a grid a table of data.

lxml parses them as browsers do; nothing is fetched, no script runs, no entity is defined.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NoReturn

from zsstat.model import Grid
from zsstat.read.encodings import encoding_of, has_endless_element, text_chunks
from zsstat.read.htmlopen import FoundTable
from zsstat.read.htmlpage import PageReader
from zsstat.read.limits import Limits
from zsstat.read.refusals import damaged, not_workbook, too_large, unsafe

_EXPORT = "请在网上系统中重新导出，或在 Excel、WPS 中把表格另存为“Excel 工作簿（*.xlsx）”后报送。"
_LOG_IN = "请登录系统后重新导出报表，打开确认里面有数据后再报送。"
_WITH_FOLDER = "请在 Excel 中打开原来的工作簿，另存为“Excel 工作簿（*.xlsx）”后报送。"
_LONGEST_NAME = 60


def read_html(data: bytes, limits: Limits) -> tuple[Grid, ...]:
    """The grids of a page, one for each table of data, in their order.

    Spans are merged ranges; ``display:none`` is hidden; a cell is TEXT as it is displayed unless
    Excel or LibreOffice noted its number. Texts of the page and of layout tables are rows above the
    table that follows them, those after the last table rows below it. A sheet is called by the
    table's caption, else the name that Excel noted, else the heading above it, else 表1, 表2 …
    Raises UnreadableError, also for a page without a table.
    """
    return grids_of([read_page(data, limits)])


def read_page(data: bytes, limits: Limits, css: str = "") -> PageReader:
    """One page, read to its end; ``css`` is a style sheet that lies beside it."""
    from lxml import etree

    encoding = encoding_of(data, declared=True)
    if encoding is None:
        raise damaged("网页的文字编码有误")
    if has_endless_element(data):
        raise unsafe("网页中有一个元素过长")
    page = PageReader(limits)
    page.add_css(css)
    target: Any = page
    parser = etree.HTMLParser(target=target, encoding="utf-8", no_network=True, huge_tree=False)
    _check_counts(text_chunks(data, encoding), limits)
    try:
        for text in filter(None, text_chunks(data, encoding)):
            parser.feed(text.encode())
        parser.close()
    except etree.LxmlError as error:
        raise damaged("网页的内容有误") from error
    return page


def _check_counts(chunks: Iterator[str], limits: Limits) -> None:
    """Refuses a page that is too large before it costs the time to take it apart."""
    rows = cells = 0
    for text in map(str.lower, chunks):
        rows += text.count("<tr")
        cells += text.count("<td") + text.count("<th")
    if rows > limits.rows or cells > limits.cells:
        raise too_large(f"网页中的表格超过 {limits.rows} 行或 {limits.cells} 个单元格")


def grids_of(pages: Sequence[PageReader]) -> tuple[Grid, ...]:
    """The grids of pages that belong together. Raises UnreadableError when no page has a table."""
    tables = [(page, table) for page in pages for table in page.found]
    if not tables:
        _refuse_page(pages)
    names = _names(pages, [table for _, table in tables])
    return tuple(
        table.builder.grid(
            name,
            table.above,
            page.rest if table is page.found[-1] else (),
            epoch_1904=page.epoch_1904,
        )
        for name, (page, table) in zip(names, tables, strict=True)
    )


def _refuse_page(pages: Sequence[PageReader]) -> NoReturn:
    if any(page.asks_password for page in pages):
        raise not_workbook("这是系统的登录网页，里面没有报表", _LOG_IN)
    if any(page.sheet_files for page in pages):
        what = "这是 Excel 另存的网页，数据在旁边的文件夹里，不在这个文件里"
        raise not_workbook(what, _WITH_FOLDER)
    raise not_workbook("这是网页（HTML）文件，里面没有数据表格", _EXPORT)


def _names(pages: Sequence[PageReader], tables: Sequence[FoundTable]) -> Iterator[str]:
    noted = [name for page in pages for name in page.sheet_names]
    if len(noted) != len(tables):
        noted = [""] * len(tables)
    taken: set[str] = set()
    for number, (table, by_excel) in enumerate(zip(tables, noted, strict=True), start=1):
        name = table.caption or by_excel or table.heading or f"表{number}"
        name = " ".join(name.split())[:_LONGEST_NAME]
        if name in taken:
            name = f"{name}（{number}）"
        taken.add(name)
        yield name
