"""Who is served and who chooses, and what a skip takes."""

import pytest

from app.domain.roles import Role
from app.domain.work_mode import USUAL_MODES, SkipBody, WorkMode, skip_faults, work_mode

REASONS = ("beyond_me", "skip_other")


@pytest.mark.parametrize(
    ("roles", "mode"),
    [
        ({Role.BPO_AGENT}, WorkMode.SERVED),
        ({Role.REVIEWER}, WorkMode.PICK),
        ({Role.TEAM_LEAD}, WorkMode.PICK),
        ({Role.AUDITOR}, WorkMode.PICK),
        (set(), WorkMode.PICK),
    ],
)
def test_a_contact_centre_is_served_where_nothing_else_is_said(roles: set[Role], mode: WorkMode) -> None:
    assert work_mode(roles, USUAL_MODES) is mode


def test_one_role_that_chooses_is_enough_and_one_that_claims_nothing_does_not_count() -> None:
    served = {Role.REVIEWER: WorkMode.SERVED}
    assert work_mode({Role.REVIEWER}, served) is WorkMode.SERVED
    assert work_mode({Role.REVIEWER, Role.SENIOR_AGENT}, served) is WorkMode.PICK
    assert work_mode({Role.REVIEWER, Role.SOP_EDITOR}, served) is WorkMode.SERVED


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        (SkipBody("beyond_me"), []),
        (SkipBody("nonsense"), ["reason_unknown"]),
        (SkipBody("skip_other"), ["note_required"]),
        (SkipBody("skip_other", "The picture is mirrored"), []),
        (SkipBody("beyond_me", "x" * 2001), ["note_too_long"]),
    ],
)
def test_a_skip_takes_a_known_reason(body: SkipBody, codes: list[str]) -> None:
    assert [fault.code for fault in skip_faults(body, REASONS)] == codes
