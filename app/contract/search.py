"""Asking the server for cases by a whole identifier: in a body, never in an address, where it would end in logs."""

import msgspec

from app.contract.limits import PAGE_ROWS

MAX_QUERY = 100
MAX_IDENTIFIER = 200


class SearchRequest(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """`identifier` as the agent knows it, whole; `kind` of a link (device, ip, address, payee ...), or null for the
    account that the case is about."""

    identifier: str
    kind: str | None = None
    cursor: str | None = None
    limit: int | None = None

    def __post_init__(self) -> None:
        if not 0 < len(self.identifier.strip()) <= MAX_IDENTIFIER:
            raise ValueError(f"an identifier has 1 to {MAX_IDENTIFIER} characters")
        if self.kind is not None and not 0 < len(self.kind) <= 40:
            raise ValueError("a kind has 1 to 40 characters")
        if self.limit is not None and not 1 <= self.limit <= PAGE_ROWS:
            raise ValueError(f"limit lies between 1 and {PAGE_ROWS}")
