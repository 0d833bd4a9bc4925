"""The rules of the loop that ship with this build, read once."""

import functools

from app import resources
from app.domain.loop_rules import LoopRules, parse_loop_rules


@functools.cache
def loop_rules() -> LoopRules:
    """What makes a pattern, and what a failing signal. Raises ValueError where the data breaks its rules."""
    return parse_loop_rules(resources.read("resources/catalogue/loop.json"))
