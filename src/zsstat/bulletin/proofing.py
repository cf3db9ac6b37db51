"""A template read over for its writer: all that is wrong with it at once, what it leaves out, what
it would print without a value."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from jinja2 import TemplateSyntaxError, nodes

from zsstat.bulletin.exhibits import chart_names, table_names
from zsstat.bulletin.grammar import MANUAL, Checker, Flaw, names_said
from zsstat.bulletin.narrative import Narrative, unused_sections
from zsstat.bulletin.prose import document
from zsstat.bulletin.template import complaint, run, syntax, unclosed
from zsstat.bulletin.vocabulary import vocabulary
from zsstat.bulletin.words import Gap, Scribe
from zsstat.errors import TemplateError
from zsstat.model import Document

MOST_MENDED = 50
"""So many mistakes of writing are found; after that the rest is left for the next time."""

_EXPRESSION = re.compile(r"\{\{.*?(?:\}\}|$)")
_LEFT_OPEN = re.compile(r"\{\{(?:(?!\}\}).)*$")
_LOOP = re.compile(r"\{%[-+]?\s*for\b\s*(\w*).*?(?:%\}|$)")
_CHOICE = re.compile(r"\{%[-+]?\s*(if|elif)\b.*?(?:%\}|$)")
_TAG = re.compile(r"\{%.*?(?:%\}|$)")
_COMMENT = re.compile(r"\{#.*?(?:#\}|\Z)", re.DOTALL)
_SHOWN = re.compile(r"\{\{\s*(?:图|表|要点)\s*[.\[].*?\}\}")
_OPENING = re.compile(r"\s*(?:[-*+>]|#+)\s")
_LINE = re.compile(r"(?:模板)?(?: \S+ )?第(\d+)行：")


@dataclass(frozen=True)
class Proof:
    """What there is to say of a template. ``flaws``: what is wrong, by line; ``gaps``: what would
    be printed as 【缺：…】; ``unused`` indicators, charts and tables, as a template calls them;
    ``sections`` of the narrative that the template names, with their lines. ``document`` is what it
    makes; None while something is wrong."""

    flaws: tuple[Flaw, ...]
    gaps: tuple[Gap, ...]
    unused: Mapping[str, tuple[str, ...]]
    sections: Mapping[str, int]
    document: Document | None


def proofread(template: str, name: str, scribe: Scribe) -> Proof:
    """Everything that is wrong with a template, all at once, and what it makes of the period of
    ``scribe``.

    Where a line cannot be parsed, the rest is read as if that line were right; what only shows in
    carrying the template out is found when nothing else is wrong, one at a time."""
    tree, flaws = _parsed(template)
    if tree is None:
        return Proof(tuple(dict.fromkeys(flaws)), (), {}, {}, None)
    words = vocabulary(scribe)
    checker = Checker(words)
    checker.check(tree)
    flaws += [*checker.flaws, *_embedded(template)]
    said = tuple(names_said(tree))
    made = None
    if not flaws:
        made = _made(tree, name, scribe, checker, flaws)
        flaws += _dropped(scribe.material.narrative, checker.chapters, name)
    return Proof(
        flaws=tuple(sorted(dict.fromkeys(flaws), key=lambda flaw: flaw.line or 0)),
        gaps=tuple(dict.fromkeys(scribe.gaps)),
        unused=dict(_unused(scribe, said)),
        sections=checker.chapters,
        document=None if flaws else made,
    )


# --- writing ----------------------------------------------------------------------------------


def _parsed(template: str) -> tuple[nodes.Template | None, list[Flaw]]:
    """The template as far as it can be parsed, with what cannot taken out, line by line."""
    flaws: list[Flaw] = []
    text = template
    for _ in range(MOST_MENDED):
        try:
            return syntax(text), flaws
        except TemplateSyntaxError as error:
            error.lineno = _to_blame(text, error.lineno)
            flaws.append(_misspelt(text, error))
            mended = _mended(text, error)
            if mended == text:
                break
            text = mended
        except TemplateError as error:
            return None, [*flaws, Flaw(None, error.message, error.hint)]
    return None, flaws


def _to_blame(text: str, line: int) -> int:
    """The line above where that leaves a {{ open: the parser stumbles over it one line too late."""
    above = text.split("\n")[line - 2] if line > 1 else ""
    return line - 1 if _LEFT_OPEN.search(above) else line


def _misspelt(text: str, error: TemplateSyntaxError) -> Flaw:
    line = error.lineno
    if "end of template" in (error.message or "") and (open_ := unclosed(text)):
        line = open_[0][1]
    return Flaw(line, f"{complaint(text, error)}。", MANUAL)


def _mended(text: str, error: TemplateSyntaxError) -> str:
    """The text with the line that cannot be parsed made harmless, so that what follows can be read;
    the same text where that is of no use."""
    if "end of template" in (error.message or ""):
        open_ = unclosed(text)
        return f"{text}{{% end{open_[0][0]} %}}" if open_ else text
    lines = text.split("\n")
    line = lines[error.lineno - 1]
    if tag := re.search(r"unknown tag '(.*?)'", error.message or ""):
        mended = re.sub(rf"\{{%[-+]?\s*{re.escape(tag[1])}\b.*?(?:%\}}|$)", "", line, count=1)
    else:
        mended = _EXPRESSION.sub("", line)
        mended = _LOOP.sub(lambda found: f"{{% for {found[1] or '项'} in 县区 %}}", mended)
        mended = _CHOICE.sub(lambda found: f"{{% {found[1]} 全年 %}}", mended)
        mended = _TAG.sub("", line) if mended == line else mended
    lines[error.lineno - 1] = mended
    return "\n".join(lines)


def _embedded(template: str) -> Iterator[Flaw]:
    """Large figures, tables and charts that share their line with words."""
    text = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), template)
    for number, line in enumerate(text.split("\n"), start=1):
        words = _TAG.sub("", _EXPRESSION.sub("", line.removeprefix(_opening(line))))
        if _SHOWN.search(line) and words.strip():
            yield Flaw(
                number,
                "要点、图和表不能写在句子中间。",
                "请让 {{ 图.… }}、{{ 表.… }} 单独占一行，上下空行。",
            )


def _opening(line: str) -> str:
    """What makes a line a heading, a note or an item of a list: no words."""
    found = _OPENING.match(line)
    return found[0] if found else ""


# --- carrying out -----------------------------------------------------------------------------


def _made(
    tree: nodes.Template, name: str, scribe: Scribe, checker: Checker, flaws: list[Flaw]
) -> Document | None:
    try:
        rendered = run(tree, name, scribe, checker.words, checker.chapters)
    except TemplateError as error:
        flaws.append(_noticed(error))
        return None
    return document(rendered.text, scribe.marks, lambda error: flaws.append(_noticed(error)))


def _noticed(error: TemplateError) -> Flaw:
    """A refusal as a flaw: its line apart from what it says."""
    found = _LINE.match(error.message)
    if found is None:
        return Flaw(None, error.message, error.hint)
    return Flaw(int(found[1]), error.message[found.end() :], error.hint)


def _dropped(narrative: Narrative | None, chapters: Collection[str], name: str) -> Iterator[Flaw]:
    for error in unused_sections(narrative, chapters, name) if narrative else ():
        yield Flaw(None, error.message, error.hint)


# --- what it leaves out -----------------------------------------------------------------------


def _unused(
    scribe: Scribe, said: Collection[tuple[str, str]]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    used = {scribe.indicators[name].code for _, name in said if name in scribe.indicators}
    yield (
        "指标",
        tuple(
            indicator.short or indicator.name
            for indicator in scribe.catalogue.listed.values()
            if indicator.code not in used
        ),
    )
    for kind, names in (
        ("图", chart_names(scribe.catalogue)),
        ("表", tuple(table_names(scribe.catalogue))),
    ):
        yield kind, tuple(name for name in names if (kind, name) not in said)
