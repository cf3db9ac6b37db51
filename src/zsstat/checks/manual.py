"""The manual pages of the rules, made from the catalogue's entries and the checks' docstrings."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

from zsstat.checks import READING, RULES
from zsstat.declarations import Catalogue, Rule
from zsstat.model import Level

LEVELS = {
    Level.A: "强制性：不改正不能接收",
    Level.B: "准强制性：改正，或由市局认可说明后接收",
    Level.C: "核实性：请核实，不影响接收",
    Level.D: "提示性：只作提示",
}
_GROUPS = {
    "file": "文件",
    "cell": "单元格",
    "row": "行",
    "table": "合计与汇总",
    "cross": "表与表之间",
    "within": "一份报表之内",
    "history": "与以往报表",
    "elsewhere": "与其他单位的报表",
    "province": "全省位次",
}
_READING = "读取报表时即行判断，没有另外的条件。"
_HEAD = """\
# 核对规则

<!-- Generated from src/zsstat/catalog/rules.toml by zsstat.checks.manual; do not edit by hand. -->

每条规则有一个级别：

{levels}

规则缺少所需的数据时（缺列、没有上年数等）判为“无法核对”：写在结果里，不算通过，也不影响接收。同一规则、同样的话
合并为一条，单元格列在一起。B 级的认可绑定当时的数值，数值一变即失效。

规则写在 `rules.toml` 里，可以用 `--config` 目录下的同名文件改级别、改条件、按年份启用
（`since`、`until`）或停用（`enabled = false`）。停用读取类规则要慎重：
读不出的单元格仍按未填报处理，不会当成数值，但不再有人得到提示；宜改级别，不宜停用。
"""


def manual(catalogue: Catalogue) -> str:
    """The whole page, Markdown: every rule by group, then how the checks work."""
    levels = "\n".join(f"- **{level}** {meaning}" for level, meaning in LEVELS.items())
    parts = [_HEAD.format(levels=levels)]
    for group, rules in _grouped(catalogue).items():
        parts.append(f"## {_GROUPS.get(group, group)}\n")
        parts += [f"### {rule.title}\n\n{page(rule, catalogue)}" for rule in rules]
    parts.append("## 核对方法\n")
    parts += [f"### {name}\n\n{_method(name)}\n" for name in RULES]
    return "\n".join(parts)


def page(rule: Rule, catalogue: Catalogue) -> str:
    """One rule's manual page, Markdown without heading: what must hold, why, examples, what to do,
    how seriously and in which years."""
    return "".join(f"- {name}：{text}\n" for name, text in _entries(rule, catalogue) if text)


def explain(rule: Rule, catalogue: Catalogue) -> str:
    """The page of one rule together with how its check works, as ``zsstat catalog`` shows it."""
    return f"{page(rule, catalogue)}\n{_method(rule.check)}\n"


def _grouped(catalogue: Catalogue) -> dict[str, list[Rule]]:
    """Rules by the first part of their id, groups and rules in the order of the catalogue."""
    groups: dict[str, list[Rule]] = {}
    for rule in catalogue.rules.values():
        groups.setdefault(rule.id.partition(".")[0], []).append(rule)
    return groups


def _entries(rule: Rule, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    table = catalogue.returns.get(rule.table or "")
    yield "编号", f"`{rule.id}`" + (f"，第{rule.version}版" if rule.version > 1 else "")
    yield "要求", rule.title
    yield "为什么", rule.why
    yield "合格的例子", rule.passes
    yield "不合格的例子", rule.fails
    yield "怎样处理", rule.action
    yield "级别", f"{rule.level}（{LEVELS[rule.level].partition('：')[0]}）"
    yield "年份", _years(rule)
    yield "报表", table.name if table else ""
    yield "适用于", f"`{rule.when}`" if rule.when else ""
    yield "应成立", f"`{rule.holds}`" if rule.holds else ""
    yield "允许误差", _tolerance(rule)
    yield "核对方法", "" if rule.check == READING else f"`{rule.check}`"


def _years(rule: Rule) -> str:
    if rule.since is None and rule.until is None:
        return "不限"
    if rule.since is not None and rule.until is not None:
        return f"{rule.since}—{rule.until}年"
    return f"{rule.until}年以前（含）" if rule.since is None else f"{rule.since}年起"


def _tolerance(rule: Rule) -> str:
    given = [rule.tolerance.absolute] if rule.tolerance.absolute != "0" else []
    if rule.tolerance.relative != "0":
        given.append(f"{rule.tolerance.relative}%")
    return " 或 ".join(given)


def _method(check: str) -> str:
    """The check's docstring, its lines joined as Chinese is written: without spaces between."""
    if check == READING:
        return _READING
    text = inspect.getdoc(RULES[check]) or ""
    return "\n\n".join("".join(part.splitlines()) for part in text.split("\n\n"))
