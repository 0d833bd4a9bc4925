"""What is counted of people's work and told of it: withheld while it is little, each to whom it belongs, read by nobody
without a row in the trail."""

from typing import Any

import pytest

from app.domain.roles import Role
from tests.support.database import run_sql
from tests.support.seats import House, Seat, new_id, review_body

PATHS = (
    "/v1/scorecards/me",
    "/v1/scorecards?by=vendor",
    "/v1/scorecards?by=team",
    "/v1/scorecards?by=case_type",
    "/v1/scorecards/funnel?by=vendor",
    "/v1/scorecards/funnel?by=case_type&measure=in_time",
    "/v1/judgements",
    "/v1/disputes",
    "/v1/shift",
    "/v1/agreement",
    "/v1/ledger/recall?decided_from=2026-01-01T00:00:00Z&decided_before=2027-01-01T00:00:00Z",
)


def get(seat: Seat, path: str) -> dict[str, Any]:
    answer = seat.session.get(path)
    assert answer.status_code == 200, (path, answer.text)
    told: dict[str, Any] = answer.json()
    return told


@pytest.mark.parametrize("path", PATHS)
def test_every_figure_is_told_of_an_empty_house(house: House, lead: Seat, path: str) -> None:
    get(lead, path)
