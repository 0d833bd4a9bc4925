"""Completing what was decided blind: the agent's word has come, the reason is owed, and the decision may be kept or
changed."""

from collections.abc import Callable

import msgspec

from app.desktop.changes import Changed, Kind
from app.desktop.panels.review.presenter.offer import Offer
from app.desktop.panels.review.presenter.sheets import Form, SheetsPresenter
from app.desktop.panels.review.sheet_state import SheetGroup
from app.desktop.panels.review.state import AttributionChoice, OwedState
from app.desktop.ports import (
    Activity,
    AfterReveal,
    CaseWork,
    Clock,
    Hub,
    ReviewDraft,
    Sent,
    Status,
    StepMark,
    Tasks,
    ToComplete,
)
from app.domain.catalogue import Catalogue
from app.domain.decision import Decision
from app.domain.rationale import language_of
from app.domain.review import StepError
from app.domain.root_cause import Code

KEEP = "keep"
RIGHT, WRONG = "right", "wrong"
LAST_SENT = 100
_ON_THE_WAY = ("waiting", "pending", "sending", "parked")


class CompleteForm(Form):
    """One review to complete. The decision stays what it was unless another is chosen, which asks for new words. Each
    step of the reasoning, which nobody saw before, can be marked: choosing it goes from no mark to right, to wrong and
    back to none; of the one marked wrong last it is asked what is wrong with it."""

    kind = "complete"
    bound = False

    def __init__(
        self,
        item: ToComplete,
        left: int,
        after: AfterReveal,
        offer: Offer,
        catalogue: Catalogue,
        clock: Clock,
        undo: Callable[[str], object],
    ) -> None:
        super().__init__()
        self._item, self._left, self._after, self._offer = item, left, after, offer
        self._catalogue, self._clock, self._undo = catalogue, clock, undo
        self._opened = clock.mono_ms()
        self.case = item.view
        self.case_id = item.case_id
        self.chosen["decision"] = (KEEP,)
        self._marks: dict[str, StepMark] = {}
        self._wrong = ""
        """The step whose error is asked for."""

    @property
    def _may_change(self) -> bool:
        return self._item.amend_until is not None and self._clock.now_ms() < self._item.amend_until

    @property
    def _changed(self) -> bool:
        return self.one("decision") not in (None, KEEP)

    def groups(self) -> tuple[SheetGroup, ...]:
        codes = tuple(code.code for code in self._after.codes(self._item, self._draft()))
        found = [self.group("code", codes)]
        code = self._code()
        if code is not None:
            choices = self._offer.choices(self._item.view, code)
            if choices:
                found.append(self.group("attribution", tuple(f"{one.kind}\n{one.ref}" for one in choices)))
        other = tuple(str(one) for one in (Decision.PASS, Decision.BLOCK) if one != self._item.decision)
        found.append(self.group("decision", (KEEP, *other) if self._may_change else (KEEP,)))
        steps = tuple(str(step.n) for step in self._item.view.word.steps)
        if steps:
            found.append(self.group("steps", steps, many=True))
            if self._wrong:
                found.append(self.group("step_error", tuple(str(error) for error in StepError)))
        return tuple(found)

    def picked(self, group: str) -> None:
        if group == "steps":
            self._step()
        elif group == "step_error" and self._wrong in self._marks:
            self._marks[self._wrong] = StepMark(int(self._wrong), WRONG, self.one("step_error"))
        elif group == "decision":
            # What no longer explains the label is dropped; a change of mind is explained in new words.
            self.text = (self.text or "") if self._changed else None
            if self._code() is None:
                self.chosen.pop("code", None)
                self.chosen.pop("attribution", None)
        elif group == "code":
            code = self._code()
            self.chosen.pop("attribution", None)
            if code is not None:
                choices = self._offer.choices(self._item.view, code)
                likely = self._offer.likely(self._item.view, self._draft(), code, choices)
                if likely is not None:
                    self.chosen["attribution"] = (f"{likely.kind}\n{likely.ref}",)

    def _step(self) -> None:
        """The mark of the step that was just chosen goes on by one."""
        (row,) = set(self.chosen.get("steps", ())) ^ set(self._marks)
        before = self._marks.pop(row, None)
        if before is None:
            self._marks[row] = StepMark(int(row), RIGHT)
        elif before.verdict == RIGHT:
            self._marks[row] = StepMark(int(row), WRONG)
        self.chosen["steps"] = tuple(self._marks)
        now = self._marks.get(row)
        self._wrong = row if now is not None and now.verdict == WRONG else ""
        self.chosen.pop("step_error", None)

    def _code(self) -> Code | None:
        wanted = self.one("code")
        fitting = self._after.codes(self._item, self._plain())
        return next((code for code in fitting if code.code == wanted), None)

    def _plain(self) -> ReviewDraft:
        """As far as the label depends on it."""
        return ReviewDraft(decision=self.one("decision") if self._changed else None)

    def _draft(self) -> ReviewDraft:
        attribution = self._attribution()
        words = (self.text or "") if self._changed else ""
        draft = msgspec.structs.replace(
            self._plain(),
            code=self.one("code"),
            attribution_kind=attribution.kind if attribution else None,
            attribution_ref=attribution.ref if attribution else None,
            rationale=words,
            rationale_language=language_of(words) if words else None,
            steps=tuple(sorted(self._marks.values(), key=lambda mark: mark.n)),
            active_ms=self._clock.mono_ms() - self._opened,
        )
        suggested = self._offer.suggestion(self._item.view, draft)
        route = str(suggested.route) if suggested is not None and suggested.route is not None else None
        return msgspec.structs.replace(draft, route=route)

    def _attribution(self) -> AttributionChoice | None:
        chosen = self.one("attribution")
        if chosen is None:
            return None
        kind, _, ref = chosen.partition("\n")
        return AttributionChoice(kind, ref)

    def facts(self) -> dict[str, str | int]:
        item, draft = self._item, self._draft()
        suggested = self._offer.suggestion(item.view, draft)
        facts: dict[str, str | int] = {
            "verdict": item.view.word.verdict,
            "decision": item.decision,
            "label": self._after.label_of(item, draft),
            "case_type": item.case_type,
            "case_id": item.case_id,
            "rationale": item.rationale,
            "left": self._left,
            "may_change": int(self._may_change),
        }
        facts |= {f"step:{n}": f"{mark.verdict} {mark.kind or ''}".strip() for n, mark in self._marks.items()}
        facts["step_wrong"] = self._wrong
        if item.amend_until is not None:
            facts["until"] = item.amend_until
        if suggested is not None:
            facts |= {"route": str(suggested.route or ""), "route_reason": suggested.reason}
        return facts

    def problems(self) -> tuple[str, ...]:
        return self._after.check(self._item, self._draft())

    def send(self) -> Sent:
        return self._after.amend(self._item, self._draft())

    def undo(self, command_id: str) -> object:
        return self._undo(command_id)


