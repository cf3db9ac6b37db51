"""How sheets travel from the process that reads them: frames of JSON, each after its length.

Nothing that arrives is executed or unpickled. A double never travels: numbers are decimals in
digits, moments are in the form of ISO 8601.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, time
from decimal import Decimal
from operator import call
from typing import IO, Any, TypeAlias

from zsstat.model import Cell, CellKind, CellRows, CellValue, Grid, Range
from zsstat.read.merges import mark_covered
from zsstat.read.rows import Frame, PackedRow, Rows
from zsstat.read.sheets import Sheet

Message: TypeAlias = dict[str, Any]

_LENGTH_BYTES = 8
_PIECE_BYTES = 1 << 20
_CELLS_A_MESSAGE = 10_000
_MEMORY = 1 << 16


def send(stream: IO[bytes], content: bytes) -> None:
    """One frame. Raises OSError where nobody reads any more."""
    for part in (len(content).to_bytes(_LENGTH_BYTES, "big"), content):
        rest = memoryview(part)
        while rest:
            rest = rest[stream.write(rest) :]
    stream.flush()


def receive(stream: IO[bytes]) -> bytes:
    """The next frame. Raises EOFError where the stream ends before it does."""
    return _exactly(stream, int.from_bytes(_exactly(stream, _LENGTH_BYTES), "big"))


def _exactly(stream: IO[bytes], size: int) -> bytes:
    pieces: list[bytes] = []
    while size:
        piece = stream.read(min(size, _PIECE_BYTES))
        if not piece:
            raise EOFError
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def send_message(stream: IO[bytes], message: Message) -> None:
    send(stream, json.dumps(message, separators=(",", ":")).encode("ascii"))


def receive_message(stream: IO[bytes]) -> Message:
    """Raises EOFError, and ValueError where it is no message."""
    message = json.loads(receive(stream))
    if not isinstance(message, dict):
        raise ValueError("a message is an object")  # noqa: TRY004 - the content is wrong
    return message


# --- a sheet as messages ----------------------------------------------------------------------


def messages(sheet: Sheet) -> Iterator[Message]:
    """A sheet's head, and then its rows in pieces, each with the row frames that are new in it."""
    yield {
        "sheet": sheet.name,
        "merges": [list(merge) for merge in sheet.merges],
        "hidden": sheet.hidden,
        "hidden_rows": sorted(sheet.hidden_rows),
        "hidden_columns": sorted(sheet.hidden_columns),
        "epoch_1904": sheet.epoch_1904,
    }
    known: dict[Frame, int] = {}
    frames: list[Frame] = []
    rows: list[tuple[int, int, list[Any], list[str | None] | None]] = []
    count = 0
    for cells in sheet.rows:
        frame = _frame(cells)
        if frame not in known:
            known[frame] = len(known)
            frames.append(frame)
        values = [_written(cell.value) for cell in cells]
        rows.append((cells[0].row, known[frame], values, _formulas(cells)))
        count += len(cells)
        if count >= _CELLS_A_MESSAGE:
            yield {"frames": frames, "rows": rows}
            frames, rows, count = [], [], 0
    yield {"frames": frames, "rows": rows}


def _frame(cells: tuple[Cell, ...]) -> Frame:
    return Frame(
        tuple([cell.column for cell in cells]),
        tuple([cell.kind for cell in cells]),
        tuple([cell.number_format for cell in cells]),
        tuple([cell.hidden for cell in cells]),
    )


def _formulas(cells: tuple[Cell, ...]) -> list[str | None] | None:
    formulas = [cell.formula for cell in cells]
    return None if formulas.count(None) == len(formulas) else formulas


def _written(value: CellValue) -> str | bool | None:
    match value:
        case Decimal():
            return str(value)
        case datetime() | time():
            return value.isoformat()
    return value


# --- messages as a sheet ----------------------------------------------------------------------


class _Known(dict[str, Any]):
    """Text → value. Many cells are alike, and are worked out and kept once."""

    def __init__(self, make: Callable[[str], CellValue]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, text: str) -> CellValue:
        value = self._make(text)
        if len(self) < _MEMORY:
            self[text] = value
        return value


def _moment(text: str) -> datetime | time:
    return datetime.fromisoformat(text) if "T" in text else time.fromisoformat(text)


def _nothing(_: object) -> None:
    return None


class GridBuilder:
    """One sheet from its messages."""

    def __init__(self, head: Message) -> None:
        self._head = head
        self._frames: list[tuple[Frame, tuple[Callable[[Any], CellValue], ...]]] = []
        self._rows: dict[int, tuple[Cell, ...] | PackedRow] = {}
        text = _Known(str).__getitem__
        self._readers: Mapping[CellKind, Callable[[Any], CellValue]] = {
            CellKind.NUMBER: _Known(Decimal).__getitem__,
            CellKind.TEXT: text,
            CellKind.ERROR: text,
            CellKind.DATE: _Known(_moment).__getitem__,
            CellKind.BOOL: bool,
            CellKind.UNCACHED: _nothing,
        }

    def add(self, message: Message) -> None:
        """A piece of the sheet's rows."""
        for columns, kinds, codes, hidden in message["frames"]:
            named = tuple(map(CellKind, kinds))
            frame = Frame(tuple(columns), named, tuple(codes), tuple(hidden))
            self._frames.append((frame, tuple(self._readers[kind] for kind in named)))
        for row, number, values, formulas in message["rows"]:
            frame, readers = self._frames[number]
            found = tuple(map(call, readers, values))
            self._rows[row] = PackedRow(frame, found, tuple(formulas) if formulas else None)

    def grid(self) -> Grid:
        """Raises UnreadableError where the merged ranges are no honest ones."""
        head = self._head
        merges = tuple(Range(*bounds) for bounds in head["merges"])
        return Grid(
            head["sheet"],
            mark_covered(CellRows(Rows(self._rows)), merges),
            merges,
            head["hidden"],
            frozenset(head["hidden_rows"]),
            frozenset(head["hidden_columns"]),
            head["epoch_1904"],
        )
