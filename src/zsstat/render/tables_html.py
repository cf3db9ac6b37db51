"""Tables as one small page of HTML: nothing is loaded from anywhere, and it prints.

Each table has a caption, headings with their scope, its unit line and its notes. Whatever a county
wrote is text there and never markup. A wide table scrolls in its own frame, which the keyboard
reaches, too; on paper the headings stand on every page.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from zsstat.model import Align, Figure, Part, Report, Table, TableRow
from zsstat.render.cells import cell_text, parts_text

_STYLE = """
:root { color-scheme: light dark; --ink: #1d2530; --paper: #fff; --line: #c3cad3; --soft: #f2f5f8;
  --quiet: #56606c; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e5e9ee; --paper: #14181d; --line: #47515c; --soft: #1f252c; --quiet: #a9b3be; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 80rem; color: var(--ink);
  background: var(--paper); line-height: 1.5;
  font-family: "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "WenQuanYi Micro Hei",
    sans-serif; }
section { margin-bottom: 2.5rem; }
.frame { overflow-x: auto; }
.frame:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }
table { border-collapse: collapse; min-width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-size: 1.15rem; font-weight: bold; padding-bottom: .4rem; }
caption span { display: block; text-align: right; font-size: .85rem; font-weight: normal;
  color: var(--quiet); }
th, td { padding: .3rem .7rem; border-bottom: 1px solid var(--line); text-align: left; }
th { font-weight: normal; }
tbody th { min-width: 8em; }
td { min-width: 4em; }
thead th { vertical-align: bottom; font-weight: bold; background: var(--soft);
  border-top: 2px solid var(--ink); border-bottom: 1px solid var(--ink); }
thead small { display: block; font-weight: normal; color: var(--quiet); }
tbody tr:last-child > * { border-bottom: 2px solid var(--ink); }
.n { text-align: right; white-space: nowrap; }
.t > * { font-weight: bold; background: var(--soft); }
.note { margin: .4rem 0 0; font-size: .85rem; color: var(--quiet); }
@page { size: A4 landscape; margin: 15mm; }
@media print {
  :root { --ink: #000; --paper: #fff; --line: #999; --soft: #fff; --quiet: #333; }
  body { padding: 0; max-width: none; font-size: 10pt; }
  .frame { overflow: visible; }
  th, td { padding: .15rem .4rem; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  caption, thead { break-after: avoid; }
}
"""


_POLICY = (
    '<meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
)


def html_bytes(report: Report) -> bytes:
    """All tables of the report on one page in UTF-8."""
    title = report.tables[0].title if report.tables else ""
    lines = [
        "<!DOCTYPE html>",
        '<html lang="zh-CN">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        _POLICY,
        f"<title>{escape(title)}</title>",
        f"<style>{_STYLE}</style>",
        "</head>",
        "<body>",
        "<main>",
        *(line for table in report.tables for line in _section(table)),
        "</main>",
        "</body>",
        "</html>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _section(table: Table) -> Iterator[str]:
    yield "<section>"
    yield (
        f'<div class="frame" role="region" tabindex="0" aria-label="{escape(table.title)}"><table>'
    )
    unit = f"<span>{escape(table.unit_line)}</span>" if table.unit_line else ""
    yield f"<caption>{escape(table.title)}{unit}</caption>"
    yield f"<thead><tr>{''.join(_headings(table))}</tr></thead>"
    yield "<tbody>"
    yield from (_row(table, row) for row in table.rows)
    yield "</tbody>"
    yield "</table></div>"
    yield from (f'<p class="note">注：{escape(parts_text(note))}</p>' for note in table.notes)
    yield "</section>"


def _headings(table: Table) -> Iterator[str]:
    for heading in table.headings:
        unit = f"<small>（{escape(heading.unit)}）</small>" if heading.unit else ""
        yield f'<th scope="col"{_class(heading.align)}>{escape(heading.text)}{unit}</th>'


def _row(table: Table, row: TableRow) -> str:
    cells = zip(row.cells, table.headings, strict=True)
    inside = "".join(
        _cell(cell, heading.align, first=number == 0)
        for number, (cell, heading) in enumerate(cells)
    )
    return f'<tr class="t">{inside}</tr>' if row.total else f"<tr>{inside}</tr>"


def _cell(cell: Part | None, align: Align, *, first: bool) -> str:
    """The first cell of a row says what the row is about, unless it is itself a figure."""
    text = escape(cell_text(cell))
    if first and not isinstance(cell, Figure):
        return f'<th scope="row"{_class(align)}>{text}</th>'
    return f"<td{_class(align)}>{text}</td>"


def _class(align: Align) -> str:
    return ' class="n"' if align is Align.RIGHT else ""
