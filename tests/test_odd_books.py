"""Small databases in which one thing is odd, and what is then said about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from openpyxl import Workbook

from tests.cli_support import Done, run

Row: TypeAlias = Sequence[str | int | float | None]

HEADS: Mapping[str, Row] = {
    "项目台账": [
        *("项目名称", "来源地", "总投资(亿元)", "签约时间", "阶段"),
        *("本年到位资金(万元)", "其中省际(万元)", "产业类别"),
    ],
    "外资企业": ["企业名称", "国别", "设立时间", "合同外资(万美元)", "实际利用外资(万美元)"],
    "招商活动": ["日期", "类型", "级别", "带队领导", "目的地", "次数", "批次", "人次", "是否联合"],
    "目标任务": ["指标", "下达单位", "年度目标(亿元)"],
    "全省位次": ["地区", "指标", "本年累计(亿元)", "同比(%)", "目标(亿元)", "完成比例(%)", "位次"],
}  # fmt: skip
TWO = '[[area]]\nid = "{}"\nenabled = false\n'
KEPT = ("汉滨区", "紫阳县")
DROPPED = (
    *("hanyin", "shiquan", "ningshan", "langao", "pingli", "zhenping"),
    *("xunyang", "baihe", "gaoxin", "hengkou", "yinghu"),
)


class Desk:
    """A database of two counties and the bureau, and what was sent to it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.db = folder / "desk.db"
        self.config = folder / "config"
        self.config.mkdir()
        self.configure("areas.toml", "\n".join(TWO.format(area) for area in DROPPED))

    def configure(self, name: str, text: str) -> None:
        """Lays a file over the catalogue. A process reads a directory once, so it moves."""
        moved = self.folder / f"{self.config.name}+"
        self.config = self.config.rename(moved)
        (self.config / name).write_text(text, encoding="utf-8")

    def send(self, who: str, period: str, **tables: Sequence[Row]) -> None:
        book = Workbook()
        book.remove(book.worksheets[0])
        for name, rows in tables.items():
            sheet = book.create_sheet(name)
            sheet.append([f"{who}{period}{name}"])
            sheet.append(list(HEADS[name]))
            for row in rows:
                sheet.append(list(row))
        path = self.folder / f"{who}{period}{'与'.join(tables)}.xlsx"
        book.save(path)
        (entry,) = self.do("import", path, "--format", "json").json["files"]
        assert entry["status"] == "accepted", entry

    def do(self, *words: object) -> Done:
        return run(*words, db=self.db, config=self.config)

    def row(self, indicator: str, area: str = "ankang", *words: object) -> dict[str, Any]:
        rows = self.do("summary", "--format", "json", *words).json["rows"]
        (found,) = [r for r in rows if (r["area"], r["indicator"]) == (area, indicator)]
        return dict(found)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def project(funds: float, *, year: int = 2020, industry: str = "富硒食品", total: float = 9) -> Row:
    return [f"{industry}加工项目", "浙江", total, f"{year}年3月5日", "开工", funds, funds, industry]


def test_next_years_targets_do_not_make_it_the_latest_year(desk: Desk) -> None:
    desk.send("紫阳县", "2020年", 项目台账=[project(5000)])
    desk.send("紫阳县", "2021年", 目标任务=[["省际到位资金", "市", 2]])
    assert desk.row("funds_interprov", "ziyang")["value"] == "0.5"
    assert desk.do("summary", "--format", "json").json["year"] == 2020


def test_targets_alone_are_the_latest_year_when_there_is_nothing_else(desk: Desk) -> None:
    desk.send("紫阳县", "2021年", 目标任务=[["省际到位资金", "市", 2]])
    data = desk.do("summary", "--format", "json").json
    assert (data["year"], data["reporters"]["counted"]) == (2021, 0)


def test_the_targets_of_a_year_hold_in_its_months(desk: Desk) -> None:
    desk.send("紫阳县", "2020年", 目标任务=[["省际到位资金", "市", 2]])
    desk.send("紫阳县", "2020年1—9月", 项目台账=[project(5000)])
    row = desk.row("funds_interprov", "ziyang", "--year", 2020, "--month", 9)
    assert (row["target"], row["completion_percent"]) == ("2", "25")
    asked = ("--area", "紫阳县", "--year", 2020, "--month", 9)
    assert "“2”" in desk.do("trace", "省际到位资金.目标任务", *asked).out
    pace = desk.do("trace", "省际到位资金.超（欠）时序进度", *asked).out
    assert "欠时序进度50个百分点" in pace
    assert "9 ÷ 12 × 100" in pace


