"""What is a paragraph: the blank lines of the template say it, not lines that come out empty."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bulletin_support import composed, words
from tests.rounds_support import Bureau, project


def paragraphs(template: str) -> list[str]:
    return [words(paragraph) for paragraph in composed(template).paragraphs]


@pytest.mark.parametrize(
    ("template", "read"),
    [
        ("甲\n{% if 全年 %}乙{% endif %}\n\n丙", ["甲乙", "丙"]),
        ("甲\n{% if 全年 %}\n乙\n{% endif %}\n\n丙", ["甲乙", "丙"]),
        ("甲{# 备注 #}\n\n乙", ["甲", "乙"]),
        ("甲{# 备注\n\n两段 #}乙", ["甲乙"]),
        ("甲，\n{{ '无' if not 全年 }}\n乙", ["甲，乙"]),
        ("甲\n{% if not 全年 %}\n无\n\n无\n{% endif %}\n乙", ["甲乙"]),
        ("甲\n{% if 全年 %}\n乙\n\n丙\n{% endif %}\n丁", ["甲乙", "丙丁"]),
        ("甲\n \t\n乙", ["甲", "乙"]),
        ("甲\r\n\r\n乙\r\n丙", ["甲", "乙丙"]),
        ("- 甲{% if 全年 %}乙{% endif %}\n- 丙", ["甲乙", "丙"]),
        ("> 甲{% if 全年 %}乙{% endif %}\n> 丙\n\n> 丁", ["甲乙丙", "丁"]),
        ("{% if 全年 %}甲{% endif %}\n# 题\n乙", ["甲", "题", "乙"]),
        ("{% for 县 in 县区 %}\n甲、\n{% endfor %}。", ["甲、甲、甲。"]),
        ("{% for 县 in 县区 %}\n甲\n\n{% endfor %}乙", ["甲", "甲", "甲", "乙"]),
    ],
)
def test_blank_lines_of_the_template_end_paragraphs(template: str, read: list[str]) -> None:
    assert paragraphs(template) == read


def test_a_table_may_follow_a_condition_after_a_blank_line() -> None:
    made = composed("{% if 全年 %}甲{% endif %}\n\n{{ 要点.到位资金 }}\n\n乙")
    assert len(made.blocks) == 3


# --- the month that is handed out -------------------------------------------------------------


def month(folder: Path, **funds: int) -> str:
    """What the starter template says of 紫阳县 and 汉滨区, which had 1000 each the year before."""
    bureau = Bureau(folder)
    begun = {"签约时间": "2020-01-15", "开工时间": "2020-01-20"}
    for year, amounts in ((2020, dict.fromkeys(funds, 1000)), (2021, funds)):
        for county, amount in amounts.items():
            row = project(f"{county}富硒茶饮料项目", 本年到位资金=amount)
            if year == 2021:
                row |= {"建设性质": "续建", "自签约累计到位": 1000 + amount}
            bureau.accept(county, year, 3, row | begun)
    template = folder / "月报.md"
    bureau.must("template", "new", template, "--for", "month")
    return bureau.must("bulletin", "--year", 2021, "--month", 3, "--template", template).out


def test_the_month_is_one_paragraph_and_who_declines_leads_nothing(tmp_path: Path) -> None:
    said = month(tmp_path, 汉滨区=500, 紫阳县=1500)
    assert "增速居前的是紫阳县（同比增长50%）。" in said
    assert "汉滨区（同比下降50%）" not in said
    (line,) = (line for line in said.splitlines() if "全市实际引进省际到位资金" in line)
    assert "；实际利用外资" in line


def test_where_all_decline_nobody_is_said_to_lead(tmp_path: Path) -> None:
    assert "增速居前" not in month(tmp_path, 汉滨区=500, 紫阳县=700)
