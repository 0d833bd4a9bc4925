"""Who may do what where a house has changed nothing, one test for each capability and role; and what no house can
change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.role_rules import (
    ALONE,
    AT_FIRST,
    FIXED,
    GRANTABLE,
    Matrix,
    RoleChange,
    change_fault,
    matrix,
    roles_fault,
)
from app.domain.roles import MATRIX, Capability, Held, Role, can, capabilities

REVIEWER, SENIOR, LEAD, BPO, SOP, RULES, AUDITOR, ADMIN, AGENT = Role
_DECIDE = {REVIEWER, SENIOR, LEAD, BPO}
_HOUSE = {REVIEWER, SENIOR, LEAD}
_UPWARD = {SENIOR, LEAD}
# Written down by hand: a capability that is new, or goes to another role, has to be told here as well.
EXPECTED: dict[str, set[Role]] = {
    "case.read": _DECIDE | {SOP, RULES, AUDITOR},
    "case.claim": _DECIDE,
    "pii.reveal": _HOUSE,
    "document.read": _DECIDE | {AUDITOR},
    "review.submit": _DECIDE,
    "escalation.pattern": _HOUSE,
    "escalation.resolve": _UPWARD,
    "review.read_all": {LEAD, SOP, RULES, AUDITOR},
    "export.labels": {LEAD, RULES, AUDITOR, AGENT},
    "export.reviews": {LEAD, AUDITOR},
    "export.audit": {AUDITOR, ADMIN},
    "export.training": {LEAD, RULES, AGENT},
    "intake.write": {AGENT},
    "case.note": _DECIDE,
    "case.snooze": _DECIDE,
    "case.wait": _DECIDE,
    "case.tag": _DECIDE,
    "case.missing": _DECIDE,
    "case.hand_over": _HOUSE,
    "case.assign": _UPWARD,
    "case.prioritise": _UPWARD,
    "key_user.set": {LEAD},
    "case.bulk": _UPWARD,
    "queue.rules": {LEAD},
    "case.take_along": {LEAD},
    "people.read": _HOUSE,
    "stats.missing": {LEAD, RULES, AUDITOR},
    "stats.blind_first": {LEAD, RULES, AUDITOR},
    "stats.reveals": {LEAD, AUDITOR},
    "stats.checks": {LEAD, AUDITOR},
    "licence.read": {LEAD, AUDITOR, ADMIN},
    "licence.manage": {LEAD, ADMIN},
    "gold.manage": {LEAD},
    "device.read": {LEAD, AUDITOR, ADMIN},
    "device.manage": {LEAD, ADMIN},
    "directive.send": {LEAD, ADMIN},
    "ledger.audit": {LEAD},
    "webhook.manage": {ADMIN},
    "role.read": {AUDITOR, ADMIN},
    "role.manage": {ADMIN},
    "service.manage": {ADMIN},
    "person.manage": {ADMIN},
    "scorecard.own": _DECIDE,
    "scorecard.read": {LEAD, AUDITOR},
    "judgement.dispute": _DECIDE,
    "dispute.resolve": {LEAD},
    "agreement.read": {LEAD, AUDITOR},
    "stats.recall": {LEAD, RULES, AUDITOR},
    "shift.read": _UPWARD,
    "qa.sample": {LEAD},
    "qa.score": _UPWARD,
    "qa.adjudicate": {LEAD},
    "hub.thresholds": {LEAD, RULES, AUDITOR, AGENT},
    "hub.read": {LEAD, RULES, AUDITOR},
    "hub.propose": {LEAD, RULES},
    "hub.approve": {LEAD, RULES},
    "feedback.raise": _DECIDE,
    "feedback.read": {SENIOR, LEAD, SOP, RULES, AUDITOR},
    "feedback.manage": {LEAD, SOP, RULES},
    "training.manage": {LEAD, RULES},
    "sop.read": {REVIEWER, SENIOR, LEAD, SOP, RULES, AUDITOR},
    "sop.write": {LEAD, SOP},
    "sop.approve": {LEAD},
    "calibration.read": {LEAD, RULES, AUDITOR},
    "calibration.attend": _HOUSE | {SOP, RULES},
    "calibration.chair": {LEAD, RULES},
    "threshold.challenge": _DECIDE,
}
CELLS = [(capability, role) for capability in Capability for role in Role]
cells = st.builds(RoleChange, st.sampled_from(Role), st.sampled_from(Capability), st.booleans())


@pytest.mark.parametrize(("capability", "role"), CELLS, ids=lambda one: one.value)
def test_a_role_allows_what_is_written_down_for_it(capability: Capability, role: Role) -> None:
    assert can([role], capability) == (role in EXPECTED[capability.value])


def test_every_capability_is_written_down() -> None:
    assert set(EXPECTED) == {capability.value for capability in Capability}
    assert set(MATRIX) == set(GRANTABLE) == set(Role)


@pytest.mark.parametrize("role", list(Role), ids=lambda one: one.value)
def test_a_house_begins_with_nothing_that_its_own_rules_forbid(role: Role) -> None:
    assert MATRIX[role] <= GRANTABLE[role]
    assert FIXED.get(role, frozenset()) <= MATRIX[role]


# What four eyes, Key Users, contact centres, the audit and the admins themselves stand on.
NEVER = {
    REVIEWER: "licence.manage gold.manage hub.thresholds hub.read hub.propose hub.approve"
    " review.read_all escalation.resolve key_user.set case.bulk intake.write role.manage service.manage"
    " scorecard.read dispute.resolve agreement.read shift.read person.manage qa.sample qa.adjudicate"
    " feedback.read feedback.manage training.manage sop.write sop.approve",
    SENIOR: "sop.approve licence.manage gold.manage hub.propose hub.approve"
    " key_user.set intake.write role.manage service.manage person.manage webhook.manage",
    LEAD: "intake.write role.manage service.manage webhook.manage",
    BPO: "hub.thresholds hub.read hub.propose hub.approve"
    " pii.reveal escalation.resolve escalation.pattern review.read_all export.labels export.reviews export.audit"
    " scorecard.read dispute.resolve agreement.read stats.recall shift.read"
    " export.training people.read case.hand_over case.assign case.prioritise case.bulk case.take_along key_user.set"
    " stats.missing stats.blind_first stats.reveals device.read device.manage directive.send role.read role.manage"
    " stats.checks licence.read licence.manage gold.manage qa.sample qa.score qa.adjudicate"
    " feedback.read feedback.manage training.manage sop.read sop.write sop.approve",
    SOP: "sop.approve case.claim review.submit escalation.resolve pii.reveal intake.write role.manage",
    RULES: "case.claim review.submit escalation.resolve pii.reveal intake.write role.manage",
    AUDITOR: "sop.write sop.approve hub.propose hub.approve"
    " case.claim review.submit case.note case.assign pii.reveal device.manage intake.write role.manage",
    ADMIN: "case.claim review.submit escalation.resolve key_user.set pii.reveal case.assign intake.write",
    AGENT: "case.read case.claim review.submit pii.reveal export.reviews export.audit role.manage people.read",
}


@pytest.mark.parametrize("role", list(Role), ids=lambda one: one.value)
def test_no_house_can_grant_what_its_safeguards_stand_on(role: Role) -> None:
    for name in NEVER[role].split():
        change = RoleChange(role, Capability(name), True)
        fault = change_fault(change)
        assert fault is not None, name
        assert fault.code == "never_granted"
        assert not can(matrix([change]).held([role]), change.capability)


@given(st.lists(cells, max_size=60))
def test_no_changes_at_all_lock_the_admins_out_or_grant_what_is_never_granted(changes: list[RoleChange]) -> None:
    now = matrix(changes, 7)
    assert can(now.held([ADMIN]), Capability.ROLE_MANAGE)
    assert now.rev == 7
    for role in Role:
        assert now.allowed[role] <= GRANTABLE[role]
        assert FIXED.get(role, frozenset()) <= now.allowed[role]


@given(cells)
def test_a_change_that_may_be_made_has_its_effect_and_no_other(change: RoleChange) -> None:
    now = matrix([change])
    if change_fault(change) is None:
        assert can(now.held([change.role]), change.capability) == change.allowed
    for capability, role in CELLS:
        if (capability, role) != (change.capability, change.role):
            assert can(now.held([role]), capability) == can([role], capability)


@given(st.sets(st.sampled_from(Role), min_size=1), st.lists(cells, max_size=20))
def test_roles_that_are_held_answer_every_question_by_the_matrix_in_force(
    roles: set[Role], changes: list[RoleChange]
) -> None:
    held = matrix(changes).held(roles)
    assert held == roles
    assert capabilities(held) == {capability for capability in Capability if can(held, capability)}
    assert Matrix().held(roles).rights == capabilities(roles) == AT_FIRST.held(roles).rights
    assert isinstance(held, Held)


@given(st.sets(st.sampled_from(Role)), st.sampled_from([None, "north"]))
def test_a_person_of_a_contact_centre_holds_that_role_alone_and_has_a_vendor(
    roles: set[Role], vendor: str | None
) -> None:
    fault = roles_fault(roles, vendor)
    if fault is None:
        assert roles
        assert (BPO in roles) == (vendor is not None)
        assert len(roles) == 1 or not roles & ALONE
    else:
        assert fault.code in ("no_role", "roles_apart", "vendor_needed", "vendor_unwanted")
