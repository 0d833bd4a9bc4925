"""A reviewer's stretch of work with nothing but keys: twenty-one cases of all seven types, with the server killed and
started again and the workstation killed with kill -9 in the middle. What the export then says must be exactly what
the decisions and the agent's verdicts imply."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.decision import Decision
from app.domain.label import derive_label
from tests.support.screen import Screen
from tests.support.served_desk import Desk, open_desk
from tests.support.workstation import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

OF_EACH_TYPE = 3
TO_DO = 7 * OF_EACH_TYPE
RATIONALE = {
    "en": "The timeline and the device agree with the owner.",
    "zh_CN": "设备与登录记录均与本人一致。",
}


@pytest.fixture
def desk(tmp_path: Path, language: str) -> Iterator[Desk]:
    with open_desk(tmp_path, language, OF_EACH_TYPE) as found:
        yield found


class Offscreen:
    """Keys posted to the window that has the focus, inside the process; the screen is read as it is painted."""

    def __init__(self, desk: Desk, language: str) -> None:
        self.desk = desk
        self.rationale = RATIONALE[language]

    def open(self, first: str) -> None:
        """Start the workstation; `first` is the case it opens by itself."""
        self.desk.seat.start(env={"QT_QPA_PLATFORM": "offscreen"})
        self.ready_for(first)

    def ready_for(self, case_id: str) -> None:
        """The case stands in the middle, and its decision may be made."""
        try:
            wait_until(lambda: self.desk.seat.sees(f"· {case_id}"), 60, f"{case_id} in sight")
        except AssertionError as late:
            shown = [item["text"] for item in self.desk.seat.texts()]
            raise AssertionError(f"{late}; on screen: {shown}\n{self.desk.seat.tail()}") from None

    def press(self, *keys: str) -> None:
        self.desk.seat.press(*keys)

    def type(self, text: str) -> None:
        self.desk.seat.type(text)

    def mouse_events(self) -> int:
        """How many presses, movements and turns of the wheel reached the window since it opened."""
        return int(self.desk.seat.act(mouse=True)["mouse"])

    def close(self) -> None:
        pass


class RealScreen(Offscreen):
    """The program as it is started by hand, on a virtual screen, with xdotool for hands. Of the screen only the title
    of the window is read, which names the open case."""

    def __init__(self, desk: Desk, language: str) -> None:
        super().__init__(desk, language)
        self.screen = Screen("1366x768")
        # xdotool has no input method, and drops letters where it must change the keyboard for each of them.
        self.rationale = RATIONALE["en"]

    def open(self, first: str) -> None:
        self.desk.seat.start([sys.executable, "-m", "app"], env=self.screen.env)
        self.ready_for(first)

    def ready_for(self, case_id: str) -> None:
        wait_until(
            lambda: case_id in self.screen.title(),
            60,
            f"{case_id} in the title, not {self.screen.title()!r}\n{self.desk.seat.tail()}",
        )

    def press(self, *keys: str) -> None:
        self.screen.press(*keys)

    def type(self, text: str) -> None:
        self.screen.type(text)

    def mouse_events(self) -> int:
        return 0  # nobody counts there: these hands have no mouse

    def close(self) -> None:
        self.screen.close()


@pytest.fixture(params=["en", "zh_CN"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=[Offscreen, RealScreen], ids=["offscreen", "xdotool"])
def hands(request: pytest.FixtureRequest, desk: Desk, language: str) -> Iterator[Offscreen]:
    made = request.param(desk, language)
    yield made
    made.close()


def _do(hands: Offscreen, case_id: str, decision: Decision) -> None:
    """One case: decide, say why, write the rationale, submit and go on."""
    hands.ready_for(case_id)
    if decision is Decision.ESCALATE:
        hands.press("E")
    else:
        hands.press("P" if decision is Decision.PASS else "B", "1")
    hands.press("W")
    hands.type(hands.rationale)
    hands.press("Ctrl+Return")


def test_cases_of_every_type_by_keys_alone_survive_a_dead_server_and_a_killed_window(hands, desk):
    hands.open(desk.plan[0][0])
    todo = iter(desk.plan[:TO_DO])

    def do(count: int) -> None:
        for _ in range(count):
            case_id, decision = next(todo)
            _do(hands, case_id, decision)

    do(6)
    # The server dies once it has reserved the hand and taken everything in; the hand is finished without it.
    desk.wait_reserved(6, 9)
    desk.wait_for(6)
    desk.server.kill()
    do(3)
    desk.server = desk.server.restart()
    # The seat finds it again by itself; until then the next cases can be drafted, not sent.
    desk.wait_reserved(9, 12)
    do(3)
    # The next case in sight says that the last decision is safe; the window dies while it may still be undone.
    hands.ready_for(desk.plan[12][0])
    assert hands.mouse_events() == 0
    desk.seat.kill()
    hands.open(desk.plan[12][0])
    do(9)
    desk.wait_for(TO_DO)
    assert hands.mouse_events() == 0

    answer = desk.lead.get(f"{desk.server.url}/v1/exports/labels", params={"format": "jsonl"}, timeout=20)
    rows = [json.loads(line) for line in answer.text.splitlines()]
    implied = {
        case_id: derive_label(desk.verdicts[case_id], decision)
        for case_id, decision in desk.plan[:TO_DO]
        if decision is not Decision.ESCALATE
    }
    assert {row["case_id"]: row["label"] for row in rows} == implied
    assert len(rows) == len(implied)
    reviewed = desk.reviewed()
    assert set(reviewed) == {case_id for case_id, _ in desk.plan[:TO_DO]}
    assert all(len(of_case) == 1 for of_case in reviewed.values())
    assert {case_id: of_case[0]["decision"] for case_id, of_case in reviewed.items()} == dict(desk.plan[:TO_DO])
    assert {of_case[0]["rationale"] for of_case in reviewed.values()} == {hands.rationale}
