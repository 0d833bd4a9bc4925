"""Cases from the agent: new ones, the same again, and new revisions of known ones."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from app.contract.catalogue import catalogue
from app.contract.changes import CASE
from app.contract.intake import IntakeAnswer, IntakeResult, Taken
from app.contract.limits import CASE_BYTES, INTAKE_CASES
from app.contract.problems import Code
from app.domain.assessment import Assessment
from app.domain.assignment_rules import language_of_subject
from app.domain.case import CaseState, IntakeCase
from app.domain.priority import is_key_user
from app.domain.quoted import covered_case
from app.domain.roles import Capability
from app.domain.sla import due_at
from app.server.security.principal import Principal
from app.server.storage import audits, boundary, intake, state, ties, work
from app.server.storage.cases import case_id
from app.server.storage.intake import KnownCase
from app.server.storage.unit_of_work import Storage, UnitOfWork, from_ms, to_ms
from app.server.usecases import batch
from app.server.usecases.batch import BadItem
from app.server.usecases.gold_refs import make_way
from app.server.usecases.refusal import require
from app.server.usecases.rules_at_intake import RulesAtIntake, slice_row
from app.server.usecases.session import new_id

EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
LONGEST_VERSION, LONGEST_VENDOR = 120, 80
ALWAYS = 1000  # of a thousand


class _Item(msgspec.Struct, frozen=True):
    index: int
    case: IntakeCase
    kept: bytes
    content_hash: str


def take_cases(storage: Storage, who: Principal, body: bytes, *, lines: bool) -> IntakeAnswer:
    """Take a batch; everything that it brings is stored in one transaction, or nothing is."""
    require(who, Capability.INTAKE_WRITE)
    raws = batch.split(body, lines=lines, most=INTAKE_CASES)
    results: list[IntakeResult | None] = [None] * len(raws)
    items: list[_Item] = []
    for index, raw in enumerate(raws):
        try:
            items.append(_read(index, raw))
        except BadItem as error:
            results[index] = batch.rejected(index, error, raw)
    if items:
        with storage.write() as work:
            _Batch(work, who, items, results).run()
    return batch.answer(results)


def _read(index: int, raw: bytes) -> _Item:
    case = batch.read(raw, IntakeCase, CASE_BYTES)
    if case.case_type not in catalogue().case_types:
        raise BadItem(Code.UNKNOWN_CASE_TYPE, "/case_type")
    check_moment(case.opened_at, "/opened_at")
    if case.routed_at is not None:
        check_moment(case.routed_at, "/routed_at")
    if case.vendor is not None and not 0 < len(case.vendor) <= LONGEST_VENDOR:
        raise BadItem(Code.INVALID, "/vendor", "length", f"1 to {LONGEST_VENDOR} characters")
    check_assessment(case.assessment)
    # Before anything is compared or kept, so that the same case again is the same.
    case = covered_case(case, catalogue().case_types[case.case_type])
    return _Item(index, case, *batch.content(case))


def check_moment(moment: datetime, pointer: str) -> None:
    """Raise BadItem for a time that no clock would show."""
    if moment.tzinfo is None or not EARLIEST <= moment < LATEST:
        raise BadItem(Code.INVALID, pointer, "time", "a time with an offset, between 2000 and 2200")


def check_assessment(assessment: Assessment, pointer: str = "/assessment") -> None:
    """Raise BadItem for names that are too long to keep."""
    for name in ("model_version", "rule_version"):
        if not 0 < len(getattr(assessment, name)) <= LONGEST_VERSION:
            raise BadItem(Code.INVALID, f"{pointer}/{name}", "length", f"1 to {LONGEST_VERSION} characters")


class _Batch:
    """One batch in its transaction."""

    def __init__(
        self, work: UnitOfWork, who: Principal, items: list[_Item], results: list[IntakeResult | None]
    ) -> None:
        self._work, self._who, self._items, self._results = work, who, items, results
        self._new: dict[str, dict[str, Any]] = {}
        self._tied: dict[str, ties.Tied] = {}
        self._keyed = ties.Keyed.of(work.connection)
        self._revised = 0
        self._audited = frozenset[str]()
        self._rules = RulesAtIntake(work)
        self._slices: dict[int, dict[str, Any]] = {}

    def run(self) -> None:
        connection = self._work.connection
        intake.one_batch_at_a_time(connection)
        make_way(self._work, [item.case.external_ref for item in self._items])
        known = intake.known_cases(connection, [item.case.external_ref for item in self._items])
        fresh = {item.case.external_ref for item in self._items} - known.keys()
        number = state.take_case_numbers(connection, len(fresh)) if fresh else 0
        self._audited = frozenset(audits.asked_for(connection, fresh, waiting=True))
        for item in self._items:
            ref = item.case.external_ref
            try:
                if ref in known:
                    result = self._again(item, known[ref])
                elif ref in self._new:
                    result = self._again_in_this_batch(item, self._new[ref])
                else:
                    self._new[ref] = self._row(item, number)
                    number += 1
                    result = self._result(item, Taken.ACCEPTED, self._new[ref]["case_number"], 1)
            except BadItem as error:
                result = batch.rejected(item.index, error, ref=ref)
            self._results[item.index] = result
        intake.add_cases(connection, list(self._new.values()))
        ties.add(connection, self._tied.values())
        new = {row["case_number"] for row in self._new.values()}
        boundary.add_slices(connection, [row for number, row in self._slices.items() if number in new])
        boundary.put(connection, [row for number, row in self._slices.items() if number not in new])
        self._rules.keep()
        audits.answered(connection, self._audited, self._work.now_ms)
        for row in self._new.values():
            self._work.touch(CASE, case_id(row["case_number"]), row["rev"], row["vendor"])
        if self._new or self._revised:
            self._work.audit(
                self._who.user_id,
                "intake.cases",
                "batch",
                new_id(self._work.now_ms),
                accepted=len(self._new),
                revised=self._revised,
            )

    def _row(self, item: _Item, number: int) -> dict[str, Any]:
        case = item.case
        self._tied[case.external_ref] = ties.rows_of(self._keyed, number, case)
        blind = self._blind_per_mille(case)
        row = row_of(self._keyed, case, number, item.kept, item.content_hash, self._work.now, blind)
        audit = case.external_ref in self._audited
        flag = self._rules.to_people(case, row["routed_at"], audit=audit, new=True)
        self._slices[number] = slice_row(number, case, row["routed_at"], audit=audit)
        return row | {"rule_flag": flag}

    def _blind_per_mille(self, case: IntakeCase) -> int:
        """A case that comes for an audit is shown to nobody with the agent's word before they have decided."""
        return ALWAYS if case.external_ref in self._audited else self._work.policy.blind_per_mille(case.case_type)

    def _again_in_this_batch(self, item: _Item, row: dict[str, Any]) -> IntakeResult:
        if row["content_hash"] == item.content_hash:
            return self._result(item, Taken.DUPLICATE, row["case_number"], row["rev"])
        rev = row["rev"] + 1
        row.update(self._row(item, row["case_number"]), rev=rev, material_rev=rev)
        return self._result(item, Taken.ACCEPTED, row["case_number"], rev)

    def _again(self, item: _Item, known: KnownCase) -> IntakeResult:
        if known.content_hash == item.content_hash:
            return self._result(item, Taken.DUPLICATE, known.case_number, known.rev)
        refuse_finished(known)
        case, rev = item.case, known.rev + 1
        # A case keeps its clock, unless the agent itself moves the start of it.
        routed = case.routed_at or from_ms(known.routed_at)
        clock = resumed(known, to_ms(_due(case, routed)), self._work.now_ms)
        intake.change_case(
            self._work.connection,
            known.case_number,
            content_hash=item.content_hash,
            case_type=case.case_type,
            language=language_of_subject(case.subject.get("language")) or None,
            vendor=case.vendor,
            **self._priority(known, case),
            rev=rev,
            material_rev=rev,
            opened_at=to_ms(case.opened_at),
            routed_at=to_ms(routed),
            **_back_in_time(known, case, clock),
            **clock,
            # Whoever it was given to may not see it any more.
            **({"assigned_to": None} if case.vendor != known.vendor else {}),
            facts=item.kept,
            rule_flag=self._rules.to_people(case, to_ms(routed), audit=False, new=False),
            **ties.columns(self._keyed, case, rev),
        )
        self._slices[known.case_number] = slice_row(known.case_number, case, to_ms(routed), audit=False)
        ties.replace(self._work.connection, known.case_number, ties.rows_of(self._keyed, known.case_number, case))
        self._revised += 1
        # Told under the vendor of before: its people lose sight of a case that leaves them.
        self._work.touch(CASE, case_id(known.case_number), rev, known.vendor)
        self._work.audit(self._who.user_id, "intake.case_revised", "case", case_id(known.case_number), rev=rev)
        known.rev, known.content_hash, known.vendor = rev, item.content_hash, case.vendor
        return self._result(item, Taken.ACCEPTED, known.case_number, rev)

    def _priority(self, known: KnownCase, case: IntakeCase) -> dict[str, int | None]:
        """A person's word on the priority stands until a person changes it, unless the agent finds a Key User where it
        saw none before: that nobody had a word on."""
        if known.priority_by is None:
            return {"priority": case.priority}
        before = intake.facts_of(self._work.connection, known.case_number).priority
        if is_key_user(case.priority) and not is_key_user(before):
            return {"priority": case.priority, "priority_by": None, "lowered_by": None}
        return {}

    def _result(self, item: _Item, taken: Taken, number: int, rev: int) -> IntakeResult:
        return IntakeResult(item.index, taken, item.case.external_ref, case_id(number), rev)


