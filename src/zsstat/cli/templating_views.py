"""A template that was read over, as people and machines see it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from zsstat.bulletin import Flaw, Gap
from zsstat.bulletin.grammar import PAGE
from zsstat.pipeline.templating import Reading

_MOST = 12
"""So many names of what a template does not use are listed; JSON has them all."""


def started_lines(file: Path, *, county: bool) -> Iterator[str]:
    """What was written and what comes next."""
    of_county = " --area 县名" if county else ""
    yield f"已写入 {file}"
    yield "下一步：用记事本打开修改，文字照写，数写成 {{ 省际到位资金 }} 这样的名称"
    yield f"　　　　改好后核对：zsstat template check {file}{of_county}"
    yield f"　　　　使用：zsstat bulletin --template {file}{of_county}"


def reading_lines(reading: Reading) -> Iterator[str]:
    """What is wrong, with lines and what to do; what would be missing; what is not used."""
    proof = reading.proof
    yield f"核对模板 {reading.name}：{_count(reading)}"
    yield from _flaw_lines(proof.flaws)
    if reading.has_data:
        yield from _gap_lines(proof.gaps, reading.period)
    yield from _section_lines(proof.sections, reading.narrative)
    for kind, names in proof.unused.items():
        if names:
            yield f"没有用到的{kind}{len(names)}个：{_some(names)}"
    if not reading.has_data:
        yield "没有找到数据库里的数，只核对了写法；有数以后再核对一次，可以看到预览"
    elif reading.edition is None:
        yield "改好以后再核对一次，可以看到预览"
    else:
        yield f"—— 预览：{reading.period} ——"
        yield ""


def _count(reading: Reading) -> str:
    if reading.proof.flaws:
        return f"有{len(reading.proof.flaws)}处不对"
    return "没有发现问题" if not reading.needs_person else "写法没有问题，有的名称没有值"


def _flaw_lines(flaws: Iterable[Flaw]) -> Iterator[str]:
    for flaw in flaws:
        yield f"{f'第{flaw.line}行　' if flaw.line else ''}{flaw.message}"
        yield f"　　办法：{flaw.hint or f'请核对，写法见 {PAGE}'}"


def _gap_lines(gaps: tuple[Gap, ...], period: str) -> Iterator[str]:
    if not gaps:
        return
    yield f"{period}没有值、会印成【缺：…】的{len(gaps)}处："
    for gap in gaps:
        yield f"　　{f'第{gap.line}行　' if gap.line else ''}{gap.called}"
    name = gaps[0].called
    yield f"　　办法：没有值时整句略去，写成 {{% if {name} is 有值 %}}…{{% endif %}}"


def _section_lines(sections: Mapping[str, int], narrative: tuple[str, ...] | None) -> Iterator[str]:
    if not sections:
        return
    said = []
    for name, line in sections.items():
        there = "" if narrative is None else "，文稿里有" if name in narrative else "，文稿里没有"
        said.append(f"{name}（第{line}行{there}）")
    yield f"用到文稿的节：{'、'.join(said)}"


def _some(names: tuple[str, ...]) -> str:
    listed = "、".join(names[:_MOST])
    return listed + ("等，全部见 --format json" if len(names) > _MOST else "")


def reading_machine(reading: Reading) -> dict[str, Any]:
    """The same as plain values for JSON, nothing left out."""
    from zsstat.render.text import render_txt

    proof = reading.proof
    return {
        "template": reading.name,
        "period": reading.period,
        "has_data": reading.has_data,
        "problems": [
            {"line": flaw.line, "message": flaw.message, "advice": flaw.hint}
            for flaw in proof.flaws
        ],
        "gaps": [{"line": gap.line, "name": gap.called} for gap in proof.gaps]
        if reading.has_data
        else [],
        "sections": [
            {
                "name": name,
                "line": line,
                "written": None if reading.narrative is None else name in reading.narrative,
            }
            for name, line in proof.sections.items()
        ],
        "unused": {
            key: list(proof.unused.get(kind, ()))
            for key, kind in (("indicators", "指标"), ("charts", "图"), ("tables", "表"))
        },
        "preview": render_txt(reading.edition.document) if reading.edition else None,
    }
