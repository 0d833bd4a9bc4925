"""How the machine is run: a number of examples from a seed, the same ones every time unless a seed is given.

python -m tests.desktop.sync.machine.running [EXAMPLES [SEED]]
"""

import os
import secrets
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context

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


def run(number: int, examples: int, make: Callable[..., Engine] = Engine, *, shrink: bool = True) -> None:
    """Raises what the machine found, with the steps that lead there; the seed is printed before."""
    print(f"machine: seed {number}, {examples} examples of {STEPS} steps")
    machine = seed(number)(type("Desk", (DeskMachine,), {"make": staticmethod(make)}))
    phases = (Phase.generate, Phase.shrink) if shrink else (Phase.generate,)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            derandomize=False,
            phases=phases,
            report_multiple_bugs=False,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


MANY, PART = 20_000, 200


def main(arguments: list[str]) -> int:
    """Parts of 200 examples, one process per core; 1 where a part found something."""
    examples = int(arguments[0]) if arguments else MANY
    number = int(arguments[1]) if len(arguments) > 1 else secrets.randbelow(2**31)
    print(f"machine: {examples} examples from seed {number}", flush=True)
    parts = range(0, examples, PART)
    failed = 0
    # Fresh processes: what one has opened is not carried over into the next.
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        runs = {pool.submit(run, number + at, min(PART, examples - at)): number + at for at in parts}
        for done, future in enumerate(as_completed(runs), 1):
            error = future.exception()
            if error is not None:
                failed += 1
                print(f"seed {runs[future]}: {error!r}", *getattr(error, "__notes__", ()), sep="\n", flush=True)
            print(f"machine: {done} of {len(parts)} parts, {failed} failed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
