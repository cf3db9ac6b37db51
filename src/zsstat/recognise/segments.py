"""A region of a sheet laid out in blocks, one a header, and blocks that go on put together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from zsstat.declarations import Unit
from zsstat.recognise.layout import Block, title_rows
from zsstat.recognise.regions import Region
from zsstat.recognise.sorting import sort_rows
from zsstat.recognise.telling import told_apart
from zsstat.recognise.units import unit_line
from zsstat.recognise.words import Words
from zsstat.values import normalise

_PAGE = r"[\d一二三四五六七八九十\-/]*"


def laid_out(region: Region, words: Words) -> Iterator[Block]:
    """One block a header, its rows sorted, its titles taken from the rows above it."""
    grid, headers = region.grid, region.headers
    after = 0
    titles: list[tuple[int, ...]] = []
    for header in headers:
        titles.append(title_rows(grid, header, after, words))
        after = header.last
    last_row = max(grid.by_row, default=0)
    for position, header in enumerate(headers):
        end = last_row
        if position + 1 < len(headers):
            following = titles[position + 1]
            end = (following[0] if following else headers[position + 1].first) - 1
        settled = told_apart(grid, header, words, end)
        block = Block(grid, settled, settled.best[0])
        block.titles = tuple(
            cell for row in titles[position] for cell in grid.by_row[row] if cell.text.strip()
        )
        sort_rows(block, end, words)
        yield block


def joined(blocks: Iterable[Block], words: Words) -> Iterator[Block]:
    """Blocks, with a header that is only repeated (a page break, 续表) taken as one table."""
    current: Block | None = None
    for block in blocks:
        if current is not None and _repeats(block, current, words):
            current.take_in(block)
            continue
        if current is not None:
            yield current
        current = block
    if current is not None:
        yield current


def _repeats(block: Block, before: Block, words: Words) -> bool:
    """The same columns in the same places and units, under no title, the same, or one that says
    that the table goes on; and unless it says so, no total between."""
    if block.fit.table is not before.fit.table or _columns(block) != _columns(before):
        return False
    titles = set(_titles(block, words))
    new = {title for title in titles if not _goes_on(title, before, words)}
    if new - set(_titles(before, words)) or not _alike_in_units(block, before, words):
        return False
    return titles != new or not any(claim.total for claim in before.claims)


def _columns(block: Block) -> Mapping[str, tuple[tuple[int, tuple[Unit, ...]], ...]]:
    return {
        name: tuple((heading.column, heading.units) for heading in headings)
        for name, headings in block.fit.found.items()
    }


def _titles(block: Block, words: Words) -> Iterator[str]:
    """What the lines above the header say besides labels (单位：万元)."""
    for cell in block.titles:
        title = normalise(words.before_labels(cell.text))
        if title and words.bare_label(title) is None:
            yield title


def _goes_on(title: str, before: Block, words: Words) -> bool:
    """续表, 续表1, the title of the table before with （续） behind it."""
    found = re.search(rf"\(?(?:{words.continued})\)?{_PAGE}\)?$", title)
    if found is None:
        return False
    start = title[: found.start()]
    return not start or start in map(normalise, (cell.text for cell in before.titles))


def _alike_in_units(block: Block, before: Block, words: Words) -> bool:
    mine, theirs = unit_line(block, words).units, unit_line(before, words).units
    return not mine or mine == theirs
