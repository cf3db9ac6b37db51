"""What the names of a template stand for.

A template never holds a number or a string of ours: it holds *words*, which know how to be
printed (as a mark), whether there is anything to print, and what can be said about them by name.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from zsstat.bulletin.material import Item, Material
from zsstat.bulletin.prose import Marks, as_parts
from zsstat.declarations import Indicator
from zsstat.errors import TemplateError
from zsstat.figures import FigureBuilder
from zsstat.model import Block, CellRef, Figure, Parts

MOST_ROWS = 50
"""How many rows a template may ask for at once."""
MOST_LISTED = 20
"""How many names a hint lists."""
MOST_STEPS = 5000
"""How many rounds all loops of a template may make together."""

_BETWEEN_PLACES = re.compile(r"[、,，;；/\s]+")


class Scribe:
    """What all words of one rendering share: the figures, the material and the marks."""

    def __init__(
        self, builder: FigureBuilder, material: Material, indicators: Mapping[str, Indicator]
    ) -> None:
        self.builder = builder
        self.material = material
        self.catalogue = builder.catalogue
        self.indicators = indicators
        self.marks = Marks()
        self._steps = 0

    def mark(self, quoted: Parts | Block) -> str:
        return self.marks.mark(quoted)

    def step(self) -> None:
        """Counts a round of a loop; TemplateError when there have been too many."""
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise TemplateError(
                f"模板中的循环超过{MOST_STEPS}次，已停止。", "请减少循环的层数或个数。"
            )

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
        found = self.names.get(name)
        if found is None:
            near = nearest(name, self.names)
            listed = (
                "可用：" + "、".join(list(self.names)[:MOST_LISTED]) + "。" if self.names else ""
            )
            hint = f"是否应为“{near}”？" if near else listed
            raise TemplateError(f"“{self.called}”没有“{name}”这一项。", hint)
        return found()

    @property
    def known(self) -> bool:
        """Whether there is something to print."""
        return True

    @property
    def measured(self) -> Figure | None:
        """The figure whose sign tests such as 为零 look at."""
        return None

    @property
    def growing(self) -> Figure | None:
        """The figure whose sign 增长 and 下降 look at."""
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
        return self.known

    def _gap(self) -> Parts:
        """A hole that nobody can overlook, for a missing value that the template did not test."""
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
    def growing(self) -> Figure | None:
        return self.figure

    @property
    def parts(self) -> Parts:
        return () if self.figure is None else (self.figure,)


class Series(Word):
    """Words one after another: printed with 、 between them, or gone through by a loop."""

    def __init__(
        self, scribe: Scribe, called: str, words: tuple[Word, ...], separator: str = "、"
    ) -> None:
        super().__init__(scribe, called)
        self.words = words
        self.separator = separator

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
    """Something that is called with a number: the largest rows of an indicator."""

    def __init__(self, scribe: Scribe, called: str, indicator: str) -> None:
        super().__init__(scribe, called)
        self.indicator = indicator

    def __call__(self, count: object = None) -> Series:
        if not isinstance(count, int) or isinstance(count, bool) or not 1 <= count <= MOST_ROWS:
            raise TemplateError(
                f"“{self.called}”要在括号里写个数（1至{MOST_ROWS}）。", f"例如：{self.called}(3)"
            )
        rows = self.scribe.material.largest(self.indicator, count)[:count]
        return Series(
            self.scribe, self.called, tuple(Row(self.scribe, self.called, row) for row in rows)
        )

    @property
    def parts(self) -> Parts:
        raise TemplateError(
            f"“{self.called}”后面要写括号和个数。",
            f"例如：{{% for 项目 in {self.called}(3) %}}{{{{ 项目.名称 }}}}、{{% endfor %}}",
        )


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The name most like a mistyped one, or None when none is at all like it."""
    return next(iter(difflib.get_close_matches(name, list(names), n=1, cutoff=0.4)), None)
