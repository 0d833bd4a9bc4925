"""What has happened around one case, as the queue and the case show it."""

import msgspec

from app.contract.queue_row import WorkRow

SEEN_MS = 3_600_000
"""An applied change is told by the feed within seconds; after an hour the server's word alone counts."""


class Around(msgspec.Struct, frozen=True):
    """What the queue and the case show of the work around a case; times in the server's milliseconds, 0 for none."""

    snoozed_until: int = 0
    snooze_reason: str = ""
    waiting_since: int = 0
    waiting_reason: str = ""
    assigned_to: str | None = None
    assigned_name: str = ""
    tags: tuple[str, ...] = ()
    priority: int | None = None
    handed_by: str | None = None
    skipped_until: int = 0
    skip_reason: str = ""

    def away(self, now: int) -> bool:
        """Not to be served now: put off, skipped by this person, or with its clock stopped."""
        return self.snoozed_until > now or self.skipped_until > now or self.waiting_since > 0

    def back(self, now: int) -> bool:
        """It was put off until a moment that has come."""
        return 0 < self.snoozed_until <= now


def around_of_row(row: WorkRow) -> Around:
    """As the cache says it."""
    return Around(
        row.snoozed_until or 0,
        row.snooze_reason or "",
        row.waiting_since or 0,
        row.waiting_reason or "",
        row.assigned_to,
        row.assigned_name or "",
        row.tag_list,
        handed_by=row.handed_by,
    )
