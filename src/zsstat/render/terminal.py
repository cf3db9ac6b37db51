"""Tables on a terminal: what fits is decided here, so that no figure is ever cut; rich draws.

A table that is too wide first loses the columns that may go (and says which), then is split into
parts that repeat the first column. Rules are plain hyphens, and in cells the signs of ambiguous
width (— “ ①), which Chinese terminals draw twice as wide as others, are replaced by plain ones:
what stands to their right must not shift.
"""

from __future__ import annotations

import codecs
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import IO

from rich.console import Console
from rich.text import Text

from zsstat.model import Align, Figure, Measure, Part, Report, Table
from zsstat.render.cells import cell_text, parts_text
from zsstat.render.lines import display_width, wrapped

DEFAULT_WIDTH = 80
GAP = 2
"""Blank columns between two columns."""
LABEL_WIDTH = 12
HEADING_WIDTH = 8
"""Labels and headings may be folded down to these; figures are never folded."""

_PLAIN = str.maketrans({"—": "-", "–": "-", "−": "-", "“": '"', "”": '"', "·": ".", "×": "x"})
_DIGITS = str.maketrans("▁▂▃▄▅▆▇█□▼", "12345678.-")
"""The bars of a sparkline, where a console has none."""


class Colours(StrEnum):
    """How rates of growth are coloured: as in China (up red, down green), the other way round, or
    not. The sign stands in the number, too."""

    CN = "cn"
    INTL = "intl"
    NONE = "none"


_UP_AND_DOWN = {Colours.CN: ("red", "green"), Colours.INTL: ("green", "red")}
_CHANGES = frozenset(
    {
        Measure.GROWTH,
        Measure.CHANGE,
        Measure.LIKE_FOR_LIKE,
        Measure.SINGLE_GROWTH,
        Measure.MONTH_ON_MONTH,
        Measure.BALANCE_CHANGE,
    }
)


def show(
    report: Report,
    file: IO[str] | None = None,
    width: int | None = None,
    colours: Colours = Colours.CN,
) -> None:
    """Prints the tables of a report to ``file`` (stdout), as wide as the terminal or ``width``.

    Nothing is coloured where the console is no terminal or NO_COLOR is set."""
    console = make_console(file, width)
    for number, table in enumerate(report.tables):
        if number:
            console.print()
        show_table(console, table, colours)


def make_console(file: IO[str] | None = None, width: int | None = None) -> Console:
    """A console for tables; in a pipe it is 80 columns wide."""
    stream = sys.stdout if file is None else file
    if width is None and not stream.isatty():
        width = DEFAULT_WIDTH
    return Console(file=stream, width=width, highlight=False, emoji=False, markup=False)


def show_table(console: Console, table: Table, colours: Colours = Colours.CN) -> None:
    """One table: title, unit line, the parts that fit, notes.

    What the console's encoding lacks is replaced (``encodable``), never an error."""
    laid = _Laid.of(table, _encoding(console))
    plain = not console.is_terminal or console.no_color
    paint = None if plain else _UP_AND_DOWN.get(colours)
    kept, dropped = _kept(laid, console.width)
    _say(console, laid, table.title, style="bold")
    _say(console, laid, table.unit_line)
    for number, part in enumerate(_split(laid, kept, console.width)):
        if number:
            console.print()
        console.print(_drawn(laid, part, console.width, paint), crop=False, soft_wrap=True)
    for note in table.notes:
        _say(console, laid, f"注：{parts_text(note)}")
    if dropped:
        names = "、".join(table.headings[column].text for column in dropped)
        _say(console, laid, f"注：窗口较窄，未显示：{names}。加宽窗口或导出 xlsx 可以看到。")


def encodable(text: str, encoding: str) -> str:
    """The text as far as ``encoding`` goes: known signs by their plain twins, others by ``?``."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        plain = "".join(
            c if _fits(c, encoding) else c.translate(_PLAIN).translate(_DIGITS) for c in text
        )
        return plain.encode(encoding, "replace").decode(encoding)
    return text


def steady(text: str) -> str:
    """The text on one line, in characters that every terminal draws equally wide (as far as there
    are any)."""
    return " ".join("".join(_steady(c) for c in visible(text)).split())


def visible(text: str) -> str:
    """The text without what would drive a terminal or turn its lines round (escape sequences,
    bells, marks of direction); white space is kept."""
    return "".join(c for c in text if c.isspace() or unicodedata.category(c) not in _UNSEEN)


_UNSEEN = ("Cc", "Cf", "Co", "Cs")


def _steady(character: str) -> str:
    if unicodedata.east_asian_width(character) != "A":
        return character
    return unicodedata.normalize("NFKC", character).translate(_PLAIN)


# --- what fits --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Laid:
    """A table's cells and headings as this console can show them, and the least column widths."""

    table: Table
    encoding: str
    headings: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]

    @classmethod
    def of(cls, table: Table, encoding: str) -> _Laid:
        cells = tuple(
            tuple(encodable(steady(cell_text(cell)), encoding) for cell in row.cells)
            for row in table.rows
        )
        units = [f"({heading.unit})" if heading.unit else "" for heading in table.headings]
        names = [encodable(steady(heading.text), encoding) for heading in table.headings]
        headings = tuple(
            encodable(f"{name}\n{unit}" if unit else name, encoding)
            for name, unit in zip(names, units, strict=True)
        )
        widths = tuple(
            _least_width(table.headings[c].align, headings[c], [row[c] for row in cells])
            for c in range(len(headings))
        )
        return cls(table, encoding, headings, cells, widths)

    def needs(self, columns: Sequence[int]) -> int:
        return sum(self.widths[column] + GAP for column in columns) - GAP

    def longest(self, column: int) -> int:
        """The width at which no text of a column is folded."""
        texts = [*self.headings[column].split("\n"), *(row[column] for row in self.cells)]
        return max(display_width(text) for text in texts)


