"""What the names of a template stand for.

A template never holds a number or a string of ours: it holds *words*, which know how to be
printed (as a mark), whether there is anything to print, and what can be said about them by name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from zsstat.bulletin.material import Item, Material
from zsstat.bulletin.names import nearest
from zsstat.bulletin.prose import Marks, as_parts
from zsstat.declarations import Indicator
from zsstat.errors import TemplateError
from zsstat.figures import FigureBuilder
from zsstat.model import Block, CellRef, Figure, Measure, Parts

MOST_ROWS = 50
"""How many rows a template may ask for at once."""
MOST_LISTED = 20
"""How many names a hint lists."""
MOST_STEPS = 5000
"""How many rounds all loops of a template may make together."""
MOST_QUESTIONS = 50_000
"""How often a template may ask for a part or a condition: it takes time and says nothing."""

_GROWTHS = (Measure.GROWTH, Measure.CHANGE)
_BETWEEN_PLACES = re.compile(r"[、,，;；/\s]+")


@dataclass(frozen=True, slots=True)
class Gap:
    """A value that the template prints and that there is none of; on which line (None: unknown)."""

    called: str
    line: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A place as conditions ask for it."""

    place: int
    tied: bool
    provisional: bool


class Scribe:
    """What all words of one rendering share: the figures, the material and the marks.

    ``area`` is whom the text is about: a reporter, or None for the city. ``line`` says which line
    of the template is being carried out; ``gaps`` are the missing values that were printed."""

    def __init__(
        self, builder: FigureBuilder, material: Material, indicators: Mapping[str, Indicator]
    ) -> None:
        self.builder = builder
        self.material = material
        self.catalogue = builder.catalogue
        self.indicators = indicators
        self.area = material.area
        self.line: Callable[[], int | None] = lambda: None
        self.marks = Marks()
        self.gaps: list[Gap] = []
        self.largest = cache(material.largest)
        self.reporter_places = cache(builder.reporter_places)
        self._steps = 0
        self._questions = 0

    def mark(self, quoted: Parts | Block) -> str:
        """Its mark; of a block with the line, which a refusal of it names. To find a line takes
        time, and of parts nobody asks."""
        return self.marks.mark(quoted, None if isinstance(quoted, tuple) else self.line())

    def question(self) -> None:
        """Counts a part or a condition that was asked for; TemplateError when they are too many."""
        self._questions += 1
        if self._questions > MOST_QUESTIONS:
            raise TemplateError(
                f"模板取数和判断超过{MOST_QUESTIONS}次，已停止。", "请减少循环的层数或个数。"
            )

    def step(self) -> None:
        """Counts a round of a loop; TemplateError when there have been too many."""
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise TemplateError(
                f"模板中的循环超过{MOST_STEPS}次，已停止。", "请减少循环的层数或个数。"
            )

    def reporter_place(self, indicator: str, basis: Measure, area: str) -> Figure:
        """A reporter's place among the reporters, in words."""
        place = self.reporter_places(indicator, basis).get(area)
        return self.builder.reporter_place(indicator, basis, area, place)

    def places(self, called: str, indicator: str) -> Series:
        """The destinations of an indicator's rows, each once, with all cells that name it."""
        cells: dict[str, list[CellRef]] = {}
        for text, ref in self.material.places(indicator):
            for place in filter(None, _BETWEEN_PLACES.split(text)):
                cells.setdefault(place, []).append(ref)
        quoted = (
            replace(self.builder.quote(place, refs[0]), cells=tuple(dict.fromkeys(refs)))
            for place, refs in cells.items()
        )
        return Series(self, called, tuple(Said(self, called, figure) for figure in quoted))


class Word:
    """Something a template can name. ``names`` are what can be asked of it."""

    def __init__(self, scribe: Scribe, called: str) -> None:
        self.scribe = scribe
        self.called = called

    @property
    def names(self) -> Mapping[str, Callable[[], Word]]:
        return {}

    def ask(self, name: str) -> Word:
        """The word that this one has under ``name``; TemplateError with the nearest name."""
        self.scribe.question()
        found = self.names.get(name)
        if found is None:
            raise TemplateError(f"“{self.called}”没有“{name}”这一项。", self._advice(name))
        return found()

    def _advice(self, name: str) -> str:
        """What to write instead of a name that there is not."""
        near = nearest(name, self.names)
        listed = "、".join(list(self.names)[:MOST_LISTED])
        return f"是否应为“{near}”？" if near else f"可用：{listed}。" if listed else ""

    @property
    def known(self) -> bool:
        """Whether there is something to print."""
        return True

    @property
    def measured(self) -> Figure | None:
        """The figure whose sign tests such as 为零 look at."""
        return None

    @property
    def is_growth(self) -> bool:
        """Whether 增长, 下降, 持平 and 基本持平 can be asked of it: the sign of a level is none of
        its growth."""
        return False

    @property
    def growing(self) -> Figure | None:
        """The figure whose sign 增长 and 下降 look at."""
        return None

    @property
    def is_placement(self) -> bool:
        """Whether 并列, 暂列 and 居首 can be asked of it."""
        return False

    @property
    def standing(self) -> Standing | None:
        """The place that they look at, None where there is none."""
        return None

    @property
    def parts(self) -> Parts:
        """What is printed; only asked for when it is known."""
        listed = "、".join(list(self.names)[:MOST_LISTED])
        hint = f"请写出其中一项，例如：{self.called}.{next(iter(self.names))}。可用：{listed}。"
        raise TemplateError(f"“{self.called}”不能直接写入公报。", hint if listed else "")

    def __str__(self) -> str:
        return self.scribe.mark(self.parts if self.known else self._gap())

    __html__ = __str__

    def __bool__(self) -> bool:
        self.scribe.question()
        return self.known

    def _gap(self) -> Parts:
        """A hole that nobody can overlook, for a missing value that the template did not test."""
        self.scribe.gaps.append(Gap(self.called, self.scribe.line()))
        return ("【缺：", *as_parts(self.called), "】")


