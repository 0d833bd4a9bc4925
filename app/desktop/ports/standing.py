"""Where people stand: licences and practice, the automatic checks of reviews, cases with a known answer."""

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from app.contract.gold import GoldPeople, GoldSetDetail, GoldSets, OwnGold, PracticePage, PracticeResult
    from app.contract.licences import LicencePage, LookPage, OwnLicences
    from app.contract.review_checks import CheckStats, OwnChecks, RubricView
    from app.contract.stats import BlindFirstStats
    from app.desktop.ports.work import Colleague


class Ladder(Protocol):
    """usecases/standing.py. All of it runs in the pool, needs the server, raises ApiError (Offline, Busy, Problem)."""

    def own(self) -> "OwnLicences": ...

    def practice(self, case_type: str) -> "PracticePage": ...

    def answer(self, item_id: str, decision: str) -> "PracticeResult":
        """What one would decide ("pass", "block"); once for each case."""

    def everybody(self) -> "LicencePage": ...

    def looks(self) -> "LookPage":
        """Reviews of others that wait for a second look, the oldest first."""

    def place(self, user_id: str, case_type: str, rung: str, per_mille: int, reason: str) -> None: ...

    def judge(self, review_id: str, error_class: str) -> bool:
        """What a second look found, "" for nothing; whether it counts against the licence."""

    def own_checks(self, days: int) -> "OwnChecks": ...

    def check_stats(self, days: int) -> "CheckStats": ...

    def rubric(self) -> "RubricView": ...

    def blind_first(self, days: int) -> "BlindFirstStats": ...


class Golds(Protocol):
    """usecases/standing.py. As above. Nothing of it is kept at the seat."""

    def own(self) -> "OwnGold": ...

    def sets(self) -> "GoldSets": ...

    def items(self, set_id: str) -> "GoldSetDetail":
        """An own set with its cases."""

    def people(self) -> "GoldPeople": ...

    def owners(self) -> "tuple[Colleague, ...]":
        """Who else may own a set."""

    def make(self, name: str) -> str:
        """A set of one's own; its id."""

    def add(self, set_id: str, case_id: str, truth: str, practice: bool, reason: str, language: str) -> None: ...

    def retire(self, set_id: str, item_id: str) -> None: ...

    def hand_over(self, set_id: str, user_id: str) -> None: ...

    def run(self, user_id: str, case_type: str) -> int:
        """Gives one person 20 cases with a known answer; how many there were to give."""