def _least_width(align: Align, heading: str, cells: Sequence[str]) -> int:
    name, _, unit = heading.partition("\n")
    said = max(min(display_width(name), HEADING_WIDTH), display_width(unit))
    longest = max((display_width(cell) for cell in cells), default=0)
    return max(min(longest, LABEL_WIDTH) if align is Align.LEFT else longest, said)


def _kept(laid: _Laid, width: int) -> tuple[list[int], list[int]]:
    """The columns that stay and those that go, the last of the dispensable ones first. The first
    column leads every part, so it stays."""
    kept = list(range(len(laid.headings)))
    dropped: list[int] = []
    dispensable = [c for c in kept[1:] if not laid.table.headings[c].keep]
    while dispensable and laid.needs(kept) > width:
        column = dispensable.pop()
        kept.remove(column)
        dropped.insert(0, column)
    return kept, dropped


def _split(laid: _Laid, columns: Sequence[int], width: int) -> Iterator[list[int]]:
    """Runs of columns that fit, each led by the table's left-most column."""
    lead, *rest = columns
    part = [lead]
    for column in rest:
        if len(part) > 1 and laid.needs([*part, column]) > width:
            yield part
            part = [lead]
        part.append(column)
    yield part


def _widths(laid: _Laid, columns: Sequence[int], width: int) -> list[int]:
    """The least widths, and for those that would be folded what room is left, from the left."""
    room = max(width - laid.needs(columns), 0)
    widths = []
    for column in columns:
        extra = min(laid.longest(column) - laid.widths[column], room)
        room -= extra
        widths.append(laid.widths[column] + extra)
    return widths


# --- drawing ----------------------------------------------------------------------------------


def _drawn(
    laid: _Laid, columns: Sequence[int], width: int, paint: tuple[str, str] | None = None
) -> Text:
    """The heading, a rule, the rows. The widths are settled already, so the lines are set here:
    rich's own table would measure, fold and pad every cell a second time."""
    widths = _widths(laid, columns, width)
    aligns = [laid.table.headings[column].align for column in columns]
    heading = _set(_headings(laid, columns, widths), widths, aligns)
    rule = (" " * GAP).join("-" * size for size in widths)
    drawn = Text("\n".join([*heading, rule]), style="")
    drawn.stylize("bold", 0, sum(len(line) + 1 for line in heading) - 1)
    for row, cells in zip(laid.table.rows, laid.cells, strict=True):
        folded = [
            list(wrapped(cells[column], size)) or [""]
            for column, size in zip(columns, widths, strict=True)
        ]
        lines = Text("\n" + "\n".join(_set(folded, widths, aligns)))
        if row.total:
            lines.stylize("bold")
        if paint:
            _paint(lines, [row.cells[column] for column in columns], folded, paint)
        drawn.append_text(lines)
    return drawn


def _paint(
    lines: Text,
    cells: Sequence[Part | None],
    folded: Sequence[Sequence[str]],
    paint: tuple[str, str],
) -> None:
    """Colours what went up and what went down. The cells before it take up as many characters as
    they have, so each is looked for after the one before; a figure stands on the first line."""
    at = 1
    for cell, texts in zip(cells, folded, strict=True):
        start = lines.plain.find(texts[0], at)
        at = start + len(texts[0])
        if isinstance(cell, Figure) and cell.key.measure in _CHANGES and cell.value:
            lines.stylize(paint[0] if cell.value > 0 else paint[1], start, at)


def _headings(laid: _Laid, columns: Sequence[int], widths: Sequence[int]) -> list[list[str]]:
    """Headings folded to their columns, standing on the rule: blank lines above the short ones."""
    folded = [
        [line for part in laid.headings[column].split("\n") for line in wrapped(part, size)]
        for column, size in zip(columns, widths, strict=True)
    ]
    height = max(len(lines) for lines in folded)
    return [[""] * (height - len(lines)) + lines for lines in folded]


def _set(
    cells: Sequence[Sequence[str]], widths: Sequence[int], aligns: Sequence[Align]
) -> list[str]:
    """Cells of one or more lines beside each other, each padded to its column's width."""
    height = max(len(lines) for lines in cells)
    return [
        (" " * GAP)
        .join(
            _padded(lines[number] if number < len(lines) else "", width, align)
            for lines, width, align in zip(cells, widths, aligns, strict=True)
        )
        .rstrip()
        for number in range(height)
    ]


def _padded(text: str, width: int, align: Align) -> str:
    space = " " * (width - display_width(text))
    return text + space if align is Align.LEFT else space + text


def _say(console: Console, laid: _Laid, text: str, style: str = "") -> None:
    """Running text in lines of our own: rich would leave a full stop alone on a line."""
    told = " ".join(encodable(visible(text), laid.encoding).splitlines())
    for line in wrapped(told, console.width):
        console.print(Text(line, style=style), crop=False, soft_wrap=True)


def _encoding(console: Console) -> str:
    try:
        return codecs.lookup(console.encoding).name
    except LookupError:
        return "ascii"


def _fits(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
