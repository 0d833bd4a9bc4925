"""The calls about the agent's regression set: versions, runs of candidates, single cases, blind pairs."""

from urllib.parse import quote

from app.contract import paths
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
from app.desktop.api.loop_calls import Calls


class RegressionCalls:
    """Mixed into the calls of a signed-in person."""

    def regression_sets(self: Calls) -> RegressionSets:
        return self._call("GET", paths.REGRESSION_SETS, RegressionSets)

    def make_regression_set(self: Calls, told: RegressionOrder) -> RegressionSetView:
        return self._call("POST", paths.REGRESSION_SETS, RegressionSetView, body=told)

    def regression_runs(self: Calls) -> Runs:
        return self._call("GET", paths.REGRESSION_RUNS, Runs)

    def regression_run(self: Calls, run_id: str) -> RunView:
        return self._call("GET", _path(paths.REGRESSION_RUN, run_id=run_id), RunView)

    def ask_regression_run(self: Calls, set_id: str, told: RunOrder) -> RunView:
        return self._call("POST", _path(paths.REGRESSION_SET_RUNS, set_id=set_id), RunView, body=told)

    def conclude_regression_run(self: Calls, run_id: str) -> RunView:
        return self._call("POST", _path(paths.REGRESSION_CONCLUSION, run_id=run_id), RunView)

    def look_at_regression_run(self: Calls, run_id: str) -> RunView:
        return self._call("POST", _path(paths.REGRESSION_LOOKS, run_id=run_id), RunView)

    def regression_run_cases(self: Calls, run_id: str, which: str, limit: int, after: int | None = None) -> RunCases:
        address = _path(paths.REGRESSION_RUN_CASES, run_id=run_id)
        return self._call("GET", address, RunCases, which=which, limit=limit, after=after)

    def regression_run_case(self: Calls, run_id: str, n: int) -> RunCase:
        return self._call("GET", _path(paths.REGRESSION_RUN_CASE, run_id=run_id, n=str(n)), RunCase)

    def regression_judging(self: Calls) -> JudgeRuns:
        return self._call("GET", paths.REGRESSION_JUDGING, JudgeRuns)

    def regression_pair(self: Calls, run_id: str) -> PairView:
        return self._call("POST", _path(paths.REGRESSION_PAIRS, run_id=run_id), PairView)

    def regression_vote(self: Calls, pair_id: str, told: Vote) -> VoteTaken:
        return self._call("POST", _path(paths.REGRESSION_VOTE, pair_id=pair_id), VoteTaken, body=told)


def _path(pattern: str, **parts: str) -> str:
    return pattern.format(**{name: quote(value, safe="") for name, value in parts.items()})
