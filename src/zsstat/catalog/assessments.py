"""What cannot be right about an assessment: names that must exist elsewhere, levels and weights
from which no points follow. Every problem names entry and key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from zsstat.catalog.problems import Problem, nearest
from zsstat.declarations import (
    AreaKind,
    Assessment,
    AssessmentItem,
    Catalogue,
    PointsBy,
)
from zsstat.model import Measure

_FILE = "tables.toml"
_MEASURES = (
    Measure.VALUE,
    Measure.GROWTH,
    Measure.SHARE,
    Measure.COMPLETION,
    Measure.PACE,
)
"""What an area can be given points for."""


def without_idle_assessments(catalogue: Catalogue, shipped: Iterable[Assessment]) -> Catalogue:
    """The catalogue without the assessments that ship, that the user's files leave as they are, and
    that speak of an indicator or area which those files have dropped."""
    idle = {
        assessment.id
        for assessment in shipped
        if catalogue.assessments.get(assessment.id) == assessment
        and _speaks_of_what_is_gone(assessment, catalogue)
    }
    kept = {key: a for key, a in catalogue.assessments.items() if key not in idle}
    return replace(catalogue, assessments=kept) if idle else catalogue


def _speaks_of_what_is_gone(assessment: Assessment, catalogue: Catalogue) -> bool:
    areas = [*assessment.exclude, *(area for group in assessment.groups for area in group.areas)]
    indicators = [item.indicator for item in assessment.items]
    return not (set(areas) <= set(catalogue.areas) and set(indicators) <= set(catalogue.indicators))


def assessment_problems(assessment: Assessment, catalogue: Catalogue) -> Iterator[Problem]:
    """Every inconsistency of one assessment."""
    where = f"assessment[{assessment.id}]"
    if not assessment.items:
        yield Problem(_FILE, f"{where}.items", "一项都没有", "请写上计分的各项")
    if not 0 <= assessment.decimals <= 6:
        yield Problem(_FILE, f"{where}.decimals", f"{assessment.decimals} 不对", "写 0 到 6")
    yield from _name(assessment, catalogue, where)
    yield from _weights(assessment, where)
    yield from _areas(assessment, catalogue, where)
    for item in assessment.items:
        place = f"{where}.items[{item.name}]"
        yield from _unknown([item.indicator], catalogue.indicators, f"{place}.indicator", "指标")
        yield from _item(item, place)


def _name(assessment: Assessment, catalogue: Catalogue, where: str) -> Iterator[Problem]:
    """What it is asked for by must mean it alone."""
    others = {
        name: indicator.name
        for indicator in catalogue.indicators.values()
        for name in (indicator.code, *indicator.all_names)
    }
    others |= {a.name: a.id for a in catalogue.assessments.values() if a.id != assessment.id}
    if assessment.name in others:
        said = f"“{assessment.name}”已经是 {others[assessment.name]} 的名称"
        yield Problem(_FILE, f"{where}.name", said, "请换一个名称")
    if "." in assessment.name:
        yield Problem(_FILE, f"{where}.name", f"“{assessment.name}”里有点号", "名称里不要有点号")


def _weights(assessment: Assessment, where: str) -> Iterator[Problem]:
    counted = sum((item.weight for item in assessment.items if item.counts), Decimal(0))
    if assessment.full is not None and assessment.items and counted != assessment.full:
        yield Problem(
            _FILE,
            f"{where}.full",
            f"各项分值合计 {counted:f}，与满分 {assessment.full:f} 不符",
            "请核对各项的 weight（加分项和扣分项不算在内）",
        )
    elif assessment.items and not counted:
        yield Problem(_FILE, f"{where}.items", "只有加分项和扣分项", "至少要有一项 weight 大于零")


def _areas(assessment: Assessment, catalogue: Catalogue, where: str) -> Iterator[Problem]:
    reporters = {a.id: a for a in catalogue.areas.values() if a.kind is AreaKind.REPORTER}
    yield from _unknown(assessment.exclude, reporters, f"{where}.exclude", "填报单位")
    seen = dict.fromkeys(assessment.exclude, "exclude")
    for group in assessment.groups:
        place = f"{where}.groups[{group.name}].areas"
        yield from _unknown(group.areas, reporters, place, "填报单位")
        for area in group.areas:
            if area in seen:
                yield Problem(_FILE, place, f"{area} 已经列在 {seen[area]}", "一个单位只能列一处")
            seen[area] = group.name


def _item(item: AssessmentItem, where: str) -> Iterator[Problem]:
    if item.measure not in _MEASURES:
        allowed = "、".join(_MEASURES)
        said = f"{item.measure} 不能用来计分"
        yield Problem(_FILE, f"{where}.measure", said, f"可以写的是 {allowed}")
    if not item.weight:
        yield Problem(_FILE, f"{where}.weight", "0 不对", "分值要大于零；扣分项写负数")
    if not item.least <= item.weight <= item.most:
        said = f"得分限在 {item.least:f} 到 {item.most:f} 之间，分值 {item.weight:f} 不在其中"
        yield Problem(_FILE, where, said, "请核对 weight、floor、cap")
    yield from _method(item, where)


def _method(item: AssessmentItem, where: str) -> Iterator[Problem]:
    """Each way of giving points has its own keys."""
    if item.points is PointsBy.LINEAR:
        yield from _levels(item, where)
    else:
        if item.weight < 0:
            yield Problem(_FILE, f"{where}.points", "扣分项只能用 linear", "请改 points 或 weight")
        if item.cap is not None:
            yield Problem(_FILE, f"{where}.cap", "只有 linear 可以写 cap", "请去掉 cap")
    if item.points is PointsBy.RANK and (item.step is None or item.step <= 0):
        yield Problem(_FILE, f"{where}.step", "缺少，或不大于零", "请写每后一名少多少分")
    for key, value, method in (
        ("full_at", item.full_at, PointsBy.LINEAR),
        ("zero_at", item.zero_at or None, PointsBy.LINEAR),
        ("step", item.step, PointsBy.RANK),
    ):
        if value is not None and item.points is not method:
            said = f"points 是 {item.points} 时没有用处"
            yield Problem(_FILE, f"{where}.{key}", said, f"请去掉 {key}，或把 points 改为 {method}")


def _levels(item: AssessmentItem, where: str) -> Iterator[Problem]:
    if item.full_at is None:
        yield Problem(_FILE, f"{where}.full_at", "缺少这个键", "请写达到多少得满分")
    elif item.full_at == item.zero_at:
        said = f"{item.full_at:f} 与 zero_at 相同"
        yield Problem(_FILE, f"{where}.full_at", said, "得满分和得0分的标准要不同")


def _unknown(
    names: Iterable[str], known: Mapping[str, object], key: str, what: str
) -> Iterator[Problem]:
    for name in names:
        if name not in known:
            yield Problem(_FILE, key, f"没有{what} {name}", nearest(name, known))
