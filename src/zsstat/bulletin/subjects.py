"""What bulletins are about: indicators of the city and of counties, and the clerk's narrative."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cached_property, partial

from zsstat.bulletin.narrative import Passage, spoken
from zsstat.bulletin.prose import as_parts
from zsstat.bulletin.words import Request, Said, Scribe, Series, Text, Word
from zsstat.declarations import Indicator
from zsstat.model import Figure, FigureKey, Measure, Parts

CALLED = "最大"
"""The one name that takes a number in brackets."""

PARTS = frozenset(
    {"同比", "上年", "增量", "目标", "完成比例", "时序进度", "占比"}
    | {"增速位次", "完成位次", "位次变化", "完成位次变化", "增速方阵", "完成方阵"}
    | {"增速排位总数", "完成排位总数"}
    | {CALLED, "目的地", "名称", "金额", "地区"}
)
"""What can be asked of an indicator, a county or a row: where it is only known while running
which of them a word is, a template is checked against all of these."""


class Indicated(Word):
    """An indicator of the city (``area`` None) or of a county."""

    def __init__(
        self, scribe: Scribe, called: str, indicator: Indicator, area: str | None = None
    ) -> None:
        super().__init__(scribe, called)
        self.indicator = indicator
        self.area = area

    @cached_property
    def _figure(self) -> Figure:
        return self.scribe.builder.value(self.indicator.code, self.area)

    @cached_property
    def _growth(self) -> Figure:
        return self.scribe.builder.growth(self.indicator.code, self.area)

    @property
    def known(self) -> bool:
        return Said(self.scribe, self.called, self._figure).known

    @property
    def measured(self) -> Figure | None:
        return self._figure

    @property
    def growing(self) -> Figure | None:
        return self._growth

    @property
    def parts(self) -> Parts:
        return (self._figure,)

    @property
    def names(self) -> Mapping[str, Callable[[], Word]]:
        build, code, area = self.scribe.builder, self.indicator.code, self.area
        common: dict[str, Callable[[], Word]] = {
            "同比": lambda: self._said("同比", self._growth),
            "上年": lambda: self._said("上年", build.base(code, area)),
            "增量": lambda: self._said("增量", build.change(code, area)),
            "目标": lambda: self._said("目标", build.target(code, area)),
            "完成比例": lambda: self._said("完成比例", build.completion(code, area)),
            "时序进度": lambda: self._said("时序进度", build.pace(code, area)),
        }
        if area is not None:
            return common | {"占比": lambda: self._said("占比", build.share(code, area))}
        return common | self._city_names()

    def _city_names(self) -> dict[str, Callable[[], Word]]:
        build, code = self.scribe.builder, self.indicator.code
        growth, completion = Measure.GROWTH_RANK, Measure.COMPLETION_RANK
        return {
            "增速位次": lambda: self._said("增速位次", build.placement(code, growth)),
            "完成位次": lambda: self._said("完成位次", build.placement(code, completion)),
            "位次变化": lambda: self._said("位次变化", build.placement_change(code, growth)),
            "完成位次变化": lambda: self._said(
                "完成位次变化", build.placement_change(code, completion)
            ),
            "增速排位总数": lambda: self._said("增速排位总数", build.field(code, growth)),
            "完成排位总数": lambda: self._said("完成排位总数", build.field(code, completion)),
            "增速方阵": lambda: self._said("增速方阵", self._tier(growth)),
            "完成方阵": lambda: self._said("完成方阵", self._tier(completion)),
            CALLED: lambda: Request(self.scribe, f"{self.called}.{CALLED}", code),
            "目的地": lambda: self.scribe.places(f"{self.called}.目的地", code),
        }

    def _said(self, name: str, figure: Figure | None) -> Word:
        return Said(self.scribe, f"{self.called}.{name}", figure)

    def _tier(self, basis: Measure) -> Figure | None:
        """The tier's name as a claim that can be traced to the placement behind it."""
        code, build = self.indicator.code, self.scribe.builder
        tier = build.tier(code, basis)
        if tier is None:
            return None
        place = build.placement(code, basis)
        return replace(place, display=tier, formula=f"{place.display}；{place.formula}")


