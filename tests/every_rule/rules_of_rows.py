"""Cells and rows: what is written in them, and what contradicts itself."""

from __future__ import annotations

from decimal import Decimal

from tests.every_rule.edits import again, line, put, remove, rename, without
from tests.every_rule.entries import (
    BLANK,
    DETAILS,
    FIRST_TIME,
    PROVINCE,
    READ,
    SEEN,
    WHOLE,
    Entry,
    Said,
    breaks,
)
from tests.every_rule.office import Arrival, configured
from tests.every_rule.papers import (
    EVENT,
    EVENTS,
    FIRST_FIRM,
    FOREIGN,
    GUESTS,
    INN,
    LEDGER,
    SILK,
    SUMMARY,
    TEA,
    WATER,
)

_ALIASES = configured(
    returns="""
[[table]]
id = "projects"

[[table.columns]]
name = "本年到位资金"
aliases = ["资金"]

[[table.columns]]
name = "自签约累计到位"
aliases = ["资金"]

[[table.columns]]
name = "签约时间"
aliases = ["何时"]

[[table.columns]]
name = "投产时间"
aliases = ["何时"]

[[table]]
id = "activities"

[[table.columns]]
name = "日期"
aliases = ["时地"]

[[table.columns]]
name = "目的地"
aliases = ["时地"]
"""
)


def _unclear(heading: str, text: str, sheet: str = LEDGER) -> Arrival:
    """A required column whose heading may mean another one as well. Where there is none at all the
    table is not taken, and no rule looks at its rows."""
    return FIRST_TIME.but(rename(heading, text, sheet), catalogue=_ALIASES)


_UNCLEAR = ("file.ambiguous_column",)

CELLS: dict[str, Entry] = {
    "cell.not_number": breaks(
        DETAILS, put(TEA, 总投资="待定"), said=Said("项目台账!H4", "待定", "数值"), undecided=READ
    ),
    "cell.ambiguous_number": breaks(
        DETAILS,
        put(TEA, 总投资="约8000"),
        said=Said("项目台账!H4", "约8000", "一个确定的数值"),
        undecided=READ,
    ),
    "cell.not_date": breaks(
        DETAILS,
        put(TEA, 开工时间="五月初"),
        said=Said("项目台账!N4", "五月初", "日期，如 2020年5月6日"),
        undecided=READ,
    ),
    "cell.ambiguous_date": breaks(
        DETAILS,
        put(TEA, 签约时间=Decimal("2020.1")),
        said=Said("项目台账!I4", "2020.1", "日期，如 2020年5月6日"),
        undecided=READ,
    ),
    "cell.not_in_list": breaks(
        DETAILS,
        put(TEA, 建设性质="扩建"),
        said=Said("项目台账!J4", "扩建", "新建、续建"),
        undecided=READ,
    ),
    "cell.unknown_indicator": breaks(
        WHOLE,
        line(SUMMARY, "接待客商人次", 指标="某某指数", 计量单位="个", 本年累计=3),
        said=Said("汇总表!A17", "某某指数", "报表规定的指标名称"),
        undecided=READ,
    ),
    "cell.unknown_area": breaks(
        PROVINCE,
        line(
            "位次",
            "杨凌示范区",
            地区="某市",
            指标="实际引进内资(省际)",
            计量单位="亿元",
            本年累计=5,
        ),
        said=Said("位次!A15", "某市", "参加排名的市（区）名称"),
        undecided=READ,
    ),
    "cell.negative": breaks(
        FIRST_TIME,
        put(WATER, 其中省内=-300),
        said=Said("项目台账!R7", "-300", "不小于零的数"),
        undecided=READ,
    ),
    "cell.not_whole": breaks(
        DETAILS,
        put(GUESTS, 批次=Decimal("3.5")),
        said=Said("招商活动!G6", "3.5", "整数"),
        undecided=READ,
    ),
    "cell.needed_blank": breaks(
        DETAILS, put(EVENT, 日期=None), said=Said("招商活动!A5", "", "填写内容"), undecided=SEEN
    ),
    "cell.converted": breaks(
        DETAILS,
        put(TEA, 总投资="８０００"),
        said=Said("项目台账!H4", "８０００", "8000万元"),
        undecided=READ,
    ),
    "cell.rounded": breaks(
        DETAILS,
        put(TEA, 总投资=Decimal("8000.00001")),
        said=Said("项目台账!H4", "8000.00001", "8000万元"),
        undecided=READ,
    ),
    "cell.blank_mark": breaks(
        DETAILS, put(TEA, 其中省内="/"), said=Said("项目台账!R4", "/", "留空"), undecided=READ
    ),
    "cell.personal": breaks(
        DETAILS,
        put(TEA, 联系电话="13900001234"),
        said=Said("项目台账!U4", "（已隐去）", "不填个人信息"),
        undecided=READ,
    ),
    "cell.credit_code": breaks(
        DETAILS,
        put(TEA, 统一社会信用代码="91350100M0001O0Y43"),
        said=Said("项目台账!D4", "91350100M0001O0Y43", "91350100M000100Y43"),
        undecided=BLANK,
    ),
    "cell.unit_slip": breaks(
        DETAILS,
        put(SILK, 总投资=65_000_000),
        said=Said("项目台账!H6", "65000000万元", "6500万元左右"),
        undecided=FIRST_TIME.but(remove(INN), remove(SILK)),
    ),
}

