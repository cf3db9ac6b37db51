"""Codes of national standards in a row: of who invests (GB 32100) and of the industry (GB/T 4754).

The codes of places are seen to in :mod:`zsstat.checks.localities`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from zsstat.checks import lines, wording
from zsstat.checks.context import Context
from zsstat.declarations import Catalogue, Rule, Sector
from zsstat.model import Field, Issue, Outcome, RecognisedTable, Record
from zsstat.values import normalise

# --- who: the unified social credit code ------------------------------------------------------

_LENGTH, _KIND, _REGION = 18, 2, 8
"""Characters of a code; so many say who registered it and what it is, and up to the eighth the
place of registration, in digits."""
_LETTERS = frozenset("0123456789ABCDEFGHJKLMNPQRTUWXY")
_LOOK_ALIKE = str.maketrans("IOZS", "1025")
"""Letters that no code has, and the digits that they are written for."""
_REGISTRATION = re.compile(r"\d{15}")
_ORGANISATION = re.compile(r"[0-9A-Z]{8}[0-9X]")
_LOST_DIGITS = re.compile(r"\d{15}000")
"""A number keeps fifteen digits; the others became noughts."""
_BETWEEN = re.compile(r"[\s·.-]+")


def credit_code(rule: Rule, context: Context) -> Iterator[Issue]:
    """统一社会信用代码按 GB 32100 核对：共 18 位，用数字或大写字母（不用 I、O、Z、S、V），
    其中第 3 至 8 位是登记地的行政区划码，只用数字，最后一位是由前 17 位算出的校验码。第 1 位可以是
    字母，如农村集体经济组织的 N、其他机构的 Y。

    全角半角、大小写和中间的空格、短横不算错。误把字母 O、I、Z、S 当作数字 0、1、2、5 的，改过来正好
    相符时给出改后的代码。15 位的是原工商注册号，9 位的是原组织机构代码，都已换成统一社会信用代码。
    按数字保存而丢了后三位的另行指出。空白的单元格、没有这一列的报表不核对。
    """
    column = lines.parameter(rule, "code")
    for found in lines.tables(rule, context):
        label = context.catalogue.returns[found.table].label
        for record in found.records:
            field = record.fields.get(column)
            written = _to_be_checked(field)
            if field is None or written is None:
                continue
            wrong = _wrong_with(written)
            if wrong:
                mended = _mended(written)
                hint = f"；如果是把数字写成了字母，应为{mended}" if mended else ""
                yield Issue(
                    rule.id,
                    f"{wording.label_of(record, label)}：{column}"
                    f"“{wording.written(field)}”{wrong}{hint}",
                    (field.ref,),
                    shown=wording.written(field),
                    expected=mended or "18位的统一社会信用代码",
                )


def _to_be_checked(field: Field | None) -> str | None:
    """The code in half width and capitals, without what was put between its groups; None where
    nothing was written, or where it was somebody's personal number and is masked."""
    if field is None or not isinstance(field.value, str) or "masked" in field.conversions:
        return None
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", field.value)).upper() or None


def _wrong_with(code: str) -> str:
    """What is wrong with it, as the end of a sentence; empty for a valid code."""
    from stdnum.cn import uscc

    if _is_valid(code):
        return ""
    if _REGISTRATION.fullmatch(code):
        return "是15位的原工商注册号，请换成营业执照上的18位代码"
    if _ORGANISATION.fullmatch(code):
        return "是9位的原组织机构代码，请换成营业执照上的18位代码"
    if len(code) != _LENGTH:
        return f"有{len(code)}位，应为{_LENGTH}位"
    if _LOST_DIGITS.fullmatch(code):
        return "的后三位都是0，像是按数字保存时丢了后三位，请把单元格改为文本格式后重新填写"
    return _wrong_characters(code) or (
        f"的校验码不符：照前17位算，最后一位应是{uscc.calc_check_digit(code[:-1])}，"
        f"写的是{code[-1]}，可能有一位写错"
    )


def _is_valid(code: str) -> bool:
    """Whether length, characters and check character are right. The library's own test takes no
    letter for who registered a code, which village collectives (N) and others (A, Y) have."""
    from stdnum.cn import uscc

    if len(code) != _LENGTH or _wrong_characters(code):
        return False
    return code[-1] == uscc.calc_check_digit(code[:-1])


def _wrong_characters(code: str) -> str:
    wrong = [
        f"第{place}位的“{character}”"
        for place, character in enumerate(code, start=1)
        if character not in _LETTERS or (_KIND < place <= _REGION and not character.isdigit())
    ]
    allowed = "第3至8位只用数字，其他各位只用数字和除I、O、Z、S、V外的大写字母"
    return f"里{'、'.join(wrong)}不对，{allowed}" if wrong else ""


def _mended(code: str) -> str:
    """The valid code that it becomes when the letters that no code has are read as the digits that
    they look like; empty where there is none."""
    mended = code.translate(_LOOK_ALIKE)
    return mended if mended != code and _is_valid(mended) else ""


# --- in which industry ------------------------------------------------------------------------

