"""The light sheets of the Review room: which key opens which form."""

import os
from collections.abc import Callable
from typing import Any

from app.contract.views import CaseView
from app.desktop.panels.review.presenter import ReviewPresenter
from app.desktop.panels.review.presenter.complete import OwedPresenter
from app.desktop.panels.review.presenter.decision_forms import AskForm, AttributionForm, ChallengeForm, SnippetForm
from app.desktop.panels.review.presenter.pattern_forms import PatternForm, ResolveForm
from app.desktop.panels.review.presenter.sheets import SheetsPresenter
from app.desktop.panels.review.presenter.take_back import TakeBack
from app.desktop.panels.review.presenter.work_forms import (
    HandOverForm,
    MissingForm,
    NoteForm,
    ResumeForm,
    SkipForm,
    SnoozeForm,
    WaitForm,
)
from app.desktop.panels.review.state import AttributionChoice, NoticeState
from app.desktop.panels.review.view import ReviewView, sentences
from app.desktop.ports import CaseWork, Colleague, DeskError, NotReady, PatternGroup, PatternPreview, Patterns, Snippets
from app.desktop.widgets import formats
from app.domain.ids import uuid7
from app.domain.snippet import Snippet, expanded, language_beside, offered
from app.domain.text import Bilingual, is_cjk


