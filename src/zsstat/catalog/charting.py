"""What cannot be right about a chart, and names by which a template could ask for two things. Every
problem names entry and key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zsstat.catalog.problems import Problem, nearest
from zsstat.declarations import Catalogue, ChartOf, ChartSpec, TableSpec
from zsstat.model import Dimension, Measure

_FILE = "tables.toml"
_BASES = (Measure.GROWTH_RANK, Measure.COMPLETION_RANK)
_FEWEST, _MOST = 3, 99
"""Fewer of the largest show nothing; how many are shown is said in Chinese numerals up to here."""


def chart_problems(spec: ChartSpec, catalogue: Catalogue) -> Iterator[Problem]:
    """Every inconsistency of one chart but those of its title."""
    where = f"chart[{spec.id}]"
    if spec.indicator not in catalogue.indicators:
        advice = nearest(spec.indicator, catalogue.indicators)
        yield Problem(_FILE, f"{where}.indicator", f"没有指标 {spec.indicator}", advice)
    if not _FEWEST <= spec.most <= _MOST:
        advice = f"写 {_FEWEST} 到 {_MOST}"
        yield Problem(_FILE, f"{where}.most", f"{spec.most} 不对", advice)
    yield from _measure(spec, catalogue, where)
    yield from _dimension(spec, catalogue, where)


def name_problems(catalogue: Catalogue) -> Iterator[Problem]:
    """A template asks for tables and for charts by name, each of which must be a word and mean one
    thing. A table without a name cannot be asked for, a chart has to have one."""
    broken_down = {
        f"按{said}": "按分类列的表"
        for dimension in Dimension
        if (said := catalogue.wording.phrases.get(f"dimension_{dimension.value}"))
    }
    yield from _names((t for t in catalogue.tables.values() if t.name), "table", broken_down)
    yield from _names(catalogue.charts.values(), "chart", {})


def _names(
    specs: Iterable[TableSpec | ChartSpec], kind: str, taken: dict[str, str]
) -> Iterator[Problem]:
    for spec in specs:
        where = f"{kind}[{spec.id}].name"
        if not spec.name.isidentifier():
            advice = "模板里要按名称引用，只能用汉字、字母、数字和下划线，不能以数字开头"
            yield Problem(_FILE, where, f"名称“{spec.name}”不能用", advice)
        elif spec.name in taken:
            said = f"名称“{spec.name}”已经用于 {taken[spec.name]}"
            yield Problem(_FILE, where, said, "请换一个名称")
        taken.setdefault(spec.name, spec.id)


def _measure(spec: ChartSpec, catalogue: Catalogue, where: str) -> Iterator[Problem]:
    """Members of the province stand by one of the two rates, of an indicator that is placed."""
    if spec.of is not ChartOf.FIELD:
        if spec.measure is not Measure.GROWTH_RANK:
            said = f"of 为 {spec.of.value} 的图不用 measure"
            yield Problem(_FILE, f"{where}.measure", said, "请去掉 measure")
        return
    if spec.measure not in _BASES:
        advice = f"可以写的是 {'、'.join(basis.value for basis in _BASES)}"
        yield Problem(_FILE, f"{where}.measure", f"{spec.measure.value} 不是排位依据", advice)
    indicator = catalogue.indicators.get(spec.indicator)
    if indicator and not indicator.ranked:
        said = f"{indicator.name}不在全省排位，没有可画的数"
        yield Problem(_FILE, f"{where}.indicator", said, "请换成 ranked = true 的指标")


def _dimension(spec: ChartSpec, catalogue: Catalogue, where: str) -> Iterator[Problem]:
    """A chart of members says by what, and by what some return can be broken down."""
    key = f"{where}.dimension"
    if spec.of is not ChartOf.MEMBERS:
        if spec.dimension is not None:
            said = f"of 为 {spec.of.value} 的图不能分类"
            yield Problem(_FILE, key, said, "请去掉 dimension，或者把 of 改为 members")
        return
    offered = dict.fromkeys(d for table in catalogue.returns.values() for d in table.dimensions)
    choices = f"可以写的是 {'、'.join(map(str, offered))}"
    if spec.dimension is None:
        yield Problem(_FILE, key, "没有写按什么分类", choices)
    elif spec.dimension not in offered:
        yield Problem(_FILE, key, f"没有报表按 {spec.dimension.value} 分类", choices)
