"""Sending it back: for each returned or refused file a review workbook and a letter.

Nothing that a sender sent is ever written to: what is written has names of its own
(``….审核.xlsx``, ``….退回函.docx``) and is put in its place as a whole or not at all. What an
earlier import wrote, and somebody may have written in since, is kept under another name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain, count
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from uuid import uuid4

from zsstat.checks.files import deadline_of
from zsstat.declarations import Catalogue
from zsstat.errors import UsageError
from zsstat.model import Period
from zsstat.pipeline.files import LETTER, REVIEW, Found
from zsstat.pipeline.ledger import describe
from zsstat.pipeline.outcomes import FileResult, Status
from zsstat.pipeline.parsing import reading_limits
from zsstat.pipeline.placing import put, unwritable
from zsstat.store import Store
from zsstat.values.dates import from_text

if TYPE_CHECKING:
    from zsstat.review import Notice, ReviewBook

_LONGEST_NAME = 190
"""Bytes of a file's name that leave room for what is put behind it."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Where the reviews go, and by when the returns are to be sent again."""

    directory: Path
    due: date | None
    now: datetime


@dataclass(frozen=True, slots=True)
class SentBack:
    """What was written for a file; ``alone`` says why its review is a list without its sheets.
    ``kept`` are the new names of earlier files that said something else."""

    file: str
    review: Path
    letters: tuple[Path, ...]
    alone: str
    kept: tuple[Path, ...] = ()


def review_desk(directory: Path | None, due: str | None, now: datetime) -> Desk | None:
    """The folder made ready before anything is imported; None where no reviews are asked for.

    Raises :class:`UsageError` for a folder that cannot be written to, a deadline that is no day or
    has passed, and a deadline without a folder."""
    if directory is None:
        if due is not None:
            example = f"例如 --review 退回 --due {_example(now.date())}"
            raise UsageError("--due 要和 --review 一起用", example)
        return None
    day = None if due is None else _day(due, now.date())
    probe = directory / f".zsstat-{uuid4().hex}.tmp"
    try:
        directory.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except FileExistsError as error:
        raise UsageError(f"{directory} 不是文件夹", "请给 --review 一个文件夹") from error
    except OSError as error:
        raise unwritable(directory, error) from error
    return Desk(directory, day, now)


def _day(written: str, today: date) -> date:
    found = from_text(written, epoch_1904=False)
    if found is None or found.doubt or found.date.day is None:
        raise UsageError(
            f"--due 写的是“{written}”，不是一个日期", f"请写成 {_example(today)} 的形式"
        )
    day = found.date.earliest
    if day < today:
        raise UsageError(
            f"--due 写的是{written}，已经过去了", f"请写今天或以后的日期，例如 {_example(today)}"
        )
    return day


_USUAL_TIME = timedelta(days=7)
"""To mend a return: for the deadline that messages give as an example."""


def _example(today: date) -> str:
    return (today + _USUAL_TIME).isoformat()


def send_back(
    desk: Desk | None,
    results: Sequence[FileResult],
    found: Found,
    store: Store,
    catalogue: Catalogue,
) -> tuple[SentBack, ...]:
    """Writes review and letter for every returned or refused file of an import; none without a
    desk.

    The files found are the senders' and never written over. A file in a sub-folder has its review
    in a sub-folder of the same name. Raises :class:`UsageError` where the system refuses."""
    if desk is None:
        return ()
    from zsstat.review import review_book

    names = _names(desk.directory, results, [path for _, path in found.files])
    limits = reading_limits(catalogue)
    written = []
    for result, name in zip(results, names, strict=True):
        if result.status not in (Status.RETURNED, Status.REFUSED):
            continue
        unread = result.status is Status.REFUSED
        content = None if unread else store.original(result.sha256)[1]
        notice = _notice(desk, result, catalogue)
        book = review_book(content, notice, limits)
        written.append(_write(desk, name, book, notice, unread=unread))
    return tuple(written)


def _notice(desk: Desk, result: FileResult, catalogue: Catalogue) -> Notice:
    from zsstat.review import Notice, items_of

    today, period = desk.now.date(), result.period
    year = period.year if period else today.year
    return Notice(
        file=PurePosixPath(result.file).name,
        reporter=catalogue.areas[result.reporter].name(year) if result.reporter else "",
        period=describe(period) if period else "",
        judged=today,
        due=desk.due or _to_come(catalogue, period, today),
        items=items_of(result.findings, catalogue.rules),
        city=catalogue.areas[catalogue.city].name(year),
        phrases=catalogue.wording.phrases,
    )


def _to_come(catalogue: Catalogue, period: Period | None, today: date) -> date | None:
    """The catalogue's deadline for the period, as long as it has not passed."""
    day = deadline_of(catalogue, period) if period else None
    return day if day and day >= today else None


def _write(desk: Desk, name: str, book: ReviewBook, notice: Notice, *, unread: bool) -> SentBack:
    from zsstat.review import Enclosure, letter, letter_text
    from zsstat.review.paper import letter_docx

    review = desk.directory / f"{name}{REVIEW}{book.suffix}"
    enclosure = Enclosure(review.name, alone=bool(book.alone))
    lines = letter(notice, enclosure, unread=unread)
    office = notice.say("letter_office", city=notice.city)
    letters = {
        desk.directory / f"{name}{LETTER}.txt": _for_notepad(letter_text(lines)),
        desk.directory / f"{name}{LETTER}.docx": letter_docx(lines, office, _morning(desk.now)),
    }
    kept = [put(path, content) for path, content in {review: book.content, **letters}.items()]
    return SentBack(notice.file, review, tuple(letters), book.alone, tuple(filter(None, kept)))


def _morning(now: datetime) -> datetime:
    """The day without its hour: the same letter of the same day is the same document."""
    return datetime.combine(now.date(), time(), now.tzinfo)


def _for_notepad(text: str) -> bytes:
    """Text that every Windows editor shows as it is meant."""
    return text.replace("\n", "\r\n").encode("utf-8-sig")


def _names(
    directory: Path, results: Sequence[FileResult], paths: Iterable[Path]
) -> tuple[str, ...]:
    """For each file a name without its ending, in its sub-folder; two of one name are numbered.

    All files of the import have one, so that a name does not depend on which of them go back."""
    theirs = {path.resolve() for path in paths}
    taken: set[str] = set()
    names = []
    for result in results:
        path = PurePosixPath(result.file)
        plain = (path.parent / _shortened(path.stem)).as_posix()
        candidates = chain([plain], (f"{plain} ({number})" for number in count(2)))
        name = next(
            c for c in candidates if c.casefold() not in taken and not _hits(directory, c, theirs)
        )
        taken.add(name.casefold())
        names.append(name)
    return tuple(names)


def _hits(directory: Path, name: str, theirs: set[Path]) -> bool:
    """Whether something that would be written is a file that somebody sent."""
    endings = (f"{REVIEW}.xlsx", f"{REVIEW}.xlsm", f"{LETTER}.txt", f"{LETTER}.docx")
    return any((directory / f"{name}{ending}").resolve() in theirs for ending in endings)


def _shortened(name: str) -> str:
    while len(name.encode("utf-8", "replace")) > _LONGEST_NAME:
        name = name[:-1]
    return name
