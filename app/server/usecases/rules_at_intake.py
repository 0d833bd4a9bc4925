"""What intake does with the thresholds in force: it looks whether the right one was used, counts the case into a
running experiment, asks for the audits that experiment or slice drew, and keeps which slice a case belongs to. It
refuses nothing."""

from collections.abc import Sequence
from typing import Any

import msgspec

from app.domain.assessment import Assessment
from app.domain.boundary import SliceKey, slice_of
from app.domain.case import IntakeCase, IntakeDecision
from app.domain.decision import Disposition
from app.domain.experiment import Arm, Plan, arm_of, is_audited
from app.domain.threshold_rule import Expected, RuleFlag, RuleWord, flag_of
from app.server.storage import boundary, experiments, threshold_rules
from app.server.storage.boundary import Slice
from app.server.storage.experiments import RUNNING, Experiment
from app.server.storage.threshold_rules import Cited
from app.server.storage.unit_of_work import UnitOfWork, to_ms


class RulesAtIntake:
    """The rules as one batch finds them. Where the hub holds no threshold, experiments are not asked for."""

    def __init__(self, work: UnitOfWork) -> None:
        connection = work.connection
        self._work = work
        self._rules: dict[tuple[str, str], list[Cited]] = {}
        for rule in threshold_rules.cited(connection):
            self._rules.setdefault((rule.case_type, rule.side), []).append(rule)
        self._slices: list[Slice] = boundary.once_graduated(connection)
        found = experiments.every(connection) if self._rules else []
        self._experiments = [(one, msgspec.json.decode(one.plan, type=Plan)) for one in found]
        self._enlisted: list[dict[str, Any]] = []

    def flag(
        self, ref: str, case_type: str, word: Assessment | IntakeDecision, at_ms: int, *, alone: bool
    ) -> RuleFlag | None:
        """What is wrong with the rule that this word cites, by what was in force when it was said; None where nothing
        is, or the hub had no threshold for it."""
        side = word.verdict.value
        rule = self._at(case_type, side, at_ms)
        if rule is None:
            return None
        expected = self._expected(ref, RuleWord(rule.rule_version, rule.threshold), case_type, side, at_ms)
        return flag_of(RuleWord(word.rule_version, word.threshold), word.confidence, alone, expected)

    def _at(self, case_type: str, side: str, at_ms: int) -> Cited | None:
        for rule in self._rules.get((case_type, side), ()):
            if rule.effective_from <= at_ms and (rule.ended_at is None or at_ms < rule.ended_at):
                return rule
        return None

    def _expected(self, ref: str, old: RuleWord, case_type: str, side: str, at_ms: int) -> Expected:
        also = frozenset(
            one.rule_version
            for one in self._slices
            if one.case_type == case_type
            and one.graduated_at is not None
            and one.graduated_at <= at_ms
            and (one.ended_at is None or at_ms < one.ended_at)
        )
        for one, plan in self._experiments:
            if (one.case_type, one.side) != (case_type, side):
                continue
            if one.started_at <= at_ms and (one.ended_at is None or at_ms < one.ended_at):
                new = RuleWord(one.new_version, one.new_threshold)
                if arm_of(one.salt, ref, plan.new_per_mille) is Arm.NEW:
                    return Expected(new, old, also)
                return Expected(old, new, also)
        return Expected(old, None, also)

    def decided_alone(self, ref: str, told: IntakeDecision) -> tuple[RuleFlag | None, bool]:
        """The flag of a row of the ledger, and whether its full case is wanted for an experiment or a slice."""
        flag = self.flag(ref, told.case_type, told, to_ms(told.decided_at), alone=True)
        wanted = self._enlist(ref, told.case_type, told.verdict.value, flag, alone=True)
        for one in self._slices:
            if one.rule_version == told.rule_version and one.ended_at is None:
                wanted |= is_audited(one.salt, ref, one.audit_per_mille)
        return flag, wanted

    def to_people(self, case: IntakeCase, routed_ms: int, *, audit: bool, new: bool) -> RuleFlag | None:
        """The flag of a case for people; `audit`: it was in the ledger first, and is judged as it was there."""
        word = case.assessment
        alone = audit or word.disposition is not Disposition.TO_REVIEW
        if audit:
            return None
        flag = self.flag(case.external_ref, case.case_type, word, routed_ms, alone=alone)
        if new and not alone:
            self._enlist(case.external_ref, case.case_type, word.verdict.value, flag, alone=False)
        return flag

    def _enlist(self, ref: str, case_type: str, side: str, flag: RuleFlag | None, *, alone: bool) -> bool:
        """Count a case into the running experiment of its side; whether its truth has to be found out."""
        for one, plan in self._experiments:
            if one.state == RUNNING and (one.case_type, one.side) == (case_type, side):
                audited = is_audited(one.salt, ref, plan.audit_per_mille)
                self._enlisted.append(self._row(one, plan, ref, flag, alone=alone, audited=audited))
                return audited and alone
        return False

    def _row(
        self, one: Experiment, plan: Plan, ref: str, flag: RuleFlag | None, *, alone: bool, audited: bool
    ) -> dict[str, Any]:
        now = self._work.now_ms
        open_ = alone and audited
        return {
            "experiment_id": one.experiment_id,
            "external_ref": ref,
            "arm": arm_of(one.salt, ref, plan.new_per_mille).value,
            "alone": alone,
            "audited": audited,
            "flag": flag.value if flag is not None else None,
            "seen_at": now,
            # What went to a person the agent did not get wrong alone.
            "wrong": None if open_ or not audited else False,
            "known_at": None if open_ else now,
        }

    def keep(self) -> None:
        """Write down what was counted into experiments."""
        experiments.enlist(self._work.connection, self._enlisted)
        self._enlisted = []


def slice_row(number: int, case: IntakeCase, routed_ms: int, *, audit: bool) -> dict[str, Any]:
    """What is kept of a case for the board of slices and for replays."""
    key: SliceKey = slice_of(case.case_type, case.assessment, case.subject)
    return {
        "case_number": number,
        "case_type": key.case_type,
        "side": case.assessment.verdict.value,
        "confidence": case.assessment.confidence,
        "segment": key.segment,
        "clause": key.clause,
        "unsure": key.unsure,
        "audit": audit,
        "routed_at": routed_ms,
    }


def fill(work: UnitOfWork, limit: int) -> bool:
    """Keep it of cases from before as well; whether there may be more."""
    found = boundary.without(work.connection, limit)
    rows: Sequence[dict[str, Any]] = [
        slice_row(row.case_number, msgspec.json.decode(row.facts, type=IntakeCase), row.routed_at, audit=row.audit)
        for row in found
    ]
    boundary.put(work.connection, rows)
    return len(found) == limit
