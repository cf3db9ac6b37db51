"""A thing that several reporters sent: whose it is, decided once for all periods from then on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from zsstat.checks.elsewhere import BETWEEN, alike
from zsstat.declarations import Catalogue
from zsstat.errors import DecisionError, UsageError
from zsstat.model import WHOLE, Entity, Party, Period
from zsstat.pipeline.deciding import Entered
from zsstat.pipeline.following import follow
from zsstat.pipeline.ledger import area_id, describe
from zsstat.pipeline.locks import refuse_locked_since
from zsstat.pipeline.parsing import reading_limits
from zsstat.read import read_workbook
from zsstat.recognise import Expected, recognise
from zsstat.store import Decided, Store, StoredFinding
from zsstat.tracking import tracker


@dataclass(frozen=True, slots=True)
class Shares:
    """How a clerk divides: ``owner`` gets all of it, or each reporter its percentage, or (neither)
    all rows stand."""

    owner: str | None = None
    percent: Mapping[str, Fraction] | None = None

    @property
    def divides(self) -> bool:
        return self.owner is not None or self.percent is not None


def shares_named(
    catalogue: Catalogue, owner: str | None, percentages: Iterable[str], *, both: bool
) -> Shares:
    """What ``--to``, ``--share`` and ``--both`` say; exactly one of them.

    Raises :class:`UsageError` for none or several, an area that there is not, a percentage that is
    no number, and shares that do not sum to 100."""
    given = tuple(percentages)
    if sum((owner is not None, bool(given), both)) != 1:
        raise UsageError(
            "请说明归谁：--to、--share、--both 选一个",
            "如 --to 汉滨区，或 --share 汉滨区=60 --share 汉阴县=40，或 --both",
        )
    if owner is not None:
        return Shares(owner=area_id(catalogue, owner))
    if both:
        return Shares()
    percent = dict(_share(catalogue, text) for text in given)
    total = sum(percent.values(), Fraction(0))
    if total != WHOLE or len(percent) != len(given):
        raise UsageError(f"各家比例之和是{_percent(total)}，应为100", "每家写一次，合计正好100")
    return Shares(percent=percent)


def _share(catalogue: Catalogue, text: str) -> tuple[str, Fraction]:
    name, _, number = text.replace("＝", "=").partition("=")
    try:
        percent = Fraction(number.strip().rstrip("%％"))
    except (ValueError, ZeroDivisionError):
        percent = Fraction(-1)
    if not 0 <= percent <= WHOLE or (percent * 100).denominator != 1:
        raise UsageError(f"“{text}”不是一家的比例", "写成 汉滨区=60 这样的形式，最多两位小数")
    return area_id(catalogue, name.strip()), percent


def resolve(
    store: Store, catalogue: Catalogue, stored: StoredFinding, shares: Shares, decided: Decided
) -> Entered:
    """Decide about the thing that a finding is about; it holds from the finding's period on.

    Raises :class:`DecisionError` where the finding is about no such thing or a later period is
    locked, :class:`UsageError` where the reporters named are not those that sent it."""
    if stored.period is None or stored.reporter is None:
        raise DecisionError(f"问题 {stored.id} 不知道是哪个单位、哪一期的", "请先弄清后重新导入")
    with store.together():
        refuse_locked_since(store, stored.period)
        follow(store, catalogue)
        rows = _parties_of(rows_alike(store, catalogue, stored))
        if shares.divides:
            rows = _with_earlier(store, rows, stored.period)
        parties = _divided(catalogue, rows, shares, stored.period)
        subject = _subject(catalogue, parties, stored.period)
        number = store.office.resolve(parties, stored.period, subject, decided)
    return Entered(number, subject)


def rows_alike(store: Store, catalogue: Catalogue, stored: StoredFinding) -> tuple[Entity, ...]:
    """The rows that a finding says may be one thing: the sender's, read from its original, and
    those of the other reporters."""
    rule = catalogue.rules.get(stored.finding.rule)
    compares = rule is not None and rule.check in BETWEEN
    own = _entity_of(store, catalogue, stored) if compares else None
    if own is None or rule is None or stored.period is None:
        raise DecisionError(
            f"问题 {stored.id} 不是与其他单位重复的问题", "请核对编号，见 zsstat findings"
        )
    found = alike(rule, own, store.followed.sharing([own], stored.period))
    if not found:
        raise DecisionError(
            f"问题 {stored.id} 所说的另一家现在没有这个项目了", "请重新导入该报表，问题会消失"
        )
    return (own, *found)


def _entity_of(store: Store, catalogue: Catalogue, stored: StoredFinding) -> Entity | None:
    """The row of the sender's workbook that the finding points at."""
    if stored.reporter is None or stored.period is None:
        return None
    file, content = store.original(store.submission(stored.submission_id).sha256)
    workbook = read_workbook(content, file, reading_limits(catalogue))
    expected = Expected(stored.reporter, stored.period.year, stored.period.month)
    track = tracker(catalogue, stored.reporter, stored.period)
    cells = {(ref.sheet, ref.cell) for ref in stored.finding.cells}
    for table in recognise(workbook, catalogue, expected).tables:
        for record in table.records:
            if (entity := track(record)) and any(
                (ref.sheet, ref.cell) in cells for ref in entity.refs(*entity.cells)
            ):
                return entity
    return None


