"""The demo agent's second look at a case: the same evidence, weighed again, with a step that says why."""

import copy
import math
import random
from typing import Any

Row = dict[str, Any]

_WHY: dict[str, tuple[str, str]] = {
    "evidence_overlooked": (
        "Read all evidence once more, the pieces that no step had named among it.",
        "重新读取了全部证据，包括此前没有步骤引用的部分。",
    ),
    "evidence_added": ("Weighed the evidence again as it stands now.", "按目前的证据重新评估。"),
    "step_doubtful": (
        "Went through the doubted steps again; what nothing supports now weighs less.",
        "重新检查了被质疑的步骤；没有依据的内容现在权重更低。",
    ),
    "signals_conflict": (
        "Set the signals that disagree against each other; the strongest one alone no longer decides.",
        "对相互矛盾的信号做了比较；最强的单个信号不再单独决定结果。",
    ),
    "clause_wrong": (
        "Asked again which clause covers this; the weight of the doubtful one is lower.",
        "重新确认了适用的条款；存疑条款的权重降低。",
    ),
    "data_stale": (
        "Took the age of the data into account; old signals weigh less.",
        "考虑了数据的时效；较旧的信号权重降低。",
    ),
    "other": ("Looked at the whole case again with the note in mind.", "结合备注重新查看了整个案件。"),
}
_KEEPS = {"evidence_added": 0.92, "data_stale": 0.7, "signals_conflict": 0.55}


def second_look(before: Row, reason: str, seed: str) -> Row:
    """The new assessment after `before`, the same for the same arguments. Its strongest signals weigh less than they
    did, by how much depends on the reason; the score follows from the sum, and so may the verdict."""
    rng = random.Random(f"second look {seed} {reason}")
    after = copy.deepcopy(before)
    keeps = _KEEPS.get(reason, 0.65) * rng.uniform(0.85, 1.1)
    towards = 1 if before["verdict"] == "block" else -1
    strongest = sorted(after["signals"], key=lambda signal: -towards * signal["contribution"])
    for signal in strongest[: rng.randint(1, 3)]:
        if signal["contribution"] * towards > 0:
            signal["contribution"] = round(signal["contribution"] * keeps, 4)
    log_odds = math.fsum(
        [after["base_value"], after["other"]["contribution"], *(signal["contribution"] for signal in after["signals"])]
    )
    score = 1 / (1 + math.exp(-log_odds)) if log_odds >= 0 else math.exp(log_odds) / (1 + math.exp(log_odds))
    after["risk_score"] = score
    after["verdict"] = "block" if score >= 0.5 else "pass"
    after["confidence"] = score if after["verdict"] == "block" else 1 - score
    en, zh = _WHY.get(reason, _WHY["other"])
    cited: list[str] = next((step["evidence_ids"] for step in after["steps"] if step["evidence_ids"]), [])
    named = [signal["name"] for signal in strongest[:1]]
    step = {"n": len(after["steps"]) + 1, "statement": {"en": en, "zh": zh}, "evidence_ids": cited, "signals": named}
    after["steps"].append(step | {"sop_ref": None, "outcome": "reconsidered"})
    return after
