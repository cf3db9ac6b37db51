"""Files and their make-up: tables, columns, units, sender, period, what was received before."""

from __future__ import annotations

from datetime import UTC, datetime

from sample_data._faults_matrix import CONFIG as HARVEST
from sample_data._faults_sheets import TWO_ALIASES
from tests.every_rule import papers
from tests.every_rule.edits import (
    Edit,
    beside,
    cell,
    cover,
    hide,
    only,
    put,
    rename,
    retitle,
    sheet,
    without,
)
from tests.every_rule.entries import (
    DETAILS,
    FILE,
    FIRST_TIME,
    KNOWN,
    PROVINCE,
    SEEN,
    SUMS,
    Entry,
    Said,
    breaks,
)
from tests.every_rule.office import (
    EMPTY,
    YEAR,
    Arrival,
    configured,
    locks,
    receives,
    waives,
    without_deadline,
)
from tests.every_rule.papers import COUNTY, INN, LEDGER, SILK, TEA, WATER
from zsstat.recognise.reviews import HEADINGS as REVIEW

_ALIASES = configured(returns=TWO_ALIASES)
_OVERPAID = DETAILS.but(put(TEA, 自签约累计到位=9000))
_EXPLAINED = (receives(_OVERPAID, "上报.xlsx"), waives("row.cumulative_exceeds_total"))
_PUBLISHED = Arrival(
    papers.matrix,
    base=EMPTY,
    catalogue=configured(**{n.removesuffix(".toml"): text for n, text in HARVEST.items()}),
)
_PRINTED = (receives(_PUBLISHED, "初报.xlsx"),)
_REVISED = (put("汉滨区", 粮食产量=11), put("全市", 粮食产量=151))


def _review(answer: str) -> Edit:
    """The list of findings that went back, with an answer beside a code that is none."""
    row = (1, "核实性", LEDGER, "B4", "名称太短", "", "", "", "", answer, "cell.text#0123-zzzz")
    return sheet("审核意见", REVIEW, row)