def _parties_of(entities: Iterable[Entity]) -> tuple[Party, ...]:
    """The rows by what they are known by, each once."""
    found: list[Party] = []
    for e in entities:
        party = Party(e.reporter, e.table, e.label, e.code, e.name, e.party, None)
        if not any(party.is_same(known) for known in found):
            found.append(party)
    return tuple(found)


def _with_earlier(store: Store, rows: tuple[Party, ...], period: Period) -> tuple[Party, ...]:
    """The rows, and those that were divided with one of them before: a thing is divided among all
    who ever sent it, and by one decision."""
    earlier = (
        resolution
        for resolution in store.office.resolutions(period)
        if resolution.divides
        and any(party.is_same(row) for party in resolution.parties for row in rows)
    )
    more = list(rows)
    for party in (party for resolution in earlier for party in resolution.parties):
        if not any(party.is_same(known) for known in more):
            more.append(party)
    return tuple(more)


def _divided(
    catalogue: Catalogue, parties: tuple[Party, ...], shares: Shares, period: Period
) -> tuple[Party, ...]:
    senders = {party.reporter for party in parties}
    named = set(shares.percent or ()) | ({shares.owner} if shares.owner else set())
    strangers = named - senders
    absent = senders - named if shares.percent else set()
    if strangers or absent:
        known = "、".join(catalogue.area_name(sender, period) for sender in sorted(senders))
        raise UsageError("所写的单位与报了这个项目的单位不一致", f"报了这个项目的是：{known}")
    if shares.owner:
        return tuple(
            replace(p, percent=WHOLE if p.reporter == shares.owner else Fraction(0))
            for p in parties
        )
    if shares.percent:
        return tuple(replace(p, percent=shares.percent[p.reporter]) for p in parties)
    return parties


def _subject(catalogue: Catalogue, parties: Iterable[Party], period: Period) -> str:
    parties = tuple(parties)
    by_reporter = {party.reporter: party for party in parties}
    names = [catalogue.area_name(reporter, period) for reporter in by_reporter]
    label = parties[0].label
    if any(party.percent is None for party in parties):
        said = f"{'、'.join(names)}各自计入"
    elif any(party.percent == WHOLE for party in parties):
        shares = zip(names, by_reporter.values(), strict=True)
        owner = next(name for name, party in shares if party.percent == WHOLE)
        said = f"归{owner}，其余不计"
    else:
        said = "、".join(
            f"{name}{_percent(party.percent)}%"
            for name, party in zip(names, by_reporter.values(), strict=True)
        )
    return f"{describe(period)}起，重复项目“{label}”{said}"


def _percent(value: Fraction | None) -> str:
    from zsstat.figures import exact_text

    return exact_text(value or Fraction(0))
