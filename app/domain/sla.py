"""The service level of a case. All times are aware and the server's; the client's own clock is never asked."""

import enum
from datetime import datetime, timedelta

DEFAULT_SLA = timedelta(hours=4)
AMBER_SHARE, RED_SHARE = 0.75, 0.90


class SlaStage(enum.StrEnum):
    AMPLE = "ample"
    AMBER = "amber"
    RED = "red"
    LATE = "late"


def due_at(routed_at: datetime, sla: timedelta = DEFAULT_SLA) -> datetime:
    """When the case is due, before any pause."""
    return routed_at + sla


def effective_due_at(due: datetime, paused: timedelta) -> datetime:
    """When the case is due once the time its clock stood still is given back."""
    return due + paused


def sla_stage(routed_at: datetime, effective_due: datetime, now: datetime, paused: timedelta) -> SlaStage:
    """Amber from 75 % of the allowance used, red from 90 %, late at the deadline."""
    if now >= effective_due:
        return SlaStage.LATE
    allowance = (effective_due - paused - routed_at).total_seconds()
    used = (now - paused - routed_at).total_seconds()
    if allowance <= 0:
        return SlaStage.RED
    share = used / allowance
    if share >= RED_SHARE:
        return SlaStage.RED
    return SlaStage.AMBER if share >= AMBER_SHARE else SlaStage.AMPLE
