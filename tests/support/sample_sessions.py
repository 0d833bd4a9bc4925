"""Calibration sessions and challenges of an invented house, as the server would tell them."""

from datetime import timedelta
from typing import Any

import msgspec

from app.contract.agreement import AgreementView, Measure
from app.contract.calibration_sessions import (
    Attendee,
    BallotView,
    ChallengePage,
    ChallengeView,
    FirstWord,
    FollowUpView,
    SessionBrief,
    SessionItem,
    SessionNote,
    SessionPage,
    SessionView,
    TruthView,
)
from app.contract.qa import PacketItem
from app.desktop.ports import Colleague, Offline, Sent, TooLate
from app.domain.calibration_session import SessionKind
from app.domain.decision import Decision, Verdict
from app.domain.root_cause import Route
from tests.support.sample_desk import NOW, NOW_MS, ato_evidence, kyc_evidence

ME, LEAD, LIN = ("u-7", "reviewer-07"), ("u-1", "lead-01"), ("u-3", "reviewer-03")
SAID = {
    "block": "The second device was not the owner's, and the address is new.",
    "pass": "He moved house: the document and the device agree.",
    "escalate": "It cannot be told from what is here.",
}


def ballot(who: tuple[str, str], decision: str, *, late: bool = False) -> BallotView:
    at = NOW - timedelta(hours=3)
    return BallotView(*who, Decision(decision), SAID[decision], "en", at, at, late=late)


def brief(session_id: str, state: str, kind: str, title: str, **more: Any) -> SessionBrief:
    told: dict[str, Any] = {
        "items": 6,
        "voted": 2,
        "people": 3,
        "complete": 1,
        "shown": state in ("revealed", "closed"),
    }
    return SessionBrief(
        session_id=session_id,
        rev=1,
        kind=SessionKind(kind),
        state=state,
        title=title,
        language="en",
        case_type="ato_investigation",
        chair_id="u-1",
        chair_name="lead-01",
        made_at=NOW - timedelta(days=2),
        attending=True,
        **(told | more),
    )


def session_items(shown: bool) -> tuple[SessionItem, ...]:
    found = []
    for number in range(6):
        case = PacketItem(
            f"{number + 1}",
            "ato_investigation",
            NOW - timedelta(days=4),
            f"u-8{number}•••91",
            {"account": "u-83•••91", "country": "SG", "account_age_days": 412},
            ato_evidence() if number % 2 == 0 else kyc_evidence(),
            (),
        )
        mine = ballot(ME, "block") if number < 2 or shown else None
        if not shown:
            found.append(SessionItem(f"{number + 1}", case, mine=mine))
            continue
        agrees = number % 3 != 1
        ballots = (
            ballot(ME, "block"),
            ballot(LEAD, "block" if agrees else "pass"),
            ballot(LIN, "block", late=number == 0),
        )
        first = FirstWord(
            f"C-2048{number:02d}", f"ATO-{number}", "FN", Decision.PASS, SAID["pass"], "en", Verdict.PASS, 0.44, 0.85,
            "roca-4.2", "reviewer-12", f"r-{number}",
        )  # fmt: skip
        truth = TruthView(Verdict.BLOCK, SAID["block"], "en", ("u-1", "u-7"), "lead-01", NOW) if number < 3 else None
        found.append(SessionItem(f"{number + 1}", case, None, mine, first, ballots, agrees, truth))
    return tuple(found)


def session(session_id: str, one: SessionBrief, may: tuple[str, ...]) -> SessionView:
    people = (
        Attendee("u-1", "lead-01", 6, NOW - timedelta(days=2)),
        Attendee("u-7", "reviewer-07", one.voted, NOW - timedelta(days=1)),
        Attendee("u-3", "reviewer-03", 0),
    )
    if not one.shown:
        return SessionView(one, session_items(False), people, may)
    agreement = AgreementView(
        6, 17, 0, 0, ("block", "pass"), (), (), raw=Measure(0.778, 0.55, 0.91), ac1=Measure(0.68, 0.3, 0.9),
        alpha=Measure(0.21, -0.2, 0.6), warnings=("kappa_paradox",),
    )  # fmt: skip
    notes = (
        SessionNote(
            "n-1", "lead-01", NOW - timedelta(hours=1), "The emulator alone should have been enough.", "en", "1"
        ),
        SessionNote("n-2", "reviewer-07", NOW - timedelta(minutes=40), "The clause says nothing of a move.", "en", "2"),
    )
    follow_ups = (FollowUpView(Route.C, ("1", "2"), NOW, "lead-01", "f-1"),)
    return SessionView(one, session_items(True), people, may, notes, agreement, follow_ups)


