"""Gold sets and what comes of them: for the owner of a set, for those who lead, and for the person."""

from app.contract.catalogue import catalogue
from app.contract.gold import (
    GoldGiven,
    GoldItemOrder,
    GoldItemView,
    GoldObstacle,
    GoldOwner,
    GoldPeople,
    GoldPersonRow,
    GoldRun,
    GoldSetDetail,
    GoldSetOrder,
    GoldSets,
    GoldSetView,
    OwnGold,
)
from app.contract.problems import Code, ProblemItem
from app.domain.case import CaseState
from app.domain.gold import (
    ALARM_ERRORS,
    WINDOW,
    AlarmState,
    gold_alarm,
    standing,
    told_before,
)
from app.domain.ids import CASE_ID, case_number
from app.domain.pii_check import personal_data_faults
from app.domain.roles import Capability, can
from app.server.security.principal import Principal
from app.server.storage import cases, gold, people
from app.server.storage.unit_of_work import Storage, UnitOfWork, from_ms, to_ms
from app.server.usecases import gold_seeding
from app.server.usecases.refusal import Refused, require
from app.server.usecases.session import new_id

_RANK = {AlarmState.ALARM: 0, AlarmState.QUIET: 1, AlarmState.NOT_ENOUGH: 2}


def make_set(storage: Storage, who: Principal, told: GoldSetOrder) -> GoldSetView:
    """A set of one's own. Raises Refused (forbidden, name_taken)."""
    _require(who)
    with storage.write() as work:
        if gold.set_named(work.connection, told.name):
            raise Refused(Code.NAME_TAKEN, errors=(ProblemItem("/name", "name_taken"),))
        set_id = new_id(work.now_ms)
        gold.add_set(
            work.connection,
            set_id=set_id,
            name=told.name,
            owner_id=who.user_id,
            version=1,
            most_exposures=told.most_exposures,
            created_at=work.now_ms,
        )
        work.audit(who.user_id, "gold.set_made", "gold_set", set_id)
        return _set(work, who, set_id)


def sets(storage: Storage, who: Principal) -> GoldSets:
    """All sets. Raises Refused (forbidden)."""
    _require(who)
    with storage.read() as connection:
        found = tuple(_set_view(row, who) for row in gold.sets(connection))
        work = UnitOfWork(connection, storage.clock(), storage.policy)
        waits = gold_seeding.obstacles(work, list(catalogue().case_types))
    return GoldSets(
        storage.policy.gold_per_mille / 1000, found, tuple(GoldObstacle(one.case_type, one.reason) for one in waits)
    )


def detail(storage: Storage, who: Principal, set_id: str) -> GoldSetDetail:
    """A set with its items, for its owner alone. Raises Refused (forbidden, not_found)."""
    _require(who)
    with storage.read() as connection:
        row = next((one for one in gold.sets(connection) if one.set_id == set_id), None)
        if row is None:
            raise Refused(Code.NOT_FOUND)
        if row.owner_id != who.user_id:
            raise Refused(Code.FORBIDDEN, "a gold set is its owner's alone")
        found = gold.items(connection, set_id)
    return GoldSetDetail(
        _set_view(row, who),
        tuple(
            GoldItemView(
                one.item_id,
                cases.case_id(one.case_number),
                one.case_type,
                one.truth,
                one.reason,
                one.reason_language,
                standing(one.practice, one.retired_at is not None, one.exposures, row.most_exposures).value,
                one.exposures,
                one.since_version,
                from_ms(one.added_at),
            )
            for one in found
        ),
    )


def add_item(storage: Storage, who: Principal, set_id: str, told: GoldItemOrder) -> GoldSetView:
    """A decided case with its answer. Raises Refused (forbidden, not_found, invalid, not_gold)."""
    _require(who)
    if faults := personal_data_faults(told.reason, "/reason"):
        raise Refused(Code.INVALID, errors=tuple(ProblemItem(one.pointer, one.code) for one in faults))
    with storage.write() as work:
        version = _own(work, who, set_id) + 1
        number = case_number(told.case_id) if CASE_ID.match(told.case_id) else 0
        stored = cases.load(work.connection, number) if number else None
        if stored is None or stored.only_for is not None:
            raise Refused(Code.NOT_FOUND, errors=(ProblemItem("/case_id", "not_found"),))
        if stored.record.state is not CaseState.CLOSED:
            raise Refused(Code.NOT_GOLD, "decided cases alone")
        if stored.record.gone:
            raise Refused(Code.NOT_GOLD, "it is kept no longer")
        if gold.is_key_users(work.connection, number):
            raise Refused(Code.NOT_GOLD, "two people decide a Key User's case, so no single answer is right")
        if gold.item_of_case(work.connection, number):
            raise Refused(Code.NOT_GOLD, "it is one already")
        item_id = new_id(work.now_ms)
        gold.add_item(
            work.connection,
            item_id=item_id,
            set_id=set_id,
            case_number=number,
            case_type=stored.record.facts.case_type,
            truth=told.truth.value,
            reason=told.reason,
            reason_language=told.reason_language,
            practice=told.practice,
            since_version=version,
            added_by=who.user_id,
            added_at=work.now_ms,
        )
        gold.change_set(work.connection, set_id, version=version)
        work.audit(who.user_id, "gold.item_added", "gold_set", set_id, item=item_id, case=told.case_id, version=version)
        return _set(work, who, set_id)


