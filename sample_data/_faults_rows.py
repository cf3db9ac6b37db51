"""Faults in cells and rows: what cannot be read, and what contradicts itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from sample_data._describe import Enterprise, Project
from sample_data._fault_forms import (
    WAN,
    YI,
    Form,
    activity,
    book,
    continued,
    contracts,
    data,
)
from sample_data._faults_files import Files


def _file(form: Form) -> Files:
    return {form.book.file.format(year=2020): form.content}


def _ledger(reporter: str, rows: tuple[Project, ...]) -> Form:
    return Form.of(data(reporter, rows), book(reporter, "projects"))


def _funded(project: Project, funds: int) -> Project:
    """With so much money, all of it of this year and from other provinces."""
    return replace(project, funds=funds, interprov=funds, intraprov=0, cumulative=funds)


# --- cells ------------------------------------------------------------------------------------


def not_numbers() -> Files:
    """待定, 约5000, 5000+ and a negative amount; a share of a batch; none of them a number."""
    first, about, more, negative = contracts("pingli", 4)
    rows = (
        first,
        replace(_funded(about, 5000 * WAN), total=9000 * WAN),
        replace(_funded(more, 3000 * WAN), total=8000 * WAN),
        replace(_funded(negative, 2000 * WAN), intraprov=-300 * WAN),
    )
    guests = (
        activity(date(2020, 5, 12), "接待客商", batches=3, persons=28),
        activity(date(2020, 6, 3), "接待客商", batches=4, persons=35),
    )
    said = data("pingli", rows, None, guests)
    form = Form.of(said, book("pingli", "projects", "activities"))
    page = form.page("projects")
    page.put(first.name, "计划总投资", "待定")
    page.put(about.name, "本年累计到位", "约5000")
    page.put(more.name, "计划总投资", "8000+")
    page.put(more.name, "累计到位", "3000（一期）")
    acts = form.page("activities")
    acts.put(acts.row("20200603"), "批次", Decimal("3.5"))
    return _file(form)


def converted() -> Files:
    """Full-width digits, Chinese numerals, a fraction of a 元 and blank marks: all can be read."""
    own = book("hanyin", "projects")
    own = replace(own, sheets=(replace(own.sheets[0], blank=None),))
    wide, chinese, fine, marked = contracts("hanyin", 4)
    rows = (
        replace(_funded(wide, 5000 * WAN), total=9000 * WAN),
        replace(chinese, total=2 * YI),
        replace(_funded(fine, 3000 * WAN), total=8000 * WAN + 1235),
        marked,
    )
    form = Form.of(data("hanyin", rows), own)
    page = form.page("projects")
    page.put(wide.name, "当年到位", "５０００")
    page.put(chinese.name, "计划总投资", "二亿")
    page.put(fine.name, "计划总投资", Decimal("0.800012345"))
    page.put(marked.name, "其中省内", "/")
    return _file(form)


def dates_in_words() -> Files:
    """五月初, the 30th of February, and 2020.10 that became a number."""
    early, impossible, october = contracts("shiquan", 3)
    rows = (early, impossible, replace(october, signed=date(2020, 1, 5)))
    form = _ledger("shiquan", rows)
    page = form.page("projects")
    page.put(early.name, "开工时间", "五月初")
    page.put(impossible.name, "开工时间", "2020年2月30日")
    page.put(october.name, "签约时间", Decimal("2020.1"))
    return _file(form)


def not_in_the_list() -> Files:
    """扩建 and 考察, which no column offers."""
    rows = contracts("hanbin", 3)
    acts = (
        activity(date(2020, 5, 12), "小分队"),
        activity(date(2020, 8, 20), "领导外出", times=2),
    )
    form = Form.of(data("hanbin", rows, None, acts), book("hanbin", "projects", "activities"))
    form.page("projects").put(rows[1].name, "建设性质", "扩建")
    page = form.page("activities")
    page.put(page.row("2020/8/20"), "活动类型", "考察")
    return _file(form)


def left_blank() -> Files:
    """A project without its 签约时间, another without 其中省际, an event that does not say at what
    level."""
    first, second, *others = (*contracts("hanbin", 3), *continued("hanbin", 1))
    of_xian = replace(second, source="陕西省西安市", interprov=0, intraprov=second.funds)
    rows = (first, of_xian, *others)
    acts = (
        activity(date(2020, 5, 12), "小分队"),
        activity(date(2020, 9, 8), "推介活动", "市级"),
    )
    form = Form.of(data("hanbin", rows, None, acts), book("hanbin", "projects", "activities"))
    page = form.page("projects")
    page.put(first.name, "签约时间", None)
    page.put(second.name, "其中省际", None)
    events = form.page("activities")
    events.put(events.row("2020/9/8"), "级别", None)
    return _file(form)


def personal_numbers() -> Files:
    """Telephone and identity-card numbers; of nobody: the region and the year do not exist."""
    first, second, third = contracts("hanbin", 3)
    rows = (
        replace(first, phone="13900001234"),
        replace(second, note="联系人手机13900005678"),
        replace(third, note="身份证610999190001010000"),
    )
    return _file(_ledger("hanbin", rows))


# --- rows of the ledger -----------------------------------------------------------------------


def more_than_the_whole() -> Files:
    """Parts above funds, funds above their sum since signing, that sum above the investment."""
    parts, subset, year, sums, good = contracts("hanbin", 5)
    rows = (
        replace(parts, intraprov=300 * WAN),
        replace(subset, interprov=subset.funds + 100 * WAN),
        replace(year, cumulative=year.funds - 200 * WAN),
        replace(sums, cumulative=sums.total + 500 * WAN),
        good,
    )
    form = _ledger("hanbin", rows)
    form.page("projects").put(subset.name, "其中省内", None)
    return _file(form)


def contradicting_dates() -> Files:
    """新建 of last year, started before it was signed, in production before it started."""
    early, late, swapped, good = contracts("gaoxin", 4)
    (old,) = continued("gaoxin", 1)
    rows = (
        replace(old, construction="新建"),
        replace(early, signed=date(2020, 8, 3), started=date(2020, 5, 6)),
        replace(
            late,
            signed=date(2020, 2, 3),
            started=date(2020, 11, 2),
            produced=date(2020, 9, 1),
            stage="投产",
        ),
        good,
        replace(swapped, construction="续建"),
    )
    return _file(_ledger("gaoxin", rows))


def dates_to_come() -> Files:
    """Planned dates entered as if they had come to pass."""
    signed, started, produced, good = contracts("gaoxin", 4)
    rows = (
        replace(_funded(signed, 0), signed=date(2021, 1, 5), started=None, stage="签约"),
        replace(started, started=date(2021, 3, 1)),
        replace(produced, produced=date(2021, 6, 30)),
        good,
    )
    return _file(_ledger("gaoxin", rows))


def contradicting_stage() -> Files:
    """The stage lags behind the dates, or runs ahead of them."""
    talks, building, undated, early, good = contracts("hanbin", 5)
    rows = (
        replace(_funded(talks, 0), stage="落地"),
        replace(building, produced=date(2020, 12, 1)),
        replace(undated, started=None),
        replace(early, stage="洽谈", started=None),
        good,
    )
    return _file(_ledger("hanbin", rows))


def wrong_source() -> Files:
    """Money from Xi'an and Hong Kong as money from other provinces; two sources in one cell."""
    home, mixed, abroad, good = contracts("hanbin", 4)
    rows = (
        replace(home, source="陕西省西安市"),
        replace(mixed, source="西安市、江苏省"),
        replace(abroad, source="香港", capital="内资"),
        good,
    )
    return _file(_ledger("hanbin", rows))


