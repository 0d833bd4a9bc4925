"""The Decision Hub, where people's work may end, how well the agent is calibrated, what was promised, and
people who decide the same cases blind."""

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from app.contract.boundary import BoundaryView
    from app.contract.calibration import CalibrationGroups, CalibrationView
    from app.contract.calibration_sessions import ChallengePage, FollowUpOrder, SessionOrder, SessionPage, SessionView
    from app.contract.hub import HubView, ProposalPage, ProposalView, SimulationView
    from app.contract.targets import TargetsBoard
    from app.desktop.ports.work import Colleague, Sent
    from app.domain.boundary import SliceKey
    from app.domain.experiment import Plan


class Thresholds(Protocol):
    """usecases/calibrate.py. All of it runs in the pool, needs the server, raises ApiError (Offline, Busy, Problem).
    `why` is said in `language` ("en", "zh")."""

    def rules(self) -> "HubView": ...

    def simulation(self, case_type: str, side: str, days: int, cost_wrong: float) -> "SimulationView": ...

    def roll_back(self, case_type: str, side: str, rule_version: str, why: str, language: str) -> None: ...

    def proposals(self, after: str | None = None) -> "ProposalPage": ...

    def proposal(self, proposal_id: str) -> "ProposalView": ...

    def propose(
        self, case_type: str, side: str, threshold: float, cost_wrong: float, why: str, language: str
    ) -> "ProposalView": ...

    def replay(self, proposal_id: str) -> "ProposalView": ...

    def decide(self, proposal_id: str, approve: bool, why: str, language: str) -> "ProposalView": ...

    def withdraw(self, proposal_id: str, why: str, language: str) -> "ProposalView": ...

    def start(self, proposal_id: str, plan: "Plan", why: str, language: str) -> "ProposalView": ...

    def look(self, proposal_id: str) -> "ProposalView": ...

    def stop(self, proposal_id: str, why: str, language: str) -> "ProposalView": ...

    def promote(self, proposal_id: str, why: str, language: str) -> "ProposalView": ...

    def challenges(self) -> "ChallengePage":
        """Thresholds that a case speaks against, as people say."""

    def answer(self, challenge_id: str, proposal_id: str, why: str, language: str) -> None:
        """Take a challenge up by a proposal, or decline it ("")."""

    def boundary(self, days: int) -> "BoundaryView": ...

    def propose_slice(self, key: "SliceKey", audit_per_mille: int, why: str, language: str) -> "ProposalView": ...

    def bring_back(self, slice_id: str, why: str, language: str) -> None:
        """A slice goes back to people."""


class Calibration(Protocol):
    """usecases/calibrate.py. As above. `case_type`, `model` and `segment` (its kind and it, as "country=SG") are "" for
    all."""

    def figures(self, days: int, case_type: str, model: str, segment: str) -> "CalibrationView": ...

    def groups(self, by: str, days: int, case_type: str, model: str) -> "CalibrationGroups": ...

    def targets(self, days: int, case_type: str) -> "TargetsBoard": ...


class Sessions(Protocol):
    """usecases/calibrate_sessions.py. Reading runs in the pool; without the server `listed` and `one` give what this
    seat read last, and raise Offline where it read none. Ballots and notes are commands: they run on the writer
    thread, go out by themselves and raise NotReady."""

    def listed(self) -> "tuple[SessionPage, bool]":
        """The sessions, and whether they are what was read before the server went away."""

    def one(self, session_id: str, *, ask: bool = True) -> "tuple[SessionView, bool]":
        """A session with one's own ballots, those that are still on their way included. `ask`: False where it is known
        that the server is away."""

    def people(self) -> "tuple[Colleague, ...]":
        """Who may be invited."""

    def make(self, order: "SessionOrder") -> "SessionView": ...

    def join(self, session_id: str) -> None: ...

    def reveal(self, session_id: str) -> None: ...

    def show(self, session_id: str) -> None:
        """Be shown the ballots after the reveal, with cases still to vote on."""

    def close(self, session_id: str) -> None: ...

    def cancel(self, session_id: str) -> None: ...

    def end_series(self, series_id: str) -> None: ...

    def settle(
        self,
        session_id: str,
        ref: str,
        decision: str,
        reason: str,
        language: str,
        attendees: tuple[str, ...],
        code: str = "",
    ) -> None:
        """What is true of a case, and who was there. `code`: a root cause, or why the agent was unsure; "" for none."""

    def follow_up(self, session_id: str, order: "FollowUpOrder") -> None: ...

    def vote(self, session_id: str, ref: str, decision: str, reason: str, language: str, code: str = "") -> "Sent": ...

    def note(self, session_id: str, ref: str | None, text: str, language: str) -> "Sent": ...

    def challenge(self, case_id: str, reason: str, language: str, threshold: float | None = None) -> "Sent":
        """Say that a case one decided speaks against the threshold it was routed by. `threshold`: where one would draw
        it."""

    def own_challenges(self) -> "ChallengePage":
        """What became of one's own."""

    def undo(self, command_id: str) -> str:
        """Take back what is not yet sent; its command type. Raises TooLate."""
