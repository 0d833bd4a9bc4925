"""Candidates of the agent's model over HTTP, on real accounts that people decided without its word: a weaker model and
a planted fall are caught, another that is as good and the same one again are not called better."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.real_data.eth import TOKENS, Account, Word
from tests.real_data.eth_house import PASS_AT, EthHouse, blames, eth_house

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
Row = dict[str, Any]
WRONG_STEP = ({"n": 1, "verdict": "wrong", "kind": "wrong_inference"},)
SIZE = 800


class World:
    def __init__(self, house: EthHouse) -> None:
        self.house = house
        self.words = [Word(one) for one in house.accounts[:SIZE]]
        house.hand_over([(word, PASS_AT, "trial") for word in self.words])
        say = blames("signal_underweighted", "signal", TOKENS, steps=WRONG_STEP)
        house.review(self.words, say, house.careful, blind=True)
        made = house.lea.session.post("/v1/regression/sets", json={})
        assert made.status_code == 200, made.text
        self.set: Row = made.json()

    def run(self, model: str, scores: dict[str, float]) -> Row:
        """A candidate answers every case of the set with these scores, by address; how it stands."""
        house = self.house
        asked = house.lea.session.post(f"/v1/regression/sets/{self.set['set_id']}/runs", json={"model_version": model})
        assert asked.status_code == 200, asked.text
        house.challenge([answer(word.account, model, scores[word.account.address]) for word in self.words])
        told = house.lea.session.get(f"/v1/regression/runs/{asked.json()['run_id']}")
        assert told.status_code == 200, told.text
        found: Row = told.json()
        assert found["answered"] == SIZE
        return found

    def scores(self, model: str) -> dict[str, float]:
        return {word.account.address: word.account.scores[model] for word in self.words}


def answer(account: Account, model: str, score: float) -> Word:
    """The candidate's answer in the place of the agent's own parts, which it does not tell."""
    name = f"p_{model.removeprefix('roca-eth-')}"
    changed = msgspec.structs.replace(
        account,
        scores=account.scores | {name: score},
        parts=account.parts | {name: account.parts["p_lgbm"]},
        bases=account.bases | {name: account.bases["p_lgbm"]},
    )
    return Word(changed, model=name)


@pytest.fixture(scope="module")
def world(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("candidates")
    with eth_house(shared, folder, {"FOOTPLATE_BLIND_FIRST_SHARE": "1"}) as house:
        yield World(house)


def test_what_people_decided_without_a_look_is_what_counts(world: World) -> None:
    wrong = [word for word in world.words if not word.right]
    assert (world.set["cases"], world.set["drawn"]) == (SIZE, SIZE)
    assert (world.set["faults"], world.set["checks"]) == (len(wrong), len(wrong))


def test_the_same_model_under_another_name_is_not_called_better(world: World) -> None:
    found = world.run("roca-eth-again", world.scores("p_lgbm"))
    assert (found["standing"], found["drawn"]["gained"], found["drawn"]["lost"]) == ("not_shown", 0, 0)


def test_another_model_that_is_as_good_is_not_called_better(world: World) -> None:
    found = world.run("roca-eth-hist", world.scores("p_hgb"))
    assert found["drawn"]["gained"] > 0
    assert found["drawn"]["lost"] > 0
    assert found["standing"] == "not_shown"


def test_the_weakest_of_the_three_models_is_caught(world: World) -> None:
    found = world.run("roca-eth-line", world.scores("p_lr"))
    truly = {model: sum(judged(word, model) for word in world.words) for model in ("p_lgbm", "p_lr")}
    assert (found["drawn"]["right_before"], found["drawn"]["right_after"]) == (truly["p_lgbm"], truly["p_lr"])
    assert found["standing"] == "worse"
    assert found["worse_in"] == ["withdrawal_anomaly"]


def judged(word: Word, model: str) -> bool:
    return (word.account.scores[model] >= 0.5) == word.account.bad


def test_a_planted_fall_is_caught_and_whoever_marked_a_step_hears_of_it(world: World) -> None:
    """The best model, but for accounts with token transfers, of which it says nothing ill any more."""
    house = world.house
    planted = {
        word.account.address: 0.1 if word.account.values[TOKENS] > 0 else word.account.scores["p_lgbm"]
        for word in world.words
    }
    found = world.run("roca-eth-fallen", planted)
    assert found["standing"] == "worse"
    assert found["drawn"]["gained"] < found["drawn"]["lost"]
    done = house.lea.session.post(f"/v1/regression/runs/{found['run_id']}/conclusion").json()
    assert (done["state"], done["told"]) == ("concluded", 3)
    for seat in house.careful:
        (news,) = [
            one
            for one in seat.session.get("/v1/news", params={"limit": "200"}).json()["news"]
            if one["feedback_id"] == found["run_id"]
        ]
        marked = [w for w in world.words if not w.right and house.reviewer_of[w.name] == seat.name]
        assert (news["event"], news["title"]) == ("retested", "roca-eth-fallen")
        assert news["mended"] + news["repeated"] == len(marked)
