"""Proposals in the Calibrate room: approved, tried, looked at, promoted, or ended."""

from typing import Any

from app.contract.hub import ProposalView
from app.desktop.panels.calibrate.presenter.reading import Reading
from app.desktop.panels.calibrate.state import (
    ANSWER,
    DECIDE,
    PROMOTE,
    PROPOSALS,
    START,
    STOP,
    WITHDRAW,
    ProposalsData,
    SheetState,
    main_step,
)
from app.domain.experiment import Metric, Plan
from app.domain.rationale import language_of

FIRST_PLAN = {
    "metric": Metric.TO_PEOPLE.value,
    "margin": "0",
    "guard": "20",
    "least": "200",
    "most": "20000",
    "share": "500",
    "audits": "100",
}
"""What a plan says before anybody chose otherwise: margins and shares in thousandths, cases in each arm."""


class ProposalActs(Reading):
    """All methods run on the GUI thread."""

    @property
    def _open_one(self) -> ProposalView | None:
        data = self._state.data
        return data.open if self._state.page == PROPOSALS and isinstance(data, ProposalsData) else None

    def open_proposal(self, number: int) -> None:
        data = self._state.data
        if isinstance(data, ProposalsData) and 0 <= number < len(data.page.proposals):
            one = data.page.proposals[number]
            # What the list says of it stands there until the server has told the rest.
            self._put(inner=one.proposal_id, data=ProposalsData(data.page, one, data.challenges), told="")
            self._ask()

    def open_challenge(self, number: int) -> None:
        """Opens the sheet that answers somebody who challenged a threshold."""
        data = self._state.data
        found = data.challenges if isinstance(data, ProposalsData) else None
        if found is None or not 0 <= number < len(found.challenges):
            return
        one = found.challenges[number]
        if one.state != "challenged":
            self._put(told="challenge_answered")
        elif "hub.propose" not in self._state.rights or one.mine:
            self._put(told="only_reads")
        else:
            fit = [
                each
                for each in data.page.proposals
                if (each.case_type, each.side) == (one.case_type, one.side.value) and each.slice is None
            ]
            self._open(SheetState(ANSWER, one.challenge_id, (one, tuple(fit)), picks={"by": ""}))

    def _send_answer(self, sheet: SheetState) -> str:
        words, language, by = sheet.text.strip(), language_of(sheet.text), sheet.picks["by"]
        self._send(lambda: self._thresholds.answer(sheet.id, by, words, language), "answered")
        return ""

    def leave_proposal(self) -> None:
        data = self._state.data
        if isinstance(data, ProposalsData) and self._state.inner:
            self._put(inner="", data=ProposalsData(data.page, None, data.challenges))
            self._ask()

    def step_proposal(self) -> None:
        """The next thing to do with the proposal that is open: what its main button says."""
        one = self._open_one
        if one is None:
            return
        step = main_step(one)
        if step in (DECIDE, PROMOTE):
            self._open(SheetState(step, one.proposal_id, one))
        elif step == START:
            self._open(SheetState(START, one.proposal_id, one, picks=dict(FIRST_PLAN)))
        elif step == "look":
            self.look()
        elif step == "locked":
            self._put(told="locked")

    def look(self) -> None:
        """Looks at the experiment now, or replays the proposal on what is known by now."""
        one = self._open_one
        if one is None:
            return
        thresholds, proposal_id = self._thresholds, one.proposal_id
        if "look" in one.may:
            self._at_once(lambda: thresholds.look(proposal_id), "looked")
        elif "replay" in one.may:
            self._at_once(lambda: thresholds.replay(proposal_id), "replayed")

    def end(self) -> None:
        """Opens the sheet that stops the experiment, or withdraws the proposal."""
        one = self._open_one
        if one is None:
            return
        kind = STOP if "stop" in one.may else WITHDRAW if "withdraw" in one.may else ""
        if kind:
            self._open(SheetState(kind, one.proposal_id, one))

    def _send_decide(self, sheet: SheetState) -> str:
        choice = sheet.picks.get("decision", "")
        if not choice:
            return "decision_required"
        words, language = sheet.text.strip(), language_of(sheet.text)
        told = "approved" if choice == "approve" else "rejected"
        self._send(lambda: self._thresholds.decide(sheet.id, choice == "approve", words, language), told)
        return ""

    def _send_start(self, sheet: SheetState) -> str:
        plan = plan_of(sheet.picks)
        if plan is None:
            return "plan_order"
        words, language = sheet.text.strip(), language_of(sheet.text)
        self._send(lambda: self._thresholds.start(sheet.id, plan, words, language), "started")
        return ""

    def _send_promote(self, sheet: SheetState) -> str:
        words, language = sheet.text.strip(), language_of(sheet.text)
        self._send(lambda: self._thresholds.promote(sheet.id, words, language), "promoted")
        return ""

    def _send_stop(self, sheet: SheetState) -> str:
        words, language = sheet.text.strip(), language_of(sheet.text)
        self._send(lambda: self._thresholds.stop(sheet.id, words, language), "stopped")
        return ""

    def _send_withdraw(self, sheet: SheetState) -> str:
        words, language = sheet.text.strip(), language_of(sheet.text)
        self._send(lambda: self._thresholds.withdraw(sheet.id, words, language), "withdrawn")
        return ""


def plan_of(picks: dict[str, str]) -> Plan | None:
    """The plan as it was chosen; None where its parts contradict each other."""
    number: dict[str, Any] = {name: int(value) for name, value in picks.items() if name != "metric"}
    try:
        return Plan(
            Metric(picks["metric"]),
            margin=number["margin"] / 1000,
            guard_margin=number["guard"] / 1000,
            least=number["least"],
            most=number["most"],
            new_per_mille=number["share"],
            audit_per_mille=number["audits"],
        )
    except ValueError:
        return None
