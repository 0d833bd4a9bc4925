"""Training sets, and the requests to train from them, in the database."""

from collections.abc import Collection, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, func, insert, select, update

from app.domain.assessment import AssessmentRole
from app.domain.decision import Verdict
from app.server.storage import tables as t

_MANY = 400
_askers = t.users.alias("askers")


class _Word(msgspec.Struct):
    verdict: Verdict
    model_version: str


_word = msgspec.json.Decoder(_Word)


def add(connection: Connection, files: Sequence[dict[str, Any]], **values: Any) -> None:
    """A set with its files."""
    connection.execute(insert(t.training_sets), values)
    connection.execute(insert(t.training_files), [{"set_id": values["set_id"], **one} for one in files])


def newest(connection: Connection, name: str) -> Row[Any] | None:
    """The latest version under a name."""
    s = t.training_sets.c
    return connection.execute(_rows().where(s.name == name).order_by(s.version.desc()).limit(1)).first()


def load(connection: Connection, set_id: str) -> Row[Any] | None:
    return connection.execute(_rows().where(t.training_sets.c.set_id == set_id)).first()


def listed(connection: Connection, after: str | None, limit: int, feedback_id: str | None) -> list[Row[Any]]:
    """Sets below an id, the newest first."""
    s = t.training_sets.c
    query = _rows()
    if after is not None:
        query = query.where(s.set_id < after)
    if feedback_id is not None:
        query = query.where(s.feedback_id == feedback_id)
    return list(connection.execute(query.order_by(s.set_id.desc()).limit(limit)))


def _rows() -> Any:
    s = t.training_sets
    return select(s, t.users.c.name.label("made_by_name")).join(t.users, t.users.c.user_id == s.c.made_by)


def file(connection: Connection, set_id: str, name: str) -> Row[Any] | None:
    """One file of a set."""
    f = t.training_files.c
    return connection.execute(select(t.training_files).where(f.set_id == set_id, f.name == name)).first()


def ask(connection: Connection, **values: Any) -> None:
    connection.execute(insert(t.retraining_requests), values)


def change(connection: Connection, request_id: str, **values: Any) -> None:
    r = t.retraining_requests
    connection.execute(update(r).where(r.c.request_id == request_id).values(**values))


def requests(connection: Connection, limit: int, **wanted: str | None) -> list[Row[Any]]:
    """Requests, the newest first; `wanted`: column=value, None for any."""
    r = t.retraining_requests
    query = _asked()
    for name, value in wanted.items():
        if value is not None:
            query = query.where(r.c[name] == value)
    return list(connection.execute(query.order_by(r.c.request_id.desc()).limit(limit)))


def request(connection: Connection, request_id: str, *, for_update: bool = False) -> Row[Any] | None:
    query = _asked().where(t.retraining_requests.c.request_id == request_id)
    if for_update and connection.dialect.name != "sqlite":
        query = query.with_for_update(of=t.retraining_requests)
    return connection.execute(query).first()


def unsent(connection: Connection) -> list[Row[Any]]:
    """Requests that are still to be put into the folder."""
    r = t.retraining_requests.c
    return list(connection.execute(_asked().where(r.sent_by == "folder", r.sent_at.is_(None)).order_by(r.request_id)))


def _asked() -> Any:
    r = t.retraining_requests
    return select(r, _askers.c.name.label("asked_by_name")).join(_askers, _askers.c.user_id == r.c.asked_by)


def verdicts(connection: Connection, numbers: Collection[int], model_version: str) -> dict[int, str]:
    """Case → the verdict of the latest challenger assessment of this model version."""
    a = t.assessments.c
    found: dict[int, str] = {}
    wanted = sorted(numbers)
    for start in range(0, len(wanted), _MANY):
        query = (
            select(a.case_number, a.body)
            .where(a.case_number.in_(wanted[start : start + _MANY]), a.role == AssessmentRole.CHALLENGER.value)
            .order_by(a.received_at, a.assessment_id)
        )
        for row in connection.execute(query):
            word = _word.decode(bytes(row.body))
            if word.model_version == model_version:
                found[int(row.case_number)] = word.verdict.value
    return found


def judged(connection: Connection, numbers: Collection[int]) -> dict[int, tuple[str, str]]:
    """Case → (the verdict that was judged, the label in force)."""
    labels, r = t.labels.c, t.reviews.c
    found: dict[int, tuple[str, str]] = {}
    wanted = sorted(numbers)
    last = select(labels.case_number, func.max(labels.revision).label("revision")).group_by(labels.case_number)
    for start in range(0, len(wanted), _MANY):
        newest_of = last.where(labels.case_number.in_(wanted[start : start + _MANY])).subquery().c
        query = (
            select(labels.case_number, r.ai_verdict, labels.label)
            .join(newest_of.case_number.table, newest_of.case_number == labels.case_number)
            .join(t.reviews, r.review_id == labels.review_id)
            .where(labels.revision == newest_of.revision)
        )
        found |= {int(row[0]): (str(row[1]), str(row[2])) for row in connection.execute(query)}
    return found
