"""What is not on the seat: cases found by the server, and colleagues that a case may be given to."""

from typing import Protocol

from app.contract.people import PeoplePage
from app.contract.search import SearchRequest
from app.contract.views import CasePage, CaseView
from app.desktop.cache.header import unix_ms
from app.desktop.ports import Clock, Colleague, FoundCase, FoundCases
from app.desktop.usecases.legible import legible_case
from app.domain.roles import Capability

PAGE = 50
KEPT_MS = 10 * 60_000


class SearchOnline(Protocol):
    """The calls behind it."""

    def search_cases(self, q: str, cursor: str | None, limit: int) -> CasePage: ...

    def find_identifier(self, request: SearchRequest) -> CasePage: ...

    def people(self, capability: str) -> PeoplePage: ...


class SearchDesk:
    """See ports.Search. Every call speaks to the server, so it runs in the pool and may raise ApiError."""

    def __init__(self, online: SearchOnline, clock: Clock) -> None:
        self._online, self._clock = online, clock
        self._people: tuple[Colleague, ...] = ()
        self._people_at: int | None = None

    def find(self, query: str, cursor: str | None = None) -> FoundCases:
        """By id, reference, tag, type or masked name."""
        return _found(query, self._online.search_cases(query, cursor, PAGE))

    def find_identifier(self, identifier: str, kind: str | None = None, cursor: str | None = None) -> FoundCases:
        """By a whole account name, or a whole value of a link; asked for in a body, audited, and kept nowhere."""
        return _found("", self._online.find_identifier(SearchRequest(identifier, kind, cursor, PAGE)))

    def colleagues(self) -> tuple[Colleague, ...]:
        """Those who decide cases, by name; asked again after ten minutes."""
        now = self._clock.mono_ms()
        if self._people_at is None or now - self._people_at > KEPT_MS:
            told = self._online.people(Capability.REVIEW_SUBMIT.value).people
            self._people = tuple(Colleague(one.user_id, one.name, one.roles, one.vendor, one.team) for one in told)
            self._people_at = now
        return self._people


def _found(query: str, page: CasePage) -> FoundCases:
    return FoundCases(query, tuple(_case(view) for view in page.cases), page.total, page.next_cursor)


def _case(view: CaseView) -> FoundCase:
    shown = legible_case(view)
    return FoundCase(
        case_id=shown.case_id,
        case_type=shown.case_type,
        subject_short=shown.subject_short,
        state=shown.state,
        priority=shown.priority,
        due_at=unix_ms(shown.due_at) + shown.paused_ms,
        tags=shown.tags,
        assigned_name=shown.assigned_to.name if shown.assigned_to else "",
        view=shown,
    )
