"""An invented city: projects are signed, funds accumulate, stages move on, some projects end.

Amounts are whole 元 and whole US dollars. Everything follows from the reporter's number and the
month, so that the same month always looks the same. Nobody is meant by the names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count
from random import Random

from stdnum.cn import uscc

NAMES = {
    "bureau": "市招商局",
    "hanbin": "汉滨区",
    "hanyin": "汉阴县",
    "shiquan": "石泉县",
    "ningshan": "宁陕县",
    "ziyang": "紫阳县",
    "langao": "岚皋县",
    "pingli": "平利县",
    "zhenping": "镇坪县",
    "xunyang": "旬阳县",
    "baihe": "白河县",
    "gaoxin": "安康高新区",
    "hengkou": "恒口示范区",
    "yinghu": "瀛湖生态旅游区",
}
"""The reporters in their order, with what they write on their returns."""
REPORTERS = tuple(NAMES)
WITHOUT_FOREIGN = ("bureau", "yinghu", "ningshan")
CODES = ("00", "02", "21", "22", "23", "24", "25", "26", "27", "28", "29", "91", "92", "93")

OKU = 10**8
"""亿元."""
WAN = 10**4
"""万元, 万美元."""
STEP = 10**2
"""Amounts are whole multiples of 100 元: four decimals of 亿元 and two of 万元 hold them."""


def name_of(reporter: str, year: int) -> str:
    """What a reporter calls itself: 旬阳 became a city in 2021."""
    return "旬阳市" if reporter == "xunyang" and year >= 2021 else NAMES[reporter]


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """January to this month of a year."""

    year: int
    month: int

    @property
    def number(self) -> int:
        return self.year * 12 + self.month - 1

    @classmethod
    def of(cls, number: int) -> Month:
        return cls(number // 12, number % 12 + 1)

    @property
    def last_year(self) -> Month:
        return Month(self.year - 1, self.month)

    def day(self, day: int) -> date:
        return date(self.year, self.month, day)


@dataclass(frozen=True, slots=True)
class Project:
    """One row of 项目台账. ``signed`` is None while it is talked about."""

    code: str
    name: str
    party: str
    credit: str
    place: str
    total: int
    signed: date | None
    new: bool
    stage: str
    started: date | None
    produced: date | None
    funds: int
    interprov: int
    intraprov: int
    cumulative: int
    returnee: bool
    contract: str = "合同"
    note: str = ""

    def with_funds(self, more: int, note: str = "") -> Project:
        """The same with more (or less) in place this year and altogether."""
        outside = self.interprov > 0 or not self.intraprov
        return replace(
            self,
            funds=self.funds + more,
            cumulative=self.cumulative + more,
            interprov=self.interprov + (more if outside else 0),
            intraprov=self.intraprov + (0 if outside else more),
            note=note,
        )


@dataclass(frozen=True, slots=True)
class Enterprise:
    """One row of 外资企业, in US dollars."""

    name: str
    country: str
    founded: date
    contracted: int
    direct: int
    other: int


@dataclass(frozen=True, slots=True)
class Activity:
    """One row of 招商活动. What was not counted is None."""

    day: date
    kind: str
    level: str
    leader: str
    place: str
    times: int | None = None
    batches: int | None = None
    persons: int | None = None
    joint: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """One row of 目标任务, in 亿元 or 万美元."""

    indicator: str
    unit: str
    issuer: str
    value: str


@dataclass(frozen=True, slots=True)
class Content:
    """What a reporter has to say for a month. ``before`` is last year's where it compares.
    ``total_slip`` (元) is what its 合计 of 总投资 is wrong by, ``base_slip`` (元) what it gives too
    much as last year's funds; ``titled`` is the month that its titles name where that is another
    one."""

    reporter: str
    month: Month
    projects: tuple[Project, ...]
    enterprises: tuple[Enterprise, ...]
    activities: tuple[Activity, ...]
    targets: tuple[Target, ...] = ()
    before: Content | None = field(default=None, repr=False)
    total_slip: int = 0
    base_slip: int = 0
    titled: Month | None = None


# --- projects ---------------------------------------------------------------------------------

_SYLLABLES = "瑞恒泽鼎嘉润禾铭博盛远卓锦辰宏昊腾裕翔朗沐沃颐绿硒秦巴景凯荣骏弘皓奕晟泓钰璟楚衡"
_OUTSIDE = ("浙江杭州", "江苏苏州", "广东深圳", "福建泉州", "四川成都", "湖北武汉", "北京", "上海")
_HOME = ("西安", "咸阳", "宝鸡")
_TRADES = ("富硒茶加工", "毛绒玩具生产", "石英砂利用", "农机装备制造", "康养小镇开发", "中药材种植")
# When a project is signed, after 2019-01, and whether money ever comes.
_SIGNINGS = (5, 12, 14, 21, 24, 26, 29, 32)
_SLEEPER = 2
"""The project of each reporter that is settled on and never gets any money."""


@dataclass(frozen=True, slots=True)
class _Course:
    """How a project goes: ``steps`` months after signing its stage changes."""

    number: int
    reporter: int
    signed: int
    total: int
    home: bool
    sleeps: bool
    produces: int
    ends: int | None
    increments: tuple[int, ...]

    def row(self, month: Month) -> Project | None:
        """The project as it stands at the end of a month; None before it is talked about and from
        the year on after it was finished."""
        age = month.number - self.signed
        done = min(self.produces, self.produces if self.ends is None else self.ends)
        if age < -1 or Month.of(self.signed + done).year < month.year:
            return None
        signed = Month.of(self.signed) if age >= 0 else None
        started = age >= 2 and not self.sleeps
        produced = started and age >= self.produces
        year_begins = month.year * 12 - self.signed
        funds = sum(self._paid(n) for n in range(max(year_begins, 0), age + 1))
        cumulative = sum(self._paid(n) for n in range(age + 1))
        place = (_HOME if self.home else _OUTSIDE)[(self.number + self.reporter) % 3]
        trade = _TRADES[(self.number + self.reporter) % len(_TRADES)]
        word = _word(self.reporter * 16 + self.number)
        return Project(
            code=f"AK{CODES[self.reporter]}-{Month.of(self.signed).year}-{self.number + 1:03}",
            name=f"{NAMES[REPORTERS[self.reporter]]}{word}{trade}项目",
            party=f"{place}{word}实业有限公司",
            credit=_credit(self.reporter * 100 + self.number),
            place=place,
            total=self.total,
            signed=signed.day(3 + self.number) if signed else None,
            new=Month.of(self.signed).year >= month.year,
            stage=self._stage(age),
            started=Month.of(self.signed + 2).day(10) if started else None,
            produced=Month.of(self.signed + self.produces).day(20) if produced else None,
            funds=funds,
            interprov=0 if self.home else funds,
            intraprov=funds if self.home else 0,
            cumulative=cumulative,
            returnee=self.number % 5 == 1,
            contract="框架" if self.number == 6 and self.reporter % 3 == 0 else "合同",
        )

    def _stage(self, age: int) -> str:
        if self.ends is not None and age >= self.ends:
            return "终止"
        if self.sleeps and age > 0:
            return "落地"
        stages = ((self.produces, "投产"), (2, "开工"), (1, "落地"), (0, "签约"))
        return next((stage for since, stage in stages if age >= since), "洽谈")

    def _paid(self, age: int) -> int:
        return self.increments[age] if 0 <= age < len(self.increments) else 0


def _word(number: int) -> str:
    first, second = divmod(number * 7, len(_SYLLABLES))
    return _SYLLABLES[(first * 3 + number) % len(_SYLLABLES)] + _SYLLABLES[second]


def _credit(number: int) -> str:
    """A well-formed credit code that was given to nobody we know of."""
    body = f"91610900MA7{number:06d}"
    return body + uscc.calc_check_digit(body)


def _courses(reporter: str) -> Iterator[_Course]:
    place = REPORTERS.index(reporter)
    if reporter == "bureau":
        return
    for number, signed in enumerate(_SIGNINGS):
        random = Random(f"{reporter} {number}")  # noqa: S311
        total = random.randrange(3_000, 40_000) * WAN + random.randrange(100) * STEP
        if number in (1, 5) and place % 2:
            total += 5 * OKU
        sleeps = number == _SLEEPER
        produces = 40 if sleeps else random.randrange(10, 16)
        ends = 9 if number == 4 and place % 4 == 1 else None
        months = produces if ends is None else ends
        paid = [0] + [total * random.randrange(3, 7) // 100 // STEP * STEP for _ in range(months)]
        yield _Course(
            number,
            place,
            Month(2019, 1).number + signed + (place + number) % 2,
            total,
            home=number == 3,
            sleeps=sleeps,
            produces=produces,
            ends=ends,
            increments=() if sleeps else tuple(paid[:months]),
        )


# --- enterprises and activities ---------------------------------------------------------------


def _enterprises(reporter: str, month: Month) -> Iterator[Enterprise]:
    if reporter in WITHOUT_FOREIGN:
        return
    place = REPORTERS.index(reporter)
    founded = Month(2020 + place % 2, place % 12 + 1)
    if founded > month:
        return  # a table without a row
    quarter = (month.month + place % 3) // 3
    direct = quarter * (20 + place) * WAN + (5_000 if place % 2 else 0)
    yield Enterprise(
        f"{NAMES[reporter]}{_word(400 + place)}外资发展有限公司",
        ("香港", "新加坡", "韩国")[place % 3],
        founded.day(8),
        -30 * WAN if place % 5 == 0 else quarter * 15 * WAN,
        direct,
        quarter * 2_500 if place % 4 == 0 else 0,
    )


_KINDS = ("接待客商", "领导外出", "小分队", "接待客商", "推介活动", "接待客商")


def _activities(reporter: str, month: Month) -> Iterator[Activity]:
    """One every second month, and a joint one now and then."""
    place = REPORTERS.index(reporter)
    for at in range(1, month.month + 1):
        if (at + place) % 2 == 0:
            yield _activity(place, Month(month.year, at))
        yield from _joint(reporter, Month(month.year, at))
    if reporter == "zhenping":  # last year's, of which every return speaks again
        yield replace(_activity(place, Month(month.year - 1, 12)), day=date(month.year - 1, 12, 30))


def _activity(place: int, month: Month) -> Activity:
    kind = _KINDS[(place + month.month // 2) % len(_KINDS)]
    level = "市级" if (place + month.month) % 3 == 0 or place == 0 else "县级"
    leader = f"{_SYLLABLES[place]}某{_SYLLABLES[month.month]}"
    day = month.day(2 + (place * 5 + month.month) % 26)
    to = _OUTSIDE[(place + month.month) % len(_OUTSIDE)]
    if kind == "接待客商":
        return Activity(
            day, kind, level, leader, to, batches=1 + place % 3, persons=9 + place * month.month
        )
    return Activity(day, kind, level, leader, to, times=(2 if place % 2 else None))


# Month of 2021 → kind, place, leader and who counts how many.
_JOINT: dict[int, tuple[str, str, dict[str, int]]] = {
    2: ("领导外出", "杭州", {"hanbin": 2, "hanyin": 3}),
    4: ("推介活动", "苏州", {"shiquan": 1, "ningshan": 1, "bureau": 1}),
    7: ("接待客商", "安康", {"gaoxin": 4, "hengkou": 4, "yinghu": 2}),
    9: ("小分队", "深圳", {"ziyang": 1, "langao": 1}),
}


def _joint(reporter: str, month: Month) -> Iterator[Activity]:
    if month.month not in _JOINT:
        return
    kind, to, counted = _JOINT[month.month]
    if reporter not in counted:
        return
    number = counted[reporter]
    guests = kind == "接待客商"
    yield Activity(
        month.day(18),
        kind,
        "市级",
        "楚市长",
        to,
        times=None if guests else number,
        batches=number if guests else None,
        persons=number * 11 if guests else None,
        joint=True,
    )


# --- a month ----------------------------------------------------------------------------------

_CITY_TARGETS = (
    Target("实际引进内资(省际)", "亿元", "省", "62.5"),
    Target("实际利用外资", "万美元", "省", "2400"),
)
RAISED_TARGET = Target("实际引进内资(省际)", "亿元", "省", "66")
"""What the province makes of it in July."""


def _targets(reporter: str, month: Month) -> tuple[Target, ...]:
    """They come with January; the bureau's are the city's."""
    if month.month != 1:
        return ()
    if reporter == "bureau":
        return _CITY_TARGETS
    place = REPORTERS.index(reporter)
    return (
        Target("实际引进内资(省际)", "亿元", "市", f"{3 + place % 4}.5"),
        Target("新签订招商引资合同项目", "个", "市", f"{3 + place % 3}"),
    )


def content(reporter: str, month: Month, *, last_year: bool = False) -> Content:
    """What a reporter truthfully says for a month; with ``last_year`` its 汇总表 compares with the
    same month of the year before."""
    numbers = count(1)
    rows = (course.row(month) for course in _courses(reporter))
    return Content(
        reporter,
        month,
        tuple(row for row in rows if row),
        tuple(_enterprises(reporter, month)),
        tuple(sorted(_activities(reporter, month), key=lambda a: (a.day, next(numbers)))),
        _targets(reporter, month),
        content(reporter, month.last_year) if last_year else None,
    )
