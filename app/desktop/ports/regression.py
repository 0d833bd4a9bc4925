"""The agent's regression set as the server tells it: versions, candidates that answer, single cases, blind pairs."""

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from app.contract.regression import (
        JudgeRuns,
        PairView,
        RegressionSets,
        RegressionSetView,
        RunCase,
        RunCases,
        Runs,
        RunView,
        Vote,
        VoteTaken,
    )


class Regression(Protocol):
    """usecases/regression.py. All of it runs in the pool, needs the server, raises ApiError."""

    def sets(self) -> "RegressionSets": ...

    def freeze(self, case_type: str | None) -> "RegressionSetView":
        """The next version; the last one where nothing has changed."""

    def runs(self) -> "Runs": ...

    def run(self, run_id: str) -> "RunView": ...

    def have_answered(self, set_id: str, model_version: str, prompt_version: str | None) -> "RunView":
        """A candidate is to answer a set; its run."""

    def conclude(self, run_id: str) -> "RunView": ...

    def look(self, run_id: str) -> "RunView":
        """From now on this person reads the single cases of the run and judges no more pairs of it."""

    def cases(self, run_id: str, which: str, pages: int = 1) -> "RunCases":
        """The first so many pages of its cases."""

    def case(self, run_id: str, n: int) -> "RunCase": ...

    def judging(self) -> "JudgeRuns":
        """Open runs of which one may judge pairs."""

    def pair(self, run_id: str) -> "PairView | None":
        """The pair that is to be judged, None where none is left."""

    def vote(self, pair_id: str, vote: "Vote") -> "VoteTaken": ...