ROWS: dict[str, Entry] = {
    # --- amounts -------------------------------------------------------------------------------
    "row.parts_exceed_funds": breaks(
        DETAILS,
        put(TEA, 其中省内=100),
        said=Said(
            "项目台账!P4 Q4 R4", "本年到位资金 3000，其中省际 3000，其中省内 100", "≤ 3000万元"
        ),
        undecided=FIRST_TIME.but(without("其中省内")),
    ),
    "row.subset_exceeds_funds": breaks(
        DETAILS,
        put(INN, 其中省际=2100),
        said=Said("项目台账!P5 Q5", "本年到位资金 2000，其中省际 2100", "≤ 2000万元"),
        undecided=_unclear("本年到位资金", "资金"),
        open_beside=_UNCLEAR,
    ),
    "row.funds_exceed_cumulative": breaks(
        DETAILS,
        put(TEA, 自签约累计到位=2900),
        said=Said("项目台账!P4 S4", "本年到位资金 3000，自签约累计到位 2900", "≤ 2900万元"),
        undecided=without("自签约累计到位"),
    ),
    "row.cumulative_exceeds_total": breaks(
        DETAILS,
        put(TEA, 自签约累计到位=9000),
        said=Said("项目台账!H4 S4", "总投资 8000，自签约累计到位 9000", "≤ 8000万元"),
        undecided=without("自签约累计到位"),
    ),
    "row.interprovincial_blank": breaks(
        DETAILS,
        put(SILK, 其中省际=None),
        said=Said(
            "项目台账!P6 Q6", "本年到位资金 1500，其中省际 （未填）", "有到位资金的项目填了其中省际"
        ),
        undecided=_unclear("本年到位资金", "资金"),
        open_beside=_UNCLEAR,
    ),
    "row.fdi_identity": breaks(
        DETAILS,
        put(FIRST_FIRM, 其中外商其他投资=10),
        said=Said(
            "外资企业!E4 F4 G4",
            "实际利用外资 120，其中外商直接投资 100，其中外商其他投资 10",
            "= 120万美元",
        ),
        undecided=FIRST_TIME.but(without("其中外商其他投资", FOREIGN)),
    ),
    # --- dates and stages ----------------------------------------------------------------------
    "row.construction_contradicts": breaks(
        FIRST_TIME,
        put(TEA, 建设性质="续建"),
        said=Said("项目台账!I4 J4", "签约时间 2020-03-10，建设性质 续建", "建设性质与签约时间一致"),
        undecided=without("建设性质"),
    ),
    "row.signed_after_start": breaks(
        DETAILS,
        put(TEA, 开工时间="2020-02-01"),
        said=Said("项目台账!I4 N4", "签约时间 2020-03-10，开工时间 2020-02-01", "≤ 2020年2月1日"),
        undecided=without("开工时间"),
    ),
    "row.started_after_production": breaks(
        DETAILS,
        put(SILK, 投产时间="2019-05-01"),
        said=Said("项目台账!N6 O6", "开工时间 2019-06-18，投产时间 2019-05-01", "≤ 2019年5月1日"),
        undecided=without("投产时间"),
    ),
    "row.signed_after_period": breaks(
        FIRST_TIME,
        put(WATER, 签约时间="2021-01-05"),
        said=Said("项目台账!I7", "签约时间 2021-01-05", "≤ 2020年12月31日"),
        undecided=_unclear("签约时间", "何时"),
        open_beside=_UNCLEAR,
    ),
    "row.started_after_period": breaks(
        DETAILS,
        put(TEA, 开工时间="2021-03-01"),
        said=Said("项目台账!N4", "开工时间 2021-03-01", "≤ 2020年12月31日"),
        undecided=without("开工时间"),
    ),
    "row.production_after_period": breaks(
        DETAILS,
        put(SILK, 投产时间="2021-03-01"),
        said=Said("项目台账!O6", "投产时间 2021-03-01", "≤ 2020年12月31日"),
        undecided=without("投产时间"),
    ),
    "row.stage_before_start": breaks(
        DETAILS,
        put(TEA, 阶段="落地"),
        said=Said(
            "项目台账!M4 N4", "阶段 落地，开工时间 2020-05-06", "不应为策划、洽谈、签约、落地"
        ),
        undecided=without("阶段"),
    ),
    "row.stage_before_production": breaks(
        DETAILS,
        put(SILK, 阶段="开工"),
        said=Said("项目台账!M6 O6", "阶段 开工，投产时间 2020-10-20", "应为投产、终止"),
        undecided=without("投产时间"),
    ),
    "row.stage_without_date": breaks(
        DETAILS,
        put(TEA, 开工时间=None),
        said=Said("项目台账!M4 N4", "阶段 开工，开工时间 （未填）", "阶段为开工的项目填有开工时间"),
        undecided=without("开工时间"),
    ),
    "row.funds_before_contract": breaks(
        FIRST_TIME,
        put(WATER, 阶段="洽谈"),
        said=Said(
            "项目台账!I7 M7 P7",
            "签约时间 2020-06-15，阶段 洽谈，本年到位资金 500",
            "签约之后才有到位资金",
        ),
        undecided=_unclear("本年到位资金", "资金"),
        open_beside=_UNCLEAR,
    ),
    # --- where the money comes from, codes -----------------------------------------------------
    "row.source_in_province": breaks(
        DETAILS,
        put(TEA, 来源地="陕西西安"),
        said=Said("项目台账!E4 Q4", "来源地 陕西西安，其中省际 3000", "≤ 0万元"),
        undecided=without("来源地"),
    ),
    "row.source_mixed": breaks(
        DETAILS,
        put(TEA, 来源地="西安、江苏"),
        said=Said("项目台账!E4 Q4", "来源地 西安、江苏，其中省际 3000", "≤ 0万元"),
        undecided=without("来源地"),
    ),
    "row.foreign_as_domestic": breaks(
        DETAILS,
        put(WATER, 内外资="内资"),
        said=Said(
            "项目台账!E7 F7 Q7",
            "来源地 香港，内外资 内资，其中省际 0",
            "境外及港澳台投资不计入内资",
        ),
        undecided=without("来源地"),
    ),
    "row.source_unrecognised": breaks(
        DETAILS,
        put(TEA, 来源地="某某集团"),
        said=Said("项目台账!E4", "某某集团", "省、市、县或国家的名称"),
        undecided=BLANK,
    ),
    "row.area_code_unknown": breaks(
        DETAILS,
        put(TEA, 来源地="449900 深圳"),
        said=Said("项目台账!E4", "449900 深圳", "2020年有的行政区划代码"),
        undecided=BLANK,
    ),
    "row.area_code_contradicts": breaks(
        DETAILS,
        put(TEA, 来源地="440100 深圳"),
        said=Said("项目台账!E4", "440100 深圳", "440100 广州市，或改正代码"),
        undecided=BLANK,
    ),
    "row.industry_code_unknown": breaks(
        DETAILS,
        put(TEA, 行业代码="98"),
        said=Said("项目台账!L4", "98", "门类的字母，或二至四位数字的行业代码"),
        undecided=BLANK,
    ),
    "row.industry_contradicts": breaks(
        DETAILS,
        put(TEA, 行业代码="N78"),
        said=Said("项目台账!L4 K4", "N78、富硒食品", "C 制造业"),
        undecided=put(TEA, 产业类别="其他"),
    ),
    # --- the rest of the row -------------------------------------------------------------------
    "row.text_too_short": breaks(
        DETAILS,
        put(FIRST_FIRM, 企业名称="晨沐"),
        said=Said("外资企业!A4", "晨沐", "不少于4个字"),
        undecided=BLANK,
    ),
    "row.activity_outside_period": breaks(
        DETAILS,
        put(EVENT, 日期="2019-12-30"),
        said=Said("招商活动!A5", "日期 2019-12-30", "活动日期在报告期内"),
        undecided=_unclear("日期", "时地", EVENTS),
        open_beside=_UNCLEAR,
    ),
    "row.persons_below_batches": breaks(
        DETAILS,
        put(GUESTS, 批次=30),
        said=Said("招商活动!G6 H6", "批次 30，人次 28", "≤ 28"),
        undecided=FIRST_TIME.but(without("人次", EVENTS)),
    ),
    "row.not_posted": breaks(
        DETAILS,
        put(EVENT, 级别=None),
        said=Said("招商活动!C5", "", "填写级别"),
        undecided=FIRST_TIME.but(without("是否返乡创业")),
    ),
    "row.maybe_subtotal": breaks(
        DETAILS,
        line(LEDGER, WATER, 项目名称="城关镇", 总投资=83500, 本年到位资金=7000, 其中省际=5000),
        said=Said("项目台账!B8", "城关镇"),
        undecided=SEEN,
    ),
    "within.duplicate_row": breaks(
        DETAILS, again(SILK), said=Said("项目台账!A6 A7", "SQ-003", "1行"), undecided=BLANK
    ),
}
