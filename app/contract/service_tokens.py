"""Tokens of services: what the agent and other programs come in with."""

from datetime import datetime
from typing import Annotated

import msgspec

MOST_DAYS, USUAL_DAYS = 400, 365
MOST_OVERLAP_HOURS, USUAL_OVERLAP_HOURS = 24 * 30, 24
MOST_LISTED = 500
Days = Annotated[int, msgspec.Meta(ge=1, le=MOST_DAYS)]
OverlapHours = Annotated[int, msgspec.Meta(ge=0, le=MOST_OVERLAP_HOURS)]


class ServiceTokenOrder(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """`service`: the name of the service; `label`: what its keeper calls the token; `scopes`: what of the service's
    role it is good for (null: all of it)."""

    service: str
    label: str = ""
    scopes: tuple[str, ...] | None = None
    days: Days = USUAL_DAYS


class ServiceTokenRotation(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """`overlap_hours`: so long the old token is good beside the new one."""

    overlap_hours: OverlapHours = USUAL_OVERLAP_HOURS
    days: Days = USUAL_DAYS


class ServiceTokenView(msgspec.Struct, frozen=True):
    """A token without itself. `created_by`: a person's id, or "operator" for the server's command line; `expires_at`
    null: one from before tokens had an end; `last_used_at` is told to the minute; `replaces`: the token that this one
    takes the place of."""

    token_id: str
    service: str
    label: str
    scopes: tuple[str, ...] | None
    created_at: datetime
    created_by: str
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None
    replaces: str | None


class ServiceTokenPage(msgspec.Struct, frozen=True):
    """The newest first; `more` where not all are told."""

    tokens: tuple[ServiceTokenView, ...]
    more: bool = False


class ServiceTokenMade(msgspec.Struct, frozen=True):
    """The token itself is told once and never again."""

    token: str
    made: ServiceTokenView
