"""Who may sign in to the demo: one of every role, with passwords drawn afresh for each run."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from app.demo.generator import VENDOR
from app.domain.roles import Role

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


def make_users(database: str, users: list[DemoUser], meanwhile: Callable[[], None]) -> str:
    """Add everybody to a fresh database; the agent's intake token. `meanwhile` runs as soon as the tables are there."""
    from app.server.bootstrap import open_storage
    from app.server.usecases.people import add_user

    storage = open_storage(database)
    try:
        meanwhile()
        tokens = [add_user(storage, one.name, Role(one.role), one.vendor, one.password) for one in users]
    finally:
        storage.engine.dispose()
    return next(token for token in tokens if token is not None)
