"""Invents the lists of activities: promotion events, squads, leaders' trips, visitors.

City events stand in a list here; what the counties do by themselves is drawn so that the sums
come out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from sample_data import _names as names
from sample_data._describe import (
    BUREAU,
    CITY_LEVEL,
    COUNTY_LEVEL,
    GUESTS,
    LEADER,
    PROMOTION,
    REPORTERS,
    SQUAD,
    Activity,
)
from sample_data._fit import apportion, fit

_AREAS = tuple(REPORTERS)
_WEIGHTS = (9, 14, 9, 8, 5, 8, 6, 8, 4, 10, 6, 10, 5, 3)


@dataclass(frozen=True)
class _Event:
    """An event of the city; ``partners`` are the reporters that list it as well."""

    day: date
    kind: str
    place: str
    times: int | None = None
    partners: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Wanted:
    """The city's figures of a year, after joint activities are counted once."""

    leader_trips: int
    batches: int
    persons: int


WANTED = {2019: _Wanted(241, 872, 15_206), 2020: _Wanted(233, 840, 13_817)}


def _event(
    day: tuple[int, int, int],
    kind: str,
    place: str,
    times: int | None = None,
    *partners: str,
) -> _Event:
    return _Event(date(*day), kind, place, times, partners)


CITY_EVENTS = {
    2020: (
        _event((2020, 3, 7), PROMOTION, "西安"),
        _event((2020, 5, 30), PROMOTION, "上海"),
        _event((2020, 6, 18), PROMOTION, "杭州", None, "hanbin", "xunyang"),
        _event((2020, 7, 23), PROMOTION, "中山"),
        _event((2020, 9, 10), PROMOTION, "西安"),
        _event((2020, 10, 22), PROMOTION, "天津", None, "hanyin"),
        _event((2020, 11, 18), PROMOTION, "苏州"),
        _event((2020, 4, 15), SQUAD, "东莞", 1),
        _event((2020, 5, 12), SQUAD, "常州", 2, "ziyang", "gaoxin"),
        _event((2020, 6, 9), SQUAD, "台州"),
        _event((2020, 7, 14), SQUAD, "义乌", 2, "hanyin"),
        _event((2020, 8, 4), SQUAD, "扬州", 2),
        _event((2020, 8, 19), SQUAD, "西安", 1),
        _event((2020, 9, 2), SQUAD, "福州", 2, "baihe"),
        _event((2020, 9, 22), SQUAD, "东莞"),
        _event((2020, 10, 13), SQUAD, "常州", 1),
        _event((2020, 10, 28), SQUAD, "扬州", 1),
        _event((2020, 11, 11), SQUAD, "西安", 2),
        _event((2020, 12, 8), SQUAD, "福州"),
        _event((2020, 4, 21), LEADER, "南京", None, "shiquan"),
        _event((2020, 6, 3), LEADER, "深圳", 1, "hanbin", "hengkou"),
        _event((2020, 8, 26), LEADER, "温州", 2, "pingli"),
        _event((2020, 11, 25), LEADER, "武汉", None, "xunyang"),
    ),
    2019: (
        _event((2019, 3, 20), PROMOTION, "西安"),
        _event((2019, 4, 25), PROMOTION, "杭州", None, "hanbin"),
        _event((2019, 6, 13), PROMOTION, "深圳"),
        _event((2019, 8, 15), PROMOTION, "常州", None, "ziyang", "baihe"),
        _event((2019, 10, 17), PROMOTION, "天津"),
        _event((2019, 11, 7), PROMOTION, "上海"),
        _event((2019, 2, 27), SQUAD, "东莞", 2),
        _event((2019, 4, 10), SQUAD, "常州", 2, "ziyang"),
        _event((2019, 5, 22), SQUAD, "义乌"),
        _event((2019, 6, 26), SQUAD, "泉州", 2, "shiquan"),
        _event((2019, 7, 17), SQUAD, "苏州", 2),
        _event((2019, 9, 4), SQUAD, "福州", 3),
        _event((2019, 10, 30), SQUAD, "温州", 1),
        _event((2019, 12, 4), SQUAD, "扬州", 2),
        _event((2019, 5, 8), LEADER, "北京", 1, "hanbin"),
        _event((2019, 7, 3), LEADER, "宁波", None, "langao"),
        _event((2019, 9, 18), LEADER, "广州", 2, "gaoxin"),
    ),
}

# Joint trips of two counties without the bureau.
_BETWEEN_COUNTIES = {
    2020: (date(2020, 9, 16), "宁波", ("langao", "pingli")),
    2019: (date(2019, 8, 21), "成都", ("ziyang", "shiquan")),
}
_BUREAU_TRIPS = 16
_PLACES = (
    "杭州", "温州", "宁波", "苏州", "常州", "南京", "无锡", "上海", "深圳", "东莞", "广州", "佛山",
    "福州", "泉州", "厦门", "武汉", "十堰", "成都", "重庆", "郑州", "西安", "北京", "天津", "长沙",
)  # fmt: skip


