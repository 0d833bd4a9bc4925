"""The real engine in the machine: the promises hold whatever happens, in whatever order.

The same examples every time; `FOOTPLATE_MACHINE_SEED=random` draws others and says which. Twenty thousand of them:
`python3 packaging/dev.py machine`.
"""

import pytest

from tests.desktop.sync.machine.running import first_seed, run

PARTS, EACH = 6, 50


@pytest.mark.timeout(900)
@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_is_lost_or_done_twice_whatever_happens(part: int) -> None:
    run(first_seed() + part, EACH)