class RoomSheets:
    """Made by the room; `context` has what the shell gives every room."""

    def __init__(
        self, view: ReviewView, presenter: ReviewPresenter, sheets: SheetsPresenter, back: TakeBack, context: Any
    ) -> None:
        self.view, self.presenter, self.sheets, self.back = view, presenter, sheets, back
        self._context = context
        self._work: CaseWork | None = getattr(context, "case_work", None)
        self.chosen_cases: Callable[[], tuple[str, ...]] = tuple
        """The cases chosen in the queue."""
        self.drop_chosen: Callable[[], None] = lambda: None
        self._seen: tuple[str | None, frozenset[str]] = (None, frozenset())
        self.owed = OwedPresenter(
            view.show_owed,
            sheets,
            after=getattr(context, "after_reveal", None),
            case_work=self._work,
            activity=getattr(context, "activity", None),
            status=getattr(context, "status", None),
            offer=presenter.offer,
            catalogue=presenter.catalogue,
            clock=context.clock,
            tasks=context.tasks,
            hub=context.hub,
            show_case=presenter.open,
            in_sight=lambda: presenter.case_id,
        )
        view.sheet_picked.connect(sheets.pick)
        view.sheet_removed.connect(sheets.remove)
        view.sheet_entered.connect(sheets.enter)
        view.sheet_typed.connect(sheets.type)
        rationale = view.decision.rationale
        rationale.expander, rationale.hinter = self._expanded, self._offered
        view.sheet_confirmed.connect(sheets.confirm)
        view.sheet_closed.connect(sheets.close)
        view.sheet_renamed.connect(sheets.rename)
        view.attribution_asked.connect(self.attribution)
        view.complete_asked.connect(self.owed.open)
        presenter.aids.language = formats.language
        presenter.aids.opened = self.seen
        view.clause_asked.connect(getattr(context, "show_clause", lambda _reference: None))

    @property
    def actions(self) -> dict[str, Callable[[], Any]]:
        return {
            "case.snooze": lambda: self._with_case(self._snooze),
            "case.wait": lambda: self._with_case(self._wait),
            "case.skip": lambda: self._with_case(self._skip),
            "case.hand_over": lambda: self._with_case(self._hand_over),
            "note.write": lambda: self._with_case(self._note),
            "missing.write": lambda: self._with_case(self._missing),
            "review.complete": self.owed.open,
            "attribution.choose": self.attribution,
            "rationale.compose": self.presenter.compose,
            "rationale.snippet": self.snippets,
            "assessment.ask": self.ask,
            "threshold.challenge": self.challenge,
            "escalation.pattern": self.pattern,
            "escalation.resolve": self.resolve,
        }

    def _with_case(self, act: Callable[[CaseView, CaseWork], None]) -> None:
        opened = self.sheets.case.open
        if opened is not None and self._work is not None:
            act(opened.view, self._work)

    def _snooze(self, case: CaseView, work: CaseWork) -> None:
        self.sheets.open(SnoozeForm(case, work, self._context.clock))

    def _wait(self, case: CaseView, work: CaseWork) -> None:
        if case.waiting is not None:
            self.sheets.send(ResumeForm(case, work))
        else:
            self.sheets.open(WaitForm(case, work))

    def _skip(self, case: CaseView, work: CaseWork) -> None:
        self.sheets.open(SkipForm(case, work))

    def _note(self, case: CaseView, work: CaseWork) -> None:
        self.sheets.open(NoteForm(case, work))

    def _missing(self, case: CaseView, work: CaseWork) -> None:
        self.sheets.open(MissingForm(case, work))

    def _hand_over(self, case: CaseView, work: CaseWork) -> None:
        form = HandOverForm(case, work)
        self.sheets.open(form)
        search = getattr(self._context, "search", None)

        person = getattr(getattr(self._context, "session", None), "person", None)

        def have(people: tuple[Colleague, ...]) -> None:
            form.people = tuple(one for one in people if person is None or one.user_id != person.user_id)
            if self.sheets.form is form:
                self.sheets.refresh()

        def failed(error: Exception) -> None:
            form.problem = error.code if isinstance(error, DeskError) else "unexpected"
            if self.sheets.form is form:
                self.sheets.refresh()

        if search is None:
            failed(DeskError("offline"))
        else:
            self._context.tasks.read(search.colleagues, have, failed, key="colleagues")

    def attribution(self) -> None:
        """A: what the chosen code is attributed to."""
        opened, draft = self.sheets.case.open, self.presenter.draft
        code = self.presenter.catalogue.code(draft.code) if draft.code else None
        if opened is None or code is None:
            self.view.point_at("code_required" if draft.decision else "decision_required")
            return
        chosen = None
        if draft.attribution_kind and draft.attribution_ref:
            chosen = AttributionChoice(draft.attribution_kind, draft.attribution_ref)
        choices = self.presenter.offer.choices(opened.view, code)
        if choices:
            self.sheets.open(AttributionForm(opened.view, choices, chosen, self.presenter.set_attribution))

    def snippets(self) -> None:
        """Own phrases, put in where the caret stands."""
        opened, snippets = self.sheets.case.open, getattr(self._context, "snippets", None)
        if opened is None or snippets is None:
            return
        caret, text = self.view.rationale_caret(), self.presenter.rationale

        def put_in(phrase: Bilingual) -> None:
            words = phrase.in_language(language_beside(text, self.presenter.aids.language()))[0]
            before, after = text[:caret], text[caret:]
            gap = " " if before and not before[-1].isspace() and not is_cjk(before[-1]) else ""
            self.view.place_rationale(before + gap + words + after, len(before + gap + words))
            self.presenter.set_rationale(before + gap + words + after)
            self.view.focus_rationale()

        new_id = uuid7(self._context.clock.now_ms(), os.urandom(10))
        other = self.presenter.aids.other_language(opened.view, self.presenter.draft)
        self.sheets.open(SnippetForm(opened.view, snippets, text, put_in, new_id, other))

    def _expanded(self, text: str, caret: int) -> tuple[str, int] | None:
        """ "/key" before the caret as its phrase."""
        if "/" not in text[:caret]:
            return None
        return expanded(text, caret, self._own(), language_beside(text, self.presenter.aids.language()))

    def _offered(self, text: str, caret: int) -> str:
        """What can be put in where a key is being typed."""
        if "/" not in text[:caret]:
            return ""
        language = language_beside(text, self.presenter.aids.language())
        return sentences.snippets_offered(offered(text, caret, self._own()), language)

    def _own(self) -> tuple[Snippet, ...]:
        snippets: Snippets | None = getattr(self._context, "snippets", None)
        try:
            return snippets.all() if snippets is not None else ()
        except DeskError:
            return ()

    def ask(self) -> None:
        """A second look of the agent at this case."""
        opened, asks = self.sheets.case.open, getattr(self._context, "asks_again", None)
        if opened is None or asks is None:
            return
        obstacles = [code for code in asks.check(opened, "other", "?") if code not in ("note_required",)]
        if obstacles:
            self.back.failed(NotReady(codes=tuple(obstacles)), opened.case_id)
            return
        self.sheets.open(AskForm(opened, asks, self._undo()))

    def challenge(self) -> None:
        """The threshold by which the case in sight came to people."""
        opened, sessions = self.sheets.case.open, getattr(self._context, "sessions", None)
        if opened is None or sessions is None:
            return
        form = ChallengeForm(opened.view, sessions)
        if obstacles := form.problems():
            self.back.failed(NotReady(codes=obstacles), opened.case_id)
            return
        self.sheets.open(form)

    def pattern(self) -> None:
        """The cases chosen in the queue, else those that share a link or an indicator with the one in sight."""
        patterns: Patterns | None = getattr(self._context, "patterns", None)
        cases = self._together()
        if patterns is None:
            return
        if len(cases) < 2:
            session = getattr(self._context, "session", None)
            many = session is not None and session.may("case.bulk")
            self.tell("pattern_choose" if many else "pattern_alone", {"key": self._context.key_of("queue.pick")})
            return
        undo = self._undo()

        def have(preview: PatternPreview) -> None:
            self.sheets.open(PatternForm(preview, patterns, undo, self.drop_chosen))

        self._context.tasks.read(lambda: patterns.preview(cases), have, self.back.failed, key="pattern")

    def _together(self) -> tuple[str, ...]:
        chosen = self.chosen_cases()
        if len(chosen) > 1:
            return chosen
        opened, contexts = self.sheets.case.open, getattr(self._context, "contexts", None)
        if opened is None:
            return ()
        state = contexts.ready(opened.case_id) if contexts is not None else None
        if state is None or state.view is None:
            return (opened.case_id,)
        linked = [case.case_id for kind in state.view.linked for case in kind.cases if case.state == "open"]
        shared = [case_id for one in state.view.indicators for case_id in one.case_ids]
        return tuple(dict.fromkeys((opened.case_id, *linked, *shared)))

    def resolve(self) -> None:
        """Patterns that wait: those this person may decide, and the own ones."""
        patterns: Patterns | None = getattr(self._context, "patterns", None)
        if patterns is None:
            return
        undo = self._undo()

        def read() -> tuple[tuple[PatternGroup, ...], dict[str, CaseView | None]]:
            groups = patterns.groups()
            return groups, {case_id: self._view_of(case_id) for group in groups for case_id in group.case_ids}

        def have(answer: tuple[tuple[PatternGroup, ...], dict[str, CaseView | None]]) -> None:
            groups, views = answer
            mine_first = sorted(groups, key=lambda group: not group.may_resolve)
            if not mine_first:
                self.tell("no_pattern")
                return
            form = ResolveForm(
                tuple(mine_first),
                patterns,
                self.presenter.offer,
                self.presenter.catalogue,
                self._context.clock,
                views.get,
                undo,
            )
            self.sheets.open(form)

        self._context.tasks.read(read, have, self.back.failed, key="patterns")

    def _view_of(self, case_id: str) -> CaseView | None:
        try:
            ready = self._context.cases.ready(case_id) or self._context.cases.open_case(case_id)
        except DeskError:
            return None
        view: CaseView = ready.view
        return view

    def _undo(self) -> Callable[[str], object]:
        return self._work.undo if self._work is not None else _nothing

    def tell(self, code: str, params: dict[str, str | int] | None = None) -> None:
        """Why a key does nothing just now."""
        self.back.say(NoticeState("told", self.presenter.case_id or "", code=code, params=params or {}))

    def seen(self) -> tuple[str, ...]:
        """The evidence of the case in sight that was on the screen so far."""
        case_id, found = self._seen
        if case_id != self.presenter.case_id:
            found = frozenset()
        found |= frozenset(self.view.evidence_on_screen())
        self._seen = (self.presenter.case_id, found)
        return tuple(sorted(found))

    def tick(self) -> None:
        self.owed.tick()
        if self.view.isVisible() and self.presenter.case_id is not None:
            self.seen()

    def shut(self) -> None:
        self.sheets.close()
        self.owed.shut()


def _nothing(_command: str) -> None:
    return None
