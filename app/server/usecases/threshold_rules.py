"""Thresholds in force: told to the agent, shown to whoever answers for them, set, rolled back, acknowledged."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection

from app.contract.hub import (
    Acknowledged,
    Acknowledgement,
    ExperimentTold,
    HubView,
    Mismatch,
    Rollback,
    RuleView,
    SideView,
    SliceTold,
    Thresholds,
    ThresholdTold,
)
from app.contract.problems import Code, ProblemItem
from app.contract.webhooks import ThresholdChanged
from app.domain.decision import Verdict
from app.domain.experiment import Plan
from app.domain.pii_check import personal_data_faults
from app.domain.proposal import ProposalKind, ProposalState
from app.domain.roles import Capability
from app.domain.text import unwelcome_characters
from app.domain.threshold_rule import rule_name
from app.domain.webhook import EventType
from app.server.security.principal import Principal
from app.server.storage import boundary, experiments, proposals, threshold_rules
from app.server.storage.intake import one_batch_at_a_time
from app.server.storage.threshold_rules import Rule
from app.server.storage.unit_of_work import Storage, UnitOfWork, from_ms, to_ms
from app.server.usecases import proposal_news
from app.server.usecases.outgoing import announce
from app.server.usecases.refusal import Refused, require
from app.server.usecases.session import new_id

COUNTED = timedelta(days=30)
FARTHEST = timedelta(days=90)
"""How far ahead a threshold may be set."""

Follower = Callable[[UnitOfWork, str, str, str, str], None]
FOLLOWERS: list[Follower] = [proposal_news.follow]
"""Whoever has to know what became of a proposal that answers a finding: called in the transaction of the change with
(work, feedback_id, proposal_id, state, user_id), the state `promoted` or `rolled_back`."""


def tell(storage: Storage, who: Principal) -> tuple[Thresholds, str]:
    """What the agent decides by, and a name of this very content (an entity tag). Raises Refused (forbidden)."""
    require(who, Capability.HUB_THRESHOLDS)
    with storage.read() as connection:
        told = thresholds(connection, to_ms(storage.clock()))
    return told, f'"{hashlib.sha256(msgspec.json.encode(told)).hexdigest()[:32]}"'


def thresholds(connection: Connection, now_ms: int) -> Thresholds:
    """All that is in force or will be."""
    rules = sorted(threshold_rules.to_come(connection, now_ms), key=lambda one: one.effective_from)
    running = experiments.running(connection) if rules else []
    return Thresholds(
        tuple(
            ThresholdTold(
                one.case_type,
                Verdict(one.side),
                one.threshold,
                one.rule_version,
                from_ms(one.effective_from),
                None if one.ended_at is None else from_ms(one.ended_at),
            )
            for one in rules
        ),
        tuple(
            ExperimentTold(
                one.experiment_id,
                one.case_type,
                Verdict(one.side),
                one.salt,
                msgspec.json.decode(one.plan, type=Plan).new_per_mille,
                one.new_threshold,
                one.new_version,
            )
            for one in running
        ),
        tuple(
            SliceTold(one.slice_id, one.case_type, one.segment, one.clause, one.unsure, one.rule_version)
            for one in boundary.graduated(connection)
        ),
    )


def board(storage: Storage, who: Principal) -> HubView:
    """Every side with its versions. Raises Refused (forbidden)."""
    require(who, Capability.HUB_READ)
    now = storage.clock()
    since = now - COUNTED
    with storage.read() as connection:
        every = threshold_rules.rules(connection)
        open_ = proposals.under_way(connection, ProposalKind.THRESHOLD.value)
        wrong = threshold_rules.mismatches(connection, to_ms(since))
    keys = dict.fromkeys([(one.case_type, one.side) for one in every] + list(open_))
    sides = [
        _side(key, [one for one in every if (one.case_type, one.side) == key], open_.get(key), now) for key in keys
    ]
    return HubView(
        tuple(sorted(sides, key=lambda one: (one.case_type, one.side))),
        tuple(Mismatch(*one) for one in wrong),
        since,
        who.can(Capability.HUB_PROPOSE),
        who.can(Capability.HUB_APPROVE),
    )


def _side(key: tuple[str, str], versions: list[Rule], proposal_id: str | None, now: datetime) -> SideView:
    at = to_ms(now)
    holds = next((one for one in versions if one.holds_at(at)), None)
    coming = [one for one in versions if one.effective_from > at and one.ended_at != one.effective_from]
    return SideView(
        *key,
        rule_view(holds) if holds is not None else None,
        rule_view(min(coming, key=lambda one: one.effective_from)) if coming else None,
        tuple(map(rule_view, versions)),
        proposal_id,
    )


def rule_view(one: Rule) -> RuleView:
    return RuleView(
        one.case_type,
        one.side,
        one.version,
        one.rule_version,
        one.threshold,
        from_ms(one.effective_from),
        None if one.ended_at is None else from_ms(one.ended_at),
        one.set_by_name,
        from_ms(one.set_at),
        one.why,
        one.why_language,
        one.proposal_id,
        one.rolled_back,
        None if one.acknowledged_at is None else from_ms(one.acknowledged_at),
        one.acknowledged,
    )


def set_rule(
    work: UnitOfWork,
    who: Principal,
    key: tuple[str, str],
    threshold: float,
    said: tuple[str, str],
    *,
    proposal_id: str | None,
    effective_from: datetime | None = None,
    rolled_back: str | None = None,
) -> str:
    """A new version of one side, in force at once or from a moment to come; its name. Raises Refused (invalid) for a
    moment that has passed or lies too far ahead."""
    case_type, side = key
    since = effective_from or work.now
    if not work.now <= since <= work.now + FARTHEST:
        raise Refused(Code.INVALID, errors=(ProblemItem("/effective_from", "time", "from now on, 90 days at most"),))
    before = threshold_rules.of_side(work.connection, case_type, side)
    version = before[0].version + 1 if before else 1
    name = rule_name(case_type, Verdict(side), version)
    threshold_rules.add(
        work.connection,
        case_type,
        side,
        to_ms(since),
        rule_version=name,
        version=version,
        threshold=threshold,
        set_by=who.user_id,
        set_at=work.now_ms,
        why=said[0],
        why_language=said[1],
        proposal_id=proposal_id,
        rolled_back=rolled_back,
    )
    work.audit(
        who.user_id, "hub.threshold_set", "threshold_rule", name, threshold=f"{threshold:.6g}", rolled_back=rolled_back
    )
    replaces = before[0].rule_version if before else None
    changed = ThresholdChanged(case_type, side, name, threshold, since, replaces, rolled_back)
    announce(work, EventType.THRESHOLD_CHANGED, changed)
    return name


def rollback(storage: Storage, who: Principal, case_type: str, side: Verdict, told: Rollback) -> SideView:
    """The threshold of before is in force again at once, as a version of its own. Raises Refused (forbidden, not_found,
    rules_changed, nothing_before, experiment_runs, invalid)."""
    require(who, Capability.HUB_APPROVE)
    check_words(told.why)
    key = (case_type, side.value)
    with storage.write() as work:
        one_batch_at_a_time(work.connection)
        versions = threshold_rules.of_side(work.connection, *key)
        if not versions:
            raise Refused(Code.NOT_FOUND)
        left = versions[0]
        if left.rule_version != told.rule_version:
            raise Refused(Code.RULES_CHANGED)
        if any((one.case_type, one.side) == key for one in experiments.running(work.connection)):
            raise Refused(Code.EXPERIMENT_RUNS)
        # Back from a rollback leads to where that one came from, and not to what it had left.
        before = next((one for one in versions[1:] if one.threshold != left.threshold), None)
        if before is None:
            raise Refused(Code.NOTHING_BEFORE)
        said = (told.why, told.why_language)
        set_rule(work, who, key, before.threshold, said, proposal_id=None, rolled_back=left.rule_version)
        if left.proposal_id is not None:
            take_step(work, left.proposal_id, ProposalState.ROLLED_BACK, who.user_id, said)
        versions = threshold_rules.of_side(work.connection, *key)
        return _side(
            key, versions, proposals.under_way(work.connection, ProposalKind.THRESHOLD.value).get(key), work.now
        )


def take_step(
    work: UnitOfWork, proposal_id: str, state: ProposalState, by: str | None, said: tuple[str, str] = ("", "en")
) -> None:
    """A proposal goes on: written down, audited, and told to whoever follows the finding that it answers."""
    proposals.change(work.connection, proposal_id, state=state.value)
    proposals.add_step(
        work.connection,
        step_id=new_id(work.now_ms),
        proposal_id=proposal_id,
        at=work.now_ms,
        by=by,
        state=state.value,
        why=said[0],
        why_language=said[1],
    )
    work.audit(by or SERVER, "hub.proposal", "proposal", proposal_id, state=state.value)
    found = proposals.find(work.connection, proposal_id)
    if found is not None and found.feedback_id is not None and state in _TOLD:
        for follower in FOLLOWERS:
            follower(work, found.feedback_id, proposal_id, state.value, by or SERVER)


SERVER = "server"
_TOLD = (ProposalState.PROMOTED, ProposalState.ROLLED_BACK)


def acknowledge(storage: Storage, who: Principal, told: Acknowledgement) -> Acknowledged:
    """The hub outside has taken a threshold over. Raises Refused (forbidden, not_found, invalid)."""
    require(who, Capability.HUB_THRESHOLDS)
    require(who, Capability.INTAKE_WRITE)
    with storage.write() as work:
        keep_acknowledgement(work, who.user_id, told)
    return Acknowledged(told.rule_version, told.at)


def keep_acknowledgement(work: UnitOfWork, by: str, told: Acknowledgement) -> None:
    """Raises Refused (not_found, invalid)."""
    if unwelcome_characters(told.result):
        raise Refused(Code.INVALID, errors=(ProblemItem("/result", "text"),))
    if not datetime(2000, 1, 1, tzinfo=told.at.tzinfo) <= told.at <= work.now + timedelta(days=1):
        raise Refused(Code.INVALID, errors=(ProblemItem("/at", "time"),))
    values = {"acknowledged_at": to_ms(told.at), "acknowledged": told.result}
    if not threshold_rules.mark(work.connection, told.rule_version, **values):
        raise Refused(Code.NOT_FOUND)
    work.audit(by, "hub.acknowledged", "threshold_rule", told.rule_version)


def check_words(why: str, pointer: str = "/why") -> None:
    """Raises Refused (invalid) for words that hold a person's data or what no text holds."""
    if unwelcome_characters(why):
        raise Refused(Code.INVALID, errors=(ProblemItem(pointer, "text"),))
    if faults := personal_data_faults(why, pointer):
        raise Refused(Code.INVALID, errors=tuple(ProblemItem(one.pointer, one.code) for one in faults))
