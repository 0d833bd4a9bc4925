"""A regression set of an invented house, as the server would tell it, for tests of its page without a server."""

from typing import Any

import msgspec

from app.contract.qa import PacketItem
from app.contract.regression import (
    CaseRow,
    Faithfulness,
    JudgeRun,
    JudgeRuns,
    MarkedStep,
    PairStep,
    PairView,
    Part,
    Preference,
    Reasoning,
    RegressionSets,
    RegressionSetView,
    RunCase,
    RunCases,
    RunRow,
    Runs,
    RunView,
    StepPart,
    Vote,
    VoteTaken,
)
from app.desktop.ports import DeskError, Offline
from app.domain.ids import uuid7
from app.domain.regression import Became, Finding, Standing
from app.domain.review import StepError
from tests.support.sample_desk import NOW, NOW_MS

KYB = "kyb_review"
PAGE = 200


def an_id(n: int) -> str:
    return uuid7(NOW_MS + n * 1_000, n.to_bytes(10, "big"))


def version(n: int, checks: int) -> RegressionSetView:
    return RegressionSetView(
        an_id(n), n, None, NOW, "mei", "0" * 64, checks * 3, checks, checks // 2, checks,
        {"wrong_clause": checks}, {KYB: checks}, {"": checks},
    )  # fmt: skip


def part(cases: int, answered: int, before: int, gained: int, lost: int, e_value: float = 1.0) -> Part:
    change = (gained - lost) / answered if answered else 0.0
    return Part(
        cases, answered, before, before + gained - lost, gained, lost, change, change - 0.1, change + 0.1, 0.04, e_value
    )


def run_view(n: int, standing: Standing, **more: Any) -> RunView:
    """A run whose drawn cases come to `standing`."""
    drawn = {
        Standing.WORSE: part(100, 100, 80, 2, 30, 1e300),
        Standing.BETTER: part(100, 100, 60, 30, 1, 3_000.0),
        Standing.NOT_SHOWN: part(100, 90, 70, 3, 3, 0.4),
        Standing.WAITING: part(100, 0, 0, 0, 0),
    }[standing]
    marks = StepPart(StepError.WRONG_CLAUSE, 6, 2, 3, 1, 0.4, 0.1, 0.8)
    told: dict[str, Any] = {
        "run_id": an_id(n), "set_id": an_id(1), "set_version": 1, "model_version": f"roca-{n}", "prompt_version": None,
        "asked_at": NOW, "asked_by_name": "mei", "state": "open", "standing": standing,
        "cases": 120, "answered": drawn.answered + 10, "drawn": drawn, "faults": part(12, 10, 0, 4, 0),
        "kept": part(8, 0, 0, 0, 0), "types": (), "worse_in": (), "cases_shown": True,
        "steps": Faithfulness(40, 30, 44, 20, marks, (marks,)),
    }  # fmt: skip
    return RunView(**(told | more))


def preference(candidate: int, present: int, neither: int, e_value: float) -> Preference:
    return Preference(candidate + present + neither, candidate, present, neither, 0.03, e_value)


def row(n: int, became: Became, **more: Any) -> CaseRow:
    told: dict[str, Any] = {
        "n": n, "case_id": f"C-{204800 + n}", "case_type": KYB, "drawn": True, "truth": "bad",
        "before": "block", "after": "pass", "became": became, "mended": 0, "repeated": 1, "untold": 0,
    }  # fmt: skip
    return CaseRow(**(told | more))


def steps(*words: str) -> tuple[PairStep, ...]:
    return tuple(PairStep(n, word, None, ("e1",), "KYB-3 §2") for n, word in enumerate(words, 1))


class RegressionSample:
    """The port, over what it is given. `fails`: the code of what the server answers to everything."""

    def __init__(self, *views: RunView, versions: int = 2, pairs: int = 3) -> None:
        self.views = {one.run_id: one for one in views}
        self.versions = tuple(version(n, n * 4) for n in range(versions, 0, -1))
        self.rows: tuple[CaseRow, ...] = (row(1, Became.LOST), row(2, Became.GAINED, repeated=0, mended=1))
        self.pairs, self.votes = pairs, []  # type: tuple[int, list[Vote]]
        self.fails = ""

    def _answer(self) -> None:
        if self.fails == "offline":
            raise Offline
        if self.fails:
            raise DeskError(self.fails)

    def sets(self) -> RegressionSets:
        self._answer()
        return RegressionSets(self.versions)

    def freeze(self, case_type: str | None) -> RegressionSetView:
        self._answer()
        self.versions = (version(len(self.versions) + 1, 20), *self.versions)
        return self.versions[0]

    def runs(self) -> Runs:
        self._answer()
        return Runs(
            tuple(
                RunRow(one.run_id, one.set_id, 1, one.model_version, None, NOW, "mei", one.state)
                for one in self.views.values()
            )
        )

    def run(self, run_id: str) -> RunView:
        self._answer()
        return self.views[run_id]

    def have_answered(self, set_id: str, model_version: str, prompt_version: str | None) -> RunView:
        self._answer()
        made = run_view(
            50 + len(self.views), Standing.WAITING, model_version=model_version, prompt_version=prompt_version
        )
        self.views[made.run_id] = made
        return made

    def conclude(self, run_id: str) -> RunView:
        return self._change(run_id, state="concluded", concluded_at=NOW, concluded_by_name="mei", cases_shown=True)

    def look(self, run_id: str) -> RunView:
        return self._change(run_id, cases_shown=True)

    def _change(self, run_id: str, **changes: Any) -> RunView:
        self._answer()
        self.views[run_id] = msgspec.structs.replace(self.views[run_id], **changes)
        return self.views[run_id]

    def cases(self, run_id: str, which: str, pages: int = 1) -> RunCases:
        self._answer()
        if not self.views[run_id].cases_shown:
            raise DeskError("regression_blind")
        found = self.rows if which in ("changed", "any") else tuple(one for one in self.rows if one.became == which)
        shown = found[: pages * PAGE]
        return RunCases(shown, len(found), 0, shown[-1].n if len(shown) < len(found) else None)

    def case(self, run_id: str, n: int) -> RunCase:
        self._answer()
        found = next(one for one in self.rows if one.n == n)
        marks = (MarkedStep(1, StepError.WRONG_CLAUSE, "KYB-4 §1", Finding.REPEATED),)
        before, after = steps("The owner is known.", "The address fits."), steps("The owner is known.")
        return RunCase(found, Reasoning("block", before), Reasoning("pass", after), marks, (2,), ())

    def judging(self) -> JudgeRuns:
        self._answer()
        open_ones = [one for one in self.views.values() if one.state == "open"]
        return JudgeRuns(tuple(JudgeRun(one.run_id, 1, None, NOW, len(self.votes), False) for one in open_ones))

    def pair(self, run_id: str) -> PairView | None:
        self._answer()
        n = len(self.votes)
        if n >= self.pairs:
            return None
        item = PacketItem("pair", KYB, NOW, "Acme", {}, (), ())
        first, second = (
            Reasoning("block", steps(f"First of pair {n}.")),
            Reasoning("pass", steps(f"Second of pair {n}.")),
        )
        return PairView(an_id(900 + n), KYB, item, first, second, self.pairs - n - 1)

    def vote(self, pair_id: str, vote: Vote) -> VoteTaken:
        self._answer()
        self.votes.append(vote)
        return VoteTaken(pair_id, self.pairs - len(self.votes))
