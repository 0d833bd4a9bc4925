"""Regression sets, the runs of candidates over them, and blind votes, in the database."""

from collections.abc import Collection, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, and_, func, insert, not_, or_, select, update

from app.domain.assessment import Assessment, AssessmentRole
from app.domain.blind_first import AFTER_REVEAL
from app.server.storage import tables as t
from app.server.storage.labels import FIRST_WORDS

_MANY = 400
_runners = t.users.alias("runners")
_enders = t.users.alias("enders")
_word = msgspec.json.Decoder(Assessment)


class _Facts(msgspec.Struct):
    assessment: Assessment


_facts = msgspec.json.Decoder(_Facts)


# --- what a set is made of


def material(connection: Connection, before: int, limit: int, case_type: str | None, *, drawn: bool) -> list[Row[Any]]:
    """Labels in force below `before`, the newest first, with their reviews and facts. `drawn`: of cases that were
    judged without a look at the agent's answer; else of those with a step marked wrong, or with a label that is not the
    first reviewer's own. Who names the cause once the agent's word is told says nothing else than before."""
    labels, r, c = t.labels.c, t.reviews.c, t.cases.c
    newer = t.labels.alias("newer")
    own = or_(labels.source.in_(FIRST_WORDS), and_(labels.source == AFTER_REVEAL, r.blind_first))
    marked = or_(r.steps.like('%"wrong"%'), not_(own))
    query = (
        select(
            labels.label_seq,
            labels.source,
            labels.label,
            r.case_number,
            r.reviewer_id,
            r.ai_verdict,
            r.model_version,
            r.steps,
            r.code,
            r.sop,
            r.blind_first,
            c.external_ref,
            c.case_type,
            c.facts,
        )
        .join(t.reviews, r.review_id == labels.review_id)
        .join(t.cases, c.case_number == labels.case_number)
        .outerjoin(
            newer,
            and_(
                newer.c.case_number == labels.case_number,
                newer.c.revision > labels.revision,
                newer.c.label_seq < before,
            ),
        )
        .where(
            labels.label_seq < before,
            newer.c.label_seq.is_(None),
            c.state != "withdrawn",
            c.let_go_at.is_(None),
            c.only_for.is_(None),
            r.blind_first if drawn else marked,
        )
    )
    if case_type is not None:
        query = query.where(c.case_type == case_type)
    return list(connection.execute(query.order_by(labels.label_seq.desc()).limit(limit)))


def word_in(facts: bytes) -> Assessment:
    """The agent's word in the facts of a case."""
    return _facts.decode(facts).assessment


# --- sets


def add_set(connection: Connection, entries: Sequence[dict[str, Any]], **values: Any) -> None:
    connection.execute(insert(t.regression_sets), values)
    for start in range(0, len(entries), _MANY):
        rows = [{"set_id": values["set_id"], **one} for one in entries[start : start + _MANY]]
        connection.execute(insert(t.regression_cases), rows)


def sets(connection: Connection, limit: int, set_id: str | None = None) -> list[Row[Any]]:
    """Sets with the names of who made them, the newest first; or the one."""
    s = t.regression_sets
    query = select(s, t.users.c.name.label("made_by_name")).join(t.users, t.users.c.user_id == s.c.made_by)
    if set_id is not None:
        query = query.where(s.c.set_id == set_id)
    return list(connection.execute(query.order_by(s.c.version.desc()).limit(limit)))


def entries(connection: Connection, set_id: str, after: int, limit: int) -> list[Row[Any]]:
    """The cases of a set past a place, in their order."""
    e = t.regression_cases.c
    query = select(e.n, e.case_number, e.entry, e.reviewer_id).where(e.set_id == set_id, e.n > after)
    return list(connection.execute(query.order_by(e.n).limit(limit)))


# --- runs


def add_run(connection: Connection, **values: Any) -> None:
    connection.execute(insert(t.regression_runs), values)


def conclude(connection: Connection, run_id: str, **values: Any) -> None:
    connection.execute(update(t.regression_runs).where(t.regression_runs.c.run_id == run_id).values(**values))


def runs(connection: Connection, limit: int) -> list[Row[Any]]:
    """The newest first."""
    return list(connection.execute(_runs().order_by(t.regression_runs.c.run_id.desc()).limit(limit)))


def run(connection: Connection, run_id: str, *, for_update: bool = False) -> Row[Any] | None:
    query = _runs().where(t.regression_runs.c.run_id == run_id)
    if for_update and connection.dialect.name != "sqlite":
        query = query.with_for_update(of=t.regression_runs)
    return connection.execute(query).first()


def run_of(connection: Connection, set_id: str, model_version: str, prompt_version: str | None) -> Row[Any] | None:
    """The run of this candidate over this set that is not concluded."""
    r = t.regression_runs.c
    query = _runs().where(r.set_id == set_id, r.model_version == model_version, r.concluded_at.is_(None))
    same = r.prompt_version.is_(None) if prompt_version is None else r.prompt_version == prompt_version
    return connection.execute(query.where(same).limit(1)).first()


