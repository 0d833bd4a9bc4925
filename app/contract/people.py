"""Colleagues that a case may be given to."""

import msgspec


class ColleagueView(msgspec.Struct, frozen=True, omit_defaults=True):
    """One person of the same scope as the one who asks."""

    user_id: str
    name: str
    roles: tuple[str, ...]
    vendor: str | None = None


class PeoplePage(msgspec.Struct, frozen=True):
    """By name; as many as there are, a thousand at most."""

    people: tuple[ColleagueView, ...]
