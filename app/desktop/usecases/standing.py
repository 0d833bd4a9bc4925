"""Where people stand: licences and practice, automatic checks, cases with a known answer. All of it is the server's."""

from typing import Protocol

import msgspec

from app.contract.gold import (
    GoldGiven,
    GoldItemOrder,
    GoldOwner,
    GoldPeople,
    GoldRun,
    GoldSetDetail,
    GoldSetOrder,
    GoldSets,
    GoldSetView,
    OwnGold,
    PracticeAnswer,
    PracticePage,
    PracticeResult,
)
from app.contract.licences import (
    LicencePage,
    LicencePlace,
    LicenceView,
    LookJudged,
    LookJudgement,
    LookPage,
    OwnLicences,
)
from app.contract.people import PeoplePage
from app.contract.review_checks import CheckStats, OwnChecks, RubricView
from app.contract.stats import BlindFirstStats
from app.desktop.ports import Colleague
from app.desktop.usecases.legible import legible_case
from app.domain.decision import Verdict
from app.domain.licence import Rung
from app.domain.roles import Capability

RUN = 20
"""How many cases with a known answer a person is given at once when they begin."""


class LadderOnline(Protocol):
    """The calls behind it."""

    def own_licences(self) -> OwnLicences: ...

    def practice(self, case_type: str) -> PracticePage: ...

    def answer_practice(self, item_id: str, told: PracticeAnswer) -> PracticeResult: ...

    def licences(self) -> LicencePage: ...

    def licence_looks(self, after: str | None) -> LookPage: ...

    def place_licence(self, user_id: str, case_type: str, told: LicencePlace) -> LicenceView: ...

    def judge_look(self, review_id: str, told: LookJudgement) -> LookJudged: ...

    def own_checks(self, days: int) -> OwnChecks: ...

    def check_stats(self, days: int) -> CheckStats: ...

    def qa_rubric(self) -> RubricView: ...

    def blind_first(self, days: int) -> BlindFirstStats: ...


class LadderDesk:
    """See ports.standing.Ladder."""

    def __init__(self, online: LadderOnline) -> None:
        self._online = online
        self._rubric: RubricView | None = None

    def own(self) -> OwnLicences:
        return self._online.own_licences()

    def practice(self, case_type: str) -> PracticePage:
        found = self._online.practice(case_type).cases
        return PracticePage(tuple(msgspec.structs.replace(one, case=legible_case(one.case)) for one in found))

    def answer(self, item_id: str, decision: str) -> PracticeResult:
        return self._online.answer_practice(item_id, PracticeAnswer(Verdict(decision)))

    def everybody(self) -> LicencePage:
        return self._online.licences()

    def looks(self) -> LookPage:
        return self._online.licence_looks(None)

    def place(self, user_id: str, case_type: str, rung: str, per_mille: int, reason: str) -> None:
        self._online.place_licence(user_id, case_type, LicencePlace(Rung(rung), reason, per_mille))

    def judge(self, review_id: str, error_class: str) -> bool:
        return self._online.judge_look(review_id, LookJudgement(error_class or None)).wrong

    def own_checks(self, days: int) -> OwnChecks:
        return self._online.own_checks(days)

    def check_stats(self, days: int) -> CheckStats:
        return self._online.check_stats(days)

    def rubric(self) -> RubricView:
        """Read once: it ships with the server."""
        if self._rubric is None:
            self._rubric = self._online.qa_rubric()
        return self._rubric

    def blind_first(self, days: int) -> BlindFirstStats:
        return self._online.blind_first(days)


class GoldsOnline(Protocol):
    """The calls behind it."""

    def own_gold(self) -> OwnGold: ...

    def gold_sets(self) -> GoldSets: ...

    def gold_set(self, set_id: str) -> GoldSetDetail: ...

    def gold_people(self) -> GoldPeople: ...

    def people(self, capability: str) -> PeoplePage: ...

    def make_gold_set(self, told: GoldSetOrder) -> GoldSetView: ...

    def add_gold_item(self, set_id: str, told: GoldItemOrder) -> GoldSetView: ...

    def retire_gold_item(self, set_id: str, item_id: str) -> GoldSetView: ...

    def hand_gold_set(self, set_id: str, told: GoldOwner) -> GoldSetView: ...

    def gold_run(self, told: GoldRun) -> GoldGiven: ...


class GoldsDesk:
    """See ports.standing.Golds."""

    def __init__(self, online: GoldsOnline) -> None:
        self._online = online

    def own(self) -> OwnGold:
        return self._online.own_gold()

    def sets(self) -> GoldSets:
        return self._online.gold_sets()

    def items(self, set_id: str) -> GoldSetDetail:
        return self._online.gold_set(set_id)

    def people(self) -> GoldPeople:
        return self._online.gold_people()

    def owners(self) -> tuple[Colleague, ...]:
        told = self._online.people(Capability.GOLD_MANAGE.value).people
        return tuple(Colleague(one.user_id, one.name, one.roles, one.vendor) for one in told)

    def make(self, name: str) -> str:
        return self._online.make_gold_set(GoldSetOrder(name)).set_id

    def add(self, set_id: str, case_id: str, truth: str, practice: bool, reason: str, language: str) -> None:
        told = GoldItemOrder(case_id, Verdict(truth), reason, language, practice)
        self._online.add_gold_item(set_id, told)

    def retire(self, set_id: str, item_id: str) -> None:
        self._online.retire_gold_item(set_id, item_id)

    def hand_over(self, set_id: str, user_id: str) -> None:
        self._online.hand_gold_set(set_id, GoldOwner(user_id))

    def run(self, user_id: str, case_type: str) -> int:
        return self._online.gold_run(GoldRun(user_id, case_type, RUN)).given
