"""The calls about where people stand: licences, practice, automatic checks, cases with a known answer."""

from typing import Any, Protocol, TypeVar
from urllib.parse import quote

from app.contract import paths
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
from app.contract.review_checks import CheckStats, OwnChecks, RubricView
from app.contract.stats import BlindFirstStats

T = TypeVar("T")


class Calls(Protocol):
    """What makes one call, as api.endpoints does."""

    def _call(self, method: str, path: str, kind: type[T], *, body: Any = None, **params: str | int | None) -> T: ...


class StandingCalls:
    """Mixed into the calls of a signed-in person."""

    def own_licences(self: Calls) -> OwnLicences:
        return self._call("GET", paths.LICENCES_OWN, OwnLicences)

    def licences(self: Calls) -> LicencePage:
        return self._call("GET", paths.LICENCES, LicencePage)

    def place_licence(self: Calls, user_id: str, case_type: str, told: LicencePlace) -> LicenceView:
        path = paths.LICENCE.format(user_id=quote(user_id, safe=""), case_type=quote(case_type, safe=""))
        return self._call("PUT", path, LicenceView, body=told)

    def licence_looks(self: Calls, after: str | None) -> LookPage:
        return self._call("GET", paths.LICENCE_LOOKS, LookPage, after=after)

    def judge_look(self: Calls, review_id: str, told: LookJudgement) -> LookJudged:
        path = paths.LICENCE_LOOK.format(review_id=quote(review_id, safe=""))
        return self._call("POST", path, LookJudged, body=told)

    def practice(self: Calls, case_type: str) -> PracticePage:
        return self._call("GET", paths.PRACTICE, PracticePage, case_type=case_type)

    def answer_practice(self: Calls, item_id: str, told: PracticeAnswer) -> PracticeResult:
        path = paths.PRACTICE_CASE.format(item_id=quote(item_id, safe=""))
        return self._call("POST", path, PracticeResult, body=told)

    def qa_rubric(self: Calls) -> RubricView:
        return self._call("GET", paths.QA_RUBRIC, RubricView)

    def own_checks(self: Calls, days: int) -> OwnChecks:
        return self._call("GET", paths.QA_CHECKS_OWN, OwnChecks, days=days)

    def check_stats(self: Calls, days: int) -> CheckStats:
        return self._call("GET", paths.QA_CHECKS, CheckStats, days=days)

    def blind_first(self: Calls, days: int) -> BlindFirstStats:
        return self._call("GET", paths.STATS_BLIND_FIRST, BlindFirstStats, days=days)

    def own_gold(self: Calls) -> OwnGold:
        return self._call("GET", paths.GOLD_OWN, OwnGold)

    def gold_sets(self: Calls) -> GoldSets:
        return self._call("GET", paths.GOLD_SETS, GoldSets)

    def gold_set(self: Calls, set_id: str) -> GoldSetDetail:
        return self._call("GET", paths.GOLD_SET.format(set_id=quote(set_id, safe="")), GoldSetDetail)

    def gold_people(self: Calls) -> GoldPeople:
        return self._call("GET", paths.GOLD_PEOPLE, GoldPeople)

    def make_gold_set(self: Calls, told: GoldSetOrder) -> GoldSetView:
        return self._call("POST", paths.GOLD_SETS, GoldSetView, body=told)

    def add_gold_item(self: Calls, set_id: str, told: GoldItemOrder) -> GoldSetView:
        return self._call("POST", paths.GOLD_ITEMS.format(set_id=quote(set_id, safe="")), GoldSetView, body=told)

    def retire_gold_item(self: Calls, set_id: str, item_id: str) -> GoldSetView:
        path = paths.GOLD_RETIRE.format(set_id=quote(set_id, safe=""), item_id=quote(item_id, safe=""))
        return self._call("POST", path, GoldSetView)

    def hand_gold_set(self: Calls, set_id: str, told: GoldOwner) -> GoldSetView:
        return self._call("PUT", paths.GOLD_OWNER.format(set_id=quote(set_id, safe="")), GoldSetView, body=told)

    def gold_run(self: Calls, told: GoldRun) -> GoldGiven:
        return self._call("POST", paths.GOLD_RUNS, GoldGiven, body=told)
