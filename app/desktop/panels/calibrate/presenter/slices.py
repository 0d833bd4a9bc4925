"""The automation boundary in the Calibrate room: slices that could leave people's hands, and those that did."""

from typing import TYPE_CHECKING

from app.desktop.panels.calibrate.presenter.reading import Reading
from app.desktop.panels.calibrate.state import BOUNDARY, BRING_BACK, PROPOSALS, SLICE, SheetState
from app.domain.rationale import language_of

if TYPE_CHECKING:
    from app.contract.boundary import BoundaryView


class SliceActs(Reading):
    """All methods run on the GUI thread."""

    @property
    def _boundary(self) -> "BoundaryView | None":
        return self._state.data if self._state.page == BOUNDARY else None

    def open_slice(self, number: int) -> None:
        """Opens the sheet that proposes a slice, or says why it cannot be proposed yet."""
        data = self._boundary
        if data is None or not 0 <= number < len(data.slices):
            return
        one = data.slices[number]
        if one.proposed:
            self._put(told="slice_proposed")
        elif one.state != "met":
            self._put(told="slice_missed" if one.state == "missed" else "slice_unknown")
        elif not data.may_propose:
            self._put(told="only_reads")
        else:
            self._open(SheetState(SLICE, str(number), (one, data.target), picks={"audits": "100"}))

    def open_left(self, number: int) -> None:
        """A slice that was proposed: its proposal while it is one, the way back once the agent decides it alone."""
        data = self._boundary
        if data is None or not 0 <= number < len(data.left):
            return
        one = data.left[number]
        if one.state == "graduated" and "hub.approve" in self._state.rights:
            self._open(SheetState(BRING_BACK, one.slice_id, one))
        else:
            self.choose_page(PROPOSALS, one.proposal_id)

    def _send_slice(self, sheet: SheetState) -> str:
        one, _ = sheet.about
        audits, words, language = int(sheet.picks["audits"]), sheet.text.strip(), language_of(sheet.text)
        self._send(lambda: self._thresholds.propose_slice(one.key, audits, words, language), "slice_proposed_now")
        return ""

    def _send_bring_back(self, sheet: SheetState) -> str:
        words, language = sheet.text.strip(), language_of(sheet.text)
        self._send(lambda: self._thresholds.bring_back(sheet.id, words, language), "brought_back")
        return ""
