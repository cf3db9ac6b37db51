"""The names that a template may use by themselves, and who owns which.

An indicator is known by its short name, its name and its aliases, as far as they are identifiers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from zsstat.bulletin.areas import City, Counties
from zsstat.bulletin.exhibits import Exhibits, Points, chart_names, table_names
from zsstat.bulletin.subjects import Indicated, Story, TierWord
from zsstat.bulletin.words import Flag, Said, Scribe, Series, Text, Word
from zsstat.declarations import Catalogue, Indicator
from zsstat.errors import CatalogueError
from zsstat.figures import FigureBuilder
from zsstat.model import Figure

RESERVED = frozenset(
    {
        "期",
        "年",
        "上年",
        "上年期",
        "下年",
        "全年",
        "季度",
        "全市",
        "地区",
        "方阵",
        "县区",
        "缺报",
        "叙述",
        "名称",
        "loop",
        "要点",
        "图",
        "表",
    }
)


def indicator_names(catalogue: Catalogue) -> Mapping[str, Indicator]:
    """Name in a template → indicator: its short name, its name and its aliases, as far as they
    are identifiers. Hidden indicators have none.

    CatalogueError when two indicators (or an indicator and a constant or a word of the template
    itself) would have the same name: none of them may win silently."""
    owners: dict[str, Indicator] = {}
    taken = RESERVED | catalogue.constants.keys()
    for indicator in catalogue.listed.values():
        for name in _spellings(indicator):
            if name in taken or owners.setdefault(name, indicator) is not indicator:
                other = owners[name].code if name in owners else "模板的固定名称或常量"
                raise CatalogueError(
                    f"indicators.toml 中指标 {indicator.code} 的名称“{name}”与{other}重名。",
                    "公报模板按名称取数，请为其中一个换名或删去该别名。",
                )
    return owners


def _spellings(indicator: Indicator) -> list[str]:
    spellings = (indicator.short or "", indicator.name, *indicator.aliases)
    return [s for s in dict.fromkeys(spellings) if s.isidentifier()]


def vocabulary(scribe: Scribe) -> dict[str, Word]:
    """Every name that a template may use by itself."""
    build = scribe.builder
    about = scribe.area or build.book.city
    return {
        **{
            name: Indicated(scribe, name, indicator, scribe.area)
            for name, indicator in scribe.indicators.items()
        },
        **{name: Said(scribe, name, build.constant(name)) for name in scribe.catalogue.constants},
        "期": Said(scribe, "期", build.period()),
        "年": Said(scribe, "年", _year(build, 0, "统计期的年份")),
        "上年": Said(scribe, "上年", _year(build, -1, "统计期的上一年")),
        "下年": Said(scribe, "下年", _year(build, 1, "统计期的下一年")),
        "上年期": Said(scribe, "上年期", build.previous_period()),
        "季度": Text(scribe, "季度", build.quarter()),
        "全市": City(scribe, "全市"),
        "地区": Text(scribe, "地区", scribe.catalogue.area_name(about, build.book.period)),
        "全年": Flag(scribe, "全年", build.book.period.month == 12),
        "方阵": TierWord(scribe, "方阵"),
        "县区": Counties(scribe, "县区"),
        "缺报": Series(
            scribe, "缺报", tuple(Text(scribe, "缺报", name) for name in scribe.material.missing)
        ),
        "叙述": Story(scribe, "叙述"),
        "要点": Points(scribe, "要点"),
        "图": Exhibits(scribe, "图", chart_names(scribe.catalogue), scribe.material.charts),
        "表": Exhibits(scribe, "表", table_names(scribe.catalogue), scribe.material.tables),
    }


def _year(build: FigureBuilder, shift: int, formula: str) -> Figure:
    year = build.book.period.year + shift
    return replace(
        build.period(), value=Fraction(year), number=str(year), display=str(year), formula=formula
    )
