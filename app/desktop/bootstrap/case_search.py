"""How cases are found from anywhere in the window: on this seat at once, and on the server when it is asked."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.desktop.ports import CaseNotHere, DeskError, FoundCases, QueueRow, Tasks
from app.desktop.shell.matching import matches
from app.desktop.shell.palette_entries import FoundCase, FoundOnServer
from app.desktop.widgets import captions

if TYPE_CHECKING:
    from app.desktop.bootstrap.services import Services


class CaseSearch:
    """Over the services of one person; finds nothing once nobody is signed in."""

    def __init__(self, services: "Services", tasks: Tasks) -> None:
        self._services, self._tasks = services, tasks
        self._out = False
        self._next: Callable[[], None] | None = None

    def find(self, text: str, most: int) -> list[FoundCase]:
        services = self._services
        if services.session.person is None:
            return []
        order = services.queue.view("open", text).order
        if not len(order):
            kinds = (view[5:] for view in services.queue.view_ids() if view.startswith("type:"))
            named = next((kind for kind in kinds if matches(text, _names_of(kind))), None)
            order = services.queue.view(f"type:{named}").order if named else order
        rows: list[QueueRow] = [services.queue.row(int(index)) for index in order[:most]]
        return [FoundCase(row.case_id, row.subject_short, captions.case_type(row.case_type)[0]) for row in rows]

    def ask_server(self, text: str, done: Callable[[FoundOnServer], None]) -> None:
        """For the palette: cases that the server holds; never raises, an error is told as its code."""
        services = self._services
        if services.session.person is None:
            done(FoundOnServer(problem="signed_out"))
            return

        def found(answer: FoundCases) -> None:
            for case in answer.cases:
                services.cases.take_in(case.view)
            cases = (
                FoundCase(case.case_id, case.subject_short, captions.case_type(case.case_type)[0])
                for case in answer.cases
            )
            done(FoundOnServer(tuple(cases), more=answer.next_cursor is not None))

        def failed(error: Exception) -> None:
            done(FoundOnServer(problem=_code(error)))

        self._tasks.read(lambda: services.search.find(text), found, failed, key="ask-server")

    def bring(
        self,
        case_id: str,
        show: Callable[[], None],
        asking: Callable[[], None] = lambda: None,
        failed: Callable[[str], None] = lambda _code: None,
    ) -> None:
        """A case that another room names, then `show`: at once where it is in the queue or was prepared, else as soon
        as it is known to be on this seat or has come from the server, to be read alone. `asking`: the server is asked
        from now on; `failed` gets the code of why it could not be, or not_found where neither has it."""
        services = self._services
        if services.queue.index_of(case_id) is not None or services.cases.ready(case_id) is not None:
            show()
            return

        def here() -> bool:
            try:
                services.cases.open_case(case_id)
            except CaseNotHere:
                return False
            return True

        def fetch() -> None:
            for one in services.search.find(case_id).cases:
                if one.case_id == case_id:
                    services.cases.take_in(one.view)
                    return
            raise DeskError("not_found")

        def looked(found: bool) -> None:
            if found:
                show()
                return
            asking()
            self._one_at_a_time(fetch, show, failed)

        self._tasks.read(here, looked, lambda _error: show(), key="bring-case")

    def _one_at_a_time(
        self, fetch: Callable[[], None], done: Callable[[], None], failed: Callable[[str], None]
    ) -> None:
        """However often it is given up and asked again, one thread waits for the server; of several the last is asked
        next."""
        if self._out:
            self._next = lambda: self._one_at_a_time(fetch, done, failed)
            return
        self._out = True

        def over(tell: Callable[[], None]) -> None:
            self._out, waiting, self._next = False, self._next, None
            tell()
            if waiting is not None:
                waiting()

        self._tasks.read(fetch, lambda _none: over(done), lambda error: over(lambda: failed(_code(error))))


def _code(error: Exception) -> str:
    return error.code if isinstance(error, DeskError) else "unexpected"


def _names_of(kind: str) -> str:
    """What a person may call a case type: its full name and the short one on the chip."""
    return f"{captions.case_type(kind)[0]} {captions.case_chip(kind)[0]}"
