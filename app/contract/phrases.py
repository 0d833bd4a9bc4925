"""The phrases that ship with this build, read once."""

import functools

from app import resources
from app.domain.compose import Phrases, parse_phrases


@functools.cache
def phrases() -> Phrases:
    """What the first sentence of a rationale is composed from. Raises ValueError where the data is incomplete."""
    return parse_phrases(resources.read("resources/catalogue/compose.json"))