def names_cut_short() -> Files:
    """茶厂 is no name that anybody finds again."""
    short, good = contracts("zhenping", 2)
    return _file(_ledger("zhenping", (replace(short, name="茶厂"), good)))


def same_project_twice() -> Files:
    """A code used twice, and in another county a project entered twice with other money."""
    first, second, third = contracts("hanbin", 3)
    return _file(_ledger("hanbin", (first, second, replace(third, number=first.number))))


def same_name_twice() -> Files:
    """No codes: the same name and investor, written once with a full-width bracket."""
    first, second = contracts("zhenping", 2)
    named = replace(first, name="镇坪县（城关）康养项目")
    again = replace(second, name="镇坪县(城关) 康养项目", investor=first.investor)
    return _file(_ledger("zhenping", (named, again)))


# --- the other tables -------------------------------------------------------------------------


def activities() -> Files:
    """An event of last year, and batches and persons in each other's column."""
    acts = (
        activity(date(2019, 12, 30), "小分队"),
        activity(date(2020, 5, 12), "接待客商", batches=28, persons=3),
        activity(date(2020, 6, 3), "接待客商", batches=4, persons=35),
    )
    form = Form.of(data("xunyang", (), None, acts), book("xunyang", "activities"))
    return _file(form)


def foreign_parts() -> Files:
    """直接投资 and 其他投资 do not make the whole; a capital reduction, which may be negative."""
    rows = (
        Enterprise("安康晨沐生物科技有限公司", "香港", date(2018, 5, 7), -300_000, 5_000_000,
                   4_000_000, 500_000),
        Enterprise("安康远岭电子有限公司", "新加坡", date(2020, 3, 9), 8_000_000, 2_000_000,
                   2_000_000, 0),
    )  # fmt: skip
    return _file(Form.of(data("hanbin", None, rows), book("hanbin", "foreign")))
