"""Reminders 催报: ready texts for reporters that owe a return, and one for all of them together.

The wording is the catalogue's; what is said is who owes what, since when, by when, and what stands
in the way. The province is not urged: it publishes and does not report to the office.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from zsstat.declarations import AreaKind, Catalogue
from zsstat.errors import CatalogueError
from zsstat.model import Finding
from zsstat.pipeline.ledger import describe
from zsstat.pipeline.rounds import Round, Stage, Standing
from zsstat.values.dates import day_in_words

_MOST_FINDINGS = 5
"""So many findings are written out; the review workbook has them all."""
_MOST_RUNS = 4
_OWING = (Stage.MISSING, Stage.RETURNED, Stage.PARTLY)


@dataclass(frozen=True, slots=True)
class Reminder:
    """The text for one reporter, to be pasted as it is."""

    area: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Reminders:
    """A text for each reporter that owes a return, and one for a chat of all; empty where nobody
    owes anything."""

    each: tuple[Reminder, ...]
    together: str


def reminders(round_: Round, catalogue: Catalogue) -> Reminders:
    """Raises :class:`CatalogueError` for a phrase that is missing or has other fields."""
    writer = _Writer(round_, catalogue)
    owing = tuple(s for s in round_.at(*_OWING) if s.area.kind is AreaKind.REPORTER)
    each = tuple(Reminder(s.area.id, s.state.name, "\n".join(writer.letter(s))) for s in owing)
    return Reminders(each, "\n".join(writer.notice(owing)) if owing else "")


class _Writer:
    """The phrases, filled in for a round."""

    def __init__(self, round_: Round, catalogue: Catalogue) -> None:
        self._round = round_
        self._catalogue = catalogue
        self._period = describe(round_.period)

    def _say(self, phrase: str, **fields: object) -> str:
        try:
            return self._catalogue.wording.phrases[phrase].format(**fields)
        except (KeyError, IndexError, ValueError) as error:
            raise CatalogueError(
                f"wording.toml 的 phrases.{phrase} 不对：{error}",
                "请参照自带的 wording.toml 书写，{} 里的名称要一致",
            ) from error

    # --- one reporter -----------------------------------------------------------------------

    def letter(self, standing: Standing) -> Iterator[str]:
        yield self._say("letter_reporter", reporter=standing.state.name) + "："
        if standing.stage is Stage.MISSING:
            yield self._missing(standing)
        else:
            yield from self._returned(standing)
        yield self._deadline()
        yield from filter(None, [self._say("letter_contact")])
        yield from self._close()

    def _missing(self, standing: Standing) -> str:
        if not standing.precedented:
            return self._say("urge_missing_first", period=self._period)
        tables = "、".join(self._catalogue.returns[t].name for t in standing.lacking)
        return self._say("urge_missing", period=self._period, tables=tables)

    def _returned(self, standing: Standing) -> Iterator[str]:
        back = standing.state.open_return
        if back is None or standing.returned is None:
            raise AssertionError("somebody whose return went back has one that is open")
        yield self._say(
            "urge_returned",
            period=self._period,
            file=back.file,
            day=day_in_words(standing.returned),
            times=standing.state.times_back,
        )
        yield from self._findings([stored.finding for stored in standing.blocking])
        yield self._say("urge_where")

    def _findings(self, findings: list[Finding]) -> Iterator[str]:
        from zsstat.review import items_of

        items = items_of(findings, self._catalogue.rules)
        if items:
            yield self._say("urge_findings", count=len(items))
        for item in items[:_MOST_FINDINGS]:
            spots = (spot for spot in item.spots if spot.sheet)
            where = "；".join(f"工作表“{s.sheet}” {s.said(_MOST_RUNS)}".strip() for s in spots)
            place = f"（{where}）" if where else ""
            yield f"{item.number}. {item.message.rstrip('。')}{place}。"
        if more := len(items[_MOST_FINDINGS:]):
            yield self._say("urge_more", count=more)

    # --- all of them ------------------------------------------------------------------------

    def notice(self, owing: tuple[Standing, ...]) -> Iterator[str]:
        missing = [s.state.name for s in owing if s.stage is Stage.MISSING]
        returned = [s.state.name for s in owing if s.stage is not Stage.MISSING]
        yield self._say(
            "urge_all",
            period=self._period,
            day=day_in_words(self._round.today),
            expected=len(self._round.reporters),
            reported=len(self._round.at(Stage.ACCEPTED)),
        )
        if missing:
            names = "、".join(missing)
            yield self._say("urge_all_missing", count=len(missing), names=names)
        if returned:
            names = "、".join(returned)
            yield self._say("urge_all_returned", count=len(returned), names=names)
        yield self._deadline()
        yield from self._close()

    def _deadline(self) -> str:
        due, today = self._round.deadline, self._round.today
        if due is None:
            return self._say("urge_soon")
        if due >= today:
            return self._say("urge_due", day=day_in_words(due))
        return self._say("urge_late", day=day_in_words(due), days=(today - due).days)

    def _close(self) -> Iterator[str]:
        city = self._catalogue.areas[self._catalogue.city].name(self._round.period.year)
        yield self._say("letter_office", city=city)
        yield day_in_words(self._round.today)
