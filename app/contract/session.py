"""Signing in, staying in, and the seat's device."""

from datetime import datetime

import msgspec

from app.contract.tally import Tally


class SignIn(msgspec.Struct, frozen=True, omit_defaults=True):
    username: str
    password: str
    device_id: str | None = None


class Refresh(msgspec.Struct, frozen=True):
    refresh_token: str


class UserView(msgspec.Struct, frozen=True):
    """The signed-in person, or the service. `capabilities`: what the roles allow now (null from a server that does not
    tell: then as a house begins); `grants` are capabilities that this person has beside those."""

    id: str
    name: str
    roles: tuple[str, ...]
    vendor: str | None
    language: str | None
    grants: tuple[str, ...] = ()
    capabilities: tuple[str, ...] | None = None


class Tokens(msgspec.Struct, frozen=True):
    """`expires_in`: seconds that the access token lives; the refresh token turns over at each use."""

    access_token: str
    refresh_token: str
    expires_in: int
    user: UserView


class DeviceKeys(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The seat's own public keys, 32 bytes each in base64: what is sealed to it, and what it signs with."""

    x25519: str
    ed25519: str


class DeviceRegistration(msgspec.Struct, frozen=True, omit_defaults=True):
    """`public_key` may be left out by a script, whose device can then say nothing once its session has ended."""

    device_name: str
    os: str
    app_version: str
    public_key: DeviceKeys | None = None


class LeasePolicy(msgspec.Struct, frozen=True):
    """`online_minutes`: how long a reservation lasts unless it is renewed; `max_offline_hours`: how long the seat may
    be out of contact before its cache is destroyed."""

    online_minutes: int = 30
    max_offline_hours: int = 24


class DeviceView(msgspec.Struct, frozen=True):
    """The new seat. `unlock_key`: public X25519 key, base64, that its work is sealed to once it was out of contact for
    too long; `directive_key`: the Ed25519 key that signs directives, where the house has one."""

    device_id: str
    lease_policy: LeasePolicy = LeasePolicy()
    unlock_key: str = ""
    directive_key: str | None = None


class ScopeCounts(msgspec.Struct, frozen=True):
    """What a seat holds once it has followed the feed to `feed_seq`, by the server's own count. `here`: whether the
    cursor that was given stands there; where it does not, `entities` is empty and the seat asks again later.

    `entities`: "case" counts the cases that wait (open or escalated) and are this seat's to hold; "review" the reviews
    in its sight that were decided at `reviews_since` (Unix milliseconds) or later. What else a copy may hold (closed
    cases, older reviews) goes by time, so it is not compared. `device_high_seq`: the highest command number that this
    device has brought in this person's name, and `acked_through` the one up to which every number has a result; null
    for a session that is bound to no device."""

    feed_seq: int
    here: bool
    entities: dict[str, Tally]
    reviews_since: int
    device_high_seq: int | None
    acked_through: int | None = None


class Meta(msgspec.Struct, frozen=True):
    """What a client asks first. `now` is the server's time; `feed_head` the newest feed_seq; `seat_cases` how many
    cases to work on a seat holds at most, by role (a role that is not named has no cap); `counts` only where they were
    asked for; `recovery_key` the organisation's public X25519 key in base64, where it has one: what a seat cannot send
    is sealed to it; `audit_key` the public Ed25519 key that signs heads and exports of the audit trail, `packet_key`
    the one that signs packets of cases to re-review."""

    server_epoch: str
    now: datetime
    api: dict[str, int]
    command_schemas: dict[str, tuple[int, int]]
    limits: dict[str, int]
    policy_rev: int
    feed_head: int
    min_client: str
    seat_cases: dict[str, int] = {}
    counts: ScopeCounts | None = None
    recovery_key: str | None = None
    audit_key: str | None = None
    packet_key: str | None = None
