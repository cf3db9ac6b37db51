"""What a sender is told about a return: whom, which file and period, what, by when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from zsstat.errors import CatalogueError
from zsstat.review.items import LEVELS, Item
from zsstat.values.dates import day_in_words


@dataclass(frozen=True, slots=True)
class Notice:
    """``reporter`` and ``period`` are as they are printed (石泉县, 2020年), empty when the return
    does not say them; ``due`` is the day up to which it is to be sent again, None for as soon as
    possible; ``city`` is the area's name, ``phrases`` the catalogue's."""

    file: str
    reporter: str
    period: str
    judged: date
    due: date | None
    items: tuple[Item, ...]
    city: str
    phrases: Mapping[str, str]

    @property
    def counts(self) -> str:
        """强制性3条、核实性1条: what is to be answered or known."""
        found = Counter(item.level for item in self.items if item.counts)
        return "、".join(
            f"{word}{found[level]}条" for level, word in LEVELS.items() if found[level]
        )

    @property
    def deadline(self) -> str:
        """When to send it again, in words."""
        if self.due is None:
            return self.say("letter_soon")
        return self.say("letter_due", day=day_in_words(self.due))

    def say(self, phrase: str, **fields: object) -> str:
        """A phrase of the catalogue, filled in.

        Raises :class:`CatalogueError` for one that is missing or has other fields."""
        try:
            return self.phrases[phrase].format(**fields)
        except (KeyError, IndexError, ValueError) as error:
            raise CatalogueError(
                f"wording.toml 的 phrases.{phrase} 不对：{error}",
                "请参照自带的 wording.toml 书写，{} 里的名称要一致",
            ) from error
