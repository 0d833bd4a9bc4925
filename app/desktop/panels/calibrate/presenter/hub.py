"""Thresholds in the Calibrate room: the simulator, a proposal, the way back."""

from app.desktop.panels.calibrate.presenter.reading import Reading, threshold_in
from app.desktop.panels.calibrate.state import (
    NEAR,
    PROPOSALS,
    PROPOSE,
    ROLL_BACK,
    SIDES,
    THRESHOLDS,
    HubData,
    SheetState,
    chosen_of,
    threshold_of,
)
from app.domain.rationale import language_of


class ThresholdActs(Reading):
    """All methods run on the GUI thread."""

    @property
    def _hub(self) -> HubData | None:
        data = self._state.data
        return data if self._state.page == THRESHOLDS and isinstance(data, HubData) else None

    def take_side(self, side: str) -> None:
        """The side that the keys stand on is the one that is proposed for."""
        if side in SIDES and side != self._state.side:
            self._put(side=side)

    def move(self, side: str, threshold: float) -> None:
        """The slider of a side."""
        if side in SIDES and 0 <= threshold <= 1:
            self._put(side=side, at={**self._state.at, side: round(threshold, 2)})

    def open_side(self, number: int) -> None:
        """A row of the thresholds in force: its type and side come into the simulator."""
        data = self._hub
        if data is None or not 0 <= number < len(data.hub.sides):
            return
        one = data.hub.sides[number]
        if one.proposal_id is not None:
            self.choose_page(PROPOSALS, one.proposal_id)
            return
        self.take_side(one.side)
        self.choose("case_type", one.case_type)

    def propose(self) -> None:
        """Opens the sheet that proposes the threshold under the keys."""
        data, state = self._hub, self._state
        if data is None:
            return
        if "hub.propose" not in state.rights:
            self._put(told="only_reads")
            return
        found = data.side(state.case_type, state.side)
        if found is not None and found.proposal_id is not None:
            self.choose_page(PROPOSALS, found.proposal_id)
            self._put(told="proposal_open")
            return
        now, to = threshold_of(data, state.case_type, state.side), chosen_of(state, state.side)
        about = (state.case_type, state.side, now)
        self._open(SheetState(PROPOSE, "", about, entry=f"{to:.2f}"))

    def _send_propose(self, sheet: SheetState) -> str:
        case_type, side, now = sheet.about
        to = threshold_in(sheet.entry)
        if to is None:
            return "threshold_form"
        if now is not None and abs(to - now) <= NEAR:
            return "same_threshold"
        words, language, cost = sheet.text.strip(), language_of(sheet.text), float(self._state.cost)
        self._send(
            lambda: self._thresholds.propose(case_type, side, to, cost, words, language),
            "proposed",
            lambda made: self._opened(made.proposal_id),
        )
        return ""

    def _opened(self, proposal_id: str) -> None:
        """What was made stands in sight at once, with its replay."""
        self.choose_page(PROPOSALS, proposal_id)
        self._put(told="proposed")

    def roll_back(self) -> None:
        """Opens the sheet that puts the threshold of before in force again."""
        data, state = self._hub, self._state
        if data is None:
            return
        if "hub.approve" not in state.rights:
            self._put(told="only_reads")
            return
        found = data.side(state.case_type, state.side)
        if found is None or not found.versions:
            self._put(told="nothing_before")
            return
        newest = found.versions[0]
        before = next((one for one in found.versions[1:] if one.threshold != newest.threshold), None)
        if before is None:
            self._put(told="nothing_before")
            return
        about = (state.case_type, state.side, newest.threshold, before.threshold)
        self._open(SheetState(ROLL_BACK, newest.rule_version, about))

    def _send_roll_back(self, sheet: SheetState) -> str:
        case_type, side = sheet.about[:2]
        words, language = sheet.text.strip(), language_of(sheet.text)
        self._send(
            lambda: self._thresholds.roll_back(case_type, side, sheet.id, words, language),
            "rolled_back",
        )
        return ""