def row_of(
    keyed: ties.Keyed,
    case: IntakeCase,
    number: int,
    kept: bytes,
    content_hash: str,
    now: datetime,
    blind_per_mille: int,
) -> dict[str, Any]:
    """The row of a case that is new."""
    routed = case.routed_at or now
    due = to_ms(_due(case, routed))
    return {
        "case_number": number,
        "external_ref": case.external_ref,
        "content_hash": content_hash,
        "case_type": case.case_type,
        "language": language_of_subject(case.subject.get("language")) or None,
        "vendor": case.vendor,
        "priority": case.priority,
        "state": CaseState.OPEN.value,
        "rev": 1,
        "material_rev": 1,
        "opened_at": to_ms(case.opened_at),
        "routed_at": to_ms(routed),
        "received_at": to_ms(now),
        "due_at": due,
        "paused_ms": 0,
        "effective_due_at": due,
        "back_from_snooze": False,
        "fence": 0,
        "blind_per_mille": blind_per_mille,
        "facts": kept,
        **ties.columns(keyed, case, 1),
    }


def resumed(known: KnownCase, due_ms: int, now_ms: int) -> dict[str, Any]:
    """The clock of a case that new evidence has arrived for: a wait ends with it, what was waited is given back."""
    ended = work.resumed(msgspec.structs.replace(known, due_at=due_ms), now_ms)
    if not ended:
        return {"due_at": due_ms, "effective_due_at": due_ms + known.paused_ms}
    known.waiting_since, known.paused_ms = None, ended["paused_ms"]
    return {"due_at": due_ms, **ended}


def _back_in_time(known: KnownCase, case: IntakeCase, clock: dict[str, Any]) -> dict[str, Any]:
    """A snooze ends at the deadline of a case that the agent calls a Key User's: none of them is put off past it."""
    due: int = clock["effective_due_at"]
    late = known.snoozed_until is not None and is_key_user(case.priority) and known.snoozed_until > due
    return {"snoozed_until": due} if late else {}


def refuse_finished(known: KnownCase) -> None:
    """The facts of a submitted review never change: raise BadItem for a case that is closed or withdrawn."""
    if known.state is CaseState.CLOSED:
        raise BadItem(Code.CASE_CLOSED, "/external_ref")
    if known.state is CaseState.WITHDRAWN:
        raise BadItem(Code.CASE_WITHDRAWN, "/external_ref")


def _due(case: IntakeCase, routed: datetime) -> datetime:
    return due_at(routed, timedelta(minutes=catalogue().case_types[case.case_type].sla_minutes))