FILES: dict[str, Entry] = {
    # --- the file ------------------------------------------------------------------------------
    "file.unreadable": Entry(
        DETAILS,
        DETAILS.but(spoil=lambda whole: whole[: len(whole) // 2]),
        Said(),
        FILE,
    ),
    "file.encrypted": Entry(DETAILS, DETAILS.but(golden="02-encrypted"), Said(), FILE),
    "file.not_workbook": Entry(
        DETAILS, DETAILS.but(spoil=lambda _: b"%PDF-1.4\n%%EOF\n"), Said(), FILE
    ),
    "file.too_large": Entry(DETAILS, DETAILS.but(golden="06-too-large"), Said(), FILE),
    "file.unsafe": Entry(DETAILS, DETAILS.but(golden="08-document-type"), Said(), FILE),
    "file.degraded": Entry(
        FIRST_TIME,
        FIRST_TIME.but(golden="30-open-document"),
        Said("", ".ods", ".xlsx"),
        FILE,
        beside=("file.degraded_blank", "cell.needed_blank"),
    ),
    "file.degraded_blank": Entry(
        FIRST_TIME,
        FIRST_TIME.but(golden="30-open-document"),
        Said("台账!D7", "", "数值"),
        FILE,
        beside=("file.degraded", "cell.needed_blank"),
    ),
    # --- tables and columns --------------------------------------------------------------------
    "file.no_table": breaks(
        DETAILS,
        sheet("说明", ["关于报送2020年招商引资工作情况的说明"], [f"填报单位：{COUNTY}招商局"]),
        only("说明"),
        said=Said(),
        undecided=SEEN,
    ),
    "file.ambiguous_table": breaks(
        DETAILS,
        sheet(
            "完成情况",
            [f"{COUNTY}2020年目标任务及完成情况表"],
            ["指标", "计量单位", "年度目标", "本年累计"],
            ["到位资金合计", "亿元", 20, 21],
            ["实际利用外资", "万美元", 100, 120],
        ),
        said=Said("完成情况!A2", "指标、计量单位、年度目标、本年累计", "“目标任务”、“汇总表”"),
        undecided=SEEN,
    ),
    "file.unrecognised_sheet": breaks(
        DETAILS,
        sheet("附件", ["后柳镇", 3, 5], ["池河镇", 2, 1], ["饶峰镇", 1, 7]),
        said=Said("附件!B1", "后柳镇、3、5"),
        undecided=SEEN,
    ),
    "file.required_column": breaks(
        DETAILS,
        without("签约时间"),
        said=Said(
            "项目台账!A3",
            "项目编号、项目名称、投资方、统一社会信用代码、来源地、内外资、合同类型、总投资、建设性质、产业类别、行业代码、阶段、开工时间、投产时间、本年到位资金、其中省际、其中省内、自签约累计到位、是否返乡创业、联系电话、备注",
            "“签约时间”",
        ),
        undecided=SEEN,
    ),
    "file.unknown_column": breaks(
        DETAILS,
        beside("领导批示", **{TEA: "请抓紧办理"}),
        said=Said("项目台账!W3", "领导批示"),
        undecided=SEEN,
    ),
    "file.ambiguous_column": breaks(
        DETAILS.but(catalogue=_ALIASES),
        rename("本年到位资金", "到位资金"),
        said=Said("项目台账!P3", "到位资金", "“本年到位资金”、“自签约累计到位”"),
        undecided=SEEN,
    ),
    "within.duplicate_column": breaks(
        DETAILS,
        beside("投资总额", **{TEA: 8000, INN: 9000, SILK: 6800, WATER: 60000}),
        said=Said("项目台账!H6 W6", "第6行 6500、6800", "各行两列相同"),
        undecided=SEEN,
    ),
    # --- units, broken and hidden cells --------------------------------------------------------
    "file.unit_unknown": breaks(
        DETAILS,
        cell(LEDGER, "A2", "单位："),
        said=Said(
            "项目台账!H3 H4 H5 H6 H7 P3 P4 P5 P6 P7 Q3 Q4 Q5 Q6 Q7 R3 R4 R6 R7 S3 S4 S5 S6 S7",
            "",
            "写明单位：元、千元、万元、百万元、千万元、亿元",
        ),
        undecided=SEEN,
    ),
    "file.unit_clash": breaks(
        DETAILS,
        put(TEA, 总投资="0.8亿元"),
        said=Said("项目台账!H4", "0.8亿元", "万元"),
        undecided=SEEN,
    ),
    "file.uncached": breaks(
        DETAILS,
        put(TEA, 总投资="=5000+3000"),
        said=Said("项目台账!H4", "=5000+3000", "计算结果"),
        undecided=SEEN,
    ),
    "file.uncached_elsewhere": breaks(
        DETAILS, put(TEA, 备注="=LEN(B4)"), said=Said("项目台账!V4", "=LEN(B4)"), undecided=SEEN
    ),
    "file.error_cell": breaks(
        DETAILS,
        put(TEA, 本年到位资金="#REF!"),
        said=Said("项目台账!P4", "#REF!", "数值或文字"),
        undecided=SEEN,
    ),
    "file.error_elsewhere": breaks(
        DETAILS, put(TEA, 备注="#REF!"), said=Said("项目台账!V4", "#REF!"), undecided=SEEN
    ),
    "file.hidden_data": breaks(DETAILS, hide(SILK), said=Said("项目台账!A6"), undecided=SEEN),
    "file.merged_values": breaks(
        DETAILS,
        cover(TEA, "备注"),
        put(INN, 备注="上一版"),
        said=Said("项目台账!V5", "上一版"),
        undecided=SEEN,
    ),
    # --- sender and period ---------------------------------------------------------------------
    "file.reporter_missing": breaks(DETAILS, retitle(COUNTY, ""), said=Said(), undecided=SEEN),
    "file.period_missing": breaks(DETAILS, retitle("2020年", ""), said=Said(), undecided=SEEN),
    "file.reporter_unexpected": Entry(
        DETAILS.but(reporter="shiquan"),
        DETAILS.but(reporter="hanyin"),
        Said("项目台账!A1", "石泉县2020年招商引资项目台账", "汉阴县"),
        SEEN,
    ),
    "file.period_unexpected": Entry(
        DETAILS.but(year=2020),
        DETAILS.but(year=2019),
        Said("项目台账!A1", "石泉县2020年招商引资项目台账", "2019年"),
        SEEN,
    ),
    "file.wrong_sender": breaks(
        PROVINCE,
        retitle("陕西省招商引资考核办", f"{COUNTY}招商局"),
        said=Said("位次!B3", "石泉县", "陕西省"),
        undecided=SEEN,
    ),
    "file.signature_blank": breaks(
        DETAILS,
        cell(LEDGER, "A8", "审核人：　　填表人：李四"),
        said=Said("项目台账!A8", "审核人"),
        undecided=SEEN,
    ),
    # --- the round -----------------------------------------------------------------------------
    "file.same_again": Entry(
        DETAILS,
        DETAILS.but(before=(receives(DETAILS, "上报.xlsx"),)),
        Said(),
        KNOWN,
    ),
    "file.replaces": Entry(
        DETAILS.but(base=YEAR, replaces="更正一处"),
        DETAILS.but(base=YEAR),
        Said("项目台账! 外资企业! 招商活动!"),
        KNOWN,
    ),
    "file.late": Entry(
        DETAILS,
        DETAILS.but(received=datetime(2021, 1, 12, 9, tzinfo=UTC)),
        Said("", "2021-01-12", "不晚于2021-01-10"),
        DETAILS.but(catalogue=without_deadline),
    ),
    "file.restates": Entry(
        _PUBLISHED.but(sheet("说明", ["数据未变"]), before=_PRINTED),
        _PUBLISHED.but(*_REVISED, before=_PRINTED),
        Said("粮食!B7", "11万吨", "10.2万吨"),
        KNOWN,
    ),
    "file.answer_unread": Entry(
        DETAILS.but(_review("")),
        DETAILS.but(_review("情况属实")),
        Said("审核意见!J2", "情况属实"),
        SEEN,
    ),
    "file.waiver_lapsed": Entry(
        _OVERPAID.but(put(INN, 备注="改了备注"), before=_EXPLAINED, replaces="更正"),
        DETAILS.but(put(TEA, 自签约累计到位=9500), before=_EXPLAINED, replaces="更正"),
        Said("项目台账!H4 S4"),
        KNOWN,
        beside=("row.cumulative_exceeds_total",),
    ),
    "history.locked": Entry(
        DETAILS.but(before=(locks(2020, 11),)),
        DETAILS.but(before=(locks(2020, 12),)),
        Said("项目台账! 外资企业! 招商活动!"),
        KNOWN,
    ),
    # --- stated twice --------------------------------------------------------------------------
    "within.same_fact": breaks(
        SUMS,
        sheet(
            "汇总核对",
            [f"{COUNTY}2020年招商引资汇总表"],
            ["指标", "计量单位", "本年累计"],
            ["到位资金合计", "万元", 7100],
        ),
        said=Said("汇总表!C8 汇总核对!C3", "7000、7100", "两处一致"),
        undecided=SEEN,
    ),
    "table.areas_mismatch": breaks(
        _PUBLISHED,
        put("全市", 粮食产量=140),
        said=Said("粮食!B5", "140", "150.5万吨"),
        undecided=put("汉阴县", 粮食产量=None),
    ),
}
