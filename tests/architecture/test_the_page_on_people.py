"""docs/people.md tells the matrix as it is."""

from pathlib import Path

from app.domain.role_rules import FIXED, GRANTABLE
from app.domain.roles import MATRIX, Capability, Role

PAGE = Path(__file__).resolve().parents[2] / "docs" / "people.md"
SHORT = {
    Role.REVIEWER: "reviewer",
    Role.SENIOR_AGENT: "senior",
    Role.TEAM_LEAD: "lead",
    Role.BPO_AGENT: "contact centre",
    Role.SOP_EDITOR: "SOP",
    Role.RULES_OWNER: "rules",
    Role.AUDITOR: "auditor",
    Role.ADMIN: "admin",
    Role.AGENT_SERVICE: "agent",
}


def cell(role: Role, capability: Capability) -> str:
    """Allowed from the beginning (●, and ■ where it cannot be taken away), grantable (○), or never."""
    if capability in FIXED.get(role, ()):
        return "■"
    if capability in MATRIX[role]:
        return "●"
    return "○" if capability in GRANTABLE[role] else " "


def table() -> str:
    """The table as it should stand in the page."""
    lines = ["| | " + " | ".join(SHORT[role] for role in Role) + " |", "|---|" + ":-:|" * len(Role)]
    lines += [f"| `{one.value}` | " + " | ".join(cell(role, one) for role in Role) + " |" for one in Capability]
    return "\n".join(lines)


def test_the_table_of_roles_and_capabilities_is_the_one_in_force() -> None:
    assert table() in PAGE.read_text(encoding="utf-8"), f"put this into docs/people.md:\n{table()}"


if __name__ == "__main__":
    print(table())
