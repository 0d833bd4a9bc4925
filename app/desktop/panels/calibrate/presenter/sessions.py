"""Calibration sessions: ballots cast blind, the reveal, what is true, and what follows."""

import secrets
from typing import Any

import msgspec

from app.contract.calibration_sessions import BatchCriteria, FollowUpOrder, SessionItem, SessionOrder, SessionView
from app.contract.catalogue import catalogue
from app.desktop.panels.calibrate.presenter.codes import offered
from app.desktop.panels.calibrate.presenter.reading import Reading, code_of, threshold_in
from app.desktop.panels.calibrate.state import (
    CANCEL,
    CHALLENGE,
    CLOSE,
    END_SERIES,
    FOLLOW_UP,
    NEW_SESSION,
    NOTE,
    REVEAL,
    SESSIONS,
    SHOW,
    SessionsData,
    SheetState,
    VoteState,
    session_step,
    who_was_there,
)
from app.desktop.ports import Sent, TooLate
from app.domain.calibration_session import SessionKind
from app.domain.decision import Verdict
from app.domain.ids import CASE_ID
from app.domain.rationale import language_of
from app.domain.root_cause import Route

FIRST_BATCH = {"kind": "model", "size": "20", "days": "28", "every": "0"}
"""What the sheet of a new session says before anybody chose otherwise."""
MAX_TITLE = 120


