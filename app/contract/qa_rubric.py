"""The rubric of errors and checks that ships with this build, read once."""

import functools

from app import resources
from app.domain.qa_rubric import Rubric, parse_rubric


@functools.cache
def rubric() -> Rubric:
    """Classes of errors and automatic checks. Raises ValueError where the data breaks its rules."""
    return parse_rubric(resources.read("resources/catalogue/qa_rubric.json"))
