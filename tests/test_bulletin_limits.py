"""What templates may not do, and how it is said."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest
from jinja2.exceptions import SecurityError, TemplateAssertionError, UndefinedError

from tests.bulletin_support import (
    refusal,
    said,
)
from zsstat.bulletin.template import Sandbox
from zsstat.errors import TemplateError

# --- what templates may not -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "line", "name", "near"),
    [
        ("{{ 省际到位资 }}", 1, "省际到位资", "省际到位资金"),
        ("好\n\n{% if 全年 %}\n{{ 实际利用外次 }}{% endif %}", 4, "实际利用外次", "实际利用外资"),
        ("好\n{{ 省际到位资金.同币 }}", 2, "同币", "同比"),
        ("{% if not 全年 %}\n{{ 省际到位资金.增速位置 }}\n{% endif %}", 2, "增速位置", "增速位次"),
        ("{{ 县区['紫阴县'].大项目 }}", 1, "紫阴县", "紫阳县"),
        ("{{ 县区['紫阳县'].大项 }}", 1, "大项", "大项目"),
        ("\n{% if 大项目 is 增涨 %}{% endif %}", 2, "增涨", "增长"),
        ("{{ 推介活动.目的地 | joins('、') }}", 1, "joins", "join"),
        ("{% for 项目 in 大项目总投资.最大(1) %}\n{{ 项目.名字 }}{% endfor %}", 2, "名字", "名称"),
        ("{% for 县 in 县区 %}\n{{ 县.金额 }}{% endfor %}", 2, "金额", ""),
    ],
)
def test_an_unknown_name_is_refused_with_line_and_nearest_match(
    template: str, line: int, name: str, near: str
) -> None:
    error = refusal(template)
    assert f"试.md 第{line}行" in error.message
    assert f"“{name}”" in error.message
    assert near in error.hint


@pytest.mark.parametrize(
    "template",
    [
        "{{ ''.__class__ }}",
        "{{ ''['__class__'] }}",
        "{{ ''.join(县区) }}",
        "{{ '{0.__class__}'.format(年) }}",
        "{{ 年.__class__ }}",
        "{{ 年['__class__'] }}",
        "{{ 年.key.__init__ }}",
        "{{ 年.figure }}",
        "{{ 年.scribe.builder }}",
        "{{ 省际到位资金.indicator }}",
        "{{ 大项目.最大.__init__ }}",
        "{{ 大项目.最大.__call__(3) }}",
        "{% for 县 in 县区 %}{{ loop.__init__ }}{% endfor %}",
        "{% for 县 in 县区 %}{{ loop.index }}{% endfor %}",
        "{% for 县 in 县区 %}{{ loop.cycle(年) }}{% endfor %}",
        "{% for 县 in 县区 recursive %}{{ loop(县区) }}{% endfor %}",
        "{{ self }}",
        "{{ self._TemplateReference__context }}",
        "{{ lipsum.__globals__ }}",
        "{{ cycler }}",
        "{{ namespace() }}",
        "{{ 年() }}",
        "{{ 年|attr('figure') }}",
        "{{ 县区|map(attribute='area') }}",
        "{% for i in range(10**9) %}{% endfor %}",
        "{% for i in 'abc' %}{{ i }}{% endfor %}",
        "{% for i in 年 %}{% endfor %}",
        "{% for a, b in 县区 %}{% endfor %}",
        "{{ 大项目总投资.最大(999999999) }}",
        "{{ 大项目总投资.最大(0) }}",
        "{{ 大项目总投资.最大(true) }}",
        "{{ 大项目总投资.最大() }}",
        "{{ 大项目总投资.最大(count=3) }}",
        "{{ 大项目总投资.最大(*县区) }}",
        "{{ 大项目总投资.最大 }}",
        "{{ 省际到位资金 + 到位资金 }}",
        "{{ '好' * 年 }}",
        "{{ -年 }}",
        "{{ 年 == 上年 }}",
        "{{ 县区[年] }}",
        "{{ 县区[:1] }}",
        "{{ [年] }}",
        "{{ {'a': 年} }}",
        "{{ 全年 }}",
        "{{ none }}",
        "{% include '/etc/passwd' %}",
        "{% import 'x' as y %}",
        "{% from 'x' import y %}",
        "{% extends 'x' %}",
        "{% block x %}{% endblock %}",
        "{% macro x() %}{% endmacro %}",
        "{% call 年() %}{% endcall %}",
        "{% filter join('、') %}{% endfilter %}",
        "{% set a = '好' %}",
        "{% set a %}好{% endset %}",
        "{% with a = 年 %}{% endwith %}",
        "{% autoescape true %}{% endautoescape %}",
        "{% if 年 %}",
        "{% endif %}",
        "{{ 年 if }}",
        "{{ 年",
        "{{ 年 and " * 300 + "年" + " }}",
        "{{ " + "(" * 5000 + "年" + ")" * 5000 + " }}",
        "{% for a in 县区 %}" * 4 + "{% endfor %}" * 4,
        "{% if 全年 %}" * 200 + "{% endif %}" * 200,
        "好" * 60_000,
        "\U000f0000",
        "{{ '\U000f0000' }}",
    ],
)
def test_what_is_not_allowed_is_refused_quickly(template: str) -> None:
    started = time.monotonic()
    error = refusal(template)
    assert time.monotonic() - started < 2
    assert "模板 试.md" in error.message
    assert "None" not in error.message


def test_loops_are_counted() -> None:
    opened = "".join(f"{{% for {name} in 县区 %}}" for name in "abc")
    many = opened + "好" + "{% endfor %}" * 3
    assert said(many) == "好" * 27
    error = refusal((many + "\n") * 200)
    assert "循环超过" in error.message
    assert "行：" in error.message


def test_output_is_limited() -> None:
    long = "好" * 30_000
    error = refusal("{% for a in 县区 %}{% for b in 县区 %}" + long + "{% endfor %}{% endfor %}")
    assert "超过200000字" in error.message


def test_leftover_punctuation_costs_no_time() -> None:
    started = time.monotonic()
    said("好" + "，" * 40_000 + "好")
    said("好" + "（" * 15_000 + "）" * 15_000)
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    "template",
    [
        "{{ 'x'.upper() }}",
        "{{ ''.__class__.__name__ }}",
        "{{ secret.text }}",
        "{{ secret['text'] }}",
        "{{ call() }}",
        "{{ range(3) | join('、') }}",
        "{{ 'x' | upper }}",
        "{{ number }}",
    ],
)
def test_the_sandbox_does_not_rely_on_the_check(template: str) -> None:
    """Each of these is refused by the check; run without it, the sandbox refuses it as well."""
    secret = SimpleNamespace(text="秘密")
    sandbox = Sandbox()
    with pytest.raises((TemplateError, SecurityError, UndefinedError, TemplateAssertionError)):
        sandbox.from_string(template).render(secret=secret, call=lambda: "秘密", number=7)
    assert "range" not in sandbox.globals
