"""Taking cases along from the Review room: counted first, then reserved, then fetched one by one with the count in
sight."""

from collections.abc import Callable

from app.desktop.panels.review.presenter.along_forms import BACK, CHOSEN, THIS, AlongForm, FetchForm, count_of
from app.desktop.panels.review.presenter.sheets import SheetsPresenter
from app.desktop.panels.review.presenter.take_back import TakeBack
from app.desktop.panels.review.state import NoticeState
from app.desktop.ports import Along, AlongCase, AlongOffer, Clock, DeskError, Taken, Tasks

LOOKED_AT = 60
"""How far down the view cases are looked for that may go along."""


class AlongPresenter:
    """All methods run on the GUI thread. `ahead` gives the case in sight and those after it in the view."""

    def __init__(
        self,
        sheets: SheetsPresenter,
        back: TakeBack,
        *,
        along: Along | None,
        tasks: Tasks,
        clock: Clock,
        in_sight: Callable[[], str | None],
        chosen: Callable[[], tuple[str, ...]],
        ahead: Callable[[int], tuple[str, ...]],
    ) -> None:
        self._sheets, self._back, self._along = sheets, back, along
        self._tasks, self._clock = tasks, clock
        self._in_sight, self._chosen, self._ahead = in_sight, chosen, ahead

    def open(self) -> None:
        """Ask which cases go along."""
        along = self._along
        if along is None:
            return
        form = AlongForm(self._in_sight(), self._chosen(), self._clock, self._count, self._give_back)
        self._sheets.open(form, lambda: self._closed(form))
        self._ask_held(form)
        self._count(form)

    def _ask_held(self, form: AlongForm) -> None:
        along = self._along
        if along is None:
            return

        def have(held: tuple[AlongCase, ...]) -> None:
            form.held = held
            if not held and form.what == BACK:
                form.chosen.pop("what")
                form.picked("what")
            self._refresh(form)

        self._tasks.read(along.held, have, lambda error: self._told(form, error), key="along-held")

    def _count(self, form: AlongForm) -> None:
        """What would become of the cases that the chosen line means."""
        along, what = self._along, form.what
        if along is None or what in (BACK, ""):
            self._refresh(form)
            return
        most = count_of(what)
        ids = form.chosen_cases if what == CHOSEN else (form.this or "",) if what == THIS else self._ahead(LOOKED_AT)

        def read() -> AlongOffer:
            offer = along.offer(ids)
            if not most:
                return offer
            # Of the view only as many as were asked for; what stays of the others is nobody's question.
            return along.offer(offer.go[:most]) if offer.go else offer

        def have(offer: AlongOffer) -> None:
            if form.what == what:
                form.offer = offer
                self._refresh(form)

        self._tasks.read(read, have, lambda error: self._told(form, error), key="along-offer")

    def _refresh(self, form: AlongForm | FetchForm) -> None:
        if self._sheets.form is form:
            self._sheets.refresh()

    def _told(self, form: AlongForm | FetchForm, error: Exception) -> None:
        form.problem = error.code if isinstance(error, DeskError) else "unexpected"
        self._refresh(form)

    def _give_back(self, form: AlongForm, case_ids: tuple[str, ...]) -> None:
        along = self._along
        if along is not None:
            self._tasks.read(
                lambda: along.give_back(case_ids),
                lambda _none: self._ask_held(form),
                lambda error: self._told(form, error),
            )

    def _closed(self, form: AlongForm) -> None:
        along = self._along
        if not form.confirmed or along is None:
            return
        if form.what == BACK:
            given = tuple(one.case_id for one in form.held or ())
            self._tasks.read(
                lambda: along.give_back(given),
                lambda _none: self._say("along_back", len(given)),
                lambda error: self._back.failed(error),
            )
        elif form.offer is not None:
            self._take(along, form.offer.go)

    def _take(self, along: Along, case_ids: tuple[str, ...]) -> None:
        form = FetchForm(self._clock, len(case_ids))
        self._sheets.open(form)

        def have(taken: Taken) -> None:
            form.asking, form.total = False, len(taken.case_ids)
            form.refused = dict(taken.refused)
            self._refresh(form)
            self._fetch(along, form, list(taken.case_ids))

        def failed(error: Exception) -> None:
            form.asking = False
            self._told(form, error)

        self._tasks.read(lambda: along.take(case_ids), have, failed)

    def _fetch(self, along: Along, form: FetchForm, left: list[str]) -> None:
        """The next one; the window lives between them, and a closed sheet ends it."""
        if self._sheets.form is not form:
            if form.done or left:
                self._say("along_stopped", len(form.done), form.total)
            return
        if not left:
            if form.smooth:
                self._sheets.close()
                first = min((one.until for one in form.done if one.until), default=0)
                self._say("along_taken", len(form.done), until=first)
            return
        case_id = left[0]

        def have(case: AlongCase) -> None:
            form.done.append(case)
            self._refresh(form)
            self._fetch(along, form, left[1:])

        self._tasks.read(lambda: along.bring(case_id), have, lambda error: self._told(form, error))

    def _say(self, code: str, count: int, total: int = 0, until: int = 0) -> None:
        params: dict[str, str | int] = {"count": count, "total": total, "until": until}
        self._back.say(NoticeState("told", "", code=code, params=params))
