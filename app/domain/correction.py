"""Corrected reasoning: what a reviewer said of the agent's steps, as an answer that the agent should have given."""

from collections.abc import Iterable, Sequence

import msgspec

SYSTEM = (
    "You review cases of a crypto exchange for risk. Answer with a JSON object: steps (a list of statements), and"
    " verdict (pass or block)."
)


class GivenStep(msgspec.Struct, frozen=True):
    """One step of the agent; `right` as the reviewer marked it (None: not looked at), `kind` of the error."""

    n: int
    statement: str
    right: bool | None
    kind: str | None


class Corrected(msgspec.Struct, frozen=True):
    """The two answers."""

    chosen: str
    rejected: str


def question(case_type: str, signals: Sequence[tuple[str, float | bool | None, float]]) -> str:
    """What the agent was asked, as far as a set may repeat it: the signals that are numbers, with their weight."""
    lines = [f"- {name}: {_said(value)} (weight {weight:+.3f})" for name, value, weight in signals]
    return "\n".join([f"Case type: {case_type}", "Signals:", *lines])


def corrected(steps: Iterable[GivenStep], verdict: str, truth: str, because: str) -> Corrected | None:
    """The agent's own answer and the one that keeps its right steps, says of each wrong one what is wrong with it, and
    ends in what was true. None where no step was marked wrong."""
    given = list(steps)
    if all(step.right is not False for step in given):
        return None
    said: list[str] = []
    for step in given:
        if step.right is False:
            fault = (step.kind or "wrong").replace("_", " ")
            said.append(f"Step {step.n} does not hold: {fault}.")
        else:
            said.append(step.statement)
    if because:
        said.append(because)
    return Corrected(
        chosen=_answer(said, "block" if truth == "bad" else "pass"),
        rejected=_answer([step.statement for step in given], verdict),
    )


def _answer(steps: Sequence[str], verdict: str) -> str:
    return msgspec.json.encode({"steps": list(steps), "verdict": verdict}).decode()


def _said(value: float | bool | None) -> str:
    if value is None:
        return "unknown"
    return ("yes" if value else "no") if isinstance(value, bool) else f"{value:g}"
