"""What bulletins are about: indicators of the city and of counties, and the clerk's narrative."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cached_property, partial

from zsstat.bulletin.narrative import Passage, spoken
from zsstat.bulletin.prose import PARAGRAPH
from zsstat.bulletin.words import Placed, Said, Scribe, Standing, Text, Word, largest_rows
from zsstat.declarations import Indicator
from zsstat.model import Figure, FigureKey, Measure, Parts

LARGEST, FIRST = "最大", "前"
CALLED = (LARGEST, FIRST)
"""The names that take a number in brackets: of an indicator's rows, of areas in an order."""

_CITYS = (
    *("增速位次", "完成位次", "位次变化", "完成位次变化", "增速方阵", "完成方阵"),
    *("增速排位总数", "完成排位总数"),
)
_REPORTERS = ("占比", "增速名次", "完成名次")
PARTS = frozenset(
    {"同比", "上年", "增量", "目标", "完成比例", "时序进度", *_CITYS, *_REPORTERS}
    | {LARGEST, "目的地", "名称", "金额", "地区"}
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
    def is_growth(self) -> bool:
        return True

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
        own = self._own_names() if area == self.scribe.area else {}
        return common | (self._city_names() if area is None else self._reporter_names(area)) | own

    def _own_names(self) -> dict[str, Callable[[], Word]]:
        """What is only known of whom the text is about: the rows behind a figure."""
        scribe, called, code = self.scribe, self.called, self.indicator.code
        return {
            LARGEST: lambda: largest_rows(scribe, f"{called}.{LARGEST}", code),
            "目的地": lambda: scribe.places(f"{called}.目的地", code),
        }

    def _reporter_names(self, area: str) -> dict[str, Callable[[], Word]]:
        growth, completion = Measure.GROWTH_RANK, Measure.COMPLETION_RANK
        share = self.scribe.builder.share
        return {
            "占比": lambda: self._said("占比", share(self.indicator.code, area)),
            "增速名次": lambda: self._placed("增速名次", growth),
            "完成名次": lambda: self._placed("完成名次", completion),
        }

    def _city_names(self) -> dict[str, Callable[[], Word]]:
        build, code = self.scribe.builder, self.indicator.code
        growth, completion = Measure.GROWTH_RANK, Measure.COMPLETION_RANK
        return {
            "增速位次": lambda: self._placed("增速位次", growth),
            "完成位次": lambda: self._placed("完成位次", completion),
            "位次变化": lambda: self._said("位次变化", build.placement_change(code, growth)),
            "完成位次变化": lambda: self._said(
                "完成位次变化", build.placement_change(code, completion)
            ),
            "增速排位总数": lambda: self._said("增速排位总数", build.field(code, growth)),
            "完成排位总数": lambda: self._said("完成排位总数", build.field(code, completion)),
            "增速方阵": lambda: self._said("增速方阵", self._tier(growth)),
            "完成方阵": lambda: self._said("完成方阵", self._tier(completion)),
        }

    def _advice(self, name: str) -> str:
        if self.area is None and name in _REPORTERS:
            return "这是县区才有的：写一个县的通报，请加 --area 和县名；在循环里写 县.指标.占比。"
        if self.area is not None and name in _CITYS:
            return (
                f"这是全市在全省的：请写 全市.{self.indicator.short or self.indicator.name}.{name}"
            )
        return super()._advice(name)

    def _placed(self, name: str, basis: Measure) -> Word:
        code, area, build = self.indicator.code, self.area, self.scribe.builder
        called = f"{self.called}.{name}"
        if area is None:
            return Placed(self.scribe, called, build.placement(code, basis), self._in_field(basis))
        figure = self.scribe.reporter_place(code, basis, area)
        return Placed(self.scribe, called, figure, self._among_reporters(basis, area))

    def _in_field(self, basis: Measure) -> Callable[[], Standing | None]:
        def standing() -> Standing | None:
            found = self.scribe.builder.book.placement(self.indicator.code, basis)
            if found is None:
                return None
            return Standing(found.place.place, found.place.tied, found.provisional)

        return standing

    def _among_reporters(self, basis: Measure, area: str) -> Callable[[], Standing | None]:
        def standing() -> Standing | None:
            build, code = self.scribe.builder, self.indicator.code
            place = self.scribe.reporter_places(code, basis).get(area)
            if place is None:
                return None
            return Standing(place.place, place.tied, build.reporters_unsettled(code, basis))

        return standing

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
        return PARAGRAPH.join(marks)

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
