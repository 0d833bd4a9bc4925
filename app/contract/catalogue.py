"""The catalogue that ships with this build, read once."""

import functools

from app import resources
from app.domain.catalogue import Catalogue, parse_catalogue

PARTS = ("case_types", "signals", "root_causes", "sop", "indicators")


@functools.cache
def catalogue() -> Catalogue:
    """Case types, signals, codes and SOP pages. Raises ValueError where the data breaks its own rules."""
    return parse_catalogue(**{part: resources.read(f"resources/catalogue/{part}.json") for part in PARTS})
