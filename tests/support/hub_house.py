"""A house whose agent decides by the Decision Hub, without a server between: people, a clock that is moved, and cases
whose truth is known."""

import itertools
import math
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import insert, select, update

from app.contract.hub import ExperimentOrder, Promotion, ProposalDecision, ProposalOrder, ProposalView
from app.domain.case import IntakeCase
from app.domain.decision import Verdict
from app.domain.experiment import Arm, Plan, arm_of
from app.domain.roles import Role
from app.server.security.principal import Principal
from app.server.storage import tables as t
from app.server.storage.unit_of_work import Storage, to_ms
from app.server.usecases import intake, ledger, proposals, threshold_rules
from app.server.usecases.people import add_user
from tests.support.factories import assessment, intake_case
from tests.support.server import opened, quick_to_check

KIND = "kyc_audit"
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
WHY = {"why": "The audits say so.", "why_language": "en"}
PASS = Verdict.PASS
_refs = itertools.count(1)


def word(confidence: float, verdict: Verdict, threshold: float, rule_version: str) -> Any:
    """The agent's word with this confidence."""
    score = confidence if verdict is Verdict.BLOCK else 1 - confidence
    return assessment(
        base_value=math.log(score / (1 - score)) - 2.2, verdict=verdict, threshold=threshold, rule_version=rule_version
    )


