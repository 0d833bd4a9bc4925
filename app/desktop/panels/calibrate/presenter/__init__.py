"""The Calibrate room between use case and view."""

from collections.abc import Callable

from app.desktop.panels.calibrate.presenter.hub import ThresholdActs
from app.desktop.panels.calibrate.presenter.proposals import ProposalActs
from app.desktop.panels.calibrate.presenter.sessions import SessionActs
from app.desktop.panels.calibrate.presenter.slices import SliceActs
from app.desktop.panels.calibrate.state import (
    ANSWER,
    BRING_BACK,
    CANCEL,
    CHALLENGE,
    CLOSE,
    DECIDE,
    END_SERIES,
    FOLLOW_UP,
    MAX_WORDS,
    NEW_SESSION,
    NOTE,
    PROMOTE,
    PROPOSALS,
    PROPOSE,
    REVEAL,
    ROLL_BACK,
    SESSIONS,
    SHOW,
    SLICE,
    START,
    STOP,
    THRESHOLDS,
    WITHDRAW,
    WORDLESS,
    SheetState,
)


class CalibratePresenter(ThresholdActs, ProposalActs, SliceActs, SessionActs):
    """All methods run on the GUI thread."""

    def step(self) -> None:
        """The one main thing to do on the page in sight."""
        if self._state.page == THRESHOLDS:
            self.propose()
        elif self._state.page == PROPOSALS:
            self.step_proposal()
        elif self._state.page == SESSIONS:
            self.step_session()

    def back(self) -> None:
        """From what is open to the list that it is in."""
        if self._state.page == PROPOSALS:
            self.leave_proposal()
        elif self._state.page == SESSIONS:
            self.leave_session()

    def look_now(self) -> None:
        """Looks at what is open on the page in sight."""
        if self._state.page == SESSIONS:
            self.look_in()
        else:
            self.look()

    def finish(self) -> None:
        """Ends what is open on the page in sight."""
        if self._state.page == SESSIONS:
            self.end_session()
        else:
            self.end()

    def confirm(self) -> None:
        """Sends what stands on the sheet, or says what it lacks."""
        sheet = self._state.sheet
        if sheet is None or sheet.busy:
            return
        words, problem = sheet.text.strip(), ""
        if sheet.kind not in WORDLESS:
            problem = "words_required" if not words else "words_too_long" if len(words) > MAX_WORDS else ""
        problem = problem or self._sends()[sheet.kind](sheet)
        if problem:
            self._sheet(problem=problem)

    def _sends(self) -> dict[str, Callable[[SheetState], str]]:
        return {
            PROPOSE: self._send_propose,
            ROLL_BACK: self._send_roll_back,
            DECIDE: self._send_decide,
            START: self._send_start,
            PROMOTE: self._send_promote,
            STOP: self._send_stop,
            WITHDRAW: self._send_withdraw,
            SLICE: self._send_slice,
            BRING_BACK: self._send_bring_back,
            NEW_SESSION: self._send_new_session,
            NOTE: self._send_note,
            CHALLENGE: self._send_challenge,
            ANSWER: self._send_answer,
            FOLLOW_UP: self._send_follow_up,
            **dict.fromkeys((REVEAL, SHOW, CLOSE, CANCEL, END_SERIES), self._send_wordless),
        }