class TierWord(Text):
    """第一方阵 or whatever the office calls it: its name and up to which place it goes. Unknown
    where the catalogue declares none."""

    def __init__(self, scribe: Scribe, called: str) -> None:
        self.tier = scribe.catalogue.wording.tier
        super().__init__(scribe, called, self.tier.name if self.tier else "")

    @property
    def names(self) -> Mapping[str, Callable[[], Word]]:
        growth, completion = (self.tier.growth, self.tier.completion) if self.tier else (None, None)
        return {
            "增速位数": lambda: self._places("增速位数", growth),
            "完成位数": lambda: self._places("完成位数", completion),
        }

    def _places(self, name: str, places: int | None) -> Word:
        called = f"{self.called}.{name}"
        if places is None:
            return Said(self.scribe, called, None)
        key = FigureKey(Measure.CONSTANT, indicator=called)
        formula = f"配置中{self.text}的{name}"
        figure = Figure(key, Fraction(places), "位", 0, str(places), f"{places}位", formula)
        return Said(self.scribe, called, figure)


class County(Word):
    """A reporter, with every indicator by name."""

    def __init__(self, scribe: Scribe, called: str, area: str) -> None:
        super().__init__(scribe, called)
        self.area = area

    @property
    def names(self) -> Mapping[str, Callable[[], Word]]:
        return {"名称": lambda: Text(self.scribe, "名称", self._name)} | {
            name: partial(Indicated, self.scribe, f"{self._name}{name}", indicator, self.area)
            for name, indicator in self.scribe.indicators.items()
        }

    @property
    def _name(self) -> str:
        return self.scribe.catalogue.area_name(self.area, self.scribe.builder.book.period)

    @property
    def parts(self) -> Parts:
        return as_parts(self._name)


class Counties(Series):
    """All reporters of the period in order; one of them by any of its names."""

    def __init__(self, scribe: Scribe, called: str) -> None:
        book, name = scribe.builder.book, scribe.catalogue.area_name
        counties = tuple(County(scribe, name(a, book.period), a) for a in book.reporters)
        super().__init__(scribe, called, counties)
        self.by_name = {
            name: County(scribe, name, county.area)
            for county in counties
            for name in (county.called, *scribe.catalogue.areas[county.area].all_names)
        }

    @property
    def names(self) -> Mapping[str, Callable[[], Word]]:
        return {
            name: partial(County, self.scribe, name, c.area) for name, c in self.by_name.items()
        }


class Chapter(Word):
    """One section of the narrative: printed as the paragraphs that the clerk wrote."""

    def __init__(self, scribe: Scribe, called: str, passages: tuple[Passage, ...]) -> None:
        super().__init__(scribe, called)
        self.passages = passages

    @property
    def known(self) -> bool:
        return bool(self.passages)

    def __str__(self) -> str:
        narrative = self.scribe.material.narrative
        if narrative is None or not self.passages:
            return super().__str__()
        figure = self.scribe.builder.narrative
        marks = (self.scribe.mark(spoken(p, narrative.file, figure)) for p in self.passages)
        return "\n\n".join(marks)

    __html__ = __str__


class Story(Word):
    """The narrative file: its sections by name. A section it lacks is there and unknown, because
    whether a clerk writes one is not the template's business."""

    @property
    def known(self) -> bool:
        return self.scribe.material.narrative is not None

    @property
    def names(self) -> Mapping[str, Callable[[], Word]]:
        narrative = self.scribe.material.narrative
        return {name: partial(self.ask, name) for name in (narrative.sections if narrative else ())}

    def ask(self, name: str) -> Word:
        narrative = self.scribe.material.narrative
        passages = narrative.sections.get(name, ()) if narrative else ()
        return Chapter(self.scribe, f"{self.called}.{name}", passages)
