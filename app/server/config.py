"""What an installation may set."""

import os
from collections.abc import Mapping

import msgspec


class Settings(msgspec.Struct, frozen=True):
    """Times in seconds. `sign_ins_per_minute`: failures per name and address after which signing in has to wait."""

    access_seconds: int = 600
    refresh_seconds: int = 12 * 3600
    reuse_grace_seconds: int = 45
    sign_ins_per_minute: int = 5
    threads: int = 8


def from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings as told by FOOTPLATE_* variables; raises ValueError for one that cannot be read."""
    told = os.environ if environment is None else environment
    given = {
        field.name: told[name]
        for field in msgspec.structs.fields(Settings)
        if (name := f"FOOTPLATE_{field.name.upper()}") in told
    }
    try:
        return msgspec.convert(given, Settings, strict=False)
    except msgspec.ValidationError as error:
        raise ValueError(f"a FOOTPLATE_ setting cannot be read: {error}") from None
