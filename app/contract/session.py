"""Signing in, staying in, and the seat's device."""

from datetime import datetime

import msgspec


class SignIn(msgspec.Struct, frozen=True, omit_defaults=True):
    username: str
    password: str
    device_id: str | None = None


class Refresh(msgspec.Struct, frozen=True):
    refresh_token: str


class UserView(msgspec.Struct, frozen=True):
    """The signed-in person, or the service."""

    id: str
    name: str
    roles: tuple[str, ...]
    vendor: str | None
    language: str | None


class Tokens(msgspec.Struct, frozen=True):
    """`expires_in`: seconds that the access token lives; the refresh token turns over at each use."""

    access_token: str
    refresh_token: str
    expires_in: int
    user: UserView


class DeviceRegistration(msgspec.Struct, frozen=True):
    device_name: str
    os: str
    app_version: str


class DeviceView(msgspec.Struct, frozen=True):
    device_id: str


class Meta(msgspec.Struct, frozen=True):
    """What a client asks first. `now` is the server's time; `feed_head` the newest feed_seq; `seat_cases` how many
    cases to work on a seat holds at most, by role (a role that is not named has no cap)."""

    server_epoch: str
    now: datetime
    api: dict[str, int]
    command_schemas: dict[str, tuple[int, int]]
    limits: dict[str, int]
    policy_rev: int
    feed_head: int
    min_client: str
    seat_cases: dict[str, int] = {}