def retire(storage: Storage, who: Principal, set_id: str, item_id: str) -> GoldSetView:
    """Give an item out no more. Raises Refused (forbidden, not_found)."""
    _require(who)
    with storage.write() as work:
        version = _own(work, who, set_id) + 1
        found = gold.item(work.connection, item_id)
        if found is None or found.set_id != set_id:
            raise Refused(Code.NOT_FOUND)
        if found.retired_at is None:
            gold.retire(work.connection, item_id, work.now_ms, version)
            gold.change_set(work.connection, set_id, version=version)
            work.audit(who.user_id, "gold.item_retired", "gold_set", set_id, item=item_id, version=version)
        return _set(work, who, set_id)


def hand_over(storage: Storage, who: Principal, set_id: str, told: GoldOwner) -> GoldSetView:
    """Another owner, who may have one. Raises Refused (forbidden, not_found)."""
    _require(who)
    with storage.write() as work:
        _own(work, who, set_id)
        heir = people.user_by_id(work.connection, told.user_id)
        if heir is None or heir.disabled or not _may_own(heir.roles):
            raise Refused(Code.NOT_FOUND, errors=(ProblemItem("/user_id", "not_found"),))
        gold.change_set(work.connection, set_id, owner_id=heir.user_id)
        work.audit(who.user_id, "gold.owner", "gold_set", set_id, to=heir.user_id)
        return _set(work, who, set_id)


def run(storage: Storage, who: Principal, told: GoldRun) -> GoldGiven:
    """Give one person an onboarding run. Raises Refused (forbidden, not_found, not_gold)."""
    _require(who)
    with storage.write() as work:
        person = people.user_by_id(work.connection, told.user_id)
        if person is None or told.case_type not in catalogue().case_types or not gold_seeding.may_be_given(person):
            raise Refused(Code.NOT_FOUND)
        if work.policy.blind_per_mille(told.case_type) <= 0:
            raise Refused(Code.NOT_GOLD, "blind-first is off for this type, so blind would tell")
        given = gold_seeding.give(work, person, told.case_type, told.count, gold_seeding.RUN)
        work.audit(who.user_id, "gold.run", "person", told.user_id, case_type=told.case_type, given=len(given))
    return GoldGiven(len(given))


def seed_now(storage: Storage, who: Principal) -> GoldGiven:
    """What the job does every minute, at once. Raises Refused (forbidden)."""
    _require(who)
    with storage.write() as work:
        given = gold_seeding.seed(work)
        gold_seeding.count(work)
        gold_seeding.sweep(work)
        work.audit(who.user_id, "gold.seeded", "gold_set", "all", given=given)
    return GoldGiven(given)


def everybody(storage: Storage, who: Principal) -> GoldPeople:
    """Who was given gold cases and how it went, told of nobody before 80. Raises Refused (forbidden)."""
    _require(who)
    with storage.read() as connection:
        wrong: dict[str, list[bool]] = {one: [] for one in gold.people_served(connection)}
        for one in gold.answers(connection):
            if one.wrong is not None:
                wrong[one.user_id].append(one.wrong)
        named = {one.user_id: one.name for one in people.working(connection, None)}
        waits = {one: gold.waiting(connection, one) for one in wrong}
    alarms = {one: gold_alarm(outcomes) for one, outcomes in wrong.items() if one in named}
    order = sorted(alarms, key=lambda one: (_RANK[alarms[one].state], named[one]))
    rows = tuple(
        GoldPersonRow(
            one,
            named[one],
            alarms[one].state.value,
            alarms[one].n,
            alarms[one].more,
            None if alarms[one].state is AlarmState.NOT_ENOUGH else alarms[one].errors,
            waits[one],
        )
        for one in order
    )
    return GoldPeople(WINDOW, ALARM_ERRORS, rows)


def own(storage: Storage, who: Principal) -> OwnGold:
    """Counts of what is long decided. Raises Refused (forbidden)."""
    require(who, Capability.REVIEW_SUBMIT)
    as_of = told_before(storage.clock())
    with storage.read() as connection:
        right, answered = gold.told(connection, who.user_id, to_ms(as_of))
    return OwnGold(as_of, answered, right) if answered else OwnGold(as_of, None, None)


def _require(who: Principal) -> None:
    require(who, Capability.GOLD_MANAGE)
    require(who, Capability.REVIEW_READ_ALL)


def _may_own(roles: object) -> bool:
    return all(can(roles, one) for one in (Capability.GOLD_MANAGE, Capability.REVIEW_READ_ALL))  # type: ignore[arg-type]


def _own(work: UnitOfWork, who: Principal, set_id: str) -> int:
    """The version of a set that this person owns, held until commit. Raises Refused (not_found, forbidden)."""
    row = gold.lock_set(work.connection, set_id)
    if row is None:
        raise Refused(Code.NOT_FOUND)
    if row.owner_id != who.user_id:
        raise Refused(Code.FORBIDDEN, "a gold set is its owner's alone")
    version: int = row.version
    return version


def _set(work: UnitOfWork, who: Principal, set_id: str) -> GoldSetView:
    return next(_set_view(row, who) for row in gold.sets(work.connection) if row.set_id == set_id)


def _set_view(row: object, who: Principal) -> GoldSetView:
    names = ("set_id", "name", "owner_id", "owner_name", "version", "most_exposures")
    told = {name: getattr(row, name) for name in names}
    return GoldSetView(mine=told["owner_id"] == who.user_id, created_at=from_ms(row.created_at), **told)  # type: ignore[attr-defined]


__all__ = ["add_item", "detail", "everybody", "hand_over", "make_set", "own", "retire", "run", "seed_now", "sets"]
