"""Tables against themselves and one another, against earlier returns, other reporters, the
province."""

from __future__ import annotations

from decimal import Decimal

from tests.every_rule.edits import again, drop, only, put, remove, without
from tests.every_rule.entries import (
    DETAILS,
    FIRST_TIME,
    PROVINCE,
    SEEN,
    SUMS,
    WHOLE,
    Entry,
    Said,
    breaks,
)
from tests.every_rule.office import EMPTY, NOVEMBER
from tests.every_rule.papers import FIRST_FIRM, FOREIGN, INN, SECOND_FIRM, TEA, WATER

_FUNDS = "到位资金合计"

TABLES: dict[str, Entry] = {
    "table.total_mismatch": breaks(
        WHOLE,
        put("合计", 本年到位资金=7100),
        said=Said("项目台账!P8", "7100", "7000万元"),
        undecided=put(TEA, 总投资="待定"),
        open_beside=("cell.not_number",),
    ),
    "table.parts_total": breaks(
        SUMS,
        put("续建项目到位资金", 本年累计=3400, 同比=None),
        said=Said(
            "汇总表!C8 C9 C10",
            "到位资金合计 7000，新建项目到位资金 3500，续建项目到位资金 3400",
            "= 7000万元",
        ),
        undecided=remove("续建项目到位资金"),
    ),
    "table.fdi_identity": breaks(
        SUMS,
        put("外商其他投资", 本年累计=10),
        said=Said(
            "汇总表!C12 C13 C14",
            "实际利用外资 200，外商直接投资 180，外商其他投资 10",
            "= 200万美元",
        ),
        undecided=remove("外商其他投资"),
    ),
    "table.subset_exceeds_whole": breaks(
        SUMS,
        put("实际引进内资(省际)", 本年累计=8000, 同比=None),
        said=Said("汇总表!C8 C11", "到位资金合计 7000，实际引进内资(省际) 8000", "≤ 7000万元"),
        undecided=remove("实际引进内资(省际)"),
    ),
    "table.big_below_threshold": breaks(
        SUMS,
        put("投资5亿元以上项目总投资", 本年累计=40000),
        said=Said(
            "汇总表!C6 C7", "投资5亿元以上项目 1，投资5亿元以上项目总投资 40000", "≥ 50000万元"
        ),
        undecided=remove("投资5亿元以上项目总投资"),
    ),
    "table.persons_below_batches": breaks(
        SUMS,
        put("接待客商人次", 本年累计=2, 同比=None),
        said=Said("汇总表!C15 C16", "接待客商批次 3，接待客商人次 2", "≥ 3"),
        undecided=remove("接待客商人次"),
    ),
    "table.period_blank": breaks(
        FIRST_TIME.but(only(FOREIGN)),
        put(FIRST_FIRM, 实际利用外资=None),
        put(SECOND_FIRM, 实际利用外资=None),
        said=Said("外资企业!E4 E5", "", "逐行填写，没有发生的填 0"),
        undecided=SEEN,
    ),
    "table.growth_recomputed": breaks(
        WHOLE,
        put(_FUNDS, 同比="-35%"),
        said=Said("汇总表!E8 C8 D8", "-35%", "-32.04%"),
        undecided=put(_FUNDS, 上年同期=None),
    ),
    "cross.summary_mismatch": breaks(
        WHOLE,
        put("投资5亿元以上项目总投资", 本年累计=61000),
        said=Said("汇总表!C7", "61000", "60000万元"),
        undecided=drop(FOREIGN),
    ),
    "history.base_mismatch": breaks(
        WHOLE,
        put("合同项目总投资", 上年同期=36000),
        said=Said("汇总表!D5", "36000", "36500万元"),
        undecided=WHOLE.but(base=EMPTY),
    ),
}

PRINTED: dict[str, Entry] = {
    "province.value_differs": breaks(
        PROVINCE,
        put("安康", 本年累计=Decimal("0.52"), 同比="36.84%", 目标=Decimal("0.416")),
        said=Said("位次!D4 E4", "0.52；36.84%", "0.5亿元；约31.5789%"),
        undecided=PROVINCE.but(base=NOVEMBER),
    ),
    "province.rank_contradicts": breaks(
        PROVINCE,
        put("宝鸡", 位次=9),
        said=Said("位次!H7 E7", "9", "第4"),
        undecided=(without("同比", "位次"), without("完成比例", "位次")),
    ),
    "province.rank_exceeds_field": breaks(
        PROVINCE,
        put("杨凌示范区", 位次=12),
        said=Said("位次!H14", "12", "不大于11"),
        undecided=without("位次", "位次"),
        beside=("province.rank_contradicts",),
    ),
    "province.completion_recomputed": breaks(
        PROVINCE,
        put("西安", 完成比例="141%"),
        said=Said("位次!G5 D5 F5", "141%", "140%"),
        undecided=without("目标", "位次"),
    ),
    "province.growth_recomputed": breaks(
        PROVINCE,
        put("西安", 同比="42%"),
        said=Said("位次!E5 D5", "42%", "40%"),
        undecided=PROVINCE.but(base=EMPTY),
    ),
}

OVER_TIME: dict[str, Entry] = {
    "history.cumulative_fell": breaks(
        DETAILS,
        put(TEA, 本年到位资金=2400, 其中省际=2400),
        said=Said("项目台账!P4", "2400万元", "不少于2500万元"),
        undecided=drop(FOREIGN),
    ),
    "history.growth_jump": breaks(
        DETAILS,
        put(WATER, 本年到位资金=26000, 自签约累计到位=26000),
        said=Said("项目台账!", "3.25亿元；2.9亿元"),
        undecided=FIRST_TIME,
    ),
    "history.project_vanished": breaks(
        DETAILS,
        remove(INN),
        said=Said("项目台账!", "没有这一行", "“后柳镇民宿集群项目”（SQ-002）"),
        undecided=FIRST_TIME,
    ),
    "history.total_changed": breaks(
        DETAILS,
        put(TEA, 总投资=9000),
        said=Said("项目台账!H4", "9000万元", "8000万元"),
        undecided=FIRST_TIME,
    ),
    "history.project_renamed": breaks(
        DETAILS,
        put(TEA, 项目名称="富硒茶产业园项目"),
        said=Said("项目台账!B4", "富硒茶产业园项目", "富硒茶叶加工项目"),
        undecided=without("项目编号"),
    ),
    "history.copied": breaks(
        DETAILS,
        put(TEA, 本年到位资金=2500, 其中省际=2500),
        put(INN, 本年到位资金=1600, 其中省际=1600),
        put(WATER, 本年到位资金=400),
        said=Said("项目台账!", "4行全部相同"),
        undecided=FIRST_TIME,
    ),
}

ELSEWHERE: dict[str, Entry] = {
    "elsewhere.same_project": breaks(
        DETAILS,
        again(INN, 项目编号="HB-007", 项目名称="月河镇魔芋食品厂项目", 投资方="宁波清和食品公司"),
        said=Said("项目台账!A6 D6 B6 C6", "“月河镇魔芋食品厂项目”（HB-007）"),
        undecided=(without("项目编号"), without("统一社会信用代码")),
    ),
    "elsewhere.similar_project": breaks(
        DETAILS,
        again(
            INN,
            项目编号="SQ-009",
            项目名称="月河镇魔芋食品加工厂项目",
            投资方="宁波清和食品公司",
        ),
        said=Said("项目台账!A6 D6 B6 C6", "“月河镇魔芋食品加工厂项目”（SQ-009）"),
        undecided=without("投资方"),
    ),
}
