"""A GB/T 2260 code beside the sender's name, and one instead of it."""

from __future__ import annotations

import pytest

from tests.recognise_support import PROJECTS, UNITS, issues, places, project, sheet, understood
from zsstat.model import Return

UNKNOWN, CONTRADICTS = "row.area_code_unknown", "row.area_code_contradicts"


def sent(*line: str, title: str = "2020年招商引资项目台账") -> Return:
    return understood(sheet([[title], list(line), UNITS, PROJECTS, project(1, "某某某项目")]))


@pytest.mark.parametrize(
    ("line", "sender"),
    [
        (["填报单位：610921 汉阴县"], "hanyin"),
        (["填报单位：汉阴县（610921）"], "hanyin"),
        (["填报单位：汉阴县招商局 610921"], "hanyin"),
        (["填报单位：610921"], "hanyin"),
        (["填报单位：", "610921"], "hanyin"),
        (["填报单位：", "610921-汉阴县招商局"], "hanyin"),
        (["填报单位：旬阳县 610981"], "xunyang"),
        (["填报单位：旬阳县 610928"], "xunyang"),
        (["填报单位：市本级 610900"], "bureau"),
        (["填报单位：安康高新区"], "gaoxin"),
    ],
)
def test_a_code_that_is_the_senders_or_says_who_it_is(line: list[str], sender: str) -> None:
    subject = sent(*line)
    assert subject.reporter == sender
    assert issues(subject, UNKNOWN) == issues(subject, CONTRADICTS) == []


@pytest.mark.parametrize("line", ["填报单位：610900", "填报单位：440300", "填报单位：999999"])
def test_a_code_that_is_no_single_reporters_names_nobody(line: str) -> None:
    subject = sent(line)
    assert subject.reporter is None
    (issue,) = issues(subject, "file.reporter_missing")
    assert line in issue.message


@pytest.mark.parametrize(
    ("line", "sender", "own"),
    [
        ("填报单位：汉阴县610922", "hanyin", "610922是石泉县，与填报单位汉阴县不符"),
        ("填报单位：440300 汉阴县", "hanyin", "440300是深圳市，与填报单位汉阴县不符"),
        ("填报单位：安康高新区 610902", "gaoxin", "610902是汉滨区，与填报单位安康高新区不符"),
    ],
)
def test_a_code_of_another_place_is_asked_about_and_the_name_decides(
    line: str, sender: str, own: str
) -> None:
    subject = sent(line)
    assert subject.reporter == sender
    (issue,) = issues(subject, CONTRADICTS)
    assert issue.message == f"“{line}”的代码{own}"
    assert places(issue) == ["A2"]


def test_what_is_expected_is_the_senders_code_and_a_zone_has_none() -> None:
    (issue,) = issues(sent("填报单位：汉阴县610922"), CONTRADICTS)
    assert issue.expected == "汉阴县 610921"
    (issue,) = issues(sent("填报单位：安康高新区610902"), CONTRADICTS)
    assert issue.expected == "安康高新区（没有代码）"


def test_a_code_that_does_not_exist_is_said() -> None:
    subject = sent("填报单位：汉阴县 610999")
    assert subject.reporter == "hanyin"
    (issue,) = issues(subject, UNKNOWN)
    assert issue.message == "“填报单位：汉阴县 610999”里的610999不是行政区划代码"


def test_a_month_in_a_title_is_no_code() -> None:
    subject = sent("填报单位：汉阴县", title="汉阴县202009招商引资项目台账")
    assert issues(subject, UNKNOWN) == issues(subject, CONTRADICTS) == []
