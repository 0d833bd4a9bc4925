"""The demo agent's second look: believable, the same for the same seed, and taken by a real server."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from app.demo.agent import DemoAgent
from app.demo.answering import Answering, Memory
from app.demo.generator import generate
from app.demo.second_look import second_look
from app.domain.ask_again import AskReason
from app.domain.assessment import Assessment
from tests.support.factories import NOON
from tests.support.seats import House, open_house
from tests.support.server import start_server


@pytest.mark.parametrize("reason", list(AskReason))
def test_a_second_look_adds_up_and_says_why_in_both_languages(reason: AskReason) -> None:
    moved = 0
    for number, case in enumerate(generate(40, 7, NOON)):
        before = case.intake["assessment"]
        after = second_look(before, reason.value, str(number))
        word = msgspec.convert(after, Assessment)  # raises where the sum or the confidence is off
        said = word.steps[-1].statement
        assert said.en
        assert said.zh
        assert len(word.steps) == len(before["steps"]) + 1
        assert after == second_look(before, reason.value, str(number))
        moved += abs(after["risk_score"] - before["risk_score"]) > 1e-6
    assert moved > 30


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    database = tmp_path / "server.db"
    with start_server(database) as server:
        house = open_house(server, database)
        yield house
        house.close()


def test_the_agent_answers_whoever_asks(house: House) -> None:
    token = str(house.agent.headers["Authorization"]).removeprefix("Bearer ")
    agent, memory = DemoAgent(house.server.url, token), Memory()
    agent.feed_cases(memory.remembering([case.intake for case in generate(3, 7, NOON)]))
    answering = Answering(agent, memory, 7)
    lin = house.seat("lin")
    case_id = lin.session.get("/v1/cases?view=open").json()["cases"][0]["case_id"]
    asked = lin.command(case_id, {"reason": "step_doubtful"}, None, command_type="assessment.request")
    assert lin.put(asked).status_code == 200
    assert (answering.once(), answering.once()) == (1, 0)
    case = lin.case(case_id)
    assert "asked" not in case
    assert len(case["assessments_beside"]) == 1
    assert len(case["assessment"]["steps"]) == len(case["assessments_beside"][0]["assessment"]["steps"]) + 1
    answering.stop()
