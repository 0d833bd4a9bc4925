"""What an installation may set."""

import os
from collections.abc import Mapping
from typing import Annotated

import msgspec


class Policy(msgspec.Struct, frozen=True):
    """What the house has decided about how work is done. Shares in thousandths; `blind_first` by case type, with "*"
    for every other one. `second_counts`: whether a decision made after the reveal takes the place of the first;
    `second_thought_ms`: for how long. `challengers_shown`: whether reviewers see what a challenger said."""

    blind_first: dict[str, int] = {}
    second_counts: bool = True
    second_thought_ms: int = 30 * 60_000
    challengers_shown: bool = False

    def blind_per_mille(self, case_type: str) -> int:
        return self.blind_first.get(case_type, self.blind_first.get("*", 0))


class Settings(msgspec.Struct, frozen=True):
    """Times in seconds. `sign_ins_per_minute`: failures per name and address after which signing in has to wait.
    `files`: the folder that the files behind the evidence lie in; by default one beside the database.
    `blind_first_share`: the share of cases that keep the agent's word back until the person has committed (none,
    unless the house asks for it: a script written against the API expects the agent's word on every case), and
    `blind_first_shares` the same for single types, as "kyc_audit=0.2,reset_2fa=0.05"."""

    access_seconds: int = 600
    refresh_seconds: int = 12 * 3600
    reuse_grace_seconds: int = 45
    sign_ins_per_minute: int = 5
    threads: int = 8
    files: str = ""
    blind_first_share: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.0
    blind_first_shares: str = ""
    second_thought_counts: bool = True
    second_thought_minutes: Annotated[int, msgspec.Meta(ge=0, le=24 * 60)] = 30
    challengers_shown: bool = False

    def policy(self) -> Policy:
        """Raises ValueError for a share that cannot be read."""
        shares = {"*": _per_mille(self.blind_first_share)}
        for part in filter(None, (part.strip() for part in self.blind_first_shares.split(","))):
            case_type, _, share = part.partition("=")
            shares[case_type.strip()] = _per_mille(float(share))
        return Policy(shares, self.second_thought_counts, self.second_thought_minutes * 60_000, self.challengers_shown)


def _per_mille(share: float) -> int:
    if not 0 <= share <= 1:
        raise ValueError("a share lies between 0 and 1")
    return round(share * 1000)


def from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings as told by FOOTPLATE_* variables; raises ValueError for one that cannot be read."""
    told = os.environ if environment is None else environment
    given = {
        field.name: told[name]
        for field in msgspec.structs.fields(Settings)
        if (name := f"FOOTPLATE_{field.name.upper()}") in told
    }
    try:
        settings = msgspec.convert(given, Settings, strict=False)
        settings.policy()
        return settings
    except ValueError as error:
        raise ValueError(f"a FOOTPLATE_ setting cannot be read: {error}") from None
