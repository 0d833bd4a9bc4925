"""Findings of an invented house, as the server would tell them, and what a seat sends about them: for tests of the
Feedback room."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import msgspec

from app.contract.feedback import (
    FeedbackBrief,
    FeedbackCase,
    FeedbackCases,
    FeedbackPage,
    FeedbackView,
    MinedNow,
    OwnFeedback,
    OwnFeedbackPage,
    RouteWord,
)
from app.contract.news import NewsView
from app.desktop.ports import CaseNotHere, Colleague, NewsRow, NewsState, NotReady, Offline, Sent, TooLate
from app.domain.feedback import (
    TO_DO,
    TO_DO_NAME,
    TRANSITIONS,
    CreateFeedback,
    FeedbackState,
    UpdateFeedback,
    create_faults,
    update_faults,
)
from app.domain.ids import uuid7
from app.domain.root_cause import Attribution, AttributionKind
from tests.support.sample_desk import NOW, NOW_MS, Hub, Tasks
from tests.support.sample_regression import RegressionSample
from tests.support.sample_team import Files

TYPE = "ato_investigation"
PER_PAGE = 3
"""Rows to a page of the server, so that a few of them are several pages."""
WAITS_MS = 10_000


def finding_id(n: int) -> str:
    return uuid7(NOW_MS - 1_000_000 + n * 1_000, n.to_bytes(10, "big"))


def finding(n: int, **more: Any) -> FeedbackBrief:
    """A recurring error whose cause is blamed on a signal, or what `more` says."""
    state = FeedbackState(more.get("state", "open"))
    told: dict[str, Any] = {
        "feedback_id": finding_id(n), "rev": n, "kind": "pattern", "state": state.value, "case_type": TYPE,
        "label": "FP", "code": "signal_overweighted", "attribution": Attribution(AttributionKind.SIGNAL, "emulator"),
        "title": "", "title_language": "", "route": None, "suggested": RouteWord("A", "code_default"),
        "owner_kind": "model", "owner_id": None, "owner_name": None, "cases": 4, "opened_at": NOW, "changed_at": NOW,
        "first_at": NOW - timedelta(days=9), "last_at": NOW,
        "states": tuple(sorted(one.value for one in TRANSITIONS[state])),
    }  # fmt: skip
    return FeedbackBrief(**(told | more))


def raised(n: int, title: str, **more: Any) -> FeedbackBrief:
    """What a person raised by hand."""
    told: dict[str, Any] = {"kind": "raised", "title": title, "title_language": "en", "raised_by_name": "Mei Tan"}
    return finding(n, **(told | {"code": None, "attribution": None, "label": None} | more))


def _case(number: int) -> FeedbackCase:
    return FeedbackCase(
        f"C-{number}", f"ref-{number}", TYPE, "FP", NOW, "roca-4", f"r-{number}", "A family shares it.", "en", 0.7, 0.85
    )


class LoopDesk:
    """Fulfils `ports.Loop` and `ports.News` by shape, and keeps the domain's rules; `sent` is what went out."""

    def __init__(self, *items: FeedbackBrief, online: bool = False) -> None:
        self.all = {one.feedback_id: one for one in items}
        self.behind: dict[str, tuple[str, ...]] = {}
        self.asked: list[tuple[Any, ...]] = []
        self.sent: list[CreateFeedback | UpdateFeedback] = []
        self.news: tuple[NewsRow, ...] = ()
        self.here = True
        self.released = False
        self._online = online

    # --- what the server tells ----------------------------------------------------------------------

    def items(self, state: str | None, case_type: str | None, pages: int = 1) -> FeedbackPage:
        self._ask("items", state, case_type, pages)
        wanted = {one.value for one in TO_DO} if state == TO_DO_NAME else {state}
        found = [
            one
            for one in sorted(self.all.values(), key=lambda one: one.feedback_id, reverse=True)
            if (state is None or one.state in wanted) and case_type in (None, one.case_type)
        ]
        shown = tuple(found[: pages * PER_PAGE])
        counts: dict[str, int] = {}
        for one in self.all.values():
            counts[one.state] = counts.get(one.state, 0) + 1
        return FeedbackPage(shown, shown[-1].feedback_id if len(found) > len(shown) else None, counts)

    def item(self, feedback_id: str) -> FeedbackView:
        self._ask("item", feedback_id)
        return FeedbackView(self.all[feedback_id], None, (), (), (), {})

    def cases(self, feedback_id: str, pages: int = 1) -> FeedbackCases:
        self._ask("cases", feedback_id, pages)
        numbers = [204_830 - n for n in range(self.all[feedback_id].cases)]
        shown = tuple(_case(number) for number in numbers[: pages * PER_PAGE])
        return FeedbackCases(shown, shown[-1].case_id if len(numbers) > len(shown) else None, 0)

    def own(self, pages: int = 1) -> OwnFeedbackPage:
        self._ask("own", pages)
        mine = sorted((one for one in self.all.values() if one.own), key=lambda one: one.feedback_id, reverse=True)
        shown = tuple(
            OwnFeedback(
                one.feedback_id, one.rev, one.state, one.case_type, one.code, one.route, one.title, "en", ("C-204830",),
                NOW, NOW,
            )
            for one in mine[: pages * PER_PAGE]
        )  # fmt: skip
        return OwnFeedbackPage(shown, shown[-1].feedback_id if len(mine) > len(shown) else None)

    def mine(self) -> MinedNow:
        self._ask("mine")
        return MinedNow(1, 0)

    def owners(self) -> tuple[Colleague, ...]:
        self._ask("owners")
        return (Colleague("u-lena", "Lena Vogt", ("rules_owner",), None),)

    def _ask(self, *what: Any) -> None:
        self.asked.append(what)
        if not self.here:
            raise Offline

    # --- what the seat sends ------------------------------------------------------------------------

    def read(self) -> NewsState:
        return NewsState(self.news, sum(row.unread for row in self.news))

    def mark_read(self, news_ids: Any) -> None:
        self.asked.append(("mark_read", tuple(news_ids)))

    def raise_finding(self, body: CreateFeedback) -> Sent:
        told = msgspec.structs.replace(body, feedback_id=body.feedback_id or finding_id(900))
        return self._send(told, "feedback.create", create_faults(told))

    def change(self, body: UpdateFeedback) -> Sent:
        return self._send(body, "feedback.update", update_faults(body))

    def _send(self, body: Any, command_type: str, faults: Any) -> Sent:
        if faults:
            raise NotReady(codes=tuple(dict.fromkeys(fault.code for fault in faults)))
        self.sent.append(body)
        return Sent(f"c-{len(self.sent)}", command_type, NOW_MS + WAITS_MS, self._online)

    def undo(self, command_id: str) -> str:
        if self.released:
            raise TooLate
        self.sent.pop()
        return "feedback.update"


