"""Amounts that were written in one unit and are read in another: thousands of times too much or too
little.

Judged by the sender's own rows: each by what it was in the last return, a column by what it usually
was, and where there is no last return by the columns beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median_high

from zsstat.checks import followed, thresholds
from zsstat.checks.context import Context
from zsstat.checks.engine import active
from zsstat.checks.followed import AMOUNTS, Pair
from zsstat.declarations import Rule, Tracking, Unit
from zsstat.model import Entity, Issue, Outcome, Trait

CHECK = "unit_slip"
_TENS = (4, 3, -4, -3)
"""Powers of ten between the units that are taken for one another (元, 万元, 亿元; 元, 千元)."""
_ABOUT = 2
"""A median is about ten to the k-th of another up to so many times."""
_DOUBT = "单位弄错了"
_NEAR = 100
"""What grew or fell by less than this is no slip, whatever the rule's own margin."""
_APART = 3000
"""So many times more than in the column beside it no usual row has."""


def unit_slip(rule: Rule, context: Context) -> Iterator[Issue]:
    """金额不应与本单位自己以往报的相差一万倍、一千倍左右：那多半是单位弄错了。

    上次报过的项目，与它自己上次的数比：是上次的一万倍、一千倍（或几分之一），上下不超过 within
    百分之几的，算弄错；本年到位只在同一年里比；到位数变大而没有超过总投资的，可能是真的增长，不算。逐
    个比没有发现时，至少有 rows 行的列，再比整列的中位数。没有上次的报表时，比较同一行的到位数与总投
    资：中位数相差三千倍以上的提示。可能的单位写在提示里，同一列的单元格合为一条。没有上次的报表、可比的
    行又不到 rows 行时，无法核对。
    """
    judge = _Judge(rule, context)
    for table in dict.fromkeys(entity.table for entity in context.entities):
        said: set[Trait] = set()
        for trait in AMOUNTS:
            found = list(judge.rows(table, trait))
            for tens in _TENS:
                if slipped := [pair for pair, k in found if k == tens]:
                    said.add(trait)
                    yield judge.of_rows(trait, tens, slipped)
        yield from judge.columns(table, said)


def slipped_rows(context: Context) -> frozenset[int]:
    """The ids of the return's rows that the rule about slipped units speaks of one by one; none
    where no such rule is switched on."""
    rules = active(context.catalogue.rules.values(), context.period)
    rule = next((rule for rule in rules if rule.check == CHECK), None)
    if rule is None:
        return frozenset()
    judge = _Judge(rule, context)
    tables = dict.fromkeys(entity.table for entity in context.entities)
    return frozenset(
        id(pair.now)
        for table in tables
        for trait in AMOUNTS
        for pair, _ in judge.rows(table, trait)
    )


