"""How the machine is run: a number of examples from a seed, the same ones every time unless a seed is given."""

import gc
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from app.desktop.sync.engine import Engine
from tests.desktop.sync.machine.desk_machine import DeskMachine

STEPS = 50
SEED = "FOOTPLATE_MACHINE_SEED"
"""A number, or "random" for another one each time."""


def first_seed() -> int:
    told = os.environ.get(SEED, "0")
    return secrets.randbelow(2**31) if told == "random" else int(told)


@contextmanager
def _seldom_swept() -> Iterator[None]:
    """What is loaded by now stays, and of the thousands of short-lived objects of a step few lie in a ring."""
    usual = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


def run(number: int, examples: int, make: Callable[..., Engine] = Engine, *, shrink: bool = True) -> int:
    """How many examples came to their end and held. Raises what the machine found, with the steps that lead there; the
    seed is printed before."""
    print(f"machine: seed {number}, {examples} examples of {STEPS} steps", flush=True)
    desk: type[DeskMachine] = type("Desk", (DeskMachine,), {"make": staticmethod(make), "held": 0})
    phases = (Phase.generate, Phase.shrink) if shrink else (Phase.generate,)
    wanted = settings(
        max_examples=examples,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        derandomize=False,
        phases=phases,
        report_multiple_bugs=False,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )
    with _seldom_swept():
        run_state_machine_as_test(seed(number)(desk), settings=wanted)
    return desk.held
