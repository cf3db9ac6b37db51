"""The register of what was published: entered once, never changed, sealed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from zsstat.errors import DecisionError, StoreError
from zsstat.model import Audience, Period
from zsstat.model.publications import (
    CountingPart,
    DatabaseState,
    Output,
    Publication,
    PublicationRow,
    StandingDecision,
)
from zsstat.store import codec
from zsstat.store.desk import Desk
from zsstat.store.publication_codec import decoded, encoded, seal_of

Row = Sequence[Any]


def _unwritten() -> None:
    return None


class Publications(Desk):
    """Enters publications and tells them again."""

    def state(self, period: Period) -> DatabaseState:
        """What the figures of a period rest on now: the tables that count and the decisions in
        force up to its year. Whatever changes a figure changes the digest."""
        rows = self._rows("counting_until", year=period.year)
        decisions = tuple(
            StandingDecision(*row) for row in self._rows("standing_until", year=period.year)
        )
        digest = hashlib.sha256()
        for row in rows:
            digest.update(codec.to_json(row).encode("utf-8", "surrogatepass"))
        digest.update(b"/")
        for decision in decisions:
            digest.update(codec.to_json([decision.number, decision.kind]).encode())
        near = (row for row in rows if row[3] >= period.year - 1)
        return DatabaseState(digest.hexdigest(), tuple(map(_part, near)), decisions)

    def enter(
        self, publication: Publication, write: Callable[[], None] = _unwritten
    ) -> Publication:
        """Enter a publication, all of it or nothing; gives it with its number and seal.

        ``write`` puts the document where it goes out: where that fails nothing is entered. Raises
        :class:`DecisionError` when what it rests on has changed since it was composed, or when it
        corrects a publication that there is not."""
        with self._writing():
            if self.state(publication.period).digest != publication.state.digest:
                raise DecisionError(
                    "编写通报的同时数据有了变动，没有印发",
                    "等导入或办理结束后，重新运行 zsstat publish",
                )
            if publication.corrects is not None:
                self.row(publication.corrects)
            number, previous = self._one("last_publication") or (0, "")
            entered = replace(publication, number=number + 1, previous=previous)
            content = encoded(entered)
            entered = replace(entered, seal=seal_of(content))
            self._do("add_publication", **_columns(entered), content=content, seal=entered.seal)
            write()
        return entered

    def rows(self, year: int | None = None) -> tuple[PublicationRow, ...]:
        """Every publication in the order of publishing, or those about one year."""
        return tuple(map(_row, self._rows("publications", year=year)))

    def row(self, number: int) -> PublicationRow:
        """One of them; :class:`DecisionError` when there is none of that number."""
        found = self._one("publication_row", id=number)
        return _row(found or self._none(number))

    def publication(self, number: int) -> Publication:
        """All of one. Raises :class:`DecisionError` when there is none of that number, and
        :class:`StoreError` when it is not what was entered."""
        found = self._one("publication", id=number) or self._none(number)
        if wrong := next(publication_problems(*found), None):
            raise StoreError(wrong, "请改用最近的备份，用 zsstat verify 核验")
        return decoded(found[-2], found[-1])

    def problem(self, number: int) -> str:
        """Why a record is not to be trusted: its content is not what was sealed, or its columns say
        something else; "" where it is as it was entered. Quicker than reading it whole."""
        _, *columns, content, seal = self._one("publication", id=number) or self._none(number)
        if seal_of(content) != seal:
            return f"第{number}号印发记录在印发后被改动过：内容与校验码不符"
        try:
            told = _outlined(json.loads(content))
        except (ValueError, TypeError, KeyError) as error:
            return f"第{number}号印发记录无法读出（{error}）"
        if told != [number, *columns]:
            return f"第{number}号印发记录在印发后被改动过：登记的内容与正文不符"
        return ""

    def _none(self, number: int) -> Row:
        raise DecisionError(f"没有第 {number} 号印发记录", "编号见 zsstat published")

    def sent_as(self, sha256: str) -> tuple[PublicationRow, ...]:
        """The publications that went out as these very bytes."""
        return tuple(map(_row, self._rows("publications_sent_as", sha256=sha256)))


def problems(rows: Iterable[Row]) -> Iterator[str]:
    """What is wrong with the register, in Chinese: each content against its seal, its columns and
    the one before it."""
    before, seal = 0, ""
    for row in rows:
        number = row[0]
        found = list(publication_problems(*row))
        yield from found
        if number != before + 1:
            yield f"第{before + 1}号印发记录不见了"
        elif not found and decoded(row[-2], row[-1]).previous != seal:
            yield f"第{number}号印发记录与它前面的一份接不上：前面的被改动过"
        before, seal = number, row[-1]


def publication_problems(number: int, *row: Any) -> Iterator[str]:
    """What is wrong with one row of the register; nothing else of it is to be trusted then."""
    *columns, content, seal = row
    if seal_of(content) != seal:
        yield f"第{number}号印发记录在印发后被改动过：内容与校验码不符"
        return
    try:
        told = _columns(decoded(content, seal))
    except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        yield f"第{number}号印发记录无法读出（{error}）"
        return
    if list(told.values()) != [number, *columns]:
        yield f"第{number}号印发记录在印发后被改动过：登记的内容与正文不符"


def _columns(of: Publication) -> dict[str, Any]:
    """What stands in columns beside the content, in their order."""
    output: Output | None = of.output
    return {
        "id": of.number,
        "year": of.period.year,
        "month": of.period.month,
        "area": of.area,
        "title": of.title,
        "audience": of.audience.value,
        "who": of.who,
        "reason": of.reason,
        "published_at": of.at.isoformat(),
        "corrects": of.corrects,
        "figures": sum(1 for _ in of.figures()),
        "program": of.program,
        "catalogue": of.catalogue,
        "state": of.state.digest,
        "file": output.file if output else None,
        "file_sha256": output.sha256 if output else None,
    }


def _outlined(data: dict[str, Any]) -> list[Any]:
    """What stands in columns, as a content says it, in their order."""
    output = data["output"] or {"file": None, "sha256": None}
    names = (
        "number", "year", "month", "area", "title", "audience", "who", "reason", "at", "corrects",
    )  # fmt: skip
    return [
        *(data[name] for name in names),
        len(data["figures"]),
        data["program"],
        data["catalogue"],
        data["state"]["digest"],
        output["file"],
        output["sha256"],
    ]


def _row(row: Row) -> PublicationRow:
    number, year, month, area, title, audience, who, reason, at, corrects, figures = row[:11]
    program, catalogue, state, file, seal = row[11:]
    return PublicationRow(
        number, Period(year, month), area, title, Audience(audience), who, reason,
        datetime.fromisoformat(at), corrects, figures, program, catalogue, state, file, seal,
    )  # fmt: skip


def _part(row: Row) -> CountingPart:
    submission, table, reporter, year, month, addition, seal, sha256, file = row
    return CountingPart(
        submission, table, reporter, Period(year, month), addition, seal, sha256, file
    )
