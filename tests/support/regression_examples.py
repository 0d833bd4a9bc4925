"""Examples of a regression set, of runs of candidates over it and of a pair to judge, for whoever asks every operation
of the API as a team lead."""

from typing import Any

import msgspec

from app.contract import paths
from app.domain.assessment import Step
from app.domain.text import Bilingual
from tests.support.factories import assessment
from tests.support.judged_work import decide
from tests.support.seats import House, Seat

MODEL, OTHER = "roca-fuzzed-5", "roca-fuzzed-6"


def examples(told: dict[str, Any], house: House, lead: Seat) -> None:
    """A set with marks, a run that is answered, and one that may be concluded."""

    def of(method: str, path: str, body: Any = None, **named: str) -> None:
        operation = told["paths"][path][method]
        for parameter in operation.get("parameters", ()):
            if parameter["name"] in named:
                parameter["example"] = named[parameter["name"]]
        if body is not None:
            operation["requestBody"]["content"]["application/json"]["example"] = body

    refs = [f"FUZZ-REG-{n}" for n in range(3)]
    ids = [house.case(external_ref=ref) for ref in refs]
    wrong = [{"n": 1, "verdict": "wrong", "kind": "unsupported"}]
    assert all(one["code"] == "applied" for one in decide(house.seat("marks"), ids, "pass", steps=wrong))
    made = lead.session.post(paths.REGRESSION_SETS, json={})
    assert made.status_code == 200, made.text
    set_id = str(made.json()["set_id"])
    step = Step(1, Bilingual("It was the owner.", "是本人。"), ("e1",), ("impossible_travel",), None)
    runs = {}
    for model in (MODEL, OTHER):
        order = {"model_version": model}
        runs[model] = lead.session.post(paths.REGRESSION_SET_RUNS.format(set_id=set_id), json=order).json()["run_id"]
        word = msgspec.to_builtins(assessment(steps=(step,), model_version=model, role="challenger"))
        told_by = [{"external_ref": ref, "assessment": word} for ref in refs]
        assert house.agent.post(paths.INTAKE_ASSESSMENTS, json=told_by).json()["accepted"] == len(refs)
    pair = lead.session.post(paths.REGRESSION_PAIRS.format(run_id=runs[MODEL]))
    assert pair.status_code == 200, pair.text
    of("post", paths.REGRESSION_SETS, {"case_type": "ato_investigation"})
    of("get", paths.REGRESSION_CASES, set_id=set_id)
    of("post", paths.REGRESSION_SET_RUNS, {"model_version": MODEL}, set_id=set_id)
    of("get", paths.REGRESSION_RUN, run_id=runs[MODEL])
    looked = lead.session.post(paths.REGRESSION_LOOKS.format(run_id=runs[OTHER]))
    assert looked.status_code == 200, looked.text
    of("post", paths.REGRESSION_LOOKS, run_id=runs[OTHER])
    of("get", paths.REGRESSION_RUN_CASES, run_id=runs[OTHER])
    of("get", paths.REGRESSION_RUN_CASE, run_id=runs[OTHER], n="1")
    of("post", paths.REGRESSION_PAIRS, run_id=runs[MODEL])
    of("post", paths.REGRESSION_VOTE, {"choice": "neither"}, pair_id=pair.json()["pair_id"])
    of("post", paths.REGRESSION_CONCLUSION, run_id=runs[OTHER])
