"""No view carries a field that its viewer may not see."""

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.contract.catalogue import catalogue
from app.contract.views import CaseView, Viewer, case_view, may_see
from app.domain.case import CaseState, Evidence, Link
from app.domain.case_record import Escalation, Outcome
from app.domain.claim import Claim
from app.domain.decision import Decision
from app.domain.document import Attachment
from app.domain.escalation import EscalationKind
from app.domain.label import Label
from app.domain.roles import Role
from app.domain.text import Bilingual
from tests.support.factories import NOON, case_record, intake_case

CANARY = "kanarienvogel"


def _record(**more):
    facts = intake_case(
        vendor="north",
        subject={"account": f"u-{CANARY}-1", "country": "SG", "nobody_knows_me": f"{CANARY} 2"},
        evidence=(
            Evidence("e1", "made_up", Bilingual("Fields"), fields={"who": f"{CANARY} 3", "n": 1}, pii=("who",)),
            Evidence("e2", "made_up", Bilingual("Rows"), rows=({"who": f"{CANARY} 4"}, {"n": 2}), pii=("who", "gone")),
            Evidence(
                "e3", "made_up", Bilingual("File"), attachment=Attachment("a" * 64, "image/png", 9, f"{CANARY}.png")
            ),
        ),
        links=(Link("device", f"{CANARY}-5"),),
    )
    return case_record(facts=facts, **more)


@given(st.sampled_from(Role), st.sampled_from([None, "north", "south"]))
def test_no_personal_value_reaches_anybody_unmasked(role, vendor):
    sent = msgspec.json.encode(case_view(_record(), Viewer("ann", frozenset({role}), vendor), catalogue()))
    assert CANARY.encode() not in sent


def test_what_is_masked_is_listed_and_the_rest_is_whole():
    view = case_view(_record(), Viewer("ann", frozenset({Role.REVIEWER})), catalogue())
    assert set(view.masked) == {
        "subject.account",
        "subject.nobody_knows_me",
        "evidence.e1.who",
        "evidence.e1.n",
        "evidence.e2.who",
        "evidence.e2.n",
    }
    assert view.subject["country"] == "SG"
    # A field that no schema declares may be anything, a figure as well.
    assert view.evidence[0].fields == {"who": "k••• 3•••", "n": "•••"}


@pytest.mark.parametrize(("vendor", "seen"), [("north", True), ("south", False), (None, False)])
def test_an_outside_person_sees_the_own_vendors_cases_only(vendor, seen):
    assert may_see(_record(), Viewer("ann", frozenset({Role.BPO_AGENT}), vendor)) is seen


@pytest.mark.parametrize("role", [Role.ADMIN, Role.AGENT_SERVICE])
def test_roles_without_cases_see_none(role):
    assert not may_see(_record(), Viewer("ann", frozenset({role})))


def test_an_outside_person_gets_neither_links_nor_versions_nor_the_agents_own_name_of_the_case():
    view = case_view(_record(), Viewer("ann", frozenset({Role.BPO_AGENT}), "north"), catalogue())
    assert view.links == ()
    assert view.external_ref == ""
    assert view.assessment.model_version is view.assessment.rule_version is None


CLAIM = Claim("C-200001", "the-claim", "ann", 7, NOON + timedelta(minutes=30), NOON + timedelta(hours=8))
ESCALATION = Escalation("esc", EscalationKind.KEY_USER, "ann", "Ann", NOON, "Both names differ.", "en")
OUTCOME = Outcome("rev", Decision.PASS, Label.FP, "ann", "Ann", NOON, "code", "A", "Known device.")


def _sees(user, role, **more):
    return case_view(_record(**more), Viewer(user, frozenset({role})), catalogue())


def test_the_fence_is_told_to_its_holder_alone():
    assert _sees("ann", Role.REVIEWER, claim=CLAIM).claim.fence == 7
    other = _sees("bo", Role.REVIEWER, claim=CLAIM).claim
    assert (other.fence, other.claim_id, other.owner_id) == (None, None, "ann")


def test_the_rationale_of_an_escalation_reaches_its_author_and_those_who_decide():
    shown = {
        (user, role): _sees(user, role, state=CaseState.ESCALATED, escalation=ESCALATION).escalation.rationale
        for user, role in [("ann", Role.REVIEWER), ("bo", Role.REVIEWER), ("cy", Role.SENIOR_AGENT)]
    }
    assert list(shown.values()) == ["Both names differ.", "", "Both names differ."]


def test_another_reviewers_outcome_is_not_shown_to_a_reviewer():
    seen = [
        _sees(user, role, state=CaseState.CLOSED, outcome=OUTCOME).outcome is not None
        for user, role in [("ann", Role.REVIEWER), ("bo", Role.REVIEWER), ("cy", Role.TEAM_LEAD)]
    ]
    assert seen == [True, False, True]


def test_a_view_survives_the_wire():
    view = _sees("ann", Role.REVIEWER, claim=CLAIM)
    assert msgspec.json.decode(msgspec.json.encode(view), type=CaseView) == view