def news_of(n: int, about: FeedbackBrief, **more: Any) -> NewsRow:
    told: dict[str, Any] = {
        "news_id": finding_id(n), "rev": 1, "event": "accepted", "at": NOW, "feedback_id": about.feedback_id,
        "case_type": about.case_type, "label": about.label, "code": about.code, "route": about.route,
        "title": about.title, "cases": 2, "case_ids": ("C-204830",), "raised": about.own,
    }  # fmt: skip
    return NewsRow(NewsView(**(told | more)), True)


class Clock:
    def __init__(self) -> None:
        self.ms = NOW_MS

    def now_ms(self) -> int:
        return self.ms

    def wall_ms(self) -> int:
        return self.ms


class _Cases:
    def ready(self, _case_id: str) -> None:
        return None

    def open_case(self, case_id: str) -> None:
        raise CaseNotHere(case_id)


def loop_context(desk: LoopDesk, rights: frozenset[str], key_of: Any, opened: list[str] | None = None) -> Any:
    """What a Feedback room over `desk` is given."""
    return SimpleNamespace(
        tasks=Tasks(),
        hub=Hub(),
        clock=Clock(),
        session=SimpleNamespace(may=rights.__contains__),
        key_of=key_of,
        show_case=(opened if opened is not None else []).append,
        loop=desk,
        regression=RegressionSample(),
        news=desk,
        cases=_Cases(),
        search=SimpleNamespace(find=lambda _words: SimpleNamespace(cases=())),
        files=Files(),
    )
