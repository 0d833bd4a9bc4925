"""The window is killed with kill -9 while a rationale is typed, and what was sent is taken back: nothing that was
written more than two seconds before is lost, and what was taken back never was."""

import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.contract.commands import COMMAND_WITHDRAWN
from tests.support.served_desk import Desk, open_desk
from tests.support.workstation import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

KEPT_WITHIN = 2.0
WORDS = {
    "en": ("the device ", "was new ", "and the payee ", "older than ", "the reset, ", "so it fits "),
    "zh_CN": ("设备", "为新增，", "但收款人", "早于", "本次重置，", "与本人一致"),
}


@pytest.fixture(params=["en", "zh_CN"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def desk(tmp_path: Path, language: str) -> Iterator[Desk]:
    with open_desk(tmp_path, language, each=1) as found:
        yield found


def _open(desk: Desk, case_id: str) -> None:
    """Start the window; it must open on `case_id` by itself."""
    desk.seat.start(env={"QT_QPA_PLATFORM": "offscreen"})
    wait_until(lambda: desk.seat.sees(f"· {case_id}"), 60, f"{case_id} in sight\n{desk.seat.tail()}")


def _written(desk: Desk) -> str:
    """What stands in the rationale; the keyboard is in it afterwards."""
    desk.seat.press("W")
    return str(desk.seat.act(typed=True)["typed"])


def test_a_window_killed_at_any_moment_keeps_what_was_typed_and_opens_on_its_case(desk: Desk, language: str) -> None:
    chance = random.Random(f"killed while typing {language}")
    # Not the case that a fresh window would open.
    first, case_id = desk.plan[0][0], desk.plan[2][0]
    _open(desk, first)
    desk.seat.press("J", "J")
    wait_until(lambda: desk.seat.sees(f"· {case_id}"), 60, f"{case_id} in sight")
    desk.seat.press("W")
    before = ""
    for _ in range(4):
        typed, text = [(time.monotonic(), before)], before
        end = time.monotonic() + chance.uniform(KEPT_WITHIN + 0.2, KEPT_WITHIN + 3)
        while time.monotonic() < end:
            word = chance.choice(WORDS[language])
            desk.seat.type(word)
            text += word
            typed.append((time.monotonic(), text))
            time.sleep(chance.uniform(0.02, 0.2))
        died = time.monotonic()
        desk.seat.kill()
        must = [text for at, text in typed if at <= died - KEPT_WITHIN][-1]
        _open(desk, case_id)
        kept = _written(desk)
        assert kept.startswith(must), (kept, must)
        assert text.startswith(kept), (kept, text)
        assert len(kept) > len(before), "each life added something"
        before = kept
    assert desk.reviewed() == {}


def test_what_is_taken_back_was_never_there_but_for_the_audit(desk: Desk, language: str) -> None:
    case_id = next(case_id for case_id, decision in desk.plan if decision != "escalate")
    other = next(one for one, _ in desk.plan if one != case_id)
    _open(desk, desk.plan[0][0])
    for _ in range([one for one, _ in desk.plan].index(case_id)):
        desk.seat.press("J")
    wait_until(lambda: desk.seat.sees(f"· {case_id}"), 60, f"{case_id} in sight")
    rationale = "".join(WORDS[language])
    desk.seat.press("P", "1", "W")
    desk.seat.type(rationale)
    desk.seat.press("Ctrl+Return")
    wait_until(lambda: not desk.seat.sees(f"· {case_id}"), 60, f"{case_id} gone, perhaps for {other}")
    desk.seat.press("Z")
    wait_until(lambda: desk.seat.sees(f"· {case_id}"), 60, f"{case_id} back in sight")

    def rationale_back() -> bool:
        # The words that it was taken back may come before the case; the keyboard leaves a field whose case goes.
        typed = desk.seat.act(typed=True)["typed"]
        if typed is None:
            desk.seat.press("W")
        return typed is not None and typed.strip() == rationale.strip()

    wait_until(rationale_back, 60, f"the rationale back; {desk.seat.texts()}")

    def commands() -> list[Any]:
        return [row for row in desk.audit() if row["action"] == "command"]

    (row,) = wait_until(commands, 60, "the withdrawal in the audit")
    # One row, and it says no more than that a command of this number was withdrawn: no decision, no word of it.
    assert row["detail"]["type"] == COMMAND_WITHDRAWN
    assert "pass" not in str(row)
    assert rationale.strip() not in str(row)
    assert desk.reviewed() == {}
    case = desk.lead.get(f"{desk.server.url}/v1/cases/{case_id}", timeout=20).json()
    assert case["state"] == "open"
    assert "outcome" not in case
