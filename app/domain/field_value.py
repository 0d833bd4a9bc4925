"""Whether a value of a case is what its field is declared to be. A value that is not is shown as unknown, with its raw
form on demand, and stands in nobody's way."""

import json
import math
from datetime import UTC, datetime

from app.domain.assessment import Scalar
from app.domain.catalogue import FieldSchema
from app.domain.masking import MASK

MOST = 1e15
"""The largest figure that is shown: beyond it digits are lost, and no sum, count or distance is that large."""
NUMBERS = frozenset({"money", "count", "level", "percent", "duration_days", "duration_min", "distance_km", "speed_kmh"})
MOMENTS = frozenset({"datetime", "date"})
EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
LONGEST_RAW = 2_000


def is_malformed(field: FieldSchema | None, value: Scalar) -> bool:
    """True where `value` cannot be what `field` says: the wrong type, out of range, or a date that is none. Nothing at
    all, a masked value, and whatever stands in a field that nobody declared are not malformed."""
    if field is None or value is None or value == "" or (isinstance(value, str) and MASK in value):
        return False
    if field.type in NUMBERS:
        return not _is_figure(field.type, value)
    if field.type in MOMENTS:
        return parse_moment(value) is None
    if field.type == "country":
        return not (isinstance(value, str) and len(value) == 2 and value.isascii() and value.isalpha())
    if field.type == "code":
        return not isinstance(value, str)
    return isinstance(value, int | float) and not _is_finite(value)


def parse_moment(value: Scalar) -> datetime | None:
    """A date or a point in time out of ISO 8601 text; a date without a zone counts as UTC. None for anything else."""
    if not isinstance(value, str) or len(value) > 40:
        return None
    try:
        found = datetime.fromisoformat(value)
        found = found if found.tzinfo is not None else found.replace(tzinfo=UTC)
        return found if EARLIEST <= found < LATEST else None
    except (ValueError, OverflowError):
        return None


def raw_form(value: object) -> str:
    """The value as it stood on the wire, cut to what a person can look through."""
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError):
        # Python writes out no integer of more than 4,300 digits.
        text = f"{value.bit_length()} bits" if isinstance(value, int) else repr(type(value))
    return text if len(text) <= LONGEST_RAW else text[:LONGEST_RAW] + "…"


def _is_finite(value: int | float) -> bool:
    try:
        return math.isfinite(value) and abs(value) <= MOST
    except OverflowError:
        return False


def _is_figure(kind: str, value: Scalar) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float) or not _is_finite(value):
        return False
    if kind == "percent":
        return 0 <= value <= 100
    return kind == "money" or value >= 0
