"""Who may sign in to the demo: one of every role, with passwords drawn afresh for each run."""

import io
import secrets
from contextlib import redirect_stdout
from dataclasses import dataclass

from app.demo.generator import VENDOR

SEAT = "reviewer-07"  # who the demo's own window is signed in as
AGENT = "roca-demo"


@dataclass(frozen=True, slots=True)
class DemoUser:
    """`password` is None for the agent, which has a token instead."""

    name: str
    role: str
    password: str | None
    vendor: str | None = None


def demo_users() -> list[DemoUser]:
    """Fresh passwords every time: 96 random bits each."""

    def user(name: str, role: str, vendor: str | None = None) -> DemoUser:
        return DemoUser(name, role, secrets.token_urlsafe(12), vendor)

    return [
        user(SEAT, "reviewer"),
        user("reviewer-11", "reviewer"),
        user("senior-03", "senior_agent"),
        user("lead-02", "team_lead"),
        user("bpo-05", "bpo_agent", VENDOR),
        user("sop-01", "sop_editor"),
        user("rules-01", "rules_owner"),
        user("auditor-01", "auditor"),
        user("admin-01", "admin"),
        DemoUser(AGENT, "agent_service", None),
    ]


def make_users(database: str, users: list[DemoUser]) -> str:
    """Add everybody to a fresh database; the agent's intake token. Raises ValueError where one cannot be added."""
    from app.server.bootstrap import add_user

    token = ""
    for one in users:
        said = io.StringIO()
        with redirect_stdout(said):
            code = add_user(one.name, role=one.role, vendor=one.vendor, password=one.password, database=database)
        if code:
            raise ValueError(f"the demo user {one.name} could not be added: {said.getvalue().strip()}")
        if one.password is None:
            token = said.getvalue().split()[-1]
    return token