class Text(Word):
    """Words of the catalogue: an area's name, the name of a tier."""

    def __init__(self, scribe: Scribe, called: str, text: str) -> None:
        super().__init__(scribe, called)
        self.text = text

    @property
    def known(self) -> bool:
        return bool(self.text)

    @property
    def parts(self) -> Parts:
        return as_parts(self.text)


class Flag(Word):
    """A yes or no that can only be asked."""

    def __init__(self, scribe: Scribe, called: str, holds: bool) -> None:
        super().__init__(scribe, called)
        self.holds = holds

    @property
    def known(self) -> bool:
        return self.holds

    def __str__(self) -> str:
        raise TemplateError(f"“{self.called}”只能用作条件。", f"例如：{{% if {self.called} %}}")

    __html__ = __str__


class Said(Word):
    """One figure."""

    def __init__(self, scribe: Scribe, called: str, figure: Figure | None) -> None:
        super().__init__(scribe, called)
        self.figure = figure

    @property
    def known(self) -> bool:
        return self.figure is not None and bool(self.figure.display)

    @property
    def measured(self) -> Figure | None:
        return self.figure

    @property
    def is_growth(self) -> bool:
        return self.figure is None or self.figure.key.measure in _GROWTHS

    @property
    def growing(self) -> Figure | None:
        return self.figure

    @property
    def parts(self) -> Parts:
        return () if self.figure is None else (self.figure,)


class Placed(Said):
    """A placement in words, and the place itself for conditions."""

    def __init__(
        self,
        scribe: Scribe,
        called: str,
        figure: Figure,
        standing: Callable[[], Standing | None],
    ) -> None:
        super().__init__(scribe, called, figure)
        self._standing = standing

    @property
    def is_placement(self) -> bool:
        return True

    @property
    def standing(self) -> Standing | None:
        return self._standing()


class Series(Word):
    """Words one after another: printed with 、 between them, or gone through by a loop."""

    def __init__(
        self, scribe: Scribe, called: str, words: tuple[Word, ...], separator: str = "、"
    ) -> None:
        super().__init__(scribe, called)
        self._words = words
        self.separator = separator

    @property
    def words(self) -> tuple[Word, ...]:
        return self._words

    @property
    def known(self) -> bool:
        return bool(self.words)

    @property
    def parts(self) -> Parts:
        parts: list[str | Figure] = []
        for word in self.words:
            parts += [self.separator] if parts else []
            parts += word.parts
        return tuple(parts)

    def joined_by(self, separator: str) -> Series:
        """The same words with ``separator`` between them."""
        return Series(self.scribe, self.called, self.words, separator)

    def __iter__(self) -> Iterator[Word]:
        for word in self.words:
            self.scribe.step()
            yield word


class Row(Word):
    """A single project or other row of a table."""

    def __init__(self, scribe: Scribe, called: str, item: Item) -> None:
        super().__init__(scribe, called)
        self.item = item

    @property
    def names(self) -> Mapping[str, Callable[[], Word]]:
        scribe, item = self.scribe, self.item
        return {
            "名称": lambda: Said(scribe, "名称", item.name),
            "金额": lambda: Said(scribe, "金额", item.value),
            "地区": lambda: Text(scribe, "地区", item.area),
        }

    @property
    def parts(self) -> Parts:
        return (self.item.name,)


class Request(Word):
    """Something that is called with a number: so many of the largest. ``give`` makes them;
    ``each`` is what a loop over them would call one."""

    def __init__(
        self, scribe: Scribe, called: str, each: str, give: Callable[[int], Series]
    ) -> None:
        super().__init__(scribe, called)
        self.each = each
        self.give = give

    def __call__(self, count: object = None) -> Series:
        if not isinstance(count, int) or isinstance(count, bool) or not 1 <= count <= MOST_ROWS:
            raise TemplateError(
                f"“{self.called}”要在括号里写个数（1至{MOST_ROWS}）。", f"例如：{self.called}(3)"
            )
        self.scribe.question()
        return self.give(count)

    @property
    def known(self) -> bool:
        raise self._unasked()

    @property
    def parts(self) -> Parts:
        raise self._unasked()

    def _unasked(self) -> TemplateError:
        each = self.each
        return TemplateError(
            f"“{self.called}”后面要写括号和个数。",
            f"例如：{{% for {each} in {self.called}(3) %}}{{{{ {each}.名称 }}}}、{{% endfor %}}",
        )


def largest_rows(scribe: Scribe, called: str, indicator: str) -> Request:
    """The rows with the largest values of an indicator, as many as are asked for."""

    def give(count: int) -> Series:
        rows = scribe.largest(indicator, count)[:count]
        return Series(scribe, called, tuple(Row(scribe, called, row) for row in rows))

    return Request(scribe, called, "项目", give)
