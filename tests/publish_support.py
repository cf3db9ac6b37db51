"""An office that publishes, for tests of the register."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from tests.rounds_support import Bureau, project
from zsstat.store import open_store

TEMPLATE = """# {{ 期 }}招商通报

全市新签项目{{ 新签合同项目 }}，到位资金{{ 到位资金合计 }}。其中省际到位资金{{ 省际到位资金 }}。
紫阳县到位资金{{ 县区.紫阳县.到位资金合计 }}；汉滨区到位资金{{ 县区.汉滨区.到位资金合计 }}。
{% for 项目 in 到位资金合计.最大(2) %}{{ 项目.名称 }}到位{{ 项目.金额 }}。{% endfor %}

{{ 叙述.展望 }}
"""
NARRATIVE = "## 展望\n明年再引进12个项目。\n"
BECAUSE = ("--reason", "局务会审定", "--by", "张三")
YEAR, MONTH = 2021, 6
WHEN = ("--year", YEAR, "--month", MONTH)


class Press(Bureau):
    """A bureau with returns of two counties, a template and a narrative."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.template = folder / "通报.md"
        self.template.write_text(TEMPLATE, encoding="utf-8")
        self.narrative = folder / "文稿.md"
        self.narrative.write_text(NARRATIVE, encoding="utf-8")
        self.accept("紫阳县", YEAR, MONTH, ziyang(), project("瓦房店茶旅项目", 本年到位资金=300))
        self.accept("汉滨区", YEAR, MONTH, hanbin(2000))

    @property
    def words(self) -> tuple[object, ...]:
        return (*WHEN, "--template", self.template, "--narrative", self.narrative)

    def publish(self, *more: object) -> None:
        self.must("publish", *self.words, *BECAUSE, *more)

    def replace(self, who: str, *rows: Any) -> None:
        entry = self.send(
            who, YEAR, MONTH, *rows, more=("--replace", "--reason", "更正"), name=f"{who}更正.xlsx"
        )
        assert entry["status"] == "accepted", entry["findings"]

    def text(self) -> str:
        """The bulletin as the data make it now."""
        return self.must("bulletin", *self.words).out

    def found(self, number: int = 1) -> dict[str, Any]:
        return dict(self.do("published", number, "--format", "json").json)

    def listed(self) -> list[dict[str, Any]]:
        return list(self.do("published", "--format", "json").json["rows"])

    def store_row(self, column: str, number: int = 1) -> Any:
        with open_store(self.db) as store:
            row = store._connection.execute(
                f"SELECT {column} FROM publication WHERE id = ?",
                (number,),
            )
            return row.fetchone()[0]


def ziyang(funds: int = 1000, **changed: Any) -> Any:
    return project(本年到位资金=funds, **changed)


def hanbin(funds: int) -> Any:
    whose = {"投资方": "苏州锦绣玩具有限公司", "来源地": "江苏苏州"}
    return project("汉江毛绒玩具项目", 本年到位资金=funds, **whose)


def sentences(text: str) -> list[str]:
    """The sentences of a text, as a reader would cut it."""
    cut = re.compile(r"[^。！？]+[。！？]?")
    pieces = (piece for line in text.splitlines() for piece in cut.findall(line))
    return [stripped for piece in pieces if (stripped := piece.strip())]
