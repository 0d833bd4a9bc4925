"""A house with a regression set: marked steps on real cases, judged cases in bulk, and candidates that answer it, one
of them planted to be worse and one that changes nothing."""

import random
from typing import Any

import msgspec

from app.contract import paths
from app.domain.assessment import Step
from app.domain.text import Bilingual
from tests.support.factories import assessment
from tests.support.judged_work import decide
from tests.support.labelled import Case, put, reviewer
from tests.support.seats import House, Seat
from tests.support.server import opened

FALLEN, SAME, NEXT = "roca-5.0-fast", "roca-4.1-again", "roca-5.1"
KINDS = ("unsupported", "wrong_inference", "wrong_clause", "missing_check")
MARKED = 12
_BLOCKS, _PASSES = -1.3, -6.0


def _step(n: int, en: str, zh: str, evidence: tuple[str, ...], clause: str | None, outcome: str = "") -> Step:
    return Step(n, Bilingual(en, zh), evidence, ("impossible_travel",) if evidence else (), clause, outcome)


MENDED = (
    _step(
        1,
        "The second sign-in came from the owner's own new phone.",
        "第二次登录来自本人的新手机。",
        ("e1",),
        "ATO-12 §3",
        "safe",
    ),
    _step(2, "The reset was confirmed by a call to the number on file.", "已致电预留号码核实重置。", (), "ATO-7 §1"),
)
REPEATED = (
    _step(1, "Sign-ins from two places within minutes.", "数分钟内从两地登录。", ("e1",), "ATO-12 §3"),
    _step(2, "The e-mail alone confirms the reset.", "仅邮件确认重置。", (), None),
)


def answers(house: House, refs: dict[str, tuple[str, tuple[Step, ...] | None]], model: str) -> None:
    """Challenger assessments by ref → (verdict, steps)."""
    told = []
    for ref, (verdict, steps) in refs.items():
        base = _BLOCKS if verdict == "block" else _PASSES
        word = assessment(steps=steps, base_value=base, model_version=model, role="challenger")
        told.append({"external_ref": ref, "assessment": msgspec.to_builtins(word)})
    for start in range(0, len(told), 100):
        results = house.agent.post(paths.INTAKE_ASSESSMENTS, json=told[start : start + 100]).json()["results"]
        assert {one["status"] for one in results} == {"accepted"}, results


def regressions(house: House) -> dict[str, str]:
    """The set in two versions and three candidates; model → run."""
    marks, lead = house.seat("mark"), house.seat("frank", "team_lead")
    refs = [f"RT-{n}" for n in range(MARKED)]
    ids = [house.case(external_ref=ref) for ref in refs]
    for n, kind in enumerate(KINDS):
        wrong = [{"n": 1, "verdict": "wrong", "kind": kind}]
        assert all(one["code"] == "applied" for one in decide(marks, ids[n::4], "pass", steps=wrong))
        if n == 1:
            made(lead)
    dice, judged = random.Random(8), []
    for n in range(160):
        bad = dice.random() < 0.5
        said = "block" if bad == (dice.random() < 0.85) else "pass"
        kind = "kyb_review" if n % 2 else "ato_investigation"
        judged.append(Case(said, "block" if bad else "pass", case_type=kind, blind=True, ref=f"RT-D{n}"))
    with opened(house.database) as storage:
        put(storage, judged, reviewer(storage))
    set_id = made(lead)
    plain = {one.ref: (one.verdict, None) for one in judged}
    runs = {}
    for model in (FALLEN, SAME, NEXT):
        order = {"model_version": model}
        answer = lead.session.post(paths.REGRESSION_SET_RUNS.format(set_id=set_id), json=order)
        assert answer.status_code == 200, answer.text
        runs[model] = str(answer.json()["run_id"])
    answers(house, {one.ref: ("pass", None) for one in judged} | dict.fromkeys(refs, ("block", REPEATED)), FALLEN)
    answers(house, plain | dict.fromkeys(refs, ("block", REPEATED)), SAME)
    right: dict[str, Any] = {one.ref: (one.decision if n < 12 else one.verdict, None) for n, one in enumerate(judged)}
    mended = {ref: ("pass" if n % 2 else "block", MENDED if n % 3 else REPEATED) for n, ref in enumerate(refs)}
    answers(house, dict(list(right.items())[:90]) | mended, NEXT)
    assert lead.session.post(paths.REGRESSION_CONCLUSION.format(run_id=runs[FALLEN])).status_code == 200
    return runs


def made(lead: Seat) -> str:
    answer = lead.session.post(paths.REGRESSION_SETS, json={})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["set_id"])
