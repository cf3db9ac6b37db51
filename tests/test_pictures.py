"""Charts as pictures: every figure is there as text, nothing breaks the SVG, and a PNG has glyphs
or is refused."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from fontTools.fontBuilder import FontBuilder  # type: ignore[import-untyped]
from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-untyped]
from fontTools.ttLib import TTCollection, TTFont  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.charts_support import bars, chart, figure
from zsstat.errors import FontError
from zsstat.model import Chart, ChartKind, ChartMark
from zsstat.render import fonts, pictures, plots
from zsstat.render.plots import BEFORE, INK, NOW, OTHER, OWN, WIDTH

SVG = "{http://www.w3.org/2000/svg}"
SIGNATURE = b"\x89PNG\r\n\x1a\n"

FIELD = bars(("商洛", "31.21"), ("安康", "25.8"), ("延安", "-6.36"), own="安康")
PAIRS = chart(ChartKind.PAIRS, ("汉滨区", ("123.98", "126.63")), ("宁陕县", ("31.29", None)))
LINES = chart(
    ChartKind.LINES,
    ("1月", ("31.2", "29.9")),
    ("2月", ("88.14", "90.1")),
    ("3月", (None, None)),
    ("4月", ("230.11", "200")),
    ("5月", ("290.9", "301.5")),
)


def drawn(what: Chart) -> ET.Element:
    return ET.fromstring(pictures.svg(what))  # noqa: S314 - made here


def said(what: Chart) -> list[str]:
    return ["".join(text.itertext()) for text in drawn(what).iter(f"{SVG}text")]


def paths(what: Chart, colour: str, attribute: str = "fill") -> list[str]:
    found = drawn(what).iter(f"{SVG}path")
    return [path.get("d", "") for path in found if path.get(attribute) == colour]


def text_at(what: Chart, words: str) -> tuple[ET.Element, tuple[int, int]]:
    """The text and where it stands in its group, in whole pixels."""
    (found,) = [t for t in drawn(what).iter(f"{SVG}text") if "".join(t.itertext()) == words]
    place = re.match(r"translate\(([-\d.]+),([-\d.]+)\)", found.get("transform", ""))
    assert place
    return found, (round(float(place[1])), round(float(place[2])))


# --- SVG --------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", [FIELD, PAIRS, LINES], ids=["bars", "pairs", "lines"])
def test_every_figure_label_and_the_unit_stand_in_the_svg_as_text(what: Chart) -> None:
    texts = said(what)
    for mark in what.marks:
        assert mark.label in texts
    for shown in what.figures():
        assert texts.count(shown.number) == 1
    for name in what.series:
        assert name in texts
    assert f"单位：{what.unit}" in texts
    numbers = {t for t in texts if re.fullmatch(r"-?[\d.]+", t)}
    assert numbers == {figure.number for figure in what.figures()}, "only figures are numbers"


def test_our_own_bar_has_its_own_colour_and_its_texts_are_bold() -> None:
    assert (len(paths(FIELD, OWN)), len(paths(FIELD, OTHER))) == (1, 2)
    for words, bold in (("安康", True), ("25.8", True), ("商洛", False), ("31.21", False)):
        text, _ = text_at(FIELD, words)
        assert (text.get("font-weight") == "bold") is bold
        assert text.get("fill") == (OWN if bold else "currentColor")


def test_a_negative_bar_goes_to_the_left_and_its_number_stands_beyond_its_end() -> None:
    zero = text_at(bars(("甲", "0"), ("乙", "-5")), "0")[1][0]
    negative, (left, _) = text_at(FIELD, "-6.36")
    positive, (right, _) = text_at(FIELD, "31.21")
    assert (negative.get("text-anchor"), positive.get("text-anchor")) == ("end", "start")
    assert 0 < left < right < WIDTH
    assert zero > 0
    corners = [list(map(float, re.findall(r"-?[\d.]+", d)[:1])) for d in paths(FIELD, OTHER)]
    assert min(corners)[0] >= left, "the number is left of the bar"


def test_a_bar_of_nothing_has_a_dash_and_one_of_zero_a_zero() -> None:
    texts = said(bars(("甲", None), ("乙", "0"), ("丙", "3")))
    assert texts.count("—") == 1
    assert texts.count("0") == 1


def test_what_is_withheld_has_the_sign_that_tables_have_for_it() -> None:
    open_, hidden = figure("3"), figure("2")
    assert hidden is not None
    hidden = replace(hidden, value=None, number="x", display="（保密）", note="withheld")
    marks = (ChartMark("甲", (open_,)), ChartMark("乙", (hidden,)))
    what = Chart("field-test", ChartKind.BARS, "亿元", ("2020年",), marks)
    assert "x" in said(what)
    assert "—" not in said(what)
    assert "x" in plots.texts(what)


def test_pairs_of_years_differ_in_outline_too() -> None:
    assert len(paths(PAIRS, NOW)) == 3, "two bars and the key"
    assert len(paths(PAIRS, BEFORE, "stroke")) == 2, "one bar and the key: the other has no base"


def test_a_missing_month_is_a_gap_in_the_line() -> None:
    (now,) = [d for d in paths(LINES, NOW, "stroke") if "L" in d]
    assert now.count("M") == 2
    whole = chart(ChartKind.LINES, ("1月", ("1", "2")), ("2月", ("3", "4")), ("3月", ("5", "6")))
    (unbroken,) = [d for d in paths(whole, NOW, "stroke") if "L" in d]
    assert unbroken.count("M") == 1


def test_the_greater_figure_of_a_month_stands_above_the_other() -> None:
    for above, below in (("31.2", "29.9"), ("90.1", "88.14"), ("301.5", "290.9")):
        assert text_at(LINES, above)[1][1] < text_at(LINES, below)[1][1] - 12


def test_long_labels_are_wrapped_and_none_of_them_is_lost() -> None:
    label = "文化、体育和娱乐业以及科学研究和技术服务业"
    what = bars((label, "3"), ("农业", "2"))
    assert label in said(what)
    assert int(drawn(what).get("width", "")) == WIDTH
    assert "…" not in pictures.svg(what)


def test_the_svg_fits_any_page() -> None:
    text = pictures.svg(FIELD)
    root = drawn(FIELD)
    assert root.get("data-chart") == "field-test"
    assert root.get("aria-hidden") == "true"
    assert not [e for e in root.iter() if e.get("id")], "it may stand twice in a page"
    assert INK not in text
    assert "url(" not in text
    assert not re.search(r"(href|src)=", text)
    families = {t.get("font-family") for t in root.iter(f"{SVG}text")}
    assert families == {pictures.STACK}


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("page", ["#ffffff", "#16181c"])
@pytest.mark.parametrize("colour", [OWN, OTHER, NOW, BEFORE])
def test_marks_stand_out_from_a_light_and_from_a_dark_page(colour: str, page: str) -> None:
    light, dark = sorted((luminance(colour), luminance(page)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 3


LABELS = st.text(max_size=12) | st.sampled_from(
    ["a\"b'c", "<g>&amp;", f'fill="{INK}"', "]]>", "😀市", "أبجد", "\x00\x1b\ufffe", "\ud800", ""]
)


@settings(max_examples=25, deadline=None)
@given(st.lists(LABELS, min_size=1, max_size=4), st.sampled_from(ChartKind))
def test_no_label_breaks_the_svg(labels: list[str], kind: ChartKind) -> None:
    what = chart(kind, *((label, ("1.5", "2")) for label in labels), series=(labels[0], "乙"))
    texts = said(what)
    assert texts.count("1.5") >= len(labels)
    for label in labels:
        if label.isalnum():
            assert label in texts


# --- PNG --------------------------------------------------------------------------------------


def size(png: bytes) -> tuple[int, int]:
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


@pytest.mark.usefixtures("chinese_font")
def test_a_png_is_as_wide_as_its_scale_says_and_shows_its_values() -> None:
    what, other = bars(("甲", "3"), ("乙", "2")), bars(("甲", "3"), ("乙", "1"))
    first = pictures.png(what)
    assert first.startswith(SIGNATURE)
    assert size(first) == (2 * WIDTH, size(pictures.png(what, 1))[1] * 2)
    assert size(pictures.png(what, 1))[0] == WIDTH
    assert pictures.png(what) == first
    assert pictures.png(other) != first


@pytest.mark.usefixtures("chinese_font")
def test_a_png_of_other_words_is_another_picture() -> None:
    """Boxes in the place of glyphs would look the same."""
    assert pictures.png(bars(("甲", "3"), ("乙", "2"))) != pictures.png(
        bars(("丙", "3"), ("乙", "2"))
    )


# --- fonts ------------------------------------------------------------------------------------


def font(family: str, characters: str) -> bytes:
    """A font whose glyphs are squares."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for corner in ((0, 500), (500, 500), (500, 0)):
        pen.lineTo(corner)
    pen.closePath()
    names = {ord(c): f"g{ord(c)}" for c in characters}
    order = [".notdef", *names.values()]
    made = FontBuilder(1000, isTTF=True)
    made.setupGlyphOrder(order)
    made.setupCharacterMap(names)
    made.setupGlyf(dict.fromkeys(order, pen.glyph()))
    made.setupHorizontalMetrics(dict.fromkeys(order, (600, 0)))
    made.setupHorizontalHeader(ascent=800, descent=-200)
    made.setupNameTable({"familyName": family, "styleName": "Regular"})
    made.setupOS2()
    made.setupPost()
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


