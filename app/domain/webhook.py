"""Webhooks after Standard Webhooks (https://www.standardwebhooks.com): what is told, and when it is tried again."""

import enum


class EventType(enum.StrEnum):
    """What an endpoint can ask for. Every event holds ids and codes, nothing of a person."""

    ASSESSMENT_REQUESTED = "assessment.requested"
    AUDIT_REQUESTED = "audit.requested"
    DECISION_MADE = "decision.made"
    LABEL_RECORDED = "label.recorded"
    CASE_WITHDRAWN = "case.withdrawn"
    THRESHOLD_CHANGED = "threshold.changed"
    RETRAINING_REQUESTED = "retraining.requested"
    REGRESSION_REQUESTED = "regression.requested"
    WEBHOOK_TEST = "webhook.test"


CHOSEN = tuple(kind for kind in EventType if kind is not EventType.WEBHOOK_TEST)
"""What an endpoint is given that names no types of its own; a test is sent to whoever asks for one."""

_S, _M, _H = 1_000, 60_000, 3_600_000
SCHEDULE_MS = (5 * _S, 5 * _M, 30 * _M, 2 * _H, 5 * _H, 10 * _H, 14 * _H, 20 * _H, 24 * _H)
"""How long after each failed attempt the next one follows; after the tenth attempt a delivery has failed."""
JITTER = 0.2
MOST_WAIT_MS = 24 * _H
DISABLE_AFTER_MS = 5 * 24 * _H
"""An endpoint that took nothing for so long, attempts having been made, is switched off."""
MOST_ENDPOINTS = 50
MOST_OVERLAP_HOURS = 24 * 14
GONE = 410


def next_wait_ms(attempts: int, draw: float, floor_ms: int = 0) -> int | None:
    """How long to wait after the `attempts`-th attempt (from 1) failed; None where it was the last. `draw` in [0, 1)
    spreads the waits by a fifth to either side; `floor_ms` is what the receiver asked for."""
    if attempts > len(SCHEDULE_MS):
        return None
    wait = round(SCHEDULE_MS[attempts - 1] * (1 + JITTER * (2 * draw - 1)))
    return max(wait, min(floor_ms, MOST_WAIT_MS))


def is_over(failing_since_ms: int | None, now_ms: int) -> bool:
    """Whether an endpoint has failed for so long that it is switched off."""
    return failing_since_ms is not None and now_ms - failing_since_ms >= DISABLE_AFTER_MS