_INDUSTRY = re.compile(r"([A-Z])?(\d{0,4})(?![A-Z\d])(.*)")


@dataclass(frozen=True)
class _Classification:
    """The sections of the catalogue, by division and by letter."""

    sectors: Mapping[str, Sector]
    of_division: Mapping[str, Sector]

    @classmethod
    def of(cls, catalogue: Catalogue) -> _Classification:
        return cls(
            catalogue.sectors,
            {d: sector for sector in catalogue.sectors.values() for d in _divisions(sector)},
        )

    def meant_by(self, written: str) -> dict[str, Sector] | None:
        """The sections that a code can mean, none for one that does not exist; None for what is no
        code at all. A number may have lost the nought that it began with: 111 is 0111, too."""
        match = _INDUSTRY.fullmatch(_BETWEEN.sub("", written).upper())
        if match is None or not (match[1] or match[2]):
            return None
        letter, digits = match[1], match[2]
        if not digits:
            return {letter: self.sectors[letter]} if letter in self.sectors else {}
        readings = {digits, "0" + digits} if len(digits) % 2 else {digits}
        found = [self.of_division.get(reading[:2]) for reading in readings if len(reading) > 1]
        return {s.id: s for s in found if s and letter in (None, s.id)}

    def called(self, industry: str) -> dict[str, Sector]:
        """The sections that a declared industry may belong to, by the words in it."""
        form = normalise(industry)
        return {
            sector.id: sector
            for sector in self.sectors.values()
            if any(normalise(word) in form for word in (sector.name, *sector.aliases))
        }


def _divisions(sector: Sector) -> Iterator[str]:
    for written in sector.divisions:
        first, _, last = written.partition("-")
        yield from (f"{number:02}" for number in range(int(first), int(last or first) + 1))


def industry_code(rule: Rule, context: Context) -> Iterator[Issue]:
    """行业代码应是《国民经济行业分类》（GB/T 4754）里有的：门类的字母，二至四位数字，或字母加数字。

    按配置里的门类和大类核对；中类、小类只核对所属的大类。单元格按数字保存的，前面的 0 会丢掉，按补
    上 0 核对。字母与数字不是一个门类的，也算没有这个代码。空白的单元格、没有这一列的报表不核对。
    """
    classification = _Classification.of(context.catalogue)
    column = lines.parameter(rule, "code")
    for found, record, field, code in _coded(rule, column, context):
        meant = classification.meant_by(code)
        if not meant:
            label = context.catalogue.returns[found.table].label
            wrong = "不是行业代码" if meant is None else "在国民经济行业分类里没有对应的门类和大类"
            yield Issue(
                rule.id,
                f"{wording.label_of(record, label)}：{column}“{wording.written(field)}”{wrong}",
                (field.ref,),
                shown=wording.written(field),
                expected="门类的字母，或二至四位数字的行业代码",
            )


def industry_against_code(rule: Rule, context: Context) -> Iterator[Issue]:
    """行业代码所属的门类，应是所填的产业类别可能属于的门类之一。

    产业类别里的词对应哪些门类写在配置里，一个词可以对应几个门类。词认不出时无法核对；表里没有产业类
    别列时也无法核对。代码本身不对的由另一条规则提示，这里不再重复。
    """
    classification = _Classification.of(context.catalogue)
    called = cache(classification.called)
    column, about = lines.parameter(rule, "code"), lines.parameter(rule, "industry")
    for found in lines.tables(rule, context):
        if not lines.lacks(found, column):
            yield from lines.undecided_without(rule, found, [about], context)
    for found, record, field, code in _coded(rule, column, context):
        meant, declared = classification.meant_by(code), record.fields.get(about)
        if meant and declared and isinstance(declared.value, str):
            declarable = called(declared.value)
            if not declarable:
                yield _undecided(rule, about, declared)
            elif not meant.keys() & declarable.keys():
                label = context.catalogue.returns[found.table].label
                yield Issue(
                    rule.id,
                    f"{wording.label_of(record, label)}：{column}“{wording.written(field)}”属于"
                    f"{_named(meant)}，{about}却填“{wording.written(declared)}”",
                    (field.ref, declared.ref),
                    shown=wording.as_written((field, declared)),
                    expected=_named(declarable),
                )


def _undecided(rule: Rule, about: str, declared: Field) -> Issue:
    message = f"{about}“{wording.written(declared)}”看不出属于哪个门类，无法与行业代码核对"
    return Issue(rule.id, message, (declared.ref,), outcome=Outcome.UNDECIDED)


def _named(sectors: Mapping[str, Sector]) -> str:
    return "或".join(f"{sector.id} {sector.name}" for sector in sectors.values())


def _coded(
    rule: Rule, column: str, context: Context
) -> Iterator[tuple[RecognisedTable, Record, Field, str]]:
    """The rows in which ``column`` says something."""
    for found in lines.tables(rule, context):
        for record in found.records:
            field = record.fields.get(column)
            if field and isinstance(field.value, str) and (text := normalise(field.value)):
                yield found, record, field, text
