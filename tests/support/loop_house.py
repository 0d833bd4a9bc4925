"""A house whose agent errs in ways that recur, with signals that fail, for rooms and pictures over the real server."""

import random
from types import SimpleNamespace
from typing import Any

import msgspec

from app.server.usecases import recurring, signal_counts, signal_health
from tests.support.labelled import Case, put, reviewer
from tests.support.sample_desk import Hub, Tasks
from tests.support.sample_team import Files
from tests.support.seats import House
from tests.support.server import opened

SIGNALS = ("impossible_travel", "unrecognised_device", "password_reset_recent", "emulator", "failed_logins_24h")
CODES = ("signal_overweighted", "signal_underweighted")
BLAMED = ("signal_overweighted", "signal", "emulator")
TYPE = "ato_investigation"


def errs(house: House, *, everywhere: bool = False) -> None:
    """One pattern in one type, or in three of them, with signals that go missing; summed and mined."""
    dice = random.Random(7)
    with opened(house.database) as storage:
        people = [reviewer(storage, name) for name in ("ada", "bea", "cai", "dev")]
        told = _world(dice, people, BLAMED, 24)
        if everywhere:
            told += _typed(
                _world(dice, people, ("signal_overweighted", "signal", "failed_logins_24h"), 17), "reset_2fa"
            )
            told += _typed(
                _world(dice, people, ("signal_underweighted", "signal", "emulator"), 9), "withdrawal_anomaly"
            )
        put(storage, told, people[0])
        mined(storage)


def mined(storage: Any) -> None:
    """What the server's jobs do within the hour."""
    for _ in range(200):
        with storage.write() as work:
            if not signal_counts.count(work):
                break
    recurring.mine(storage)
    signal_health.check(storage)


def _world(dice: random.Random, people: list[str], blamed: tuple[str, str, str], seeded: int) -> list[Case]:
    weights = (("impossible_travel", 2.0), *((name, dice.uniform(0.1, 0.6)) for name in SIGNALS[1:]))
    gone = (("password_reset_recent", None),)
    right = [Case(days=dice.uniform(0, 27), signals=weights, values=gone if n % 3 == 0 else ()) for n in range(300)]
    noise = [_wrong((dice.choice(CODES), "signal", dice.choice(SIGNALS)), dice, dice.choice(people)) for _ in range(50)]
    return [*right, *noise, *(_wrong(blamed, dice, people[n % len(people)]) for n in range(seeded))]


def _wrong(cause: tuple[str, str, str], dice: random.Random, by: str) -> Case:
    days, active = dice.uniform(0, 27), round(dice.uniform(60_000, 200_000))
    return Case(
        decision="pass",
        cause=cause,
        signals=(("impossible_travel", 2.0), ("emulator", 0.4)),
        days=days,
        reviewer=by,
        active_ms=active,
        route="A",
        steps=2,
        marks=({"n": 1, "verdict": "wrong", "kind": "unsupported"}, {"n": 2, "verdict": "right"}),
    )


def _typed(told: list[Case], case_type: str) -> list[Case]:
    return [msgspec.structs.replace(one, case_type=case_type) for one in told]


def feedback_context(desk: Any, rights: frozenset[str], key_of: Any, opened_cases: list[str] | None = None) -> Any:
    """What a Feedback room at the seat of `desk` is given."""
    shown = opened_cases if opened_cases is not None else []
    return SimpleNamespace(
        tasks=Tasks(),
        hub=Hub(),
        clock=desk.clock,
        session=SimpleNamespace(may=rights.__contains__, person=desk.session.person),
        key_of=key_of,
        show_case=shown.append,
        loop=desk.loop,
        regression=desk.regression,
        news=desk.news,
        cases=desk.cases,
        search=desk.search,
        files=Files(),
    )
