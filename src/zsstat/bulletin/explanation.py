"""Where every figure of a document comes from: formula, operands, cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from zsstat.model import (
    CellRef,
    Document,
    Figure,
    Measure,
    Paragraph,
    Style,
    cell_place,
    column_letters,
)

FROM_RETURNS, FROM_CATALOGUE, FROM_PERIOD, FROM_NARRATIVE = "报表", "配置", "统计期", "文稿"
_ORIGINS = {
    Measure.CONSTANT: FROM_CATALOGUE,
    Measure.PERIOD: FROM_PERIOD,
    Measure.NARRATIVE: FROM_NARRATIVE,
}


@dataclass(frozen=True, slots=True)
class Source:
    """What one area (or the province's table, or the city's deduction line) contributes to a
    figure: ``label`` names it, ``value`` is its share as people read it ("" where there is none
    to give), ``cells`` are all of its cells."""

    label: str
    value: str
    cells: tuple[CellRef, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """One figure with its sources. ``title`` says what it is the figure of. ``origin``: 报表 (the
    returns), 配置 (the catalogue), 统计期, or 文稿, the clerk's own text, whose digits nothing but
    the clerk vouches for."""

    figure: Figure
    origin: str
    sources: tuple[Source, ...]
    title: str = ""

    @property
    def cells(self) -> tuple[CellRef, ...]:
        """All cells, each once, in the order of the sources."""
        return tuple(dict.fromkeys(ref for source in self.sources for ref in source.cells))


def _untitled(_figure: Figure) -> str:
    return ""


def explain(
    document: Document,
    sources: Callable[[Figure], Iterable[Source]],
    title: Callable[[Figure], str] = _untitled,
) -> tuple[Explanation, ...]:
    """Every distinct figure of the document in the order in which it first appears.

    ``sources`` looks up what the ledger knows about a figure, ``title`` what it is called. A
    figure that carries its own cells (a quote, a placement) and gets no sources is explained by
    them. Digits of the narrative are not looked up at all."""
    return tuple(_explained(figure, sources, title) for figure in dict.fromkeys(document.figures()))


def _explained(
    figure: Figure, sources: Callable[[Figure], Iterable[Source]], title: Callable[[Figure], str]
) -> Explanation:
    origin = _ORIGINS.get(figure.key.measure, FROM_RETURNS)
    if origin == FROM_NARRATIVE:
        return Explanation(figure, origin, ())
    return Explanation(figure, origin, _found(figure, sources), title(figure))


def listing(explanations: Iterable[Explanation]) -> Document:
    """The explanations for people: a heading a figure, then formula and cells, as ranges."""
    paragraphs = [Paragraph(Style.TITLE, ("数据出处",))]
    for explanation in explanations:
        paragraphs += _paragraphs(explanation)
    return Document(tuple(paragraphs))


def ranges(cells: Iterable[CellRef]) -> tuple[tuple[str, str, str], ...]:
    """File, sheet and the cells as ranges (``F5:F9、F12``), in the order of first appearance."""
    sheets: dict[tuple[str, str], list[CellRef]] = {}
    for ref in dict.fromkeys(cells):
        sheets.setdefault((ref.file, ref.sheet), []).append(ref)
    return tuple((file, sheet, _spans(refs)) for (file, sheet), refs in sheets.items())


def _found(figure: Figure, sources: Callable[[Figure], Iterable[Source]]) -> tuple[Source, ...]:
    found = tuple(sources(figure))
    if not found and figure.cells:
        return (Source("", "", figure.cells),)
    return found


def _paragraphs(explanation: Explanation) -> Iterator[Paragraph]:
    figure = explanation.figure
    title = (f"　{explanation.title}",) if explanation.title else ()
    yield Paragraph(Style.HEADING, (figure, *title))
    origin = f"来源：{explanation.origin}"
    if explanation.origin == FROM_NARRATIVE:
        origin += "，为撰稿人所写，数据库中没有依据"
    yield Paragraph(Style.BODY, (f"{origin}。",))
    if figure.formula:
        yield Paragraph(Style.BODY, (f"算法：{figure.formula}",))
    for source in explanation.sources:
        yield Paragraph(Style.BODY, (_source_text(source),))


def _source_text(source: Source) -> str:
    count = f"（共{len(set(source.cells))}格）" if len(set(source.cells)) > 1 else ""
    places = "；".join(f"{file}〔{sheet}〕{cells}" for file, sheet, cells in ranges(source.cells))
    head = f"{source.label} {source.value}".strip()
    return f"{head}：{places}{count}" if head and places else head or f"{places}{count}"


def _spans(refs: list[CellRef]) -> str:
    """Cells of one sheet, runs down a column as ranges, by column and row."""
    rows: dict[int, list[int]] = {}
    odd: list[str] = []
    for ref in refs:
        if place := cell_place(ref.cell):
            row, column = place
            rows.setdefault(column, []).append(row)
        else:
            odd.append(ref.cell)
    spans = [
        f"{letters}{first}" if first == last else f"{letters}{first}:{letters}{last}"
        for letters, first, last in (
            (column_letters(column), first, last)
            for column in sorted(rows)
            for first, last in _runs(sorted(set(rows[column])))
        )
    ]
    return "、".join([*spans, *odd])


def _runs(numbers: list[int]) -> Iterator[tuple[int, int]]:
    first = last = numbers[0]
    for number in numbers[1:]:
        if number != last + 1:
            yield first, last
            first = number
        last = number
    yield first, last
