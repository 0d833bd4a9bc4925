"""What the doctor finds."""

from dataclasses import dataclass, field
from enum import StrEnum


class Level(StrEnum):
    OK = "ok"
    NOTE = "note"
    BLOCKS = "blocks"


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `code` names its texts in resources/console.json."""

    code: str
    level: Level = Level.OK
    values: dict[str, object] = field(default_factory=dict)