def test_a_target_sent_up_to_the_month_goes_before_a_later_one(desk: Desk) -> None:
    for period, target in (("2020年", 4), ("2020年1—3月", 2), ("2020年1—6月", 3)):
        desk.send("紫阳县", period, 目标任务=[["省际到位资金", "市", target]])
    desk.send("紫阳县", "2020年1—9月", 项目台账=[project(5000)])
    desk.send("紫阳县", "2020年1—2月", 外资企业=[["某公司", "香港", "2020-01-05", 1, 1]])
    for month, held in ((2, "2"), (9, "3")):
        words = ("--year", 2020, "--month", month)
        assert desk.row("funds_interprov", "ziyang", *words)["target"] == held
        asked = ("trace", "省际到位资金.目标任务", "--area", "紫阳县", *words)
        assert f"“{held}”" in desk.do(*asked).out


def test_three_visitors_are_not_said_to_be_none(desk: Desk) -> None:
    desk.send(
        "紫阳县",
        "2020年",
        项目台账=[project(10)],
        招商活动=[["2020.3.6", "接待客商", "县级", "张三", "紫阳", None, 1, 3, "否"]],
    )
    text = desk.do("bulletin").out
    assert "1批次、3人次" in text
    assert "省际到位资金10万元" in text
    assert "领导外出招商累计" not in text  # there was none, and 0次 is no news
    assert desk.row("guest_persons")["value"] == "0.0003"


def test_the_league_says_how_far_ahead_of_the_calendar(desk: Desk) -> None:
    desk.send("紫阳县", "2020年", 项目台账=[project(5000)], 目标任务=[["省际到位资金", "市", 2]])
    assert "超（欠）时序进度（百分点）" in desk.do("rank", "--format", "md").out
    out = desk.do("rank").out
    (line,) = [x for x in out.splitlines() if x.startswith("紫阳县")]
    assert line.split() == ["紫阳县", "0.5", "2", "25", "-75", "1", "-", "-"]


def test_the_province_prints_others_but_not_us(desk: Desk) -> None:
    desk.send("紫阳县", "2020年", 项目台账=[project(5000)])
    desk.send("全省各市", "2020年", 全省位次=[["西安", "省际到位资金", 9, 5, 9, 100, 1]])
    out = desk.do("rank").out
    assert "没有全省位次表" not in out
    assert "没有公布我市的数" in "".join(out.split())


def test_who_is_no_member_that_year_is_neither_ranked_nor_passed_over(desk: Desk) -> None:
    hancheng = (
        '[[area]]\nid = "field-x"\nkind = "member"\nnames = [{ value = "韩城" }]\nsince = 2021\n'
    )
    before = (desk.config / "areas.toml").read_text(encoding="utf-8")
    desk.configure("areas.toml", before + hancheng)
    desk.send("紫阳县", "2020年", 项目台账=[project(5000)])
    printed = [("韩城", 9, 1), ("西安", 3, 2), ("安康", 2, 3)]
    rows: list[Row] = [[c, "省际到位资金", 9, rate, 9, 100, place] for c, rate, place in printed]
    desk.send("全省各市", "2020年", 全省位次=rows)
    told = desk.do("status", "--details").out
    assert "“韩城”2020年不在参加排名的市（区）之列" in told
    place = desk.row("funds_interprov")["rank"]["growth"]
    assert (place["place"], place["field"]) == (2, 2)


def test_without_a_table_of_the_province_that_is_what_is_said(desk: Desk) -> None:
    desk.send("紫阳县", "2020年", 项目台账=[project(5000)])
    out = desk.do("rank").out
    assert "本期没有全省位次表" in out
    assert "没有公布我市的数" not in out


def test_the_provinces_target_and_completion_are_compared(desk: Desk) -> None:
    desk.send("紫阳县", "2020年", 项目台账=[project(5000)])
    desk.send("市本级", "2020年", 目标任务=[["省际到位资金", "省", 2]])
    desk.send("全省各市", "2020年", 全省位次=[["安康", "省际到位资金", 0.5, 5, 2, 26, 1]])
    done = desk.do("rank", "--format", "json").json["comparison"]
    assert [(row["measure"], row["agrees"]) for row in done] == [
        ("value", True),
        ("growth", None),
        ("target", True),
        ("completion", False),
    ]
    table = desk.do("rank", "--format", "md").out.split("我市数核对")[1].split("##")[0]
    assert "初步统计数" in table  # ours is: a county has not reported


def test_an_industry_of_both_counties_adds_up_both_ways(desk: Desk) -> None:
    rows = [project(5000), project(100, industry="=cmd|'/C'!A1"), project(200, industry="*硒*")]
    for who in KEPT:
        desk.send(who, "2020年", 项目台账=[[f"'{r[0]}", *r[1:7], f" {r[7]}"] for r in rows])
    data = desk.do("summary", "--by", "industry", "--by", "county", "--format", "json").json
    assert data["reporters"]["counted"] == 2
    assert data["dimension"] == "industry"
    city = desk.row("funds_total")["value"]
    cells = [r["value"] for r in data["rows"] if r["indicator"] == "funds_total"]
    assert len(cells) == 6
    assert sum(round(float(value) * 10**8) for value in cells) == round(float(city) * 10**8)


