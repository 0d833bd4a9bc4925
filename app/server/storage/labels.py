"""Label revisions: every label that was ever in force, in order."""

from sqlalchemy import Connection, func, insert, select

from app.domain.label import Label
from app.server.storage import tables as t


def add(connection: Connection, number: int, review_id: str, label: Label, source: str, at_ms: int) -> int:
    """Put a label in force; its revision (from 1)."""
    labels = t.labels
    highest = connection.scalar(select(func.max(labels.c.revision)).where(labels.c.case_number == number))
    revision = (highest or 0) + 1
    connection.execute(
        insert(labels).values(
            case_number=number,
            review_id=review_id,
            revision=revision,
            source=source,
            label=label.value,
            created_at=at_ms,
        )
    )
    return revision
