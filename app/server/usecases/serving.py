"""Which cases a person is given now: by the way they work, the rules of the house, and what they skipped."""

import threading
import time
from datetime import timedelta

from sqlalchemy import ColumnElement, Connection, Engine, and_, or_, true

from app.contract.catalogue import catalogue
from app.contract.problems import Code
from app.contract.views import Viewer
from app.domain.assignment_rules import (
    HOUSE,
    AssignmentRule,
    CaseFacts,
    closed_rules,
    is_given,
    language_of_subject,
    loads,
)
from app.domain.case import CaseState
from app.domain.roles import Capability, can
from app.domain.work_mode import SERVED_HAND, SKIP_REST, WorkMode
from app.server.config import Policy
from app.server.storage import assignment_rules, licences, seat, skips
from app.server.storage import tables as t
from app.server.storage.assignment_rules import Kept
from app.server.storage.cases import StoredCase

KNOWN_S = 1.0
"""For so long a process goes by the rules that it read last."""
_MS = timedelta(milliseconds=1)
_known: dict[str, tuple[float, Kept]] = {}
_lock = threading.Lock()


class Serving:
    """One person at one moment of one transaction. `capped`: whether the next case can depend on the one before."""

    def __init__(self, connection: Connection, policy: Policy, viewer: Viewer, now_ms: int) -> None:
        self._connection, self._viewer, self._now_ms = connection, viewer, now_ms
        self.mode = policy.work_mode(viewer.roles)
        self._rules = rules(connection).assignment
        self._held: list[CaseFacts] = []
        self.closed: tuple[AssignmentRule, ...] = ()
        self.unlicensed = unlicensed(connection, policy, viewer.user_id)
        # Whoever assigns cases to others is bound by no rule of who is given them.
        self._bound = bool(self._rules.rules) and not can(viewer.roles, Capability.CASE_ASSIGN)
        self.capped = self._bound and any(rule.load_cap is not None for rule in self._rules.rules)
        if self._bound:
            self._held = assignment_rules.held(connection, viewer.user_id, now_ms)
            self._weigh()

    def took(self, stored: StoredCase) -> None:
        """The person holds this case from here on: a cap may be reached by it."""
        if self._bound:
            self._held.append(facts_of(stored, self._now_ms))
            self._weigh()

    def _weigh(self) -> None:
        load = loads(self._rules.rules, self._held)
        self.closed = closed_rules(self._rules, self._viewer.user_id, load)

    @property
    def served(self) -> bool:
        return self.mode is WorkMode.SERVED

    def given(self) -> ColumnElement[bool]:
        """The cases that a person may be given: all that fit, and whatever is assigned to them."""
        fits = and_(
            skips.rested(self._viewer.user_id, self.rested_since_ms),
            assignment_rules.given(self.closed, self._now_ms),
        )
        own = t.cases.c.only_for == self._viewer.user_id
        licensed = or_(t.cases.c.case_type.not_in(self.unlicensed), own) if self.unlicensed else true()
        return and_(licensed, or_(t.cases.c.assigned_to == self._viewer.user_id, fits))

    @property
    def rested_since_ms(self) -> int:
        """What was skipped since then is not given again."""
        return self._now_ms - SKIP_REST // _MS

    def refusal(self, stored: StoredCase, hand: int) -> Code | None:
        """Why this case cannot be taken by its name; None where it can. `hand`: the leases that the person holds
        already. Own cases, and those that wait for a senior decision, are taken by name as ever."""
        record, me = stored.record, self._viewer.user_id
        exempt = record.state is CaseState.ESCALATED or stored.only_for == me
        if record.facts.case_type in self.unlicensed and not exempt:
            return Code.NO_LICENCE
        if record.work.assigned_to == me or record.state is CaseState.ESCALATED:
            return None
        held = record.claim
        if held is not None and held.owner_id == me and held.expires_at.timestamp() * 1000 > self._now_ms:
            return None
        if self.served:
            return None if hand < SERVED_HAND and stored.number == self._head() else Code.SERVED_ONLY
        return None if is_given(self.closed, facts_of(stored, self._now_ms)) else Code.OUTSIDE_RULES

    def _head(self) -> int | None:
        """The next case of this person."""
        return next(iter(self.line(1)), None)

    def line(self, limit: int) -> list[int]:
        """The next cases of this person, in the served order."""
        return seat.given_line(self._connection, self._viewer, self._now_ms, limit, self.given())


def unlicensed(connection: Connection, policy: Policy, user_id: str) -> tuple[str, ...]:
    """The case types of which this person is given no case; none where the house asks for no licences."""
    if not policy.licences:
        return ()
    return tuple(sorted(set(catalogue().case_types) - licences.licensed_types(connection, user_id)))


def facts_of(stored: StoredCase, now_ms: int) -> CaseFacts:
    """What the rules look at in a case."""
    facts = stored.record.facts
    return CaseFacts(
        facts.case_type,
        language_of_subject(facts.subject.get("language")),
        facts.vendor or HOUSE,
        stored.effective_due_at.timestamp() * 1000 <= now_ms,
    )


def rules(connection: Connection) -> Kept:
    """The rules in force, as this process read them within the last second."""
    name = str(connection.engine.url)
    with _lock:
        until, kept = _known.get(name, (0.0, Kept()))
    if time.monotonic() < until:
        return kept
    kept = assignment_rules.in_force(connection)
    with _lock:
        _known[name] = time.monotonic() + KNOWN_S, kept
    return kept


def forget_rules(engine: Engine) -> None:
    """They have just been changed here."""
    with _lock:
        _known.pop(str(engine.url), None)
