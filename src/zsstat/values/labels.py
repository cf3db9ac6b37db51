"""What the label of a row means: with numbering, units and English lines around its name, and as
half of a name whose other half stands in the line above."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from zsstat.declarations import Catalogue
from zsstat.values.names import lexicon, normalise, split_unit

_NUMBERING = re.compile(
    r"(?:[#*※]+|\(?[一二三四五六七八九十]+\)?[、.)]|\([一二三四五六七八九十]+\)|\(?\d+\)[、.]?"
    r"|\d+(?:\.\d+)*[、.](?!\d)|\d+(?:\.\d+)+(?![\d亿万个项家])|其中:?|[①-⑳]|[-·●○◆◇■□★☆▲△]+)"
)
_SIGN = r"[①-⑳㉑-㉟⑴-⒇¹²³⁰⁴-⁹*＊※†‡★☆]"
_NUMBERED_NOTE = r"[\[［〔(（【]\s*(?:注\s*)?\d{0,2}\s*[\]］〕)）】]"
_BARE_NOTE = r"(?<=[\u3400-\u9fff\s])(?<![备附标加关])注\s*(?:\d{1,2}|[①-⑳])"
_FOOTNOTE = re.compile(
    rf"(?:{_SIGN}|{_NUMBERED_NOTE}|{_BARE_NOTE})+(?=$|[\s(（\[［〔【/／,，:：])"
    rf"|(?<=[\u3400-\u9fff]){_SIGN}+(?=\s*[)）\]］〕】])"
)
_CIRCLED = re.compile(r"^\s*[①-⑳㈠-㈩⑴-⒇⒈-⒛]+")
_LATIN = r"[a-z][a-z0-9 .,&'/()%:;-]*"
_LATIN_AROUND = re.compile(rf"(?<=[^\x00-\x7f])\(?{_LATIN}$|^{_LATIN}(?=[^\x00-\x7f])")
"""Total funds behind 到位资金合计, once normalised; a Latin name alone is left as it is."""


def look_up(name: str, names: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The meanings of a whole name: as it is, less numbering such as ``一、`` or ``其中：``, less
    an English line."""
    return _look_up(name, names) or _look_up(without_translation(name), names)


def _look_up(name: str, names: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    while True:
        meanings = names.get(name)
        if meanings:
            return meanings
        numbering = _NUMBERING.match(name)
        if numbering is None:
            return ()
        name = name[numbering.end() :]


def without_numbering(name: str) -> str:
    """The normalised name less all numbering in front of it: ``其中:省外资金`` → ``省外资金``."""
    while (numbering := _NUMBERING.match(name)) and numbering.end() < len(name):
        name = name[numbering.end() :]
    return name


def without_footnotes(text: str) -> str:
    """The text, not yet normalised, less the marks of footnotes, at its end or before or beside a
    unit: ``总投资①``, ``总投资（注1）``, ``总投资[1]（万元）``, ``总投资（万元①）``."""
    return _FOOTNOTE.sub("", text)


def without_translation(name: str) -> str:
    """The normalised name less a Latin one beside the Chinese: ``合计total`` → ``合计``."""
    return _LATIN_AROUND.sub("", name)


def label_name(text: str, catalogue: Catalogue) -> str:
    """The normalised name of a row less its unit and the marks of footnotes; a circled number would
    become a digit of it."""
    return split_unit(without_footnotes(_CIRCLED.sub("", text)), catalogue)[0]


def indicator_under(text: str, above: Sequence[str], catalogue: Catalogue) -> str | None:
    """The indicator that a label means together with a line above it: ``其中：新建项目`` under
    ``一、到位资金合计`` is 新建项目到位资金. The nearest line with which it makes exactly one name
    that is declared; None where there is none."""
    known = lexicon(catalogue).indicators
    own = _bare(text, catalogue)
    for line in above:
        names = tuple(_names_of(line, catalogue))
        codes = {code for name in _joined(own, names) for code in known.get(name, ())}
        codes -= {code for name in names for code in known.get(name, ())}  # no part is its whole
        if len(codes) == 1:
            return codes.pop()
    return None


def _bare(text: str, catalogue: Catalogue) -> str:
    return without_translation(without_numbering(label_name(text, catalogue)))


def _names_of(line: str, catalogue: Catalogue) -> Iterator[str]:
    """A line's name, and the other names of the indicator that it is."""
    name = _bare(line, catalogue)
    yield name
    for code in look_up(name, lexicon(catalogue).indicators):
        indicator = catalogue.indicators[code]
        yield from map(normalise, (indicator.name, *indicator.aliases))


def _joined(own: str, names: Iterable[str]) -> Iterator[str]:
    """Both orders; what both end in stands once: 省外资金 and 到位资金 make 省外到位资金."""
    for name in names:
        yield own + name
        yield name + own
        shared = 0
        while shared < min(len(own), len(name)) and own[-1 - shared] == name[-1 - shared]:
            shared += 1
        if 0 < shared < len(own):
            yield own[: len(own) - shared] + name