class HubHouse:
    """`ruth` and `lea` propose and approve, `ada` reads, the agent decides."""

    def __init__(self, storage: Storage) -> None:
        self.storage, self.now = storage, NOON
        storage.clock = lambda: self.now
        with quick_to_check():
            for name, role in (("ruth", "rules_owner"), ("lea", "team_lead"), ("ada", "auditor"), ("lin", "reviewer")):
                add_user(storage, name, Role(role), None, "a password that is long")
            add_user(storage, "roca", Role.AGENT_SERVICE, None, None)
        with storage.read() as connection:
            ids = {row.name: row.user_id for row in connection.execute(select(t.users.c.name, t.users.c.user_id))}
        self.ruth = Principal(ids["ruth"], "ruth", frozenset({Role.RULES_OWNER}))
        self.lea = Principal(ids["lea"], "lea", frozenset({Role.TEAM_LEAD}))
        self.ada = Principal(ids["ada"], "ada", frozenset({Role.AUDITOR}))
        self.lin = Principal(ids["lin"], "lin", frozenset({Role.REVIEWER}))
        self.agent = Principal(ids["roca"], "roca", frozenset({Role.AGENT_SERVICE}))

    def wait(self, **length: float) -> None:
        self.now += timedelta(**length)

    # What people do.

    def propose(self, threshold: float, *, kind: str = KIND, side: Verdict = PASS, **more: Any) -> ProposalView:
        return proposals.propose(self.storage, self.ruth, ProposalOrder(kind, side, threshold, **WHY, **more))

    def approve(self, proposal_id: str) -> ProposalView:
        return proposals.decide(self.storage, self.lea, proposal_id, ProposalDecision(True, **WHY))

    def promote(self, proposal_id: str) -> ProposalView:
        return proposals.promote(self.storage, self.lea, proposal_id, Promotion(**WHY))

    def start(self, proposal_id: str, plan: Plan) -> ProposalView:
        return proposals.start(self.storage, self.lea, proposal_id, ExperimentOrder(plan, **WHY))

    def look(self, proposal_id: str) -> ProposalView:
        return proposals.look(self.storage, self.ruth, proposal_id)

    def first(self, threshold: float, *, kind: str = KIND, side: Verdict = PASS) -> str:
        """The first threshold of a side; its name."""
        made = self.propose(threshold, kind=kind, side=side)
        self.approve(made.proposal_id)
        self.promote(made.proposal_id)
        return f"{kind}.{side.value}.1"

    # What the agent does.

    def decide_by_hub(self, told: Iterable[tuple[str, Verdict, float]], kind: str = KIND) -> tuple[set[str], set[str]]:
        """Cases (ref, verdict, confidence) by the thresholds that the hub tells now; which were decided alone, and for
        which of those the full case is wanted."""
        hub, _ = threshold_rules.tell(self.storage, self.agent)
        rules = {(one.case_type, one.side): one for one in hub.rules if one.effective_from <= self.now}
        tried = {(one.case_type, one.side): one for one in hub.experiments}
        alone: list[dict[str, Any]] = []
        people: list[IntakeCase] = []
        for ref, verdict, confidence in told:
            rule: Any = rules[kind, verdict]
            trial = tried.get((kind, verdict))
            if trial is not None and arm_of(trial.salt, ref, trial.new_per_mille) is Arm.NEW:
                rule = trial
            if confidence >= rule.threshold:
                alone.append(self.row(ref, verdict, confidence, rule.threshold, rule.rule_version, kind))
            else:
                spoken = word(confidence, verdict, rule.threshold, rule.rule_version)
                people.append(self.case(ref, spoken, kind))
        self.tell_ledger(alone)
        self.feed(people)
        wanted = self.wanted()
        return {row["external_ref"] for row in alone}, wanted

    def row(self, ref: str, verdict: Verdict, confidence: float, threshold: float, rule: str, kind: str) -> Any:
        score = confidence if verdict is Verdict.BLOCK else 1 - confidence
        return {
            "external_ref": ref, "case_type": kind, "verdict": verdict.value, "risk_score": score,
            "confidence": confidence, "threshold": threshold, "rule_version": rule, "decided_at": self.now.isoformat(),
        }  # fmt: skip

    def case(self, ref: str, spoken: Any, kind: str = KIND, **subject: Any) -> IntakeCase:
        about = {"account": f"u-{next(_refs):08d}", "account_age_days": 900, "country": "SG"} | subject
        when = {"opened_at": self.now, "routed_at": self.now}
        return intake_case(ref, case_type=kind, assessment=spoken, subject=about, links=(), evidence=(), **when)

    def tell_ledger(self, rows: list[Any]) -> None:
        for start in range(0, len(rows), 5_000):
            part = rows[start : start + 5_000]
            told = ledger.take_decisions(self.storage, self.agent, msgspec.json.encode(part), lines=False)
            assert told.rejected == 0, told.results[0]

    def feed(self, cases: list[Any]) -> list[str]:
        found = []
        for start in range(0, len(cases), 500):
            part = cases[start : start + 500]
            told = intake.take_cases(self.storage, self.agent, msgspec.json.encode(part), lines=False)
            assert told.rejected == 0, told.results[0]
            found += [one.case_id or "" for one in told.results]
        return found

    def wanted(self) -> set[str]:
        """Rows of the ledger whose full case is wanted and has not come."""
        a = t.audit_requests.c
        with self.storage.read() as connection:
            return set(connection.scalars(select(a.external_ref).where(a.answered_at.is_(None))))

    def answer(self, refs: Iterable[str], verdicts: dict[str, Verdict], kind: str = KIND) -> None:
        """The full cases come that were wanted."""
        told = sorted(refs)
        self.feed([self.case(ref, word(0.97, verdicts[ref], 0.85, "rules-7"), kind) for ref in told])

    def decided(self, truths: dict[str, str], *, blind: bool = True) -> None:
        """People decide these cases (ref → decision) as they should be decided."""
        c = t.cases.c
        now = to_ms(self.now)
        with self.storage.write() as work:
            wanted = list(truths)
            for start in range(0, len(wanted), 400):
                part = wanted[start : start + 400]
                query = select(c.case_number, c.external_ref, c.facts).where(c.external_ref.in_(part))
                for number, ref, facts in work.connection.execute(query).all():
                    said = msgspec.json.decode(facts, type=IntakeCase).assessment
                    review_id = f"review-{number}"
                    work.connection.execute(
                        insert(t.reviews).values(
                            review_id=review_id, case_number=number, command_id=f"command-{number}",
                            reviewer_id=self.lin.user_id, device_id="d", rev=1, standing="in_force", flags="[]",
                            decision=truths[ref], rationale="Looked at.", rationale_language="en", steps="[]",
                            active_ms=360_000, blind_first=blind, decided_at=now, created_wall=now, fence=1, base_rev=1,
                            ai_verdict=said.verdict.value, risk_score=said.risk_score, threshold=said.threshold,
                            model_version=said.model_version,
                        )
                    )  # fmt: skip
                    done = {"outcome_review_id": review_id, "state": "closed", "closed_at": now}
                    work.connection.execute(update(t.cases).where(c.case_number == number).values(done))


@contextmanager
def hub_house(database: Path) -> Iterator[HubHouse]:
    with opened(database) as storage:
        yield HubHouse(storage)
