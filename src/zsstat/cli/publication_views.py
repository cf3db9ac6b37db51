"""The register of publications as people read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path

from zsstat.cli.paper import Verbatim
from zsstat.declarations import Catalogue
from zsstat.figures import round_half, trimmed
from zsstat.model import Audience, Period, TracedCell
from zsstat.model.publications import (
    CountingPart,
    Publication,
    PublicationRow,
    PublishedFigure,
)
from zsstat.pipeline.agreement import (
    BROKEN,
    Agreement,
    CellChange,
    JudgedFigure,
    JudgedPassage,
    Verdict,
)
from zsstat.pipeline.publishing import Details, Listed, Published
from zsstat.store import SubmissionRow

_AUDIENCES = {Audience.INTERNAL: "内部", Audience.PUBLIC: "公开"}
_FEW = 5
"""So many changed cells of a figure are listed unless all are asked for."""
_SEAL = 12
"""So many characters of a seal tell publications apart."""
_FINER = 2
"""A difference is shown with so many decimals more than the figures that differ."""
_INDENT = "\u3000\u3000"


def published_lines(made: Published, output: Path | None) -> Iterator[str]:
    """What was entered."""
    of = made.publication
    yield f"已印发第{of.number}号：《{of.title}》（{of.period_text}，{_AUDIENCES[of.audience]}）"
    yield f"{_INDENT}登记了{_count(of)}个数"
    yield Verbatim(f"{_INDENT}校验码 {of.seal}")
    if output is not None:
        yield f"{_INDENT}文件 {output}"


def note_lines(made: Published) -> Iterator[str]:
    """What the clerk should know, and what comes next."""
    yield from (f"说明：{note}" for note in made.notes)
    if not made.locked:
        period = made.publication.period
        month = "" if period.month == 12 else f" --month {period.month}"
        yield f"下一步：zsstat lock --year {period.year}{month} --reason 通报已印发"


def register_lines(listed: Iterable[Listed], catalogue: Catalogue) -> Iterator[str]:
    """Each publication in three lines: what, who and why, whether it holds."""
    empty = True
    for one in listed:
        empty = False
        row = one.row
        about = f"{row.period.in_words}{_area(row.area, row.period, catalogue)}"
        yield f"第{row.number}号　《{row.title}》（{about}，{_AUDIENCES[row.audience]}）"
        yield f"{_INDENT}{row.at:%Y-%m-%d %H:%M}　{row.who}　理由：{row.reason}"
        yield f"{_INDENT}{_standing(one)}　校验码 {row.seal[:_SEAL]}"
        yield from (f"{_INDENT}{line}" for line in _corrections(row.corrects, one.corrected_by))
    if empty:
        yield "还没有印发过通报"


def _standing(one: Listed) -> str:
    if one.problem:
        return f"无法核对：{one.problem}"
    return f"{one.row.figures}个数，" + (
        f"其中{one.broken}个已与数据不符" if one.broken else "与现在的数据相符"
    )


def _corrections(corrects: int | None, corrected_by: Iterable[int]) -> Iterator[str]:
    if corrects is not None:
        yield f"更正第{corrects}号"
    if by := "、".join(f"第{number}号" for number in corrected_by):
        yield f"已由{by}更正"


def _area(area: str | None, period: Period, catalogue: Catalogue) -> str:
    if area is None or area not in catalogue.areas:
        return area or ""
    return catalogue.area_name(area, period)


def recognised_lines(
    rows: Iterable[PublicationRow], path: Path, number: int | None
) -> Iterator[str]:
    """Whether a file is what went out."""
    rows = tuple(rows)
    for row in rows:
        yield (
            f"{path.name} 就是第{row.number}号印发的原件：《{row.title}》，"
            f"{row.at:%Y-%m-%d %H:%M} 由{row.who}印发"
        )
    if not rows:
        which = f"第{number}号印发" if number else "任何一份印发"
        yield f"{path.name} 不是{which}的原件：内容改动过，或不是用 zsstat publish 写出的"


# --- one publication --------------------------------------------------------------------------


def detail_lines(found: Details, catalogue: Catalogue, *, everything: bool) -> Iterator[str]:
    """One publication: what it is, what of it no longer holds, and what has changed since."""
    agreement = found.agreement
    yield from _head(agreement.publication, found, catalogue)
    yield ""
    yield from _verdict(agreement)
    yield from _changed(agreement, everything=everything)
    since = list(_since(found, catalogue))
    if since:
        yield ""
        yield "印发以后的变动："
        yield from (_INDENT + line for line in since)


def _head(of: Publication, found: Details, catalogue: Catalogue) -> Iterator[str]:
    about = f"{of.period_text}{_area(of.area, of.period, catalogue)}"
    yield f"第{of.number}号印发　《{of.title}》（{about}，{_AUDIENCES[of.audience]}）"
    yield f"{_INDENT}{of.at:%Y-%m-%d %H:%M}　{of.who}　理由：{of.reason}"
    yield from (_INDENT + line for line in _corrections(of.corrects, found.corrected_by))
    texts = [f"模板 {of.template.name}"]
    texts += [f"文稿 {of.narrative.name}"] if of.narrative else []
    yield f"{_INDENT}{'，'.join(texts)}；程序版本 {of.program}"
    if of.missing:
        yield f"{_INDENT}初步统计：缺{'、'.join(of.missing)}"
    if of.output:
        yield f"{_INDENT}文件 {of.output.file}"
        yield Verbatim(f"{_INDENT}文件的 SHA-256 {of.output.sha256}")
    yield Verbatim(f"{_INDENT}校验码（SHA-256）{of.seal}")


def _verdict(agreement: Agreement) -> Iterator[str]:
    own = f"；另有{agreement.own}个是文稿、配置和统计期里的，不核对" if agreement.own else ""
    broken = f"{agreement.broken}个已与数据不符"
    said = broken if agreement.broken else "印出的都与现在的数据相符"
    yield f"核对了{agreement.judged}个数，{said}{own}"


def _changed(agreement: Agreement, *, everything: bool) -> Iterator[str]:
    """The sentences that do not hold; those in which something changed and they still do are told
    one by one only where all is asked for."""
    broken = [p for p in agreement.passages if any(f.verdict in BROKEN for f in p.figures)]
    weak = [p for p in agreement.passages if p not in broken]
    told: set[tuple[CellChange, ...]] = set()
    if broken:
        yield from ("", "已与数据不符的句子：")
        yield from _passages(broken, told, everything=everything)
    if weak and everything:
        yield from ("", "印出的仍然对、但有变动的：")
        yield from _passages(weak, told, everything=everything)
    elif weak:
        yield from ("", f"另有{len(weak)}句的数有变动而印出的仍然对，用 --all 列出")


def _passages(
    passages: Iterable[JudgedPassage], told: set[tuple[CellChange, ...]], *, everything: bool
) -> Iterator[str]:
    """Each sentence, its figures, and what changed them, which is told once."""
    for number, passage in enumerate(passages, 1):
        where = f"〔{passage.context}〕" if passage.context else ""
        yield f"{number}. {where}“{passage.passage.text.strip()}”"
        for figure in passage.figures:
            yield f"{_INDENT}{_figure(figure)}"
            if figure.changes in told:
                yield f"{_INDENT * 2}来源的变动同上"
            else:
                yield from _changes(figure.changes, everything=everything)
                told |= {figure.changes} - {()}


def _changes(changes: Sequence[CellChange], *, everything: bool) -> Iterator[str]:
    """What there is now first: it says more than what it has taken the place of."""
    now = [change for change in changes if change.after]
    gone = [change for change in changes if not change.after]
    few = len(changes) if everything else _FEW
    yield from (f"{_INDENT * 2}{_change(change)}" for change in now[:few])
    if len(now) > few:
        yield f"{_INDENT * 2}另有{len(now) - few}处单元格变动，用 --all 列出全部"
    if len(gone) > few:
        said = f"不再计入{_areas(gone)}的{len(gone)}处单元格，用 --all 列出全部"
        yield f"{_INDENT * 2}{said}"
    else:
        yield from (f"{_INDENT * 2}{_change(change)}" for change in gone)


def _areas(changes: Iterable[CellChange]) -> str:
    names = list(dict.fromkeys(change.area for change in changes if change.area))
    more = f"等{len(names)}个单位" if len(names) > _FEW else ""
    return "、".join(names[:_FEW]) + more


def _figure(judged: JudgedFigure) -> str:
    published = judged.published
    title = f"（{published.title}）" if published.title else ""
    head = f"{published.printed or '（无）'}{title}"
    match judged.verdict:
        case Verdict.GONE:
            return f"{head}：现在算不出来" + (f"，{judged.reason}" if judged.reason else "")
        case Verdict.UNLISTED:
            return f"{head}：数没有变，但按现在的数据不再列在这里"
        case Verdict.SAME_PRINT:
            return f"{head}：数值有变，印出相同{_difference(judged)}"
        case Verdict.REWORDED:
            return f"{head}：数值没有变，现在的写法是 {judged.printed}"
    return f"{head} → 现在是 {judged.printed or '（无）'}{_difference(judged)}"


def _difference(judged: JudgedFigure) -> str:
    """How much it is now more or less, where both are numbers."""
    said = difference_text(judged.published, judged.now.value if judged.now else None)
    return f"，相差 {said}" if said else ""


def difference_text(published: PublishedFigure, now: Fraction | None) -> str:
    """The difference of the exact values, rounded once: +1.25亿元, -0.4个百分点."""
    then = published.figure
    if then.value is None or now is None or now == then.value:
        return ""
    unit = "个百分点" if then.unit == "%" else then.unit
    decimals = max(then.decimals, _FINER) + _FINER
    number = trimmed(round_half(now - then.value, decimals))
    if number == "0":
        return f"不到{trimmed(round_half(Fraction(1, 10**decimals), decimals))}{unit}"
    return f"{'' if number.startswith('-') else '+'}{number}{unit}"


def _change(change: CellChange) -> str:
    """项目甲：旧.xlsx〔项目台账〕F12“1200” → 新.xlsx〔项目台账〕F12“1300”."""
    cell = change.after or change.before
    label = cell.label if cell else ""
    head = "　".join(filter(None, (change.area, label)))
    before, after = _cell(change.before), _cell(change.after)
    if before and after:
        return f"{head}：{before} → {after}"
    return f"{head}：去掉 {before}" if before else f"{head}：新增 {after}"


def _cell(cell: TracedCell | None) -> str:
    if cell is None:
        return ""
    ref = cell.ref
    sheet = f"〔{ref.sheet}〕" if ref.sheet else ""
    return f"{ref.file}{sheet}{ref.cell}“{cell.text}”"


# --- what has come since ----------------------------------------------------------------------


def _since(found: Details, catalogue: Catalogue) -> Iterator[str]:
    agreement = found.agreement
    state = agreement.state
    for parts, said in ((state.gone, "不再计入"), (state.come, "新计入")):
        for number in dict.fromkeys(part.submission for part in parts):
            row = found.submissions[number]
            tables = dict.fromkeys(_part(p, catalogue) for p in parts if p.submission == number)
            yield f"第{number}号报表 {row.file}（{'、'.join(tables)}）{said}{_why(row, said)}"
    for decision in state.revoked:
        yield f"第{decision.number}号决定已撤销：{decision.subject}"
    for decision in state.decided:
        yield f"第{decision.number}号决定 {decision.who}：{decision.subject}（{decision.reason}）"
    if agreement.catalogue:
        yield "目录（配置）已不是印发时的那一套"
    if agreement.program:
        yield f"程序版本已不是印发时的 {agreement.publication.program}"


def _why(row: SubmissionRow, said: str) -> str:
    """Who took a workbook in and why, of one that has come."""
    if said != "新计入":
        return ""
    reason = f"：{row.reason}" if row.reason else ""
    return f"，{row.received_at:%Y-%m-%d} {row.who}{reason}"


def _part(part: CountingPart, catalogue: Catalogue) -> str:
    table = catalogue.returns.get(part.table)
    name = table.name if table else part.table
    area = _area(part.reporter, part.period, catalogue)
    return f"{area}{part.period.in_words}{name}"


def _count(of: Publication) -> int:
    return sum(1 for _ in of.figures())