LATIN = "0123456789.-abc"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is named as the place of fonts."""
    made = tmp_path / "字体"
    made.mkdir()
    monkeypatch.setenv(fonts.VARIABLE, str(made))
    return made


def test_without_the_glyphs_a_png_is_refused_and_the_missing_characters_named(
    folder: Path,
) -> None:
    (folder / "latin.ttf").write_bytes(font("Test Latin", LATIN))
    with pytest.raises(FontError) as refused:
        pictures.png(bars(("甲", "3"), ("乙", "2")))
    assert refused.value.exit_code == 2
    assert "甲" in refused.value.message
    assert "3" not in refused.value.message.partition("缺少")[2].replace("个字", "")
    assert str(folder) in refused.value.message
    assert fonts.VARIABLE in refused.value.hint


def test_an_svg_needs_no_font_for_its_page_has_one(folder: Path) -> None:
    (folder / "latin.ttf").write_bytes(font("Test Latin", LATIN))
    assert "甲" in said(bars(("甲", "3"), ("乙", "2")))


def test_the_named_folder_alone_is_searched_and_its_font_is_used(folder: Path) -> None:
    (folder / "a.ttf").write_bytes(font("Test Latin", LATIN))
    (folder / "b.ttf").write_bytes(font("Test Han", LATIN + "安康"))
    (folder / "c.ttf").write_bytes(b"not a font")
    assert fonts.for_text("安康 3.5\u200d").family == "Test Han"
    assert fonts.for_text("3.5").family == "Test Latin"
    with pytest.raises(FontError, match="缺少图中要用的 1 个字：市"):
        fonts.for_text("安康市")


def test_a_font_file_can_be_named_itself(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = folder / "own.ttf"
    file.write_bytes(font("Test Own", "安"))
    monkeypatch.setenv(fonts.VARIABLE, str(file))
    assert fonts.for_text("安") == fonts.Font("Test Own", file)
    monkeypatch.setenv(fonts.VARIABLE, str(folder / "gone.ttf"))
    with pytest.raises(FontError, match="不存在"):
        fonts.for_text("安")


def test_the_regular_weight_of_a_font_goes_before_the_others(folder: Path) -> None:
    for weight in ("Black", "Bold", "Medium", "Regular", "Thin"):
        (folder / f"NotoSansCJK-{weight}.ttf").write_bytes(font(f"Test {weight}", "安"))
    assert fonts.for_text("安").family == "Test Regular"


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.integers(0, 700), st.integers(0, 255), min_size=1, max_size=20))
def test_a_damaged_font_is_passed_over(changed: dict[int, int]) -> None:
    data = bytearray(font("Test Torn", "安"))
    for at, byte in changed.items():
        data[at % len(data)] = byte
    with TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patch:
        patch.setenv(fonts.VARIABLE, place)
        Path(place, "a.ttf").write_bytes(data)
        Path(place, "b.ttf").write_bytes(font("Test Whole", "安康"))
        assert fonts.for_text("安康").folder == Path(place)


def test_every_font_of_a_collection_is_looked_at(folder: Path) -> None:
    collection = TTCollection()
    for family, characters in (("Test One", "甲"), ("Test Two", "乙")):
        collection.fonts.append(TTFont(io.BytesIO(font(family, characters))))
    collection.save(str(folder / "both.ttc"))
    assert fonts.for_text("乙").family == "Test Two"


def test_what_no_installed_font_has_is_said_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(fonts.VARIABLE, raising=False)
    with pytest.raises(FontError, match="\U0010fffd") as refused:
        fonts.for_text("3\U0010fffd")
    assert "fonts-wqy-microhei" in refused.value.hint
    assert "微软雅黑" in refused.value.hint
