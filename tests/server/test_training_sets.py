"""Training sets over raw HTTP: frozen, versioned, proved by their manifest, with nothing of a person in them; asked to
be trained from, answered, and judged before and after."""

import hashlib
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from app.desktop.policy import Policy
from app.server.connectors.training_folder import TrainingFolder
from app.server.storage.files import FolderStore
from app.server.usecases import retraining
from app.transfer.training_set import fetch
from tests.server.test_feedback_over_http import become, item, news, raised
from tests.support.factories import assessment
from tests.support.judged_work import decide
from tests.support.labelled import Case, put, relabel, reviewer
from tests.support.seats import House, Seat, new_id, open_house
from tests.support.server import opened, start_server
from tests.support.training_set import verified

MARKS = ({"n": 1, "verdict": "wrong", "kind": "unsupported"}, {"n": 2, "verdict": "right"})
PERSONAL = "Ask ann@example.net about it."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("training")


@pytest.fixture(scope="module")
def house(folder: Path) -> Iterator[House]:
    database = folder / "server.db"
    with start_server(database, environment={"FOOTPLATE_RETRAINING_FOLDER": str(folder / "out")}) as server:
        house = open_house(server, database)
        yield house
        house.close()


def world(dice: random.Random, count: int, **more: Any) -> list[Case]:
    """Labelled cases in which the truth follows one signal, and the agent's word another."""
    made = []
    for _ in range(count):
        bad, blocked = dice.random() < 0.5, dice.random() < 0.5
        weights = (("vpn_exit", 1.0 if bad else -1.0), ("impossible_travel", 0.8 if blocked else -0.8))
        right = bad == blocked
        made.append(
            Case(
                "block" if blocked else "pass",
                "block" if bad else "pass",
                None if right else ("signal_overweighted", "signal", "impossible_travel"),
                signals=weights,
                values=(("vpn_exit", 1.0 if bad else 0.0), ("impossible_travel", dice.uniform(0, 900))),
                days=dice.uniform(0, 60),
                case_type="reset_2fa",
                **more,
            )
        )
    return made


def made(seat: Seat, **order: Any) -> dict[str, Any]:
    answer = seat.session.post("/v1/training-sets", json=order)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def fetched(seat: Seat, told: dict[str, Any], to: Path) -> Path:
    """All files of a set in a folder, as anybody would take them."""
    to.mkdir()
    names = [one["name"] for one in told["manifest"]["files"]]
    for name in (*names, "manifest.json"):
        answer = seat.session.get(f"/v1/training-sets/{told['set_id']}/files/{name}")
        assert answer.status_code == 200, answer.text
        (to / name).write_bytes(answer.content)
    return to


def test_a_set_is_versioned_and_its_manifest_verifies(house: House, lead: Seat, tmp_path: Path) -> None:
    dice = random.Random(1)
    with opened(house.database) as storage:
        who = reviewer(storage)
        plain = put(storage, world(dice, 80), who)
        audited = put(storage, world(dice, 12, source="audit"), who)
        put(storage, world(dice, 6, steps=2, marks=MARKS), who)
        put(storage, world(dice, 2, steps=2, marks=MARKS, rationale=PERSONAL), who)
    told = made(lead, name="reset", case_type="reset_2fa", audits=False)
    manifest = told["manifest"]
    assert (told["version"], manifest["schema"]) == (1, "footplate.training-set/1")
    assert manifest["exclusions"] == [{"reason": "audit", "cases": 12}]
    assert manifest["counts"]["train"] + manifest["counts"]["test"] == 88
    assert manifest["counts"]["test"] == 18
    assert manifest["labels"]["sources"] == {"review": 88}
    assert "gold case has no label" in manifest["gold"]
    here = fetched(lead, told, tmp_path / "one")
    rows = verified(here)
    assert json.loads((here / "manifest.json").read_bytes()) == manifest
    latest = max(row["decided_at"] for row in rows["train.jsonl"])
    assert all(row["decided_at"] > latest for row in rows["test.jsonl"])
    assert {row["source"] for row in rows["train.jsonl"]} == {"review"}
    pairs = rows["preferences.jsonl"]
    assert len(pairs) == len(rows["chat.jsonl"]) > 0
    for pair in pairs:
        chosen, rejected = json.loads(pair["chosen"]), json.loads(pair["rejected"])
        assert rejected["steps"] == ["It looks so.", "It looks so."]
        assert chosen["steps"][:2] == ["Step 1 does not hold: unsupported.", "It looks so."]
        assert chosen["verdict"] in ("pass", "block")
    whole = b"".join(path.read_bytes() for path in sorted(here.iterdir()))
    assert b"ann@example" not in whole
    assert b"rationale" not in whole
    # The same again is the same version; another label makes another one, and says so.
    assert made(lead, name="reset", case_type="reset_2fa", audits=False)["set_id"] == told["set_id"]
    with opened(house.database) as storage:
        relabel(storage, plain[:1], "FN")
        # Audits are completed once the agent's word is told, and stay audits.
        relabel(storage, audited[:5], "TP", source="after_reveal")
    second = made(lead, name="reset", case_type="reset_2fa", audits=True)
    assert second["version"] == 2
    sources = {"adjudication": 1, "after_reveal": 5, "audit": 7, "review": 87}
    assert second["manifest"]["labels"]["sources"] == sources
    assert second["manifest"]["audit_cases"] == 12
    rows = verified(fetched(lead, second, tmp_path / "second"))
    assert sum(row["audit"] for part in ("train.jsonl", "test.jsonl") for row in rows[part]) == 12
    third = made(lead, name="reset", case_type="reset_2fa", audits=False)
    assert third["manifest"]["exclusions"] == [{"reason": "audit", "cases": 12}]
    assert "no share of this set" in second["manifest"]["audits"]
    listed = lead.session.get("/v1/training-sets").json()["sets"]
    assert [one["version"] for one in listed if one["name"] == "reset"] == [3, 2, 1]