def open_runs(connection: Connection, limit: int) -> list[Row[Any]]:
    """Runs that are not concluded, the newest first."""
    r = t.regression_runs.c
    return list(connection.execute(_runs().where(r.concluded_at.is_(None)).order_by(r.run_id.desc()).limit(limit)))


def _runs() -> Any:
    r, s = t.regression_runs, t.regression_sets
    return (
        select(
            r,
            s.c.version.label("set_version"),
            s.c.case_type.label("set_case_type"),
            _runners.c.name.label("asked_by_name"),
            _enders.c.name.label("concluded_by_name"),
        )
        .join(s, s.c.set_id == r.c.set_id)
        .join(_runners, _runners.c.user_id == r.c.asked_by)
        .outerjoin(_enders, _enders.c.user_id == r.c.concluded_by)
    )


def answers(
    connection: Connection, numbers: Collection[int], model_version: str, prompt_version: str | None
) -> dict[int, Assessment]:
    """Case → the first challenger assessment of this model, and of this prompt where one is named. One that comes after
    it is an answer of whoever has had time to think again, or to look: another try goes by another name."""
    a = t.assessments.c
    found: dict[int, Assessment] = {}
    wanted = sorted(numbers)
    for start in range(0, len(wanted), _MANY):
        query = (
            select(a.case_number, a.body)
            .where(a.case_number.in_(wanted[start : start + _MANY]), a.role == AssessmentRole.CHALLENGER.value)
            .order_by(a.received_at, a.assessment_id)
        )
        for row in connection.execute(query):
            word = _word.decode(bytes(row.body))
            if word.model_version == model_version and prompt_version in (None, word.prompt_version):
                found.setdefault(int(row.case_number), word)
    return found


def words(connection: Connection, numbers: Collection[int]) -> dict[int, tuple[bytes, str]]:
    """Case → (its facts, the agent's own name for it)."""
    c = t.cases.c
    found: dict[int, tuple[bytes, str]] = {}
    wanted = sorted(numbers)
    for start in range(0, len(wanted), _MANY):
        query = select(c.case_number, c.facts, c.external_ref).where(c.case_number.in_(wanted[start : start + _MANY]))
        found |= {int(row[0]): (bytes(row[1]), str(row[2])) for row in connection.execute(query)}
    return found


# --- votes


def pairs(connection: Connection, run_id: str, user_id: str) -> dict[int, Row[Any]]:
    """What was laid before this person in a run, by case."""
    p = t.regression_pairs
    query = select(p).where(p.c.run_id == run_id, p.c.user_id == user_id)
    return {int(row.case_number): row for row in connection.execute(query)}


def pair(connection: Connection, pair_id: str, *, for_update: bool = False) -> Row[Any] | None:
    p = t.regression_pairs
    query = select(p).where(p.c.pair_id == pair_id)
    if for_update and connection.dialect.name != "sqlite":
        query = query.with_for_update()
    return connection.execute(query).first()


def add_pair(connection: Connection, **values: Any) -> None:
    connection.execute(insert(t.regression_pairs), values)


def vote(connection: Connection, pair_id: str, **values: Any) -> None:
    connection.execute(update(t.regression_pairs).where(t.regression_pairs.c.pair_id == pair_id).values(**values))


def votes(connection: Connection, run_id: str) -> list[tuple[str, bool, int]]:
    """(choice, whether the candidate stood first, how many) of a run."""
    p = t.regression_pairs.c
    query = (
        select(p.choice, p.candidate_first, func.count())
        .where(p.run_id == run_id, p.choice.is_not(None))
        .group_by(p.choice, p.candidate_first)
    )
    return [(str(row[0]), bool(row[1]), int(row[2])) for row in connection.execute(query)]


def judged(connection: Connection, user_id: str) -> dict[str, int]:
    """Run → how many of its pairs this person has judged."""
    p = t.regression_pairs.c
    query = select(p.run_id, func.count()).where(p.user_id == user_id, p.choice.is_not(None)).group_by(p.run_id)
    return {str(row[0]): int(row[1]) for row in connection.execute(query)}


def looked(connection: Connection, user_id: str) -> set[str]:
    """The runs at whose single cases this person has looked."""
    looks = t.regression_looks.c
    return set(connection.scalars(select(looks.run_id).where(looks.user_id == user_id)))


def add_look(connection: Connection, **values: Any) -> None:
    connection.execute(insert(t.regression_looks), values)


def worked_on(connection: Connection, numbers: Collection[int], user_id: str) -> set[int]:
    """Those of these cases on which this person has a review."""
    r = t.reviews.c
    found: set[int] = set()
    wanted = sorted(numbers)
    for start in range(0, len(wanted), _MANY):
        part = wanted[start : start + _MANY]
        found |= set(connection.scalars(select(r.case_number).where(r.case_number.in_(part), r.reviewer_id == user_id)))
    return found
