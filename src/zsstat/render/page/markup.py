"""HTML put together from elements: whatever is not an element already is escaped."""

from __future__ import annotations

from html import escape


class Html(str):
    """Markup that is safe to stand in the page as it is. Made by :func:`tag`, :func:`joined` and
    :func:`text`, or of what the program itself drew; never of what somebody wrote."""

    __slots__ = ()


VOID = frozenset({"link", "meta"})


def text(said: str) -> Html:
    """A text as the page shows it, each of its characters as it is."""
    return Html(escape(said, quote=False))


def joined(*children: str) -> Html:
    """Children one after the other: elements as they are, texts escaped."""
    return Html("".join(child if isinstance(child, Html) else text(child) for child in children))


def tag(
    name: str, attributes: dict[str, str | int | bool | None] | None = None, *children: str
) -> Html:
    """An element. An attribute that is True stands alone, one that is False or None is left out."""
    written = "".join(_attribute(key, value) for key, value in (attributes or {}).items())
    if name in VOID:
        return Html(f"<{name}{written}>")
    return Html(f"<{name}{written}>{joined(*children)}</{name}>")


def _attribute(name: str, value: str | int | bool | None) -> str:
    if value is None or value is False:
        return ""
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'
