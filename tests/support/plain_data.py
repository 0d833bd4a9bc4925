"""What schemathesis sends as good data, put as every body here has to be (app/contract/gate.py, app/domain/text.py):
text in normalisation form C without controls, whole numbers written as such and no greater than JSON keeps exact. No
schema says so at each text and each number; what is meant to be refused is sent as it was made."""

import unicodedata
from typing import Any

import schemathesis

from app.contract.limits import JSON_INTEGER
from app.domain.text import unwelcome_characters


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any) -> None:
    if case.meta is not None and case.meta.generation.mode.is_positive:
        for name in ("body", "query", "path_parameters"):
            told = getattr(case, name)
            if told and isinstance(told, str | dict | list):
                setattr(case, name, plain(told))
        # Read as an absent value by some, so no parameter says it.
        for name, value in (case.query or {}).items():
            if isinstance(value, str) and value.lower() == "null":
                case.query[name] = "x"


def plain(value: Any) -> Any:
    if isinstance(value, str):
        clean = "".join("x" if unwelcome_characters(character) else character for character in value)
        return unicodedata.normalize("NFC", clean)
    if isinstance(value, bool):
        return value
    if isinstance(value, int) or (isinstance(value, float) and value.is_integer()):
        return max(-JSON_INTEGER, min(int(value), JSON_INTEGER))
    if isinstance(value, dict):
        return {plain(key): plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value
