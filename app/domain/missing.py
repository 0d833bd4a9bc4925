"""What a reviewer looked for and did not find in a case: said by code, by free text, or both."""

from collections.abc import Collection

import msgspec

from app.domain.faults import Fault
from app.domain.pii_check import personal_data_faults
from app.domain.text import unwelcome_characters

MAX_CODES, MAX_TEXT = 10, 500


class MissingBody(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The body of `case.missing`."""

    codes: tuple[str, ...] = ()
    text: str = ""


def missing_faults(body: MissingBody, known: Collection[str]) -> tuple[Fault, ...]:
    """What is wrong with `body`, in reading order. `known` are the codes that the case's type offers."""
    faults: list[Fault] = []
    if not body.codes and not body.text.strip():
        faults.append(Fault("missing_required", "/codes"))
    if len(body.codes) > MAX_CODES or len(set(body.codes)) != len(body.codes):
        faults.append(Fault("missing_codes", "/codes", {"most": MAX_CODES}))
    faults += [Fault("missing_unknown", f"/codes/{n}") for n, c in enumerate(body.codes[:MAX_CODES]) if c not in known]
    if len(body.text) > MAX_TEXT:
        faults.append(Fault("missing_too_long", "/text", {"most": MAX_TEXT}))
    elif unwelcome_characters(body.text):
        faults.append(Fault("missing_characters", "/text"))
    else:
        faults += personal_data_faults(body.text, "/text")
    return tuple(faults)
