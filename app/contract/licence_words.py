"""The words of the ladder that ship with this build, read once."""

import functools

from app import resources
from app.domain.licence_words import LicenceWords, parse_licence_words


@functools.cache
def licence_words() -> LicenceWords:
    """Rungs and reasons in both languages. Raises ValueError where the data breaks its rules."""
    return parse_licence_words(resources.read("resources/catalogue/licences.json"))
