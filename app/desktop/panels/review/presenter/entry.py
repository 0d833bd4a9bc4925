"""What a person enters for the case in sight: decision, code, attribution, words, steps."""

from collections.abc import Callable

import msgspec

from app.desktop.panels.review.presenter.aids import Aids
from app.desktop.panels.review.presenter.edits import rerouted, with_code, with_step
from app.desktop.panels.review.presenter.offer import GAP_CODES, Offer, allowed
from app.desktop.panels.review.presenter.screen import View
from app.desktop.panels.review.presenter.telling import Telling
from app.desktop.panels.review.state import DecisionState
from app.desktop.ports import Clock, OpenCase, ReviewDraft, Reviews
from app.domain.active_time import ActiveTime
from app.domain.catalogue import Catalogue
from app.domain.rationale import language_of


class Entry:
    """One draft, and what is shown of it. Which case it belongs to, and where the draft goes, is told by whoever opens
    and sends: they set the case and the draft here, and whether both are just now on their way."""

    def __init__(
        self,
        view: View,
        *,
        reviews: Reviews,
        clock: Clock,
        catalogue: Catalogue,
        indicators: Callable[[str], tuple[str, ...]],
    ) -> None:
        self._view = view
        self._reviews = reviews
        self._clock = clock
        self._catalogue = catalogue
        self._offer = Offer(catalogue, reviews, indicators)
        self.aids = Aids(catalogue)
        self._telling = Telling(catalogue, reviews, self._offer, self.aids)
        self._case_id: str | None = None
        self._open: OpenCase | None = None
        self._opening = False
        self._busy = False
        self._draft = ReviewDraft()
        self._dirty = False
        self._kept = False
        self._touched = False
        self._gap_step: int | None = None
        self._to_send: str | None = None
        """The case that is sent as soon as it is reserved; whatever is changed in it was not meant to be sent."""
        self._time = ActiveTime()
        self._later: list[Callable[[], None]] = []

    @property
    def offer(self) -> Offer:
        return self._offer

    @property
    def catalogue(self) -> Catalogue:
        return self._catalogue

    @property
    def case_id(self) -> str | None:
        return self._case_id

    @property
    def writing(self) -> bool:
        """Whether what was decided is on its way to the disk."""
        return self._busy

    @property
    def draft(self) -> ReviewDraft:
        """What is entered for the case in sight, with the time worked on it."""
        return self._draft

    def _wait_for_case(self, act: Callable[[], None]) -> bool:
        """Whether `act` has to wait, because the case it is meant for is still on its way to the screen."""
        if self._opening or self._busy:
            self._later.append(act)
            return True
        return False

    def when_here(self, act: Callable[[], None]) -> Callable[[], None]:
        """`act`, done as soon as the case it is meant for is the one in the panels."""

        def done() -> None:
            if not self._wait_for_case(act):
                act()

        return done

    def _catch_up(self) -> None:
        waiting, self._later = self._later, []
        for act in waiting:
            act()

    def decide(self, decision: str) -> None:
        """Pass, block or escalate; what no longer fits the new label is dropped."""
        if self._wait_for_case(lambda: self.decide(decision)):
            return
        if self._open is None or decision not in self._allowed():
            self._say_why_not()
            return
        draft = msgspec.structs.replace(self._draft, decision=decision, escalation_id=self._escalation())
        offered = {code.code for code in self._offer.codes(self._open, draft)}
        if draft.code not in offered:
            draft = msgspec.structs.replace(draft, code=None, attribution_kind=None, attribution_ref=None, route=None)
        self._change(draft)
        if self._gap_step is not None and draft.code is None:
            self.flag_gap(self._gap_step)

    def _escalation(self) -> str | None:
        escalation = self._open.view.escalation if self._open else None
        return escalation.escalation_id if escalation is not None and not escalation.mine else None

    def _say_why_not(self) -> None:
        if self._open is not None and self._open.may.why:
            self._view.point_at(self._open.may.why[0])

    def pick_code(self, number: int) -> None:
        """Keys 1 to 9: the code at that place of the list."""
        if self._wait_for_case(lambda: self.pick_code(number)):
            return
        codes = self._offer.codes(self._open, self._draft)
        if 1 <= number <= len(codes):
            self.set_code(codes[number - 1].code)
        else:
            self._ask_for_decision()

    def _ask_for_decision(self) -> None:
        """A key that needs a decision first says so, where one may be taken."""
        if self._open is not None and self._draft.decision is None and self._allowed():
            self._view.point_at("decision_required")

    def set_code(self, name: str) -> None:
        code = self._catalogue.code(name)
        if code is None or self._draft.decision is None:
            self._ask_for_decision()
            return
        self._change(with_code(self._offer, self._open, self._draft, code))

    def set_attribution(self, kind: str, ref: str) -> None:
        self._change(self._rerouted(msgspec.structs.replace(self._draft, attribution_kind=kind, attribution_ref=ref)))

    def _rerouted(self, draft: ReviewDraft) -> ReviewDraft:
        return rerouted(self._offer, self._open, self._draft, draft)

    def set_route(self, route: str) -> None:
        self._change(msgspec.structs.replace(self._draft, route=route or None))

    def set_rationale(self, text: str) -> None:
        self._change(
            msgspec.structs.replace(self._draft, rationale=text, rationale_language=language_of(text) if text else None)
        )

    def compose(self) -> None:
        """The first sentence in the language in force, in front of what the person wrote."""
        if self._wait_for_case(self.compose) or self._open is None or not self._open.may.draft:
            return
        text = self.aids.compose(self._open.view, self._draft)
        if text is None:
            self._view.point_at("decision_required")
            return
        self._view.place_rationale(text, len(text))
        self.set_rationale(text)

    @property
    def rationale(self) -> str:
        return self._draft.rationale

    def mark_step(self, n: int, verdict: str | None, kind: str | None = None) -> None:
        """✓ or ✗ on a step, or neither; `kind` says what is wrong with it."""
        self._change(self._rerouted(with_step(self._draft, n, verdict, kind)))

    def flag_gap(self, n: int | None) -> None:
        """F: no clause stands behind this step. Chooses the code that says so, once there is a decision."""
        if self._wait_for_case(lambda: self.flag_gap(n)):
            return
        if self._open is None:
            return
        if n is None:
            steps = self._open.view.word.steps
            n = next((step.n for step in steps if step.sop_ref is None), None)
        self._gap_step = n
        code = next((code for code in self._offer.codes(self._open, self._draft) if code.code in GAP_CODES), None)
        if code is None:
            self._show_decision()
            self._ask_for_decision()
            return
        self.set_code(code.code)
        if n is not None:
            self.set_attribution("step", str(n))

    def _change(self, draft: ReviewDraft) -> None:
        if self._open is None or not self._open.may.draft:
            return
        self._draft, self._to_send = draft, None
        self._dirty, self._kept, self._touched = True, False, True
        self._acted()
        self._show_decision()

    def _allowed(self) -> frozenset[str]:
        return allowed(self._open) if self._open is not None and not self._busy else frozenset()

    def _show_decision(self) -> None:
        if self._open is None:
            self._view.show_decision(DecisionState("", frozenset()))
        else:
            self._view.show_decision(self._decision_state(self._open, self._draft, self._kept, self._busy))

    def _decision_state(self, opened: OpenCase, draft: ReviewDraft, kept: bool, busy: bool = False) -> DecisionState:
        mine = opened is self._open and self._touched
        waits = self._to_send == opened.case_id
        return self._telling.state(opened, draft, kept=kept, busy=busy, mine=mine, waits=waits)

    def _blockers(self) -> tuple[str, ...]:
        return self._blockers_of(self._open, self._draft) if self._open is not None else ()

    def _blockers_of(self, opened: OpenCase, draft: ReviewDraft) -> tuple[str, ...]:
        refused = any(mark.refused for mark in self.aids.marks(draft.rationale))
        return self._telling.blockers(opened, draft, refused)

    def _acted(self) -> None:
        self._time.acted(self._clock.mono_ms())

    def _count_time(self) -> None:
        """What was worked goes into the draft; that alone is no reason to keep it."""
        if self._open is not None:
            spent = self._time
            self._draft = msgspec.structs.replace(self._draft, active_ms=spent.active_ms, left_window=spent.left_window)
