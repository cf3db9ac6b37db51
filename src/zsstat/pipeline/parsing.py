"""One file by itself: its bytes → the return that it is, with what it would post.

What happens here needs no store and no other file, so it can happen anywhere: in this process, in
a thread, in another process. There a return travels as bytes, which are taken apart again only when
it is judged.
"""

from __future__ import annotations

import copyreg
import io
import pickle
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import Any, TypeAlias

from zsstat.checks import ALONE, Context, History, noticed
from zsstat.declarations import Catalogue
from zsstat.errors import CatalogueError, UnreadableError
from zsstat.model import (
    CellRef,
    Claim,
    Field,
    Issue,
    Observation,
    PartialDate,
    Period,
    RecognisedTable,
    Record,
    Return,
    TableColumn,
)
from zsstat.post import post
from zsstat.read import Limits, read_workbook
from zsstat.recognise import Expected, recognise
from zsstat.recognise.answers import GivenAnswer, given_answers


@dataclass(frozen=True, slots=True)
class Understood:
    """A file that is a workbook: the return, the ledger lines that it would post, what was noticed
    in posting it and by the checks that look at nothing else, and what its sender answers in it to
    the findings on an earlier one."""

    subject: Return
    observations: tuple[Observation, ...]
    issues: tuple[Issue, ...]
    answers: tuple[GivenAnswer, ...] = ()

    @property
    def reporter(self) -> str | None:
        return self.subject.reporter

    @property
    def period(self) -> Period | None:
        return self.subject.period

    @property
    def tables(self) -> int:
        return len(self.subject.tables)


@dataclass(frozen=True, slots=True)
class Packed:
    """The same as bytes, and beside them what decides when it is judged."""

    reporter: str | None
    period: Period | None
    tables: int
    body: bytes


Parsed: TypeAlias = Understood | UnreadableError
"""What a file is by itself; a refusal is a value here, since it is the answer to a question."""
Parcel: TypeAlias = Packed | UnreadableError
"""The same when it comes from elsewhere."""


def parse(content: bytes, file: str, catalogue: Catalogue, expected: Expected) -> Parsed:
    """Reads, recognises, posts and checks one file, as far as it goes by itself.

    Raises :class:`CatalogueError` where the catalogue's limits or postings are wrong."""
    try:
        subject, answers, unread = _recognised(content, file, catalogue, expected)
    except UnreadableError as refusal:
        return refusal
    observations, unposted = post(subject, catalogue)
    noticed_here = _noticed(subject, observations, catalogue)
    return Understood(subject, observations, (*unread, *unposted, *noticed_here), answers)


def _recognised(
    content: bytes, file: str, catalogue: Catalogue, expected: Expected
) -> tuple[Return, tuple[GivenAnswer, ...], tuple[Issue, ...]]:
    """The cells, which take more memory than anything else, are gone when this returns."""
    workbook = read_workbook(content, file, reading_limits(catalogue))
    return recognise(workbook, catalogue, expected), *given_answers(workbook, catalogue.vocabulary)


def _noticed(
    subject: Return, observations: tuple[Observation, ...], catalogue: Catalogue
) -> Iterator[Issue]:
    """Of a return whose sender or period is not known nothing more is said than just that."""
    if subject.reporter and subject.period:
        context = Context(subject, subject.period, observations, catalogue, History(), date.min)
        yield from noticed(context, ALONE)


def parse_apart(content: bytes, file: str, *, catalogue: bytes, expected: Expected) -> Parcel:
    """:func:`parse` for an executor of whatever kind, whose workers have nothing but this.

    ``catalogue`` is the catalogue as :func:`pack` makes it; it comes with each file and is taken
    apart once in each process."""
    parsed = parse(content, file, unpacked_catalogue(catalogue), expected)
    return parsed if isinstance(parsed, UnreadableError) else packed(parsed)


@lru_cache(maxsize=2)
def unpacked_catalogue(kept: bytes) -> Catalogue:
    """The catalogue of the tasks, made once: what is derived from it is kept by its identity."""
    made = pickle.loads(kept)  # noqa: S301 - comes from the process that imports
    if not isinstance(made, Catalogue):
        raise TypeError(f"not a catalogue: {type(made)}")
    return made


def reading_limits(catalogue: Catalogue) -> Limits:
    """What the reader accepts: its own limits and what the catalogue says otherwise.

    Raises :class:`CatalogueError` naming a limit that there is not."""
    known = [limit.name for limit in fields(Limits)]
    strangers = "、".join(name for name in catalogue.limits if name not in known)
    if strangers:
        raise CatalogueError(
            f"returns.toml 的 limits 里有不认识的键：{strangers}", f"可用的键：{'、'.join(known)}"
        )
    return Limits(**catalogue.limits)


# --- packing ----------------------------------------------------------------------------------


def packed(understood: Understood) -> Packed:
    """What was understood of a file, ready to travel or to lie on the shelf."""
    return Packed(understood.reporter, understood.period, understood.tables, pack(understood))


def unpacked(body: bytes) -> Understood:
    """What was packed; what was one object is one object again."""
    made = pickle.loads(body)  # noqa: S301 - comes from this import and lies in its own file
    if not isinstance(made, Understood):
        raise TypeError(f"not a parsed file: {type(made)}")
    return made


def pack(thing: object) -> bytes:
    """A pickle. Records are many and small, and pickle's own way with frozen classes takes four
    times as long as their fields in a row."""
    buffer = io.BytesIO()
    pickler = pickle.Pickler(buffer, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = _IN_A_ROW
    pickler.dump(thing)
    return buffer.getvalue()


def _in_a_row(kind: type[Any]) -> Callable[[Any], tuple[type[Any], tuple[Any, ...]]]:
    values = attrgetter(*(field.name for field in fields(kind)))
    return lambda thing: (kind, values(thing))


_IN_A_ROW = copyreg.dispatch_table | {
    kind: _in_a_row(kind)
    for kind in (
        CellRef, Claim, Field, GivenAnswer, Issue, Observation, PartialDate, Period,
        RecognisedTable, Record, Return, TableColumn, Understood,
    )
}  # fmt: skip
"""How the classes that a return is made of are packed."""
