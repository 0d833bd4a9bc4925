"""Colleagues that a case may be given to, and names that had to wait."""

import msgspec


class ColleagueView(msgspec.Struct, frozen=True, omit_defaults=True):
    """One person of the same scope as the one who asks. `team`: for the house alone."""

    user_id: str
    name: str
    roles: tuple[str, ...]
    vendor: str | None = None
    team: str | None = None


class PeoplePage(msgspec.Struct, frozen=True):
    """By name; as many as there are, a thousand at most."""

    people: tuple[ColleagueView, ...]


class NameToUnlock(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A name that somebody signs in with, whether anybody has it or not."""

    name: str


class NameUnlocked(msgspec.Struct, frozen=True):
    """`waited`: whether it had to wait."""

    waited: bool
