"""Returns that are in the books without having been checked, so that anything may stand in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tests.checks_support import BLANK, Written, day, table, wan, words
from tests.store_support import NOW, digest
from zsstat.model import Period, RecognisedTable, Record
from zsstat.store import Status, Store, Submission

Row = Mapping[str, Written]


def project(name: str, stage: str = "签约", **cells: Written) -> Row:
    """A row of the project ledger; its code and party are blank unless they are given."""
    return {
        "项目编号": BLANK,
        "项目名称": words(name),
        "投资方": BLANK,
        "总投资": wan("5000"),
        "签约时间": day(2019, 5),
        "阶段": words(stage),
        "本年到位资金": wan("10"),
        "自签约累计到位": wan("20"),
        "联系电话": words("13812345678"),
        **cells,
    }


def coded(code: str, name: str, stage: str = "签约", **more: Written) -> Row:
    return project(name, stage, 项目编号=words(code), **more)


def send(
    store: Store,
    reporter: str,
    period: Period,
    *rows: Row,
    kind: str = "projects",
    replaced: bool = False,
) -> None:
    """Files a table as accepted."""
    found = table(kind, *rows) if rows else RecognisedTable(kind, kind, "", (1,), {}, (), (), ())
    content = repr((reporter, period, rows)).encode()
    file = f"{reporter}{period.year}-{period.month:02}.xlsx"
    sha256 = digest(content)

    def filed(record: Record) -> Record:
        fields = {
            name: replace(field, ref=replace(field.ref, sha256=sha256, file=file))
            for name, field in record.fields.items()
        }
        return replace(record, fields=fields)

    store.save(
        Submission(
            file=file,
            sha256=sha256,
            content=content,
            reporter=reporter,
            period=period,
            status=Status.ACCEPTED,
            tables=(replace(found, records=tuple(map(filed, found.records))),),
            observations=(),
            findings=(),
            replaced_tables=frozenset({kind} if replaced else ()),
            received_at=NOW,
            who="张三",
            reason="更正" if replaced else "",
            catalogue_fingerprint="x",
        )
    )