@dataclass(frozen=True)
class _Judge:
    rule: Rule
    context: Context

    # --- row by row -----------------------------------------------------------------------------

    def rows(self, table: str, trait: Trait) -> Iterator[tuple[Pair, int]]:
        """The rows that became about ten to the k-th of what they were, with k."""
        earlier = self.context.last(table)
        if trait is Trait.FLOW and (earlier is None or earlier.year != self.context.period.year):
            return  # the funds of two years have nothing to do with each other
        for pair in self.context.course.pairs:
            if pair.now.table == table and (tens := self._tens(pair, trait)):
                yield pair, tens

    def _tens(self, pair: Pair, trait: Trait) -> int | None:
        before, now = (followed.amount_of(e, trait) for e in (pair.before, pair.now))
        if not before or not now or before < 0 or now < 0:
            return None
        if now < before * _NEAR and before < now * _NEAR:  # nearly always
            return None
        times = Fraction(now, before)
        tens = next((k for k in _TENS if abs(times / _power(k) - 1) <= self._within), None)
        grown = trait is not Trait.TOTAL and tens is not None and tens > 0
        return None if grown and now <= (pair.now.total or 0) else tens

    def of_rows(self, trait: Trait, tens: int, pairs: Sequence[Pair]) -> Issue:
        first = pairs[0]
        table = first.now.table
        name = followed.column(self._tracking(table), trait)
        before, now = (self._said(e, trait) for e in (first.before, first.now))
        some = "" if len(pairs) == 1 else f"等{len(pairs)}行"
        return Issue(
            self.rule.id,
            f"{followed.named(first.now)}{some}的{name}是"
            f"{followed.in_words(first.before.period)}报表的{_times(tens)}左右"
            f"（上次{before}，这次{now}）{self._guess(table, trait, tens)}",
            tuple(ref for pair in pairs for ref in pair.now.refs(trait)),
            shown="、".join(self._said(pair.now, trait) for pair in pairs),
            expected="、".join(f"{self._said(pair.before, trait)}左右" for pair in pairs),
        )

    # --- column by column -----------------------------------------------------------------------

    def columns(self, table: str, said: set[Trait]) -> Iterator[Issue]:
        """The columns whose usual amount is not what it was, those left out that rows were found
        in; without a last return the columns that do not fit the one beside them."""
        known = [e for e in self.context.history.followed if e.table == table]
        rows = [e for e in self.context.entities if e.table == table]
        if known and not said:
            for trait in AMOUNTS:
                if self._comparable(table, trait):
                    yield from self._against_history(table, trait, known, rows)
        elif not known:
            yield from self._against_each_other(table, rows)

    def _comparable(self, table: str, trait: Trait) -> bool:
        """The funds of a year so far can be compared with those of as many months."""
        earlier, period = self.context.last(table), self.context.period
        if trait is not Trait.FLOW or earlier is None:
            return True
        return earlier.year == period.year or earlier.month == period.month

    def _against_history(
        self, table: str, trait: Trait, known: Iterable[Entity], rows: Iterable[Entity]
    ) -> Iterator[Issue]:
        usual, now = _amounts(known, trait), _amounts(rows, trait)
        if min(len(usual), len(now)) < self._rows:
            return
        was, is_now = median_high(usual.values()), median_high(now.values())
        tens = _about(Fraction(is_now, was))
        if tens is not None:
            earlier = self.context.last(table)
            period = followed.in_words(earlier) if earlier else ""
            yield self._column(
                table, trait, now, tens, f"{period}报表的{_times(tens)}左右", was, is_now
            )

    def _against_each_other(self, table: str, rows: Sequence[Entity]) -> Iterator[Issue]:
        totals = _amounts(rows, Trait.TOTAL)
        tracking = self._tracking(table)
        both = [
            (trait, {e: v for e, v in _amounts(rows, trait).items() if e in totals})
            for trait in (Trait.BALANCE, Trait.FLOW)
        ]
        enough = [(trait, parts) for trait, parts in both if len(parts) >= self._rows]
        if not enough:
            yield Issue(
                self.rule.id,
                f"{self.context.catalogue.returns[table].name}没有上一次的报表可比，既有总投资又有到位数的"
                f"也不到{self._rows}行，看不出单位有没有弄错",
                outcome=Outcome.UNDECIDED,
            )
        for trait, parts in enough:
            times = median_high(Fraction(totals[e], value) for e, value in parts.items())
            if Fraction(1, _APART) < times < _APART:
                continue
            whole = median_high(totals[e] for e in parts)
            what = f"{followed.column(tracking, Trait.TOTAL)}的中位数{self._quoted(whole, table)}"
            part = median_high(parts.values())
            many = "几千分之一还少" if times >= _APART else "几千倍还多"
            yield self._column(
                table, trait, parts, None, f"{what}的{many}", None, part, f"，两列中有一列{_DOUBT}"
            )
            return

    def _column(
        self,
        table: str,
        trait: Trait,
        rows: Mapping[int, int],
        tens: int | None,
        compared: str,
        was: int | None,
        now: int,
        doubt: str = "",
    ) -> Issue:
        name = followed.column(self._tracking(table), trait)
        before = f"（上次{self._quoted(was, table, trait)}）" if was is not None else ""
        entities = [e for e in self.context.entities if id(e) in rows]
        return Issue(
            self.rule.id,
            f"{name}整列的中位数{self._quoted(now, table, trait)}，是{compared}{before}"
            f"{doubt or self._guess(table, trait, tens)}",
            tuple(ref for entity in entities for ref in entity.refs(trait)),
            shown=self._quoted(now, table, trait),
            expected=self._quoted(was, table, trait) + "左右" if was is not None else "",
        )

    # --- words and parameters -------------------------------------------------------------------

    def _guess(self, table: str, trait: Trait, tens: int | None) -> str:
        """What unit the amounts were probably written in, where there is one."""
        meant = self._meant(table, trait, tens) if tens is not None else None
        if meant is None:
            return f"，可能{_DOUBT}"
        unit, probable = meant
        return f"，可能是按{probable.id}填的，却按{unit.id}读"

    def _meant(self, table: str, trait: Trait, tens: int) -> tuple[Unit, Unit] | None:
        unit = self._unit(table, trait)
        units = self.context.catalogue.units.values()
        for other in units if unit else ():
            if unit and other.base == unit.base and other.factor * _power(tens) == unit.factor:
                return unit, other
        return None

    def _unit(self, table: str, trait: Trait) -> Unit | None:
        """The unit that the column is read in, else the one that it is asked for in."""
        name = followed.column(self._tracking(table), trait)
        for found in self.context.subject.tables:
            if found.table == table and name in found.columns:
                written = self.context.catalogue.units.get(found.columns[name].unit or "")
                if written:
                    return written
        return followed.unit_of(table, trait, self.context.catalogue)

    def _said(self, entity: Entity, trait: Trait) -> str:
        return self._quoted(followed.amount_of(entity, trait), entity.table, trait)

    def _quoted(self, value: int | None, table: str, trait: Trait = Trait.TOTAL) -> str:
        return followed.said(value, table, trait, self.context.catalogue)

    def _tracking(self, table: str) -> Tracking:
        return followed.tracking_of(table, self.context.catalogue)

    @property
    def _within(self) -> Fraction:
        return thresholds.number(self.rule, "within") / 100

    @property
    def _rows(self) -> int:
        return thresholds.whole(self.rule, "rows")


def _power(tens: int) -> Fraction:
    return Fraction(10) ** tens


def _about(times: Fraction) -> int | None:
    return next((k for k in _TENS if max(times / _power(k), _power(k) / times) <= _ABOUT), None)


def _times(tens: int) -> str:
    many = {3: "一千", 4: "一万"}[abs(tens)]
    return f"{many}倍" if tens > 0 else f"{many.removeprefix('一')}分之一"


def _amounts(entities: Iterable[Entity], trait: Trait) -> dict[int, int]:
    """The amounts above zero of a column, by the ids of their rows."""
    return {id(e): value for e in entities if (value := followed.amount_of(e, trait) or 0) > 0}