class OwedPresenter:
    """Counts what is to be completed, and opens it, the oldest first. All methods run on the GUI thread."""

    def __init__(
        self,
        tell: Callable[[OwedState], None],
        sheets: SheetsPresenter,
        *,
        after: AfterReveal | None,
        case_work: CaseWork | None,
        activity: Activity | None,
        status: Status | None,
        offer: Offer,
        catalogue: Catalogue,
        clock: Clock,
        tasks: Tasks,
        hub: Hub,
        show_case: Callable[[str], None],
        in_sight: Callable[[], str | None],
    ) -> None:
        self._tell, self._sheets, self._after, self._work = tell, sheets, after, case_work
        self._activity, self._status = activity, status
        self._offer, self._catalogue, self._clock, self._tasks = offer, catalogue, clock, tasks
        self._show_case, self._in_sight = show_case, in_sight
        self._items: tuple[ToComplete, ...] = ()
        self._before: str | None = None
        self._shut = False
        self._stale = True
        hub.changed.connect(self._heard)

    def tick(self) -> None:
        """Once a second. Own reviews are read through for it, which must not happen with every piece of news."""
        if self._stale:
            self._stale = False
            self._ask()

    def shut(self) -> None:
        self._shut = True

    def _heard(self, changed: Changed) -> None:
        self._stale = self._stale or bool(changed.kinds & {Kind.REVIEW, Kind.OUTBOX, Kind.SESSION, Kind.STATUS})

    def _ask(self) -> None:
        after = self._after
        if after is not None and not self._shut:
            self._tasks.read(lambda: (after.owed(), *self._waiting()), self._have, lambda _e: None, key="owed")

    def _waiting(self) -> tuple[int, bool]:
        """How many were decided blind and are not with the server yet, and whether it is out of reach."""
        if self._activity is None:
            return 0, False
        rows = self._activity.read(LAST_SENT).rows
        count = sum(
            row.command_type == "review.submit"
            and row.label is None
            and row.decision in ("pass", "block")
            and row.state in _ON_THE_WAY
            for row in rows
        )
        offline = bool(count) and self._status is not None and self._status.read().connection == "offline"
        return count, offline

    def _have(self, answer: tuple[tuple[ToComplete, ...], int, bool]) -> None:
        if self._shut:
            return
        self._items, waiting, offline = answer
        self._tell(OwedState(len(self._items), waiting, offline))

    def open(self) -> None:
        """The oldest one that is owed, with its case behind the sheet."""
        if self._after is None or not self._items or isinstance(self._sheets.form, CompleteForm):
            return
        item = self._items[0]
        work = self._work
        if self._before is None:
            self._before = self._in_sight()
        self._show_case(item.case_id)
        undo: Callable[[str], object] = work.undo if work is not None else _nothing
        form = CompleteForm(item, len(self._items), self._after, self._offer, self._catalogue, self._clock, undo)
        self._sheets.open(form, self._left)

    def _left(self) -> None:
        """Back to where the person was."""
        before, self._before = self._before, None
        if before is not None and before != self._in_sight() and not self._shut:
            self._show_case(before)


def _nothing(_command: str) -> None:
    return None