def test_projects_of_unknown_size_still_add_up(desk: Desk) -> None:
    unknown = project(100)
    other = ["茶叶加工项目", unknown[1], None, *unknown[3:]]
    desk.send("紫阳县", "2020年", 项目台账=[project(50), other])
    rows = desk.do("summary", "--by", "size", "--format", "json").json["rows"]
    funds = {row["member"]: row["value"] for row in rows if row["indicator"] == "funds_total"}
    assert funds == {"5亿元以上": "0.005", "未注明": "0.01"}
    crossed = desk.do("summary", "--by", "size", "--by", "county").out
    assert "0.02" in crossed.split("到位资金合计")[1].splitlines()[-3]


def test_crossing_needs_a_cross_table(desk: Desk) -> None:
    desk.configure("tables.toml", '[[table]]\nid = "cross"\nenabled = false\n')
    desk.send("紫阳县", "2020年", 项目台账=[project(5000)])
    done = desk.do("summary", "--by", "industry", "--by", "county")
    assert done.status == 2
    assert "交叉表" in done.err


def test_countries_of_enterprises_are_no_rows_among_the_projects(desk: Desk) -> None:
    desk.send(
        "紫阳县",
        "2020年",
        项目台账=[project(5000)],
        外资企业=[["某公司", "新加坡", "2020-01-05", 1, 1]],
    )
    done = desk.do("summary", "--by", "source")
    assert "浙江" in done.out
    assert "新加坡" not in done.out
    rows = desk.do("summary", "--by", "source", "--format", "json").json["rows"]
    assert "新加坡" in {row["member"] for row in rows}


def joint(times: int, place: str = "西安", *, year: int = 2020) -> Row:
    return [f"{year}.3.6", "小分队", "县级", "张三", place, times, None, None, "是"]


def test_a_joint_activity_with_unlike_counts_is_taken_off_once(desk: Desk) -> None:
    desk.send("紫阳县", "2020年", 招商活动=[joint(2)])
    desk.send("汉滨区", "2020年", 招商活动=[joint(3), joint(4, "上海")])
    assert desk.row("squad_trips")["value"] == "7"
    out = desk.do("trace", "squad_trips").out
    assert "计-2次　2020.3.6 西安 张三 汉滨区已计" in out
    assert "计4次　2020.3.6 上海 张三" in out  # the cell says 4, the label which row it is


def test_a_single_project_is_found_by_its_printed_amount(desk: Desk) -> None:
    desk.send(
        "紫阳县",
        "2020年",
        项目台账=[project(5000, total=12.5), project(1, total=8.25, industry="生物医药")],
    )
    done = desk.do("trace", "12.5亿元", "--format", "json")
    assert done.status == 0
    (area,) = done.json["areas"]
    assert (area["area"], area["value"]) == ("ziyang", "1250000000")
    (cell,) = area["cells"]
    assert (cell["cell"], cell["text"], cell["value"]) == ("C3", "12.5", "1250000000")


def test_projects_of_the_same_amount_are_all_named(desk: Desk) -> None:
    desk.send("紫阳县", "2020年", 项目台账=[project(1, total=8), project(2, total=8, industry="x")])
    done = desk.do("trace", "8亿元")
    assert done.status == 2
    assert "C3" in done.err
    assert "C4" in done.err


def test_shares_paces_and_places_of_a_county_are_traced(desk: Desk) -> None:
    for who, funds in zip(KEPT, (3000, 1000), strict=True):
        desk.send(who, "2020年", 项目台账=[project(funds)], 目标任务=[["省际到位资金", "市", 1]])
    assert "省际到位资金.占全市" in desk.do("trace", "75%").err.replace(
        "funds_interprov", "省际到位资金"
    )
    asked = ("trace", "省际到位资金.占全市", "--area", "汉滨区", "--format", "json")
    share = desk.do(*asked).json
    assert share["figure"]["formula"] == "0.3 ÷ 0.4 × 100"
    assert [o["figure"]["area"] for o in share["operands"]] == ["hanbin", "ankang"]
    place = desk.do("trace", "省际到位资金.完成位次", "--area", "紫阳县", "--format", "json").json
    assert place["figure"]["display"] == "2"
    assert [o["figure"]["area"] for o in place["operands"]] == ["hanbin", "ziyang"]


def test_why_there_is_no_rate_is_said_in_words(desk: Desk) -> None:
    desk.send("紫阳县", "2020年", 项目台账=[project(5000)])
    asked = ("--area", "紫阳县")
    assert "没有数值：无可比数据" in desk.do("trace", "省际到位资金.同比", *asked).out
    assert "没有数值：没有目标任务" in desk.do("trace", "省际到位资金.完成比例", *asked).out


