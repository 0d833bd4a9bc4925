"""A window whose Review room has everything around a decision: case work, second looks, patterns, snippets."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import msgspec
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication

from app.contract.views import CaseView
from app.desktop.changes import Kind, changed
from app.desktop.ports import (
    Colleague,
    NotReady,
    Offline,
    OpenCase,
    Person,
    ReviewDraft,
    Sent,
    ToComplete,
)
from app.desktop.usecases.after_reveal import AfterRevealDesk
from app.desktop.usecases.ask_again import AskAgainDesk
from app.desktop.usecases.casework import CaseWorkDesk
from app.desktop.usecases.pattern import PatternDesk
from app.desktop.usecases.snippets import SnippetDesk
from app.domain.roles import Role, capabilities
from tests.support.sample_activity import ActivityDesk, StatusDesk, online_status
from tests.support.sample_desk import NOW_MS, Desk, case_view
from tests.support.shell_window import Seat, seat

ME = Person("u-7", "reviewer-07", ("reviewer",), None, "en")
COLLEAGUES = (
    Colleague("u-8", "reviewer-08", ("reviewer",)),
    Colleague("u-9", "senior-09", ("senior_agent",)),
    Colleague("u-12", "李敏", ("reviewer",)),
    Colleague("u-14", "bpo-05", ("bpo_agent",), vendor="north"),
)


class Outbox:
    """What was sent, by command; the real use cases hand over here."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.commands: list[tuple[str, Any, str | None]] = []
        self.undone: list[str] = []
        self.problem: Exception | None = None

    @property
    def now_ms(self) -> int:
        return self._desk.clock.now_ms()

    def who(self) -> Any:
        return SimpleNamespace(author=ME.user_id, device="d-1")

    def send(self, command_type: str, body: Any, case_id: str | None, rev: int | None, note: Any) -> Sent:
        if self.problem is not None:
            raise self.problem
        self.commands.append((command_type, body, case_id))
        self._desk.hub.publish(changed(Kind.OUTBOX, ids={case_id} if case_id else set()))
        return Sent(f"command-{len(self.commands)}", command_type, self.now_ms + 10_000)

    def undo(self, command_id: str) -> str:
        self.undone.append(command_id)
        return self.commands[int(command_id.partition("-")[2]) - 1][0]


class Owed(AfterRevealDesk):
    """The real rules over reviews that are given."""

    def __init__(self, desk: Desk, outbox: Outbox) -> None:
        super().__init__(None, None, desk.clock, lambda: None, outbox)  # type: ignore[arg-type]
        self.items: list[ToComplete] = []

    def owed(self) -> tuple[ToComplete, ...]:
        return tuple(self.items)

    def amend(self, item: ToComplete, draft: ReviewDraft) -> Sent:
        sent = super().amend(item, draft)
        self.items.remove(item)
        return sent


class Documents:
    """The cases of the desk as the cache keeps them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def document(self, case_id: str) -> tuple[int, bytes] | None:
        if self._desk.index_of(case_id) is None:
            return None
        return 1, msgspec.json.encode(self._desk.open_case(case_id).view)

    def escalated(self) -> list[str]:
        return [row.case_id for row in self._desk.rows if self._desk.open_case(row.case_id).view.state == "escalated"]


class Colleagues:
    def __init__(self) -> None:
        self.offline = False

    def colleagues(self) -> tuple[Colleague, ...]:
        if self.offline:
            raise Offline
        return COLLEAGUES


def to_complete(desk: Desk, case_id: str = "C-204831", decision: str = "pass", open_for: int | None = 20) -> ToComplete:
    """A case that was decided blind; the agent said block."""
    row = next(row for row in desk.rows if row.case_id == case_id)
    view: CaseView = replace(case_view(row), state="closed")
    desk.views[case_id] = view
    return ToComplete(
        review_id=f"r-{case_id}",
        case_id=case_id,
        case_type=view.case_type,
        decision=decision,
        label="FP" if decision == "pass" else "TP",
        rationale="The channel is verified.",
        rationale_language="en",
        decided_at=NOW_MS - 60_000,
        amend_until=None if open_for is None else NOW_MS + open_for * 60_000,
        view=view,
    )


@contextmanager
def deciding(
    app: QApplication, *, language: str = "en", size: tuple[int, int] = (1366, 768), roles: tuple[str, ...] = ME.roles
) -> Iterator[Any]:
    """A `Seat` with `outbox`, `owed` and the rest of the desk beside it."""
    desk = Desk()
    outbox = Outbox(desk)
    after = Owed(desk, outbox)
    after.items = [to_complete(desk)]
    colleagues = Colleagues()
    activity, status = ActivityDesk(), StatusDesk(online_status())
    clauses: list[str] = []
    person = replace(ME, roles=roles)
    context = SimpleNamespace(
        tasks=desk.tasks,
        hub=desk.hub,
        clock=desk.clock,
        queue=desk,
        cases=desk,
        reviews=desk,
        reveals=desk,
        hand=desk,
        key_of=lambda action: "",
        case_work=CaseWorkDesk(desk, outbox, lambda: person),  # type: ignore[arg-type]
        after_reveal=after,
        asks_again=AskAgainDesk(outbox),  # type: ignore[arg-type]
        snippets=SnippetDesk(None, outbox.who, desk.hub.publish),
        patterns=PatternDesk(Documents(desk), desk.clock, lambda: person, outbox),  # type: ignore[arg-type]
        search=colleagues,
        activity=activity,
        status=status,
        show_clause=clauses.append,
    )
    with seat(app, language=language, size=size, context=context) as made:
        desk.key_of = made.window.actions_.key_cap  # type: ignore[method-assign]
        context.key_of = made.window.actions_.key_cap
        made.room.view.set_keys(context.key_of)
        made.desk = desk
        made.room.sheets.tick()
        made.settle()
        yield _Deciding(made, context, outbox, after, colleagues, clauses, person)


class _Deciding:
    """The seat and what lies behind it."""

    def __init__(
        self,
        made: Seat,
        context: Any,
        outbox: Outbox,
        after: Owed,
        colleagues: Colleagues,
        clauses: list[str],
        person: Person,
    ) -> None:
        self._made, self.person = made, person
        self.activity, self.status = context.activity, context.status
        self.context, self.outbox, self.after = context, outbox, after
        self.colleagues, self.clauses = colleagues, clauses

    def may(self, right: str) -> bool:
        return right in capabilities(map(Role, self.person.roles))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._made, name)


__all__ = ["ME", "NotReady", "OpenCase", "deciding", "to_complete"]
