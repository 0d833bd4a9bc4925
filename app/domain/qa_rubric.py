"""What an error of a review is called and how much it weighs, and what is checked of every review. Data, not code."""

import enum

import msgspec

from app.domain.text import Bilingual

ANY_TYPE = "*"


class Severity(enum.StrEnum):
    """How much an error weighs. A critical one makes the review wrong; the others stand beside its decision."""

    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"


class ErrorClass(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of error; `about` is the part of the review that it lies in."""

    code: str
    severity: Severity
    about: str
    name: Bilingual
    meaning: Bilingual


class CheckWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One automatic check: what it asks for, what is said where it fails, and the class of such an error."""

    code: str
    error_class: str
    name: Bilingual
    meaning: Bilingual
    failed: Bilingual


class CheckLimits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`near_duplicate`: from this likeness (0 to 1) on two rationales count as one; `least_active_ms` by case type,
    with "*" for every other one."""

    rationales_compared: int
    near_duplicate: float
    least_active_ms: dict[str, int]
    most_active_ms: int

    def least_ms(self, case_type: str) -> int:
        return self.least_active_ms.get(case_type, self.least_active_ms.get(ANY_TYPE, 0))


class Rubric(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of it, in the order in which it is shown."""

    version: str
    classes: tuple[ErrorClass, ...]
    checks: tuple[CheckWords, ...]
    limits: CheckLimits

    def find(self, code: str) -> ErrorClass | None:
        """The class of this code."""
        return next((one for one in self.classes if one.code == code), None)

    def severity(self, code: str) -> Severity | None:
        """How much an error of this class weighs; None for a class that there is not."""
        found = self.find(code)
        return found.severity if found else None


def parse_rubric(data: bytes) -> Rubric:
    """Read the file. Raises ValueError where a code stands twice, a check names no class, a limit lies out of its
    range, or a text lacks one of the two languages."""
    found = msgspec.json.decode(data, type=Rubric)
    codes = {one.code for one in found.classes}
    if len(codes) != len(found.classes) or len({one.code for one in found.checks}) != len(found.checks):
        raise ValueError("a code stands twice")
    if unknown := {one.error_class for one in found.checks} - codes:
        raise ValueError(f"no such class: {', '.join(sorted(unknown))}")
    texts = [text for one in found.classes for text in (one.name, one.meaning)]
    texts += [text for one in found.checks for text in (one.name, one.meaning, one.failed)]
    if not all(text.en and text.zh for text in texts):
        raise ValueError("a text lacks a language")
    limits = found.limits
    if not 0 < limits.near_duplicate <= 1 or limits.rationales_compared < 1 or limits.most_active_ms < 1:
        raise ValueError("a limit lies out of its range")
    return found
