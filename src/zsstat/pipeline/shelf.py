"""Where parsed files lie until it is their turn to be judged.

All files are parsed before the first is judged, because any of them may be of the earliest period.
So that a large import does not hold all of them in memory, they lie in a temporary file that is
gone when the import ends; a small import keeps them at hand and writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from types import TracebackType

from zsstat.errors import UsageError, why
from zsstat.pipeline.parsing import Packed, Understood, packed, unpacked

AT_HAND = 8_000
"""So many records are kept as they are: to pack and unpack them takes a sixth of parsing them. The
first file is kept whatever its size, for it may be the only one."""
IN_MEMORY = 16 * 2**20
"""So many bytes are kept in memory before they are written to a file."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file lies: its content and what it was understood as, one behind the other."""

    start: int
    content: int
    body: int
    at_hand: Understood | None = None


class Shelf:
    """Files between being parsed and being judged; a context manager."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - __exit__ closes it
        self._end = 0
        self._records_at_hand = 0

    def __enter__(self) -> Shelf:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def put(self, content: bytes, parsed: Understood | Packed) -> Place:
        """Raises :class:`UsageError` where the temporary file cannot be written."""
        if isinstance(parsed, Understood):
            records = sum(len(table.records) for table in parsed.subject.tables)
            if not self._records_at_hand or self._records_at_hand + records <= AT_HAND:
                self._records_at_hand += records
                return Place(self._written(content), len(content), 0, parsed)
            parsed = packed(parsed)
        return Place(self._written(content, parsed.body), len(content), len(parsed.body))

    def take(self, place: Place) -> tuple[bytes, Understood]:
        """Content and understanding of a file, as they were put."""
        with _told():
            self._file.seek(place.start)
            content = self._file.read(place.content)
            body = self._file.read(place.body)
        return content, place.at_hand or unpacked(body)

    def _written(self, *parts: bytes) -> int:
        start = self._end
        with _told():
            self._file.seek(start)
            for part in parts:
                self._end += self._file.write(part)
        return start


@contextmanager
def _told() -> Iterator[None]:
    """What goes wrong with the temporary file, said to the user."""
    try:
        yield
    except OSError as error:
        raise UsageError(
            f"临时文件无法读写：{why(error)}", "请清理系统盘的空间后重试，或分批导入"
        ) from error
