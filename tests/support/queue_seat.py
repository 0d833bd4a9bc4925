"""The window on a whole seat: the real queue, cases and changes over a server in memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from PySide6.QtWidgets import QApplication

from app.contract.assignment_rules import AssignmentChange, AssignmentView
from app.desktop.changes import NOTHING, Changed, Kind, changed
from app.desktop.ports import Colleague, FoundCase, FoundCases, Offline, Person, Problem
from app.desktop.usecases.queue_moves import AssignmentDesk
from app.domain.assignment_rules import AssignmentRule
from app.domain.roles import Role, capabilities
from tests.desktop.support.factories import case_view
from tests.desktop.support.model_server import ModelServer
from tests.desktop.support.seat import Seat
from tests.support.sample_desk import Hub, Tasks
from tests.support.shell_window import Seat as Window
from tests.support.shell_window import seat

SENIOR = Person("u1", "Mei", ("senior_agent",), None, "zh")
LEAD = Person("u1", "Mei", ("team_lead",), None, "zh")
REVIEWER = Person("u1", "Mei", ("reviewer",), None, "zh")
COLLEAGUES = (
    Colleague("u1", "Mei", ("reviewer",)),
    Colleague("u2", "Ann", ("reviewer",)),
    Colleague("u3", "李敏", ("reviewer",)),
)


class ServerSearch:
    """What the server knows beyond the seat."""

    def __init__(self) -> None:
        self.offline = False
        self.asked: list[str] = []
        self.rules = HouseRules()
        self.views = [case_view(900_001, subject_short="u-99•••01"), case_view(900_002, subject_short="u-99•••02")]

    def find(self, query: str, cursor: str | None = None) -> FoundCases:
        self.asked.append(query)
        if self.offline:
            raise Offline
        hits = [view for view in self.views if query.casefold() in f"{view.case_id} {view.subject_short}".casefold()]
        cases = tuple(
            FoundCase(view.case_id, view.case_type, view.subject_short, view.state, view.priority, 0, (), "", view)
            for view in hits
        )
        return FoundCases(query, cases, len(cases), None)

    def find_identifier(self, identifier: str, kind: str | None = None, cursor: str | None = None) -> FoundCases:
        return self.find(identifier, cursor)

    def colleagues(self) -> tuple[Colleague, ...]:
        if self.offline:
            raise Offline
        return COLLEAGUES


class HouseRules:
    """What the server keeps of who is given what; `quicker`: somebody else changes it in between."""

    def __init__(self) -> None:
        self.kept = AssignmentView(3, (AssignmentRule("documents", case_types=("poa_review",), load_cap=5),), {})
        self.quicker = False

    def assignment(self) -> AssignmentView:
        return self.kept

    def change_assignment(self, change: AssignmentChange) -> AssignmentView:
        if self.quicker or change.base_rev != self.kept.rev:
            raise Problem("rules_changed", 409)
        self.kept = AssignmentView(self.kept.rev + 1, change.rules, change.skills)
        return self.kept


class _Hand:
    """Nothing is reserved here; what was wanted is remembered."""

    def __init__(self) -> None:
        self.wanted: list[tuple[str, ...]] = []

    def want(self, case_ids: tuple[str, ...]) -> dict[str, str]:
        self.wanted.append(case_ids)
        return {}

    def renew(self) -> None: ...

    def release_all(self, along: bool = True) -> None: ...

    def held(self) -> dict[str, Any]:
        return {}


class QueueSeat:
    """The window (`press`, `compose`, …) and, beside it, the seat and the server that it speaks to."""

    def __init__(self, window: Window, seat: Seat, search: ServerSearch, hand: _Hand, hub: Hub) -> None:
        self._window, self.seat, self.search, self.hand, self.hub = window, seat, search, hand, hub

    def __getattr__(self, name: str) -> Any:
        return getattr(self._window, name)

    @property
    def rows(self) -> list[str]:
        """The ids in the list as it stands."""
        model = self.room.view.queue.model
        return [model._queue.row(int(index)).case_id for index in model._rows.order]

    @property
    def bodies(self) -> list[tuple[str, Any]]:
        """Type and body of what waits to be sent, oldest first."""
        import msgspec

        rows = self.seat.work.since(self.seat.person.user_id, 0)
        kept = [row for row in rows if row.command_type not in ("review.submit",)]
        return [(row.command_type, msgspec.json.decode(row.body)) for row in sorted(kept, key=lambda r: r.command_seq)]

    def news(self) -> None:
        """The seat has something new from the server."""
        self.seat.sync()
        self.hub.publish(changed(Kind.CASE))
        self.settle()


@contextmanager
def queue_seat(
    app: QApplication,
    folder: Path,
    *,
    person: Person = SENIOR,
    server: ModelServer | None = None,
    language: str = "en",
    size: tuple[int, int] = (1366, 768),
) -> Iterator[QueueSeat]:
    """A window over `server`, or over one with twelve cases."""
    if server is None:
        server = ModelServer()
        server.fill(12)
    inner = Seat(folder, server, person)
    inner.sync()
    inner.queue.load()
    hub, search, hand = Hub(), ServerSearch(), _Hand()

    def publish(news: Changed) -> None:
        inner.cases.note(news)
        hub.publish(news)

    inner.publish = publish  # type: ignore[method-assign]
    for desk in (inner.saved_views, inner.reviews, inner.case_work._sending, inner.day):
        desk._publish = publish  # type: ignore[attr-defined]
    inner.news = NOTHING
    rights = capabilities([Role(role) for role in person.roles])
    context = SimpleNamespace(
        tasks=Tasks(),
        hub=hub,
        clock=inner.clock,
        queue=inner.queue,
        cases=inner.cases,
        reviews=inner.reviews,
        reveals=None,
        hand=hand,
        session=SimpleNamespace(person=person, may=lambda right: right in rights),
        key_of=lambda _action: "",
        case_work=inner.case_work,
        bulk=inner.bulk,
        queue_moves=inner.queue_moves,
        assignments=AssignmentDesk(search.rules),
        saved_views=inner.saved_views,
        day=inner.day,
        search=search,
        notes=inner.notes,
    )
    try:
        with seat(app, language=language, size=size, context=context) as window:
            window.window.set_signed_in(person, rights.__contains__)
            context.key_of = window.window.actions_.key_cap

            def show_case(case_id: str) -> None:
                window.window.ask_room("review")
                window.room.open_case(case_id)

            context.show_case = show_case
            window.room.view.set_keys(context.key_of)
            window.settle()
            yield QueueSeat(window, inner, search, hand, hub)
    finally:
        inner.stop()