def test_last_years_value_is_traced_to_last_year(desk: Desk) -> None:
    for year in (2019, 2020):
        desk.send("紫阳县", f"{year}年", 项目台账=[project(year, year=year)])
    asked = ("trace", "省际到位资金.上年同期", "--area", "紫阳县", "--year", 2020)
    figure = desk.do(*asked, "--format", "json").json["figure"]
    assert (figure["year"], figure["value"]) == (2019, "0.2019")


def test_a_change_of_a_rate_is_explained_down_to_its_cells(desk: Desk) -> None:
    template = desk.folder / "mine.md"
    template.write_text("# {{ 期 }}\n\n开工率{{ 开工率.同比 }}，{{ 到位资金.同比 }}。\n", "utf-8")
    for year in (2019, 2020):
        idle: Row = ["闲置项目", "浙江", 1, f"{year}年5月5日", "签约", 1, 1, "y"]
        rows = [project(year, year=year)] + ([idle] if year == 2020 else [])
        for who in KEPT:
            desk.send(who, f"{year}年", 项目台账=rows)
        desk.send("市本级", f"{year}年", 招商活动=[joint(1, year=year)])
    out = desk.do("bulletin", "--template", template, "--explain").out
    assert "算法：2 ÷ 4 × 100 − 2 ÷ 2 × 100" in out
    assert "本年累计·新签合同项目中已开工的·紫阳县 1个：" in out
    assert "上年同期·新签订招商引资合同项目·紫阳县 1个：" in out
    assert "上年同期·汉滨区 0.2019亿元：" in out


def test_a_reporter_of_one_year_only_is_named_under_the_growth(desk: Desk) -> None:
    areas = (desk.config / "areas.toml").read_text("utf-8")
    dated = '[[area]]\nid = "ziyang"\nsince = 2020\n[[area]]\nid = "bureau"\nuntil = 2019\n'
    desk.configure("areas.toml", f"{areas}\n{dated}")
    desk.send("市本级", "2019年", 招商活动=[joint(1, year=2019)])
    for year, reporters in ((2019, KEPT[:1]), (2020, KEPT)):
        for who in reporters:
            desk.send(who, f"{year}年", 项目台账=[project(1000, year=year)])
    out = "".join(desk.do("summary").out.split())
    assert "紫阳县为本年新列的报送单位" in out
    assert "市本级本年不再单独报送" in out
    assert "可比口径（两年都已报送的1个单位，不含紫阳县、市本级）：省际到位资金与上年持平" in out
    row = desk.row("funds_interprov")
    assert (row["value"], row["base"], row["growth_percent"]) == ("0.2", "0.1", "100")


def test_nothing_is_said_of_reporters_that_are_the_same(desk: Desk) -> None:
    for year in (2019, 2020):
        for who in ("市本级", *KEPT):
            desk.send(who, f"{year}年", 项目台账=[project(1000, year=year)])
    out = desk.do("summary").out
    assert "报送单位" not in out
    assert "可比口径" not in out


def test_who_is_a_reporter_no_more_counts_nowhere(desk: Desk) -> None:
    areas = (desk.config / "areas.toml").read_text("utf-8")
    for who, funds in zip(KEPT, (1000, 500), strict=True):
        desk.send(who, "2020年", 项目台账=[project(funds)], 招商活动=[joint(2)])
    desk.configure("areas.toml", f'{areas}\n[[area]]\nid = "ziyang"\nuntil = 2019\n')
    assert desk.row("funds_total")["value"] == "0.1"
    assert desk.row("squad_trips")["value"] == "2"  # nobody left to count it twice
    for by in (["--by", "industry"], ["--by", "industry", "--by", "county"]):
        rows = desk.do("summary", *by, "--format", "json").json["rows"]
        assert [r["value"] for r in rows if r["indicator"] == "funds_total"] == ["0.1"]


def test_the_name_of_the_tier_leads_to_the_placements_in_it(desk: Desk) -> None:
    desk.configure("wording.toml", '[tier]\nname = "第一方阵"\ngrowth = 1\ncompletion = 1\n')
    desk.send("紫阳县", "2020年", 项目台账=[project(5000)])
    members = ["西安", "铜川", "宝鸡", "咸阳", "渭南", "延安", "汉中", "榆林", "商洛", "杨凌示范区"]
    rows: list[Row] = [[m, "省际到位资金", 9, 5, 9, 100, None] for m in members]
    ours: Row = ["安康", "省际到位资金", 0.5, 6, 9, 99, None]
    desk.send("全省各市", "2020年", 全省位次=[*rows, ours])
    done = desk.do("trace", "第一方阵", "--format", "json").json
    assert done["figure"]["display"] == "增速位列全省第一"
    assert done["areas"][0]["cells"][0]["text"] == "6"
