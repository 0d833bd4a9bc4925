"""The regression set of the agent: frozen, answered by candidates, read case by case, and judged blind in pairs."""

from collections.abc import Callable
from typing import Any

from app.contract.regression import JudgeRun, RegressionSetView, RunCase, RunView, Vote, VoteTaken
from app.desktop.panels.feedback.presenter.training import TrainingActs
from app.desktop.panels.feedback.state import (
    BECAME,
    CASE,
    MOST_NAME,
    MOST_REASON,
    PAIR,
    REGRESSION,
    RUN,
    CaseData,
    FeedbackState,
    PairData,
    Place,
    RegressionData,
    RunData,
    SheetState,
    place,
)
from app.desktop.ports.regression import Regression

FIGURES = 6
"""So many of the newest runs are told with their figures."""


class RegressionActs(TrainingActs):
    """All methods run on the GUI thread."""

    def __init__(self, *told: Any, regression: Regression, **more: Any) -> None:
        super().__init__(*told, **more)
        self._regression = regression
        self._voting = False

    @property
    def _open_now(self) -> Place | None:
        state = self._state
        return place(state.inner) if state.page == REGRESSION else None

    # --- what it shows ------------------------------------------------------------------------------

    def _read(self, state: FeedbackState) -> tuple[Any, Any]:
        if state.page != REGRESSION:
            return super()._read(state)
        at, desk = place(state.inner), self._regression
        if at is None:
            return self._overview(state), None
        if at.kind == PAIR:
            return (), PairData(self._judged(at.run_id), desk.pair(at.run_id))
        view = desk.run(at.run_id)
        if at.kind == CASE:
            return (), CaseData(view, desk.case(at.run_id, at.n))
        return (), RunData(view, desk.cases(at.run_id, at.became, state.deeper) if view.cases_shown else None)

    def _overview(self, state: FeedbackState) -> RegressionData:
        desk = self._regression
        judging = desk.judging() if "qa.score" in state.rights else None
        if "export.training" not in state.rights:
            return RegressionData(None, None, judging=judging)
        runs = desk.runs()
        figures = tuple(desk.run(one.run_id) for one in runs.runs[:FIGURES])
        return RegressionData(desk.sets(), runs, figures, judging)

    def _judged(self, run_id: str) -> JudgeRun | None:
        return next((one for one in self._regression.judging().runs if one.run_id == run_id), None)

    def _keep(self, key: tuple[Any, ...], answer: tuple[Any, Any], now: int) -> None:
        if not isinstance(answer[1], PairData):  # a pair that was judged is no more before anybody
            super()._keep(key, answer, now)

    # --- what is chosen -----------------------------------------------------------------------------

    def choose(self, name: str, value: str) -> None:
        at = self._open_now
        if name != "became":
            super().choose(name, value)
        elif at is not None and value in BECAME and value != at.became:
            self._go(inner=Place(at.kind, at.run_id, value, at.n).inner)

    def back(self) -> None:
        at = self._open_now
        if at is not None and at.kind == CASE:
            self._go(inner=Place(RUN, at.run_id, at.became).inner, deeper=self._state.deeper)
        else:
            super().back()

    def open(self, what: str) -> None:
        at = place(what) if self._state.page == REGRESSION else None
        if at is not None and at.kind == CASE:
            # Whoever comes back from a case finds the list as far as it was read.
            self._go(inner=what, deeper=self._state.deeper)
        else:
            super().open(what)

    def _list_in_sight(self) -> tuple[Any, str]:
        detail = self._state.detail
        if self._state.page == REGRESSION:
            return (detail.cases if isinstance(detail, RunData) else None), "deeper"
        return super()._list_in_sight()

    def regression_step(self) -> None:
        """The one main thing to do on the page in sight."""
        at, data = self._open_now, self._state.data
        if at is None:
            if "training.manage" in self._state.rights:
                self.freeze()
            elif isinstance(data, RegressionData) and data.judging is not None and data.judging.runs:
                self._go(inner=Place(PAIR, data.judging.runs[0].run_id).inner)
        elif at.kind == RUN:
            self.conclude()
        elif at.kind == PAIR:
            self.judge_with_reason()

    # --- sets and runs ------------------------------------------------------------------------------

    def _manages_sets(self) -> bool:
        if "training.manage" in self._state.rights:
            return True
        self._put(told="no_regression", undo_until=0)
        return False

    def freeze(self) -> None:
        """Opens the sheet for the next version of the set."""
        if self._manages_sets():
            self._open(SheetState("freeze", chosen={"type": ""}))

    def _send_freeze(self, sheet: SheetState) -> str:
        before = self._newest_set()

        def done(made: RegressionSetView) -> None:
            same = before is not None and before.set_id == made.set_id
            self._put(sheet=None, told="set_same" if same else "set_frozen", undo_until=0)
            self._ask()

        self._do(lambda: self._regression.freeze(sheet.chosen.get("type") or None), done)
        return ""

    def _newest_set(self) -> RegressionSetView | None:
        data = self._state.data
        sets = data.sets.sets if isinstance(data, RegressionData) and data.sets is not None else ()
        return sets[0] if sets else None

    def have_answered(self) -> None:
        """Opens the sheet that has a candidate answer a version of the set."""
        data = self._state.data
        if self._open_now is not None or not isinstance(data, RegressionData) or not self._manages_sets():
            return
        newest = self._newest_set()
        if newest is None:
            self._put(told="no_set", undo_until=0)
            return
        sets = data.sets.sets if data.sets is not None else ()
        options = tuple((one.set_id, str(one.version)) for one in sets[:9])
        self._open(SheetState("candidate", chosen={"set": newest.set_id}, options=options))

    def _send_candidate(self, sheet: SheetState) -> str:
        model, prompt = sheet.entry.strip(), sheet.text.strip()
        if not model:
            return "model_required"
        if len(model) > MOST_NAME or len(prompt) > MOST_NAME or "\n" in prompt:
            return "version_too_long"

        def done(view: RunView) -> None:
            self._put(sheet=None)
            self._go(inner=Place(RUN, view.run_id).inner)
            self._put(told="candidate_asked")

        self._do(lambda: self._regression.have_answered(sheet.chosen["set"], model, prompt or None), done)
        return ""

    @property
    def run(self) -> RunView | None:
        """The run that is open, also with one of its cases."""
        detail = self._state.detail
        return detail.view if isinstance(detail, RunData | CaseData) else None

    def conclude(self) -> None:
        """Opens the sheet that ends the run."""
        run = self.run
        if run is None or not self._manages_sets():
            return
        if run.state == "concluded":
            self._put(told="run_concluded", undo_until=0)
        elif not run.answered:
            self._put(told="regression_unanswered", undo_until=0)
        else:
            self._open(SheetState("conclude", about=run.run_id))

    def _send_conclude(self, sheet: SheetState) -> str:
        return self._change_run(lambda: self._regression.conclude(sheet.about), "concluded_now")

    def look(self) -> None:
        """Opens the sheet that says what looking at single cases of an open run costs."""
        run = self.run
        if run is None:
            return
        if run.cases_shown:
            self._put(told="looked_already", undo_until=0)
        else:
            self._open(SheetState("look", about=run.run_id))

    def _send_look(self, sheet: SheetState) -> str:
        return self._change_run(lambda: self._regression.look(sheet.about), "looked_now")

    def _change_run(self, act: Callable[[], RunView], told: str) -> str:
        def done(_view: RunView) -> None:
            self._put(sheet=None, told=told, undo_until=0)
            self._ask()

        self._do(act, done)
        return ""

    @property
    def case_of_run(self) -> RunCase | None:
        detail = self._state.detail
        return detail.case if isinstance(detail, CaseData) else None

    # --- pairs --------------------------------------------------------------------------------------

    def judge(self, choice: str) -> None:
        """One of the two, or neither: it counts at once."""
        self._vote(choice, "")

    def _vote(self, choice: str, reason: str) -> None:
        detail = self._state.detail
        pair = detail.pair if isinstance(detail, PairData) else None
        if pair is None or self._voting:
            return
        vote = Vote(choice, reason, "zh" if self._language() == "zh" else "en")  # type: ignore[arg-type]
        self._voting = True

        def done(_taken: VoteTaken) -> None:
            self._voting = False
            self._put(sheet=None, detail=None, told="", undo_until=0)
            self._ask()

        def failed(error: Exception) -> None:
            self._voting = False
            code = getattr(error, "code", "unexpected")
            if self._state.sheet is not None:
                self._sheet(busy=False, problem=code)
            else:
                self._put(told="vote_offline" if code == "offline" else code, undo_until=0)

        if self._state.sheet is not None:
            self._sheet(busy=True, problem="")
        self._tasks.read(lambda: self._regression.vote(pair.pair_id, vote), done, failed)

    def judge_with_reason(self) -> None:
        """Opens the sheet that says which, and why."""
        detail = self._state.detail
        if isinstance(detail, PairData) and detail.pair is not None:
            self._open(SheetState("vote"))

    def _send_vote(self, sheet: SheetState) -> str:
        choice, reason = sheet.chosen.get("choice", ""), sheet.text.strip()
        if not choice:
            return "choice_required"
        if len(reason) > MOST_REASON:
            return "note_too_long"
        self._vote(choice, reason)
        return ""
