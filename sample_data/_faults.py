"""The faulty returns: one case a folder of ``faulty/``, all of them in the list at the end.

A case is a file that is wrong in known ways, the state of the database and the options with which
it is imported, and the findings that it must give (``expected.json``, the machine form of
``zsstat import --format json``, read over by a person).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sample_data import _faults_codes as codes
from sample_data import _faults_files as files
from sample_data import _faults_matrix as matrix
from sample_data import _faults_plain as plain
from sample_data import _faults_rows as rows
from sample_data import _faults_sheets as sheets
from sample_data import _faults_tables as tables
from sample_data import _faults_time as time
from sample_data._faults_files import Files

EMPTY, LAST_YEAR, BOTH_YEARS = "empty", "2019", "2019-2020"
RECEIVED = "2021-01-08T09:00:00+00:00"
DESCRIPTION, GOLDEN, CONFIG = "case.json", "expected.json", "config"


@dataclass(frozen=True)
class Case:
    """``fault``: what is wrong, in one line. ``rules``: those that must find it. ``base``: what
    has been imported before (nothing, the clean returns of 2019, those of both years).
    ``options``: reporter, year, month, replace, reason. ``config``: overlay files by name.
    ``first``: what happens between the base and the import, in order: a file of the case that comes
    in (``import``), the finding of a rule that is waived (``waive``), a year that is locked
    (``lock``)."""

    slug: str
    make: Callable[[], Files]
    fault: str
    rules: tuple[str, ...]
    base: str = EMPTY
    options: dict[str, str | int | bool] = field(default_factory=dict)
    config: dict[str, str] = field(default_factory=dict)
    first: tuple[dict[str, str | int], ...] = ()

    def described(self) -> dict[str, object]:
        """``case.json``: everything but the files."""
        first = {"first": list(self.first)} if self.first else {}
        return {
            "fault": self.fault,
            "rules": list(self.rules),
            "base": self.base,
            **first,
            "options": self.options,
            "received": RECEIVED,
        }


def generate_faulty(target: Path) -> list[Path]:
    """Writes every case under ``target/faulty``, without its golden; returns the files written."""
    return [path for case in CASES for path in _write(case, target / "faulty" / case.slug)]


def _write(case: Case, folder: Path) -> list[Path]:
    described = json.dumps(case.described(), ensure_ascii=False, indent=1) + "\n"
    contents = {
        **case.make(),
        DESCRIPTION: described.encode(),
        **{f"{CONFIG}/{name}": text.encode() for name, text in case.config.items()},
    }
    for name, content in contents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return [folder / name for name in contents]


CASES = (
    # --- files that are not read ---------------------------------------------------------------
    Case("01-truncated", files.truncated, "下载中断，只有半个文件", ("file.unreadable",)),
    Case("02-encrypted", files.encrypted, "设了打开密码", ("file.encrypted",)),
    Case("03-never-calculated", plain.never_calculated, "程序生成的 .xls，公式没有计算过",
         ("file.uncached",)),
    Case("04-disguised-pdf", files.disguised_pdf, "PDF 改名为 .xlsx", ("file.not_workbook",)),
    Case("05-disguised-text", files.disguised_text, "文字说明改名为 .xlsx",
         ("file.not_workbook",)),
    Case("06-too-large", files.too_large, "插入的图片解压后 300 MB", ("file.too_large",)),
    Case("07-bomb", files.bomb, "压缩率四千倍", ("file.unsafe",)),
    Case("08-document-type", files.document_type, "内部 XML 带 DTD 和实体", ("file.unsafe",)),
    # --- tables, columns, units ----------------------------------------------------------------
    Case("09-letter-only", sheets.letter_only, "工作簿里只有一段文字说明", ("file.no_table",)),
    Case("10-nothing-filled-in", sheets.nothing_filled_in, "各表只有表头，没有一行数据",
         ("file.no_table",)),
    Case("11-two-tables-in-one", sheets.two_tables_in_one, "目标任务和汇总表合成一张",
         ("file.ambiguous_table",)),
    Case("12-column-renamed", sheets.column_renamed, "签约时间改成了自己的叫法",
         ("file.required_column", "file.unknown_column")),
    Case("13-column-added", sheets.column_added, "多出一列领导批示，里面有坏公式和错误值",
         ("file.unknown_column", "file.uncached_elsewhere", "file.error_elsewhere")),
    Case("14-column-of-two-meanings", sheets.column_of_two_meanings,
         "配置把别名“到位资金”给了两列，表头正好这样写", ("file.ambiguous_column",),
         config={"returns.toml": sheets.TWO_ALIASES}),
    Case("15-column-twice", sheets.column_twice, "总投资和投资总额两列并列，一行数值不同",
         ("within.duplicate_column",)),
    Case("16-unit-left-blank", sheets.unit_left_blank, "“单位：”后面空白", ("file.unit_unknown",)),
    Case("17-units-clash", sheets.units_clash, "单位行万元、列名亿元、单元格又写万元",
         ("file.unit_clash",)),
    Case("18-broken-cells", sheets.broken_cells, "公式没有计算结果，另一格是 #REF!",
         ("file.uncached", "file.error_cell")),
    Case("19-hidden-data", sheets.hidden_data, "隐藏的行、列和工作表里有数据",
         ("file.hidden_data",)),
    Case("20-covered-values", sheets.covered_values, "上下合并的单元格下面还有数",
         ("file.merged_values",)),
    # --- sender, period, round -----------------------------------------------------------------
    Case("21-anonymous", sheets.anonymous, "没有封面，表题没有县名和年份，只有文件名有",
         ("file.reporter_missing", "file.period_missing")),
    Case("22-somebody-else", sheets.somebody_else_and_another_year,
         "镇坪县 2020 年的报表按紫阳县 2019 年导入",
         ("file.reporter_unexpected", "file.period_unexpected"),
         options={"reporter": "ziyang", "year": 2019}),
    Case("23-two-periods", sheets.two_periods, "两张表的表题年份不同", ("file.period_unexpected",)),
    Case("24-two-senders", sheets.two_senders, "两张表的表题县名不同",
         ("file.reporter_unexpected",)),
    Case("25-province-from-county", sheets.province_from_county, "县里报来全省位次表",
         ("file.wrong_sender",)),
    Case("26-unsigned", sheets.unsigned, "审核人、填表人空白", ("file.signature_blank",)),
    Case("27-same-again", sheets.same_again, "与去年接收的文件一字不差", ("file.same_again",),
         LAST_YEAR),
    Case("28-correction-without-reason", sheets.correction_without_reason,
         "更正了一行再报，没有说明理由", ("file.replaces",), LAST_YEAR),
    Case("29-late", sheets.late, "配置的截止日后三天收到", ("file.late",),
         config={"rules.toml": sheets.DEADLINE}),
    Case("30-open-document", plain.open_document, ".ods，有一格总投资是空的",
         ("file.degraded", "file.degraded_blank", "cell.needed_blank")),
    # --- cells ---------------------------------------------------------------------------------
    Case("31-not-numbers", rows.not_numbers, "待定、约5000、8000+、3000（一期）、负数、3.5批次",
         ("cell.not_number", "cell.ambiguous_number", "cell.negative", "cell.not_whole")),
    Case("32-converted", rows.converted, "全角数字、“二亿”、细于一元的小数、“/”：都能读，照收",
         ("cell.converted", "cell.rounded", "cell.blank_mark")),
    Case("33-dates-in-words", rows.dates_in_words, "五月初、2月30日、数值 2020.1",
         ("cell.not_date", "cell.ambiguous_date")),
    Case("34-not-in-the-list", rows.not_in_the_list, "建设性质填扩建，活动类型填考察",
         ("cell.not_in_list",)),
    Case("35-left-blank", rows.left_blank, "有到位资金的项目签约时间、其中省际空白，活动级别空白",
         ("cell.needed_blank", "row.not_posted", "row.funds_before_contract",
          "row.interprovincial_blank")),
    Case("36-personal-numbers", rows.personal_numbers, "手机号码和（编造的）身份证号",
         ("cell.personal",)),
    Case("37-credit-codes", codes.credit_codes,
         "统一社会信用代码把 0 写成 O、校验码不符、少一位，另有原注册号和原组织机构代码",
         ("cell.credit_code",)),
    Case("38-industry-codes", codes.industry_codes,
         "行业代码没有这个大类、门类字母不对、与产业类别不符",
         ("row.industry_code_unknown", "row.industry_contradicts")),
    Case("39-places", codes.places, "来源地的行政区划代码没有、不符，两行写的不是地名",
         ("row.area_code_unknown", "row.area_code_contradicts", "row.source_unrecognised")),
    # --- rows ----------------------------------------------------------------------------------
    Case("41-more-than-the-whole", rows.more_than_the_whole,
         "其中项、本年到位、累计到位一级大过一级",
         ("row.parts_exceed_funds", "row.subset_exceeds_funds", "row.funds_exceed_cumulative",
          "row.cumulative_exceeds_total")),
    Case("42-contradicting-dates", rows.contradicting_dates, "新建续建、签约、开工、投产互相矛盾",
         ("row.construction_contradicts", "row.signed_after_start",
          "row.started_after_production")),
    Case("43-dates-to-come", rows.dates_to_come, "把计划的日期当作已经发生",
         ("row.signed_after_period", "row.started_after_period", "row.production_after_period")),
    Case("44-contradicting-stage", rows.contradicting_stage, "阶段与开工、投产、资金对不上",
         ("row.stage_before_start", "row.stage_before_production", "row.stage_without_date",
          "row.funds_before_contract")),
    Case("45-wrong-source", rows.wrong_source, "西安、香港的资金填成省际；两个来源地",
         ("row.source_in_province", "row.source_mixed", "row.foreign_as_domestic")),
    Case("46-names-cut-short", rows.names_cut_short, "项目名称只有“茶厂”", ("row.text_too_short",)),
    Case("47-same-project-twice", rows.same_project_twice, "两行的项目编号相同",
         ("within.duplicate_row",)),
    Case("48-same-name-twice", rows.same_name_twice, "没有编号，名称和投资方相同，括号全角半角不同",
         ("within.duplicate_row",)),
    Case("49-activities", rows.activities, "去年的活动；批次和人次填反",
         ("row.activity_outside_period", "row.persons_below_batches")),
    Case("50-foreign-parts", rows.foreign_parts, "直接投资与其他投资之和不等于实际利用外资",
         ("row.fdi_identity",)),
    Case("51-perhaps-a-subtotal", plain.perhaps_a_subtotal, "一行只有名称和上面各行之和",
         ("row.maybe_subtotal",)),
    Case("52-a-sheet-of-figures", plain.a_sheet_of_figures, "台账旁边一张只有数、没有列名的表",
         ("file.unrecognised_sheet",)),
    # --- totals, summaries, last year, the province --------------------------------------------
    Case("61-totals", tables.totals, "SUM 漏了最后一行；另一个合计两位数字颠倒",
         ("table.total_mismatch",)),
    Case("62-summary-against-itself", tables.summary_against_itself, "汇总表各项自相矛盾",
         ("table.parts_total", "table.fdi_identity", "table.subset_exceeds_whole",
          "table.big_below_threshold", "table.persons_below_batches", "cell.unknown_indicator"),
         LAST_YEAR),
    Case("63-summary-against-rows", tables.summary_against_rows, "台账改过，汇总表没有跟着改",
         ("cross.summary_mismatch",)),
    Case("64-last-year-differs", tables.last_year_differs, "上年同期照草稿填，与接收的不同",
         ("history.base_mismatch",), LAST_YEAR),
    Case("65-province", tables.province, "省上的表：本市数、位次、完成比例印错，地区名不对",
         ("province.value_differs", "province.rank_contradicts", "province.rank_exceeds_field",
          "province.completion_recomputed", "province.growth_recomputed",
          "cell.unknown_area"),
         BOTH_YEARS, options={"replace": True, "reason": "省上更正后重发"}),
    Case("66-same-indicator-twice", plain.the_same_indicator_twice, "两张汇总表的到位资金不同",
         ("within.same_fact",)),
    # --- stated values -------------------------------------------------------------------------
    Case("71-areas-do-not-add-up", matrix.areas_do_not_add_up, "全市数漏加了一个县",
         ("table.areas_mismatch",), config=matrix.CONFIG),
    Case("72-quietly-revised", matrix.quietly_revised, "再报的表里改了一个县的数，没有说明",
         ("file.restates",), config=matrix.CONFIG),
    # --- earlier returns, other reporters ------------------------------------------------------
    Case("81-fallen", time.fallen, "两个项目的累计数比上月少，一个写了更正，一个没有",
         ("history.cumulative_fell",)),
    Case("82-gone-and-changed", time.gone_and_changed,
         "少报一个在建项目，一个改了总投资，一个改了名称",
         ("history.project_vanished", "history.total_changed", "history.project_renamed")),
    Case("83-copied", time.copied, "9月的报表照抄8月的", ("history.copied",)),
    Case("84-unit-slip", time.unit_slip, "一个项目的总投资按元填在万元的列里",
         ("cell.unit_slip",)),
    Case("85-growth", time.growth, "到位资金是上年的四倍，汇总表的同比算错",
         ("history.growth_jump", "table.growth_recomputed")),
    Case("86-two-counties", time.two_counties, "两个县区报了同一个编号的项目，另一个项目名称相近",
         ("elsewhere.same_project", "elsewhere.similar_project")),
    # --- what was decided before -----------------------------------------------------------------
    Case("91-locked", time.correction, "公布锁定以后又报来更正", ("history.locked",),
         first=({"import": time.FIRST}, {"lock": 2020}),
         options={"replace": True, "reason": "更正"}),
    Case("92-waived-and-changed", time.overpaid_again, "核销过的超额到位，更正时数又变了",
         ("row.cumulative_exceeds_total", "file.waiver_lapsed"),
         first=({"import": time.FIRST}, {"waive": "row.cumulative_exceeds_total"}),
         options={"replace": True, "reason": "更正"}),
    Case("93-answered-astray", time.answered_astray, "审核意见表里的说明对不上任何一条问题",
         ("file.answer_unread",)),
    Case("94-nothing-of-this-period", time.nothing_of_this_period, "项目都在，本年到位资金一格没填",
         ("table.period_blank", "row.not_posted")),
)  # fmt: skip