class SessionActs(Reading):
    """All methods run on the GUI thread."""

    @property
    def _sessions_data(self) -> SessionsData | None:
        data = self._state.data
        return data if self._state.page == SESSIONS and isinstance(data, SessionsData) else None

    @property
    def _session(self) -> SessionView | None:
        data = self._sessions_data
        return data.open if data is not None else None

    def open_session(self, number: int) -> None:
        data = self._sessions_data
        if data is not None and data.open is None and 0 <= number < len(data.page.sessions):
            self._put(inner=data.page.sessions[number].session_id, told="")
            self._ask()

    def leave_session(self) -> None:
        """From a case to its session, from the session to the list."""
        data = self._sessions_data
        if data is None:
            return
        if self._state.vote is not None:
            self._put(vote=None, told="", undo_until=0)
        elif self._state.inner:
            self._put(inner="", data=SessionsData(data.page, None, data.kept), told="")
            self._ask()

    def open_item(self, number: int) -> None:
        """A case of the session: to be voted on, settled or read."""
        view = self._session
        if view is not None and 0 <= number < len(view.items):
            self._sight(view, view.items[number])

    def _sight(self, view: SessionView, item: SessionItem) -> None:
        kind = "vote" if "vote" in view.may and not view.session.shown else "settle" if "settle" in view.may else "read"
        vote = VoteState(item.ref, kind)
        said = item.mine if kind == "vote" else item.truth if kind == "settle" else None
        if said is not None:
            vote = VoteState(item.ref, kind, said.decision.value, said.reason, code=said.code or "")
        self._put(vote=self._with_codes(vote), told="", undo_until=0)

    def _with_codes(self, vote: VoteState) -> VoteState:
        """With the codes that its decision offers; one that it does not offer any more is gone."""
        view, data = self._session, self._sessions_data
        item = data.item(vote.ref) if data is not None else None
        if view is None or item is None or vote.kind == "read":
            return vote
        kind, codes = offered(view.session.case_type, item, vote.decision)
        code = vote.code if vote.code in codes else ""
        return msgspec.structs.replace(vote, code=code, code_kind=kind, codes=codes)

    # --- the main step ------------------------------------------------------------------------------

    def step_session(self) -> None:
        view = self._session
        if self._state.vote is not None:
            self.cast()
            return
        if view is None:
            self.new_session()
            return
        step, session_id = session_step(view), view.session.session_id
        if step == "join":
            self._at_once(lambda: self._sessions.join(session_id), "joined")
        elif step == "vote":
            self._sight(view, next(one for one in view.items if one.mine is None))
        elif step == "settle":
            self._sight(view, next(one for one in view.items if one.truth is None))
        elif step in ("reveal", "show", "close"):
            self._open(SheetState({"reveal": REVEAL, "show": SHOW, "close": CLOSE}[step], session_id, view))

    def look_in(self) -> None:
        """Reveals, or asks to be shown the ballots, before one has voted on every case."""
        view = self._session
        if view is None or self._state.vote is not None:
            return
        kind = REVEAL if "reveal" in view.may else SHOW if "show" in view.may else ""
        if kind:
            self._open(SheetState(kind, view.session.session_id, view))

    def choose_decision(self, decision: str) -> None:
        vote = self._state.vote
        allowed = {"vote": ("pass", "block", "escalate"), "settle": ("pass", "block")}
        if vote is not None and decision in allowed.get(vote.kind, ()):
            chosen = msgspec.structs.replace(vote, decision=decision, problem="")
            self._put(vote=self._with_codes(chosen))

    def choose_code(self, code: str) -> None:
        """The one chosen already is chosen no longer."""
        vote = self._state.vote
        if vote is not None and (code in vote.codes or not code):
            self._vote(code="" if code == vote.code else code, problem="")

    def choose_nth_code(self, number: int) -> None:
        vote = self._state.vote
        if vote is not None and number < len(vote.codes):
            self.choose_code(vote.codes[number])

    def say(self, text: str) -> None:
        self._vote(text=text, problem="")

    def _vote(self, **changes: Any) -> None:
        if self._state.vote is not None:
            self._put(vote=msgspec.structs.replace(self._state.vote, **changes))

    def cast(self) -> None:
        """Sends the ballot, or what is true, and goes on to the next case that lacks one."""
        vote, view = self._state.vote, self._session
        if vote is None or view is None or vote.busy or vote.kind == "read":
            return
        words = vote.text.strip()
        problem = "decision_missing" if not vote.decision else "" if words else "words_required"
        if problem:
            self._vote(problem=problem)
            return
        session_id, language = view.session.session_id, language_of(words)
        self._vote(busy=True, problem="")

        def failed(error: Exception) -> None:
            self._vote(busy=False, problem=code_of(error))

        if vote.kind == "vote":

            def done(sent: Sent) -> None:
                self._sent = None if sent.online else sent
                self._go_on(vote.ref, "voted", 0 if sent.online else sent.release_at)

            self._tasks.write(
                lambda: self._sessions.vote(session_id, vote.ref, vote.decision, words, language, vote.code),
                done,
                failed,
            )
            return
        there = tuple(one.user_id for one in who_was_there(view))
        self._tasks.read(
            lambda: self._sessions.settle(session_id, vote.ref, vote.decision, words, language, there, vote.code),
            lambda _none: self._go_on(vote.ref, "settled", 0),
            failed,
        )

    def _go_on(self, ref: str, told: str, undo_until: int) -> None:
        """The next case without a word, from the one that has it now; the session once all have."""
        view, vote = self._session, self._state.vote
        if view is None or vote is None:
            return
        at = next((number for number, one in enumerate(view.items) if one.ref == ref), 0)
        order = (*view.items[at + 1 :], *view.items[:at])
        lacks = [one for one in order if (one.mine if vote.kind == "vote" else one.truth) is None]
        following = VoteState(lacks[0].ref, vote.kind) if lacks else None
        self._put(vote=following, told=told, undo_until=undo_until)
        self._ask()

    def undo_vote(self) -> None:
        """Takes back the ballot or note that was sent last, while its time runs."""
        sent = self._sent
        if sent is None or not self._state.undo_until:
            return
        self._sent = None

        def done(_kind: str) -> None:
            self._put(told="taken_back", undo_until=0)
            self._ask()

        def failed(error: Exception) -> None:
            self._put(told="too_late" if isinstance(error, TooLate) else code_of(error), undo_until=0)

        self._tasks.write(lambda: self._sessions.undo(sent.command_id), done, failed)

    # --- sheets -------------------------------------------------------------------------------------

    def new_session(self) -> None:
        """Opens the sheet of a new session, for who may chair one."""
        data = self._sessions_data
        if data is None or data.open is not None or "calibration.chair" not in self._state.rights:
            return
        first = next(iter(catalogue().case_types), "")

        def have(people: Any) -> None:
            self._open(SheetState(NEW_SESSION, "", people, picks=FIRST_BATCH | {"type": first, "people": ""}))

        def failed(error: Exception) -> None:
            self._put(told=code_of(error))

        self._tasks.read(self._sessions.people, have, failed, key="calibrate-people")

    def add(self) -> None:
        """A new session in the list; a word of the discussion in a session that is revealed."""
        view = self._session
        if view is None:
            self.new_session()
        elif "note" in view.may:
            vote = self._state.vote
            self._open(SheetState(NOTE, view.session.session_id, vote.ref if vote is not None else None))
        else:
            self._put(told="notes_later")

    def challenge(self) -> None:
        """Opens the sheet in which a case is said to speak against its threshold."""
        if "threshold.challenge" in self._state.rights:
            self._open(SheetState(CHALLENGE, ""))

    def _send_challenge(self, sheet: SheetState) -> str:
        case_id = sheet.entry.strip().upper()
        if not CASE_ID.match(case_id):
            return "case_required"
        threshold = threshold_in(sheet.second)
        if sheet.second.strip() and threshold is None:
            return "threshold_form"
        words = sheet.text.strip()
        language = language_of(words)
        self._sheet(busy=True, problem="")

        def done(sent: Sent) -> None:
            self._sent = None if sent.online else sent
            self._put(sheet=None, told="challenged", undo_until=0 if sent.online else sent.release_at)

        def failed(error: Exception) -> None:
            self._sheet(busy=False, problem=code_of(error))

        self._tasks.write(lambda: self._sessions.challenge(case_id, words, language, threshold), done, failed)
        return ""

    def follow_up(self) -> None:
        view = self._session
        if view is not None and "follow_up" in view.may:
            self._open(
                SheetState(
                    FOLLOW_UP, view.session.session_id, view, picks={"route": "A", "cases": "wrong", "side": "none"}
                )
            )

    def end_session(self) -> None:
        """Opens the sheet that cancels the session, or ends its series."""
        view = self._session
        if view is None:
            return
        if "cancel" in view.may:
            self._open(SheetState(CANCEL, view.session.session_id, view))
        elif "end_series" in view.may and view.session.series_id:
            self._open(SheetState(END_SERIES, view.session.series_id, view))

    def _send_new_session(self, sheet: SheetState) -> str:
        title = sheet.entry.strip()
        if not title:
            return "title_required"
        if len(title) > MAX_TITLE:
            return "title_too_long"
        picks = sheet.picks
        order = SessionOrder(
            SessionKind(picks["kind"]),
            title,
            language_of(title),
            BatchCriteria(picks["type"], int(picks["size"]), int(picks["days"])),
            secrets.token_hex(8),
            tuple(one for one in picks["people"].split(",") if one),
            int(picks["every"]) or None,
        )

        def then(made: SessionView) -> None:
            self._put(inner=made.session.session_id)
            self._ask()

        self._send(lambda: self._sessions.make(order), "session_made", then)
        return ""

    def _send_note(self, sheet: SheetState) -> str:
        words = sheet.text.strip()
        language = language_of(words)
        self._sheet(busy=True)

        def done(sent: Sent) -> None:
            self._sent = None if sent.online else sent
            self._put(sheet=None, told="noted", undo_until=0 if sent.online else sent.release_at)
            self._ask()

        def failed(error: Exception) -> None:
            self._sheet(busy=False, problem=code_of(error))

        self._tasks.write(lambda: self._sessions.note(sheet.id, sheet.about, words, language), done, failed)
        return ""

    def _send_follow_up(self, sheet: SheetState) -> str:
        view: SessionView = sheet.about
        picks, words = sheet.picks, sheet.text.strip()
        refs = tuple(one.ref for one in view.items if picks["cases"] == "all" or was_wrong(one))
        if not refs:
            return "no_cases"
        threshold, side = None, None
        if picks["route"] == Route.B.value and sheet.entry.strip():
            threshold = threshold_in(sheet.entry)
            if threshold is None:
                return "threshold_form"
            if picks["side"] == "none":
                return "side_required"
            side = Verdict(picks["side"])
        order = FollowUpOrder(
            Route(picks["route"]),
            refs,
            words,
            language_of(words),
            code=one_code(view, refs),
            side=side,
            threshold=threshold,
        )
        self._send(lambda: self._sessions.follow_up(sheet.id, order), "followed")
        return ""

    def _send_wordless(self, sheet: SheetState) -> str:
        act, told = {
            REVEAL: (self._sessions.reveal, "revealed"),
            SHOW: (self._sessions.show, "revealed"),
            CLOSE: (self._sessions.close, "session_closed"),
            CANCEL: (self._sessions.cancel, "cancelled"),
            END_SERIES: (self._sessions.end_series, "series_ended"),
        }[sheet.kind]
        self._send(lambda: act(sheet.id), told)
        return ""


def one_code(view: SessionView, refs: tuple[str, ...]) -> str | None:
    """The code that the session found for all of these, where it is one."""
    found = {one.truth.code if one.truth is not None else None for one in view.items if one.ref in refs}
    return found.pop() if len(found) == 1 else None


def was_wrong(item: SessionItem) -> bool:
    """Whether the session found the agent's word wrong."""
    return item.truth is not None and item.first is not None and item.truth.decision != item.first.ai_verdict
