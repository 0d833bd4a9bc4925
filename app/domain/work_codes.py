"""The codes that say why a case is put off and what was missing in it. Data, not code."""

import msgspec

from app.domain.text import Bilingual


class WorkCode(msgspec.Struct, frozen=True, omit_defaults=True):
    """One code with its words. `case_types` may hold "*" for every type."""

    code: str
    label: Bilingual
    help: Bilingual | None = None
    case_types: tuple[str, ...] = ("*",)

    def fits(self, case_type: str) -> bool:
        return "*" in self.case_types or case_type in self.case_types


class WorkCodes(msgspec.Struct, frozen=True):
    """The reasons of a snooze, those of a wait, the evidence that people may say was missing, and the reasons to pass
    over a case that one was served."""

    snooze: tuple[WorkCode, ...]
    waiting: tuple[WorkCode, ...]
    missing: tuple[WorkCode, ...]
    skip: tuple[WorkCode, ...] = ()

    def of_skip(self) -> frozenset[str]:
        return frozenset(code.code for code in self.skip)

    def of_snooze(self) -> frozenset[str]:
        return frozenset(code.code for code in self.snooze)

    def of_waiting(self) -> frozenset[str]:
        return frozenset(code.code for code in self.waiting)

    def missing_for(self, case_type: str) -> tuple[WorkCode, ...]:
        """What is offered for a type, in the order of the data."""
        return tuple(code for code in self.missing if code.fits(case_type))

    def find(self, code: str) -> WorkCode | None:
        """The entry of a code, whichever list it stands in."""
        return next((c for c in (*self.snooze, *self.waiting, *self.missing, *self.skip) if c.code == code), None)


def parse_work_codes(data: bytes) -> WorkCodes:
    """Read the file. Raises ValueError where a code stands twice or lacks one of the two languages."""
    found = msgspec.json.decode(data, type=WorkCodes)
    listed = [*found.snooze, *found.waiting, *found.missing, *found.skip]
    if len({code.code for code in listed}) != len(listed):
        raise ValueError("a code stands twice")
    for code in listed:
        texts = (code.label, code.help) if code.help else (code.label,)
        if not all(text.en and text.zh for text in texts):
            raise ValueError(f"{code.code} lacks a language")
    return found
