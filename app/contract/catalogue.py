"""The catalogue that ships with this build, read once."""

import functools
import hashlib

from app import resources
from app.domain.catalogue import Catalogue, parse_catalogue

PARTS = ("case_types", "signals", "root_causes", "sop", "indicators")


@functools.cache
def catalogue_hash() -> str:
    """Hex SHA-256 over everything that the catalogue is read from."""
    told = hashlib.sha256()
    for part in PARTS:
        told.update(resources.read(f"resources/catalogue/{part}.json"))
    return told.hexdigest()


@functools.cache
def catalogue() -> Catalogue:
    """Case types, signals, codes and SOP pages. Raises ValueError where the data breaks its own rules."""
    return parse_catalogue(**{part: resources.read(f"resources/catalogue/{part}.json") for part in PARTS})
