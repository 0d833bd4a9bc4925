"""What the agent says and what a person decides."""

import enum


class Verdict(enum.StrEnum):
    """The agent's verdict on a case."""

    PASS = "pass"
    BLOCK = "block"


class Decision(enum.StrEnum):
    """A person's decision; the wire keeps these words whatever the verbs of the case type are."""

    PASS = "pass"
    BLOCK = "block"
    ESCALATE = "escalate"


class Disposition(enum.StrEnum):
    """What the agent did with its own verdict."""

    TO_REVIEW = "to_review"
    AUTO_PASSED = "auto_passed"
    AUTO_BLOCKED = "auto_blocked"
