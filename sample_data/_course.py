"""The course of a project through a year: building starts, ends, and money arrives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from sample_data._describe import BIG, LEDGERS, Project
from sample_data._fit import fit

_WAN = 10_000


def some_day(random: Random, year: int) -> date:
    return date(year, 1, 6) + timedelta(days=int(355 * random.random() ** 1.35))


def build(random: Random, project: Project, year: int, finish: float) -> Project:
    """Starts and finishes the project by the end of ``year`` as far as there is time.

    Steps are at least 40 days apart, so that they stay in order when only months are written."""
    signed = project.signed
    if signed is None:
        return project
    end = date(year, 12, 25)
    began = date(year, 1, 8) if signed.year < year else signed
    started = project.started
    if started is None:
        started = max(began, signed) + timedelta(days=random.randrange(40, 110))
        if started > end or random.random() < 0.08:
            return replace(project, stage=random.choice(("签约", "落地", "落地")))
    produced = max(started, date(year, 1, 1)) + timedelta(days=random.randrange(62, 150))
    if produced > end or random.random() > finish or _is_slow(project, year):
        return replace(project, stage="开工", started=started)
    return replace(project, stage="投产", started=started, produced=produced)


def _is_slow(project: Project, year: int) -> bool:
    """Big projects are not finished in the year after they were signed."""
    return project.total >= BIG and (project.signed is None or project.signed.year >= year - 1)


_FUND_SHARE = {
    "签约": (0.02, 0.12),
    "落地": (0.10, 0.30),
    "开工": (0.35, 0.75),
    "投产": (0.85, 1.0),
    "终止": (0.0, 0.0),
}


def _draw_funds(random: Random, project: Project) -> int:
    """A first guess at the year's funds, from the stage and what is still missing."""
    remaining = project.total - project.cumulative
    low, high = _FUND_SHARE[project.stage]
    drawn = int(remaining * random.uniform(low, high))
    step = 100 if random.random() < 0.3 else 100_000
    return min(drawn, _cap(project)) // step * step


def _cap(project: Project) -> int:
    """The most the project can receive this year; an unfinished one keeps a part for later."""
    remaining = project.total - project.cumulative
    if project.stage == "投产":
        return remaining
    return remaining * 9 // 10 // _WAN * _WAN


def _is_idle(random: Random, project: Project) -> bool:
    return project.stage == "终止" or (project.stage == "签约" and random.random() < 0.6)


def _place_funds(
    random: Random, rows: list[tuple[str, Project]], funds: list[int]
) -> list[tuple[str, Project]]:
    """Books the year's funds into the rows, by where the investor is at home."""
    placed = []
    for (area, project), amount in zip(rows, funds, strict=True):
        home = project.source.startswith("陕西")
        domestic = project.capital == "内资"
        placed.append(
            (
                area,
                replace(
                    project,
                    funds=amount,
                    interprov=amount if domestic and not home else 0,
                    intraprov=amount if home else 0,
                    cumulative=project.cumulative + amount,
                ),
            )
        )
    random.shuffle(placed)
    return placed


def fund(
    random: Random,
    rows: list[tuple[str, Project]],
    funds_total: int,
    interprov: int,
    last_year: dict[str, int] | None,
) -> list[tuple[str, Project]]:
    """Gives every row its funds of the year so that the two sums come out exactly.

    ``last_year``: area → funds from outside the province, which this year's stay near to."""
    idle = [_is_idle(random, p) for _, p in rows]
    draws = [0 if off else _draw_funds(random, p) for off, (_, p) in zip(idle, rows, strict=True)]
    caps = [0 if off else _cap(p) for off, (_, p) in zip(idle, rows, strict=True)]

    funds = [0] * len(rows)

    def solve(chosen: Callable[[str, Project], bool], total: int) -> None:
        index = [i for i, (area, p) in enumerate(rows) if chosen(area, p)]
        floor = [min(200_000, caps[i]) for i in index]
        fitted = fit(
            [draws[i] for i in index], total, floor, [caps[i] for i in index], _WAN, random
        )
        for i, value in zip(index, fitted, strict=True):
            funds[i] = value

    def outside(project: Project) -> bool:
        return project.capital == "内资" and not project.source.startswith("陕西")

    capacity = {
        area: sum(c for c, (a, p) in zip(caps, rows, strict=True) if a == area and outside(p))
        for area in LEDGERS
    }
    drawn = {
        area: sum(d for d, (a, p) in zip(draws, rows, strict=True) if a == area and outside(p))
        for area in LEDGERS
    }
    shares = _area_shares(random, drawn, capacity, last_year, interprov)
    for area, share in shares.items():
        solve(lambda a, p, area=area: a == area and outside(p), share)  # type: ignore[misc]
    solve(lambda _, p: not outside(p), funds_total - interprov)
    return _place_funds(random, rows, funds)


def _area_shares(
    random: Random,
    drawn: dict[str, int],
    capacity: dict[str, int],
    last_year: dict[str, int] | None,
    total: int,
) -> dict[str, int]:
    """What each area receives from outside the province: near last year's, within its capacity."""
    areas = list(drawn)
    scale = total / sum(drawn.values())
    aims = []
    for area in areas:
        aim = drawn[area] * scale
        if last_year:
            aim = 0.25 * aim + 0.75 * last_year[area] * random.uniform(0.98, 1.18)
        aims.append(int(aim) // 100 * 100)
    caps = [capacity[area] * 92 // 100 // 100 * 100 for area in areas]
    fitted = fit(aims, total, [0] * len(areas), caps, 100, random)
    return dict(zip(areas, fitted, strict=True))