def leaders(random: Random) -> dict[str, list[str]]:
    """Five invented people for every reporter, no two alike."""
    seen: set[str] = set()
    people: dict[str, list[str]] = {}
    for area in _AREAS:
        chosen: list[str] = []
        while len(chosen) < 5:
            name = names.person(random)
            if name not in seen:
                seen.add(name)
                chosen.append(name)
        people[area] = chosen
    return people


def _shared(year: int, people: dict[str, list[str]], random: Random) -> dict[str, list[Activity]]:
    """The city's events in the bureau's list, and in the lists of those that took part."""
    lists: dict[str, list[Activity]] = {area: [] for area in _AREAS}
    for event in CITY_EVENTS[year]:
        activity = Activity(
            event.day,
            event.kind,
            CITY_LEVEL,
            random.choice(people[BUREAU]),
            event.place,
            event.times,
            joint=bool(event.partners),
        )
        for area in (BUREAU, *event.partners):
            lists[area].append(activity)
    day, place, pair = _BETWEEN_COUNTIES[year]
    trip = Activity(day, LEADER, COUNTY_LEVEL, people[pair[0]][0], place, 1, joint=True)
    for area in pair:
        lists[area].append(trip)
    return lists


def _times(activities: Iterable[Activity]) -> int:
    return sum(1 if a.times is None else a.times for a in activities if a.kind == LEADER)


def _days(random: Random, year: int, count: int) -> list[date]:
    """Different days of the year, in order; in spring 2020 nobody travelled."""
    first = 80 if year == 2020 else 0
    return [
        date(year, 1, 8) + timedelta(days=d)
        for d in sorted(random.sample(range(first, 350), count))
    ]


def _trips(random: Random, year: int, area: str, people: list[str], total: int) -> list[Activity]:
    """Trips that are ``total`` in all; some rows stand for two."""
    counts: list[int] = []
    while sum(counts) < total:
        counts.append(2 if random.random() < 0.2 and total - sum(counts) > 1 else 1)
    level = CITY_LEVEL if area == BUREAU else COUNTY_LEVEL
    return [
        Activity(
            day,
            LEADER,
            level,
            random.choice(people),
            random.choice(_PLACES),
            None if times == 1 and random.random() < 0.4 else times,
        )
        for day, times in zip(_days(random, year, len(counts)), counts, strict=True)
    ]


def _guests(
    random: Random, year: int, area: str, people: list[str], batches: int, persons: int
) -> list[Activity]:
    """Visits, several batches a row."""
    count = max(4, batches // 6)
    split = fit(
        [random.randrange(1, 12) for _ in range(count)], batches, [1] * count, [30] * count, 1,
        random,
    )  # fmt: skip
    heads = fit(
        [b * random.randrange(10, 24) for b in split],
        persons,
        [b * 4 for b in split],
        [b * 60 for b in split],
        1,
        random,
    )
    level = CITY_LEVEL if area == BUREAU else COUNTY_LEVEL
    return [
        Activity(day, GUESTS, level, random.choice(people), batches=b, persons=p)
        for day, b, p in zip(_days(random, year, count), split, heads, strict=True)
    ]


def _county_promotions(random: Random, year: int, people: list[str]) -> list[Activity]:
    """Promotion events of a county: they are not the city's and do not count."""
    days = _days(random, year, random.randrange(1, 4))
    places = random.sample(_PLACES, len(days))
    return [
        Activity(day, PROMOTION, COUNTY_LEVEL, random.choice(people), place)
        for day, place in zip(days, places, strict=True)
    ]


def activities(
    random: Random, year: int, people: dict[str, list[str]]
) -> dict[str, tuple[Activity, ...]]:
    """Every reporter's list, in the order of the days."""
    wanted = WANTED[year]
    lists = _shared(year, people, random)
    distinct = {a for shared in lists.values() for a in shared}
    alone = wanted.leader_trips - _times(distinct) - _BUREAU_TRIPS
    counties = _AREAS[1:]
    trips = dict(zip(counties, apportion(alone, _WEIGHTS[1:]), strict=True))
    trips[BUREAU] = _BUREAU_TRIPS
    batches = apportion(wanted.batches, _WEIGHTS)
    persons = apportion(wanted.persons, [b * random.uniform(0.85, 1.2) for b in batches])
    for area, batch, heads in zip(_AREAS, batches, persons, strict=True):
        lists[area] += _trips(random, year, area, people[area], trips[area])
        lists[area] += _guests(random, year, area, people[area], batch, heads)
        if area != BUREAU:
            lists[area] += _county_promotions(random, year, people[area])
    return {area: tuple(sorted(rows, key=lambda a: a.day)) for area, rows in lists.items()}
