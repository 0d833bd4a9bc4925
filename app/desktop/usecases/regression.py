"""The agent's regression set as the server tells it. Nothing of a pair is kept at the seat."""

from functools import partial
from typing import Protocol

from app.contract.problems import Code
from app.contract.regression import (
    JudgeRuns,
    PairView,
    RegressionOrder,
    RegressionSets,
    RegressionSetView,
    RunCase,
    RunCases,
    RunOrder,
    Runs,
    RunView,
    Vote,
    VoteTaken,
)
from app.desktop.ports import DeskError
from app.desktop.usecases.pages_together import together

MOST_CASES = 200


class RegressionOnline(Protocol):
    """The calls behind it."""

    def regression_sets(self) -> RegressionSets: ...

    def make_regression_set(self, told: RegressionOrder) -> RegressionSetView: ...

    def regression_runs(self) -> Runs: ...

    def regression_run(self, run_id: str) -> RunView: ...

    def ask_regression_run(self, set_id: str, told: RunOrder) -> RunView: ...

    def conclude_regression_run(self, run_id: str) -> RunView: ...

    def look_at_regression_run(self, run_id: str) -> RunView: ...

    def regression_run_cases(self, run_id: str, which: str, limit: int, after: int | None = None) -> RunCases: ...

    def regression_run_case(self, run_id: str, n: int) -> RunCase: ...

    def regression_judging(self) -> JudgeRuns: ...

    def regression_pair(self, run_id: str) -> PairView: ...

    def regression_vote(self, pair_id: str, told: Vote) -> VoteTaken: ...


class RegressionDesk:
    """See ports.regression.Regression."""

    def __init__(self, online: RegressionOnline) -> None:
        self._online = online

    def sets(self) -> RegressionSets:
        return self._online.regression_sets()

    def freeze(self, case_type: str | None) -> RegressionSetView:
        return self._online.make_regression_set(RegressionOrder(case_type))

    def runs(self) -> Runs:
        return self._online.regression_runs()

    def run(self, run_id: str) -> RunView:
        return self._online.regression_run(run_id)

    def have_answered(self, set_id: str, model_version: str, prompt_version: str | None) -> RunView:
        return self._online.ask_regression_run(set_id, RunOrder(model_version, prompt_version))

    def conclude(self, run_id: str) -> RunView:
        return self._online.conclude_regression_run(run_id)

    def look(self, run_id: str) -> RunView:
        return self._online.look_at_regression_run(run_id)

    def cases(self, run_id: str, which: str, pages: int = 1) -> RunCases:
        read = partial(self._online.regression_run_cases, run_id, which, MOST_CASES)
        return together(read, "cases", lambda one: one.n, pages)

    def case(self, run_id: str, n: int) -> RunCase:
        return self._online.regression_run_case(run_id, n)

    def judging(self) -> JudgeRuns:
        return self._online.regression_judging()

    def pair(self, run_id: str) -> PairView | None:
        try:
            return self._online.regression_pair(run_id)
        except DeskError as error:
            if error.code == Code.NOT_FOUND.code:
                return None
            raise

    def vote(self, pair_id: str, vote: Vote) -> VoteTaken:
        return self._online.regression_vote(pair_id, vote)