def test_the_command_line_takes_a_set_whole_or_not_at_all(
    house: House, lead: Seat, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with opened(house.database) as storage:
        put(storage, world(random.Random(5), 10), reviewer(storage))
    told = made(lead, name="taken", case_type="reset_2fa")
    token = str(lead.session.headers["Authorization"]).removeprefix("Bearer ")
    policy, here = Policy(), tmp_path / "taken"
    arguments: dict[str, Any] = {"policy": policy, "profile": tmp_path}
    assert fetch(told["set_id"], here, house.server.url, token, **arguments) == 0
    assert told["digest"] in capsys.readouterr().out
    verified(here)
    assert fetch(told["set_id"], here, house.server.url, token, **arguments) == 2, "nothing is written over"
    assert fetch(new_id(), tmp_path / "none", house.server.url, token, **arguments) == 2
    frozen = msgspec.structs.replace(policy, exports=False)
    assert fetch(told["set_id"], tmp_path / "no", house.server.url, token, policy=frozen, profile=tmp_path) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["taken"]


def test_one_changed_byte_is_found(house: House, lead: Seat, tmp_path: Path) -> None:
    with opened(house.database) as storage:
        put(storage, world(random.Random(2), 10), reviewer(storage))
    here = fetched(lead, made(lead, name="changed", case_type="reset_2fa"), tmp_path / "two")
    file = here / "train.jsonl"
    file.write_bytes(file.read_bytes().replace(b'"bad"', b'"bat"', 1))
    with pytest.raises(AssertionError, match=r"train\.jsonl"):
        verified(here)


def test_a_request_goes_out_is_answered_once_and_judged_on_the_patterns_cases(
    house: House, lin: Seat, lead: Seat, folder: Path
) -> None:
    refs = [f"TRAIN-{n}" for n in range(4)]
    ids = [house.case(external_ref=ref) for ref in refs]
    assert all(one["code"] == "applied" for one in decide(lin, ids, "pass"))
    feedback_id = raised(lin, ids, code="signal_overweighted")
    told = made(lead, name="travel", feedback_id=feedback_id, test_share=0.25)
    assert told["manifest"]["counts"]["pattern"] == 4
    assert item(lead, feedback_id)["item"]["result_kind"] == "training_set"
    assert item(lead, feedback_id)["item"]["result_ref"] == told["set_id"]
    asked = lead.session.post(f"/v1/training-sets/{told['set_id']}/requests", json={"note": "Less weight on travel."})
    assert asked.status_code == 200, asked.text
    request = asked.json()
    assert (request["state"], request["sent_by"]) == ("asked", "folder")
    assert item(lead, feedback_id)["item"]["state"] == "in_work"
    assert [one["event"] for one in news(lin, feedback_id)] == ["in_work"], "whoever found it is told"
    with opened(house.database) as storage:
        store = FolderStore(Path(f"{folder / 'server.db'}.files"))
        for _ in range(2):  # a second turn puts nothing out twice
            retraining.drop(storage, store, TrainingFolder(folder / "out"))
    dropped = folder / "out" / request["request_id"]
    verified(dropped)
    assert sorted(json.loads((dropped / "request.json").read_bytes())["pattern_cases"]) == refs
    (waiting,) = house.agent.get("/v1/retraining", params={"state": "asked"}).json()["requests"]
    assert waiting["request_id"] == request["request_id"]

    address = f"/v1/retraining/{request['request_id']}"
    assert lead.session.get(f"{address}/effect").status_code == 404
    assert lead.session.post(f"{address}/answer", json={"state": "trained", "model_version": "x"}).status_code == 403
    assert house.agent.post(f"{address}/answer", json={"state": "trained"}).status_code == 422
    answered = house.agent.post(f"{address}/answer", json={"state": "trained", "model_version": "roca-4.2"})
    assert answered.json()["model_version"] == "roca-4.2"
    again = house.agent.post(f"{address}/answer", json={"state": "trained", "model_version": "roca-4.2"})
    assert again.status_code == 200
    other = house.agent.post(f"{address}/answer", json={"state": "refused", "note": "No."})
    assert other.json()["code"] == "training_answered"

    better = msgspec.to_builtins(assessment(base_value=-6.0, model_version="roca-4.2", role="challenger"))
    body = [{"external_ref": ref, "assessment": better} for ref in refs[:3]]
    results = house.agent.post("/v1/intake/assessments", json=body).json()["results"]
    assert {one["status"] for one in results} == {"accepted"}, results
    effect = lead.session.get(f"{address}/effect").json()
    pattern = effect["pattern"]
    assert (pattern["cases"], pattern["n"], pattern["gained"], pattern["lost"]) == (4, 3, 3, 0)
    assert pattern["p"] == pytest.approx(0.25)
    assert effect["test"]["cases"] == 0, "all were decided at one moment, so that none could be kept apart by time"


def test_a_refusal_leaves_the_finding_to_the_next_set_and_what_was_dismissed_stays_so(
    house: House, lin: Seat, lead: Seat
) -> None:
    ids = house.cases(2)
    assert all(one["code"] == "applied" for one in decide(lin, ids, "pass"))
    feedback_id = raised(lin, ids, code="signal_overweighted")
    told = made(lead, name="refused", feedback_id=feedback_id)

    def asked() -> str:
        answer = lead.session.post(f"/v1/training-sets/{told['set_id']}/requests", json={"note": ""})
        return f"/v1/retraining/{answer.json()['request_id']}/answer"

    refused = {"state": "refused", "note": "Too few cases."}
    assert house.agent.post(asked(), json=refused).status_code == 200
    assert item(lead, feedback_id)["item"]["state"] == "accepted"
    assert [one["event"] for one in news(lin, feedback_id)] == ["accepted", "in_work"]
    assert become(lead, feedback_id, "dismissed", reason="They are right.", language="en")["http"] == 200
    assert house.agent.post(asked(), json=refused).status_code == 200
    assert item(lead, feedback_id)["item"]["state"] == "dismissed"
    assert len(news(lin, feedback_id)) == 3


def test_who_may_make_take_and_ask(house: House, lin: Seat, lead: Seat) -> None:
    assert lin.session.post("/v1/training-sets", json={"name": "x"}).status_code == 403
    assert lin.session.get("/v1/training-sets").status_code == 403
    assert house.agent.get("/v1/training-sets").status_code == 200
    assert house.agent.post("/v1/training-sets", json={"name": "x"}).status_code == 403
    empty = lead.session.post("/v1/training-sets", json={"name": "none", "case_type": "kyb_review"})
    assert (empty.status_code, empty.json()["code"]) == (422, "training_empty")
    assert lead.session.post("/v1/training-sets", json={"name": "x", "feedback_id": new_id()}).status_code == 404
    assert lead.session.get(f"/v1/training-sets/{new_id()}").status_code == 404
    with opened(house.database) as storage:
        put(storage, world(random.Random(3), 10), reviewer(storage))
    told = made(lead, name="whose", case_type="reset_2fa")
    assert lead.session.get(f"/v1/training-sets/{told['set_id']}/files/../x").status_code == 404
    assert lead.session.get(f"/v1/training-sets/{told['set_id']}/files/passwd").status_code == 404
    digest = hashlib.sha256(house.agent.get(f"/v1/training-sets/{told['set_id']}/files/train.jsonl").content)
    (file,) = [one for one in told["manifest"]["files"] if one["name"] == "train.jsonl"]
    assert digest.hexdigest() == file["sha256"]


@pytest.mark.slow
def test_a_model_trains_from_the_set_once_its_manifest_was_verified(house: House, lead: Seat, tmp_path: Path) -> None:
    """With scikit-learn, as a model's owner would; on the cases kept apart by time it is nearly always right, where
    the agent's own word is right as often as a coin."""
    from tests.support.training_set import train

    with opened(house.database) as storage:
        put(storage, world(random.Random(4), 300), reviewer(storage))
    here = fetched(lead, made(lead, name="learns", case_type="reset_2fa"), tmp_path / "three")
    told = train(here)
    assert told.accuracy > 0.95
    assert told.agent < 0.7
