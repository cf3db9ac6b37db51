"""What the catalogue holds, for people: an overview, and a page about each thing in it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from zsstat.checks.manual import explain
from zsstat.declarations import Catalogue, Indicator, IndicatorKind, Posting, ReturnTable, Rule
from zsstat.errors import UsageError
from zsstat.model import Align, Document, Heading, Paragraph, Style, Table, TableRow

_KINDS = {
    IndicatorKind.FLOW: "流量（本年累计）",
    IndicatorKind.STOCK: "存量（期末数）",
    IndicatorKind.COUNT: "个数",
    IndicatorKind.RATE: "比率（由合计数计算，不相加）",
}


def overview(catalogue: Catalogue) -> tuple[Table, ...]:
    """Indicators, returns, rules and reporters, each a table."""
    return (
        _table(
            "指标",
            ("代码", "名称", "单位", "取自"),
            (
                (i.code, i.name, i.unit, _origin(i, catalogue))
                for i in catalogue.indicators.values()
                if not i.hidden
            ),
        ),
        _table(
            "报表",
            ("代码", "名称", "必填的列"),
            (
                (t.id, t.name, "、".join(c.name for c in t.columns if c.required))
                for t in catalogue.returns.values()
            ),
        ),
        _table(
            "核对规则",
            ("代码", "级别", "要求"),
            ((r.id, r.level.value, r.title) for r in catalogue.rules.values() if r.enabled),
        ),
        _table(
            "地区",
            ("代码", "名称", "区划代码"),
            (
                (a.id, a.names[-1].value, a.codes[-1].value if a.codes else "—")
                for a in catalogue.areas.values()
            ),
        ),
    )


def overview_of(catalogue: Catalogue, kind: str) -> Table:
    """The table of one of :data:`KINDS`."""
    indicators, returns, rules, _ = overview(catalogue)
    return {"indicator": indicators, "return": returns, "rule": rules}[kind]


KINDS = {"indicator": "指标", "rule": "规则", "return": "报表"}
"""What a page can be asked for by kind: the word for it in commands, and its name."""


def page(catalogue: Catalogue, what: str, kind: str = "") -> Document:
    """All about one indicator, rule or return; with a ``kind`` of :data:`KINDS` about one of that
    kind alone, where two share a name.

    Raises :class:`UsageError` with the nearest codes for anything else."""
    for looked_in, lines in (
        ("indicator", _indicator_page),
        ("rule", _rule_page),
        ("return", _return_page),
    ):
        if kind in ("", looked_in) and (found := lines(catalogue, what)):
            return _document(found)
    known = [
        code
        for looked_in, codes in (
            ("indicator", catalogue.indicators),
            ("rule", catalogue.rules),
            ("return", catalogue.returns),
        )
        if kind in ("", looked_in)
        for code in codes
    ]
    near = difflib.get_close_matches(what, known, n=3, cutoff=0.4)
    hint = f"是不是：{'、'.join(near)}" if near else "运行 zsstat catalog 查看全部代码"
    raise UsageError(f"目录里没有{KINDS.get(kind, '')}“{what}”", hint)


def _indicator_page(catalogue: Catalogue, what: str) -> Iterator[str] | None:
    for indicator in catalogue.indicators.values():
        if what in (indicator.code, indicator.name, indicator.short, *indicator.aliases):
            return _indicator(indicator, catalogue)
    return None


def _rule_page(catalogue: Catalogue, what: str) -> Iterator[str] | None:
    return _rule(catalogue.rules[what], catalogue) if what in catalogue.rules else None


def _return_page(catalogue: Catalogue, what: str) -> Iterator[str] | None:
    for table in catalogue.returns.values():
        if what in (table.id, table.name):
            return _return(table)
    return None


def _table(title: str, headings: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> Table:
    return Table(
        title,
        tuple(Heading(text, Align.LEFT) for text in headings),
        tuple(TableRow(cells) for cells in rows),
    )


def _document(lines: Iterator[str]) -> Document:
    first, *rest = lines
    return Document(
        (Paragraph(Style.HEADING, (first,)), *(Paragraph(Style.BODY, (x,)) for x in rest))
    )


def _origin(indicator: Indicator, catalogue: Catalogue) -> str:
    if indicator.ratio:
        return "计算"
    if not indicator.post:
        return "报表所列的数"
    return "、".join(dict.fromkeys(catalogue.returns[p.table].name for p in indicator.post))


def _indicator(indicator: Indicator, catalogue: Catalogue) -> Iterator[str]:
    yield f"{indicator.name}　{indicator.code}"
    yield f"种类：{_KINDS[indicator.kind]}"
    base = catalogue.base_unit(indicator.code)
    yield f"单位：{indicator.unit}，最多{indicator.decimals}位小数；以{base}为单位存储"
    if indicator.aliases:
        yield f"又称：{'、'.join(indicator.aliases)}"
    if indicator.ratio:
        above, below = (
            catalogue.indicators[code].name
            for code in (indicator.ratio.numerator, indicator.ratio.denominator)
        )
        yield f"算法：{above} ÷ {below} × 100"
    for posting in indicator.post:
        yield f"统计：{_posting(posting, catalogue)}"
        for name, meaning in catalogue.definitions.items():
            if posting.when and name in posting.when:
                yield f"其中“{name}”：{meaning}"
    if indicator.ranked:
        yield "参加全省位次"
    if indicator.note:
        yield f"说明：{indicator.note}"


def _posting(posting: Posting, catalogue: Catalogue) -> str:
    table = catalogue.returns[posting.table].name
    what = f"“{posting.value}”之和" if posting.value else f"行数（看“{posting.count}”一格）"
    otherwise = "，空缺的按1计" if posting.otherwise else ""
    return f"{table}的{what}{otherwise}" + (f"，条件：{posting.when}" if posting.when else "")


def _rule(rule: Rule, catalogue: Catalogue) -> Iterator[str]:
    """The rule's manual page without the signs of Markdown."""
    for line in explain(rule, catalogue).splitlines():
        if line:
            yield line.removeprefix("- ").replace("`", "")


def _return(table: ReturnTable) -> Iterator[str]:
    yield f"{table.name}　{table.id}"
    for column in table.columns:
        needed = "（必填）" if column.required else ""
        others = f"　也可写作：{'、'.join(column.aliases)}" if column.aliases else ""
        yield f"{column.name}{needed}{others}"
