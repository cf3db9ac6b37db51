"""What the office may decide on."""

from __future__ import annotations

from zsstat.errors import DecisionError
from zsstat.model import Finding, Level, Outcome, Period
from zsstat.store.rows import StoredFinding


def waivable(stored: StoredFinding) -> tuple[str, Period]:
    """Whom and when the decision is about; refused where there is nothing to decide."""
    finding: Finding = stored.finding
    if finding.level is not Level.B or finding.outcome is not Outcome.FAIL:
        raise DecisionError(
            f"问题 {stored.id} 不能核销：只有准强制性（B 级）且不成立的问题可以核销",
            "强制性（A 级）问题须由填报单位改正后重报",
        )
    if stored.reporter is None or stored.period is None:
        raise DecisionError(
            f"问题 {stored.id} 不能核销：不知道是哪个单位、哪个时期的报表",
            "请先弄清填报单位和报告期，重新导入",
        )
    return stored.reporter, stored.period
