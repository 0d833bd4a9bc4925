"""Gold cases into the stream: who is given which, made from a past case as a new one.

A gold case is an ordinary row of the queue, with a number, times and a reference like its neighbours, in the
blind-first form. What is different about it stands in two places that no answer is made from but the row filter:
`cases.only_for`, since nobody else sees it, and `gold_cases`. It is drawn upon the person's own reviews and comes with
the next turn of the job, so that no request takes longer for it and none is followed by it.
"""

from collections.abc import Sequence
from datetime import timedelta

import msgspec

from app.contract.catalogue import catalogue
from app.contract.changes import CASE
from app.domain.disguise import disguise
from app.domain.gold import is_no_tell, place, seeded
from app.domain.licence import Rung
from app.domain.roles import Capability, Role, can
from app.server.storage import cases, gold, intake, licences, people, state, ties
from app.server.storage.gold import Candidate
from app.server.storage.people import UserRow
from app.server.storage.unit_of_work import UnitOfWork
from app.server.usecases import batch
from app.server.usecases.gold_refs import free_ref
from app.server.usecases.intake import ALWAYS, row_of
from app.server.usecases.licences import record
from app.server.usecases.shown import blind_key
from app.server.usecases.withdrawals import take_out

SERVER = "server"
SEEDING, RUN = "seeding", "run"
MOST_LAG = timedelta(hours=1)
KEPT_OPEN = timedelta(days=3)
ANSWERED_AFTER, ANSWERED_WITHIN = timedelta(hours=1), timedelta(hours=6)
MOST_STALE = 50


def may_be_given(user: UserRow) -> bool:
    """Whoever decides cases and does not read everybody's reviews."""
    roles = user.roles
    decides = can(roles, Capability.REVIEW_SUBMIT) and can(roles, Capability.CASE_CLAIM)
    return not user.disabled and decides and not can(roles, Capability.REVIEW_READ_ALL)


def open_types(work: UnitOfWork) -> list[str]:
    """The case types whose blind-first share is so high that blind is no tell."""
    share, audits = work.policy.gold_per_mille, gold.audit_per_mille(work.connection)
    return [one for one in catalogue().case_types if is_no_tell(work.policy.blind_per_mille(one), share, audits)]


def seed(work: UnitOfWork) -> int:
    """Give out what the draws upon the reviews since the last time ask for; how many cases."""
    if work.policy.gold_per_mille <= 0:
        return 0
    since = gold.seeded_to(work.connection)
    gold.set_seeded_to(work.connection, work.now_ms)
    types = open_types(work) if since is not None else []
    served = {user.user_id: user for user in people.working(work.connection, None) if may_be_given(user)}
    if since is None or not types or not served:
        return 0
    key, given = blind_key(work.connection), 0
    found = gold.reviews_between(work.connection, list(served), since, work.now_ms, types)
    for review_id, user_id, case_type in found:
        if seeded(key, review_id, user_id, work.policy.gold_per_mille):
            given += len(give(work, served[user_id], case_type, 1, SEEDING))
    return given


def give(work: UnitOfWork, user: UserRow, case_type: str, count: int, way: str) -> list[int]:
    """Up to `count` gold cases of a type for one person; their numbers. Fewer where there are no more items."""
    vendor = user.vendor if Role.BPO_AGENT in user.roles else None
    key = blind_key(work.connection)
    possible = gold.candidates(work.connection, user.user_id, vendor, [case_type])
    chosen = sorted(possible, key=lambda one: place(key, one.item_id, user.user_id))[:count]
    if not chosen:
        return []
    intake.one_batch_at_a_time(work.connection)
    first = state.take_case_numbers(work.connection, len(chosen))
    numbers = [first + n for n in range(len(chosen))]
    for number, item in zip(numbers, chosen, strict=True):
        _issue(work, user, item, number, way)
    return numbers


def _issue(work: UnitOfWork, user: UserRow, item: Candidate, number: int, way: str) -> None:
    source = cases.load(work.connection, item.case_number)
    assert source is not None
    facts, keyed = source.record.facts, ties.Keyed.of(work.connection)
    lag = min(max(timedelta(), source.record.received_at - source.record.routed_at), MOST_LAG)
    key = blind_key(work.connection) + f":{number}".encode()
    ref = free_ref(work, facts.case_type, str(number), facts.external_ref)
    kind = catalogue().case_types.get(facts.case_type)
    copy = disguise(facts, kind, key, ref, work.now - lag)
    kept, content_hash = batch.content(copy)
    row = row_of(keyed, copy, number, kept, content_hash, work.now, ALWAYS)
    # Its shape finds it alike to others; nobody else is to find it.
    row |= {"only_for": user.user_id, "shape_1": None, "shape_2": None, "shape_3": None}
    intake.add_cases(work.connection, [row])
    ties.add(work.connection, [ties.rows_of(keyed, number, copy)])
    gold.add_case(
        work.connection,
        case_number=number,
        item_id=item.item_id,
        user_id=user.user_id,
        issued_at=work.now_ms,
        way=way,
    )
    work.touch(CASE, cases.case_id(number), 1, copy.vendor)
    work.audit(SERVER, "gold.given", "gold_item", item.item_id, person=user.user_id, way=way)


def count(work: UnitOfWork) -> int:
    """Let examinations count that were answered since the last time; how many answers."""
    found = [one for one in gold.answers(work.connection, uncounted=True) if one.way == RUN]
    counted = []
    for one in found:
        held = licences.of_person(work.connection, one.user_id).get(one.case_type)
        if one.wrong is not None and held is not None and held.licence.rung is Rung.CERTIFY:
            record(work, one.user_id, one.case_type, wrong=one.wrong)
        counted.append(one.case_number)
    gold.counted(work.connection, counted, work.now_ms)
    return len(counted)


def sweep(work: UnitOfWork) -> int:
    """Withdraw gold cases that nobody took up for days, and after some hours those that were sent upward, since no
    senior person sees them; how many."""
    key = blind_key(work.connection)
    before = work.now_ms - _ms(KEPT_OPEN), work.now_ms - _ms(ANSWERED_AFTER)
    found = gold.stale(work.connection, *before, MOST_STALE)
    done = 0
    for one in found:
        # At a moment of its own, like a colleague's.
        waited = place(key, f"answer:{one.number}", "") % _ms(ANSWERED_WITHIN)
        if one.raised_at is not None and one.raised_at + _ms(ANSWERED_AFTER) + waited > work.now_ms:
            continue
        stored = cases.load(work.connection, one.number, for_update=True)
        assert stored is not None
        rev = stored.record.rev + 1
        take_out(work, one.number, rev, one.escalation_id)
        work.touch(CASE, stored.record.case_id, rev, stored.vendor)
        work.audit(SERVER, "gold.withdrawn", "case", stored.record.case_id, rev=rev)
        done += 1
    return done


def _ms(span: timedelta) -> int:
    return span // timedelta(milliseconds=1)


class Waiting(msgspec.Struct, frozen=True):
    """Why no gold case of a type is mixed in, where that is so."""

    case_type: str
    reason: str


def obstacles(work: UnitOfWork, types: Sequence[str]) -> tuple[Waiting, ...]:
    """What keeps the stream of each of these types without gold cases."""
    if work.policy.gold_per_mille <= 0:
        return tuple(Waiting(one, "off") for one in types)
    open_ = set(open_types(work))
    return tuple(Waiting(one, "blind_share_too_low") for one in types if one not in open_)
