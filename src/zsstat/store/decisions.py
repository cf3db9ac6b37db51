"""What the office may decide on."""

from __future__ import annotations

from unicodedata import category

from zsstat.errors import DecisionError
from zsstat.model import Finding, Level, Outcome, Period
from zsstat.store.rows import StoredFinding


def waivable(stored: StoredFinding) -> tuple[str, Period]:
    """Whom and when the decision is about; refused where there is nothing to decide."""
    finding: Finding = stored.finding
    if not asks(finding):
        raise DecisionError(
            f"问题 {stored.id} 不能核销：只有 B 级和 C 级且不成立的问题可以核销",
            "强制性（A 级）问题须由填报单位改正后重报",
        )
    if stored.reporter is None or stored.period is None:
        raise DecisionError(
            f"问题 {stored.id} 不能核销：不知道是哪个单位、哪个时期的报表",
            "请先弄清填报单位和报告期，重新导入",
        )
    return stored.reporter, stored.period


def asks(finding: Finding) -> bool:
    """Whether somebody can explain the finding: one of level B or C that does not hold."""
    return finding.level in (Level.B, Level.C) and finding.outcome is Outcome.FAIL


def refuse_unprintable(*texts: str) -> None:
    """Refuses texts with characters that neither a screen nor a workbook can show."""
    if any(printable(text) != text for text in texts):
        raise DecisionError("所写的文字里有无法显示的控制字符", "请重新输入，不要从别处粘贴")


def printable(text: str) -> str:
    """A text without control characters and halves of characters; lines and tabs stay."""
    return "".join(c for c in text if c in "\n\t" or category(c) not in ("Cc", "Cs"))


def answerable(finding: Finding) -> None:
    """Refuses an answer to what asks nothing."""
    if not asks(finding):
        raise DecisionError(
            f"“{finding.message}”不需要说明：只有 B 级和 C 级的问题可以说明",
            "强制性（A 级）问题须由填报单位改正后重报",
        )
