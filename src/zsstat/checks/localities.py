"""Places that rows name: GB/T 2260 codes against the names beside them; texts without a place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zsstat.checks import lines, wording
from zsstat.checks.context import Context
from zsstat.declarations import ColumnType, Rule
from zsstat.expressions import Scope
from zsstat.expressions.places import Gazetteer, Named
from zsstat.model import Field, Issue
from zsstat.values import divisions, normalise

_PLACES = (ColumnType.PLACE, ColumnType.AREA)
_PIECE = re.compile(r"[、,;/|&。]+")
_AROUND_NAME = re.compile(r"[()\[\]:.-]+|(?:行政区划)?代码")


def area_code_unknown(rule: Rule, context: Context) -> Iterator[Issue]:
    """写在地名处的六位数字，应是《中华人民共和国行政区划代码》（GB/T 2260）里报告期当年有的代码。

    看各表填地名的列。已经撤销或还没有启用的代码，写明它是哪里、用到哪一年。开发区、示范区等没有代码，
    写名称即可。
    """
    for column, field in _written_places(rule, context):
        for code in divisions.CODE.findall(normalise(field.text)):
            if divisions.division_in(code, context.period.year) is None:
                yield Issue(
                    rule.id,
                    f"{column}“{wording.written(field)}”里的{code}{_history(code)}",
                    (field.ref,),
                    shown=wording.written(field),
                    expected=f"{context.period.year}年有的行政区划代码",
                )


def _history(code: str) -> str:
    """Why a code does not exist: it never did, not any more, not yet."""
    known = divisions.divisions(code)
    if not known:
        return "不是行政区划代码"
    last = known[-1]
    until = f"用到{last.until}年" if last.until else f"{last.since}年起才用"
    return f"是{last.name}的代码，{until}"


def area_code_contradicts(rule: Rule, context: Context) -> Iterator[Issue]:
    """与地名写在一起的六位行政区划代码，应是这个地方的代码。

    地名比代码写得粗（代码到县、地名到市或省）或写得细都算一致，更名前后的名称也算一致。地名认不出（
    如开发区、园区，它们没有代码）或只有代码时不核对。代码本身不存在的由另一条规则提示，这里不再重复。
    """
    places = Scope.of(context.catalogue).gazetteer
    for column, field in _written_places(rule, context):
        for piece in filter(None, _PIECE.split(normalise(field.text))):
            codes = divisions.CODE.findall(piece)
            name = _AROUND_NAME.sub("", divisions.CODE.sub("", piece))
            if len(codes) == 1 and name and not _agree(codes[0], name, places):
                own = divisions.divisions(codes[0])[-1].name
                yield Issue(
                    rule.id,
                    f"{column}“{wording.written(field)}”的代码{codes[0]}是{own}，与地名不符",
                    (field.ref,),
                    shown=wording.written(field),
                    expected=f"{codes[0]} {own}，或改正代码",
                )


def _agree(code: str, name: str, places: Gazetteer) -> bool:
    """False only where the text names a known place that is surely another one."""
    own = divisions.chain(code)
    if not divisions.divisions(code) or any(name in (d.name, d.stem) for d in own):
        return True
    regions = places.find(name).regions
    if regions and not set(regions) & set(places.find(code).regions):
        return False
    stems = {division.stem for division in own}
    while name:
        said, bearers = divisions.named_first(name)
        if not said:
            return True
        related = any(divisions.are_related(code, bearer.code) for bearer in bearers)
        if not related and not any(bearer.stem in stems for bearer in bearers):
            return False
        name = name[len(said) :]
    return True


def place_unrecognised(rule: Rule, context: Context) -> Iterator[Issue]:
    """填地名的列应写明省、市、县或国家的名称，才能按来源地归类。

    配置里的地区名称和 GB/T 2260 里的地名都认得；几个省都有的县名、区名（如鼓楼区）要写上省名。写了
    几处而只有一处认不出的也提示，因为它会被当作多地。同样的文字只提示一条。空白的单元格、没有这一列
    的报表不核对。
    """
    places = Scope.of(context.catalogue).gazetteer
    column = lines.parameter(rule, "place")
    for found in lines.tables(rule, context):
        for record in found.records:
            field = record.fields.get(column)
            if field is None or not isinstance(field.value, str):
                continue
            named = places.find(field.value)
            if named.unknown:
                yield Issue(
                    rule.id,
                    f"{column}“{wording.written(field)}”{_not_recognised(named)}",
                    (field.ref,),
                    shown=wording.written(field),
                    expected="省、市、县或国家的名称",
                )


def _not_recognised(named: Named) -> str:
    """What of a text names no place, and how the text is counted for now."""
    if named.places == 1:
        return "认不出是哪个省或国家，按来源地分组时单独成为一组"
    pieces = "、".join(f"“{piece}”" for piece in named.unknown)
    return f"里的{pieces}认不出是哪个省或国家，按来源地分组时归入多地"


def _written_places(rule: Rule, context: Context) -> Iterator[tuple[str, Field]]:
    """Every cell in which a place is named, with its column; a merged cell once."""
    for found in lines.tables(rule, context):
        table = context.catalogue.returns[found.table]
        columns = [column.name for column in table.columns if column.type in _PLACES]
        seen = set()
        for record in found.records:
            for column in columns:
                field = record.fields.get(column)
                if field and field.text and field.ref not in seen:
                    seen.add(field.ref)
                    yield column, field
