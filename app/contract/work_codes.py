"""The codes around case work that ship with this build, read once."""

import functools

from app import resources
from app.domain.work_codes import WorkCodes, parse_work_codes


@functools.cache
def work_codes() -> WorkCodes:
    """Reasons of a snooze and of a wait, and what may be missing. Raises ValueError where the data breaks its rules."""
    return parse_work_codes(resources.read("resources/catalogue/case_work.json"))