def challenges() -> ChallengePage:
    def one(number: int, state: str, **more: Any) -> ChallengeView:
        return ChallengeView(
            f"ch-{number}",
            state,
            f"C-20480{number}",
            "kyc_audit",
            Verdict.PASS,
            0.85,
            0.83,
            0.17,
            "FP",
            "reviewer-03",
            NOW - timedelta(days=number),
            "Everything agreed; it need not have come to a person.",
            "en",
            False,
            **more,
        )

    return ChallengePage(
        (one(1, "challenged", threshold=0.8), one(2, "declined", answer="One case says little yet.")), None, 1
    )


class SessionsDesk:
    """Answers as ports.calibrate.Sessions does, and keeps what was asked of it."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, ...]] = []
        self.offline = False
        self.too_late = False
        self.voted: dict[str, str] = {}
        self.briefs = (
            brief("k-1", "open", "reviewer", "Week 47: whether people agree"),
            brief("k-2", "revealed", "model", "Takeovers that ROCA missed", voted=6, complete=2),
            brief("k-3", "closed", "model", "Week 46: misses", voted=6, complete=3),
        )
        self.may = {
            "k-1": ("vote", "reveal", "cancel"),
            "k-2": ("note", "settle", "follow_up", "close"),
            "k-3": (),
        }

    def listed(self) -> tuple[SessionPage, bool]:
        self.asked.append(("listed",))
        return SessionPage(self.briefs, None), self.offline

    def one(self, session_id: str, *, ask: bool = True) -> tuple[SessionView, bool]:
        self.asked.append(("one", session_id))
        found = session(session_id, next(b for b in self.briefs if b.session_id == session_id), self.may[session_id])
        items = tuple(
            msgspec.structs.replace(item, mine=ballot(ME, self.voted[item.ref])) if item.ref in self.voted else item
            for item in found.items
        )
        return msgspec.structs.replace(found, items=items), self.offline

    def people(self) -> tuple[Colleague, ...]:
        return tuple(Colleague(*who, ("reviewer",), None) for who in (ME, LIN))

    def make(self, order: Any) -> SessionView:
        self.asked.append(("make", order))
        return session("k-1", self.briefs[0], self.may["k-1"])

    def _do(self, *what: Any) -> None:
        self.asked.append(what)
        if self.offline:
            raise Offline

    def join(self, session_id: str) -> None:
        self._do("join", session_id)

    def reveal(self, session_id: str) -> None:
        self._do("reveal", session_id)

    def show(self, session_id: str) -> None:
        self._do("show", session_id)

    def close(self, session_id: str) -> None:
        self._do("close", session_id)

    def cancel(self, session_id: str) -> None:
        self._do("cancel", session_id)

    def end_series(self, series_id: str) -> None:
        self._do("end_series", series_id)

    def settle(self, *told: Any) -> None:
        self._do("settle", *told)

    def follow_up(self, session_id: str, order: Any) -> None:
        self._do("follow_up", session_id, order)

    def vote(self, session_id: str, ref: str, decision: str, reason: str, language: str, code: str = "") -> Sent:
        self.asked.append(("vote", session_id, ref, decision, reason, language, code))
        self.voted[ref] = decision
        return Sent(f"c-{ref}", "calibration.ballot", NOW_MS + 10_000)

    def challenge(self, case_id: str, reason: str, language: str, threshold: float | None = None) -> Sent:
        self.asked.append(("challenge", case_id, reason, language, threshold))
        return Sent("c-challenge", "threshold.challenge", NOW_MS + 10_000)

    def own_challenges(self) -> ChallengePage:
        return challenges()

    def note(self, session_id: str, ref: str | None, text: str, language: str) -> Sent:
        self.asked.append(("note", session_id, ref, text, language))
        return Sent("c-note", "calibration.note", NOW_MS + 10_000)

    def undo(self, command_id: str) -> str:
        self.asked.append(("undo", command_id))
        if self.too_late:
            raise TooLate
        self.voted.pop(command_id.removeprefix("c-"), None)
        return "calibration.ballot"
