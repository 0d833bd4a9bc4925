"""The decision area: verbs, what will happen, label, reason, attribution, route, rationale, send."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.contract.views import CaseView
from app.desktop.panels.review.state import DecisionState
from app.desktop.panels.review.view import sentences
from app.desktop.panels.review.view.attribution_words import attribution_words
from app.desktop.widgets import captions, formats, reasons, tokens
from app.desktop.widgets.buttons import Button, DecisionButtons
from app.desktop.widgets.card import Section, Surface
from app.desktop.widgets.choices import ChoiceBox, Option, OptionList
from app.desktop.widgets.label import Label
from app.desktop.widgets.painted import show_if
from app.desktop.widgets.rationale_edit import RationaleEdit, TextMark
from app.desktop.widgets.runs import Run
from app.desktop.widgets.tokens import Type

translate = QCoreApplication.translate
LEAST_ABOVE = 96
"""Pixels at 100 % in which the verdict above the decision can be read."""
APART, TIGHT = tokens.S2 - 1, tokens.S1
"""Between the parts of a decision."""
KEYS = {"pass": "P", "block": "B", "escalate": "E"}


class DecisionPanel(Surface):
    decided = Signal(str)
    code_picked = Signal(str)
    attribution_asked = Signal()
    route_picked = Signal(str)
    rationale_changed = Signal(str)
    submit_asked = Signal()
    left_field = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("surface", ("top",), parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._state: DecisionState | None = None
        self._case: CaseView | None = None
        self.keys: dict[str, str] = {**KEYS, "submit": "Ctrl ↵", "attribution": "A", "route": "T"}
        self._title = Section(self)
        self.buttons = DecisionButtons(self)
        self._consequence = Label(kind=Type.SMALL, colour="muted", wrap=True, parent=self)
        self._label = ChoiceBox(self)
        self.route = ChoiceBox(self, arrow=False)
        self.code = ChoiceBox(self)
        self.codes = OptionList(self)
        self._codes_title = Label(kind=Type.SMALL_STRONG, colour="muted", parent=self)
        self.attribution = ChoiceBox(self)
        self._route_why = Label(kind=Type.SMALL, colour="muted", wrap=True, parent=self)
        self.rationale = RationaleEdit(self)
        self._other = Label(kind=Type.SMALL, colour="muted", wrap=True, data=True, parent=self)
        self._hint = Label(kind=Type.SMALL, colour="muted", wrap=True, parent=self)
        self.submit = Button("main", self)
        aside = self.route.sizePolicy()
        aside.setHorizontalPolicy(QSizePolicy.Policy.Maximum)
        self.route.setSizePolicy(aside)
        self._lay()
        self.buttons.chosen.connect(self.decided)
        self.code.picked.connect(self.code_picked)
        self.codes.picked.connect(self.code_picked)
        self.attribution.opens_itself = False
        self.attribution.clicked.connect(self.attribution_asked)
        self.route.picked.connect(self.route_picked)
        self.rationale.changed.connect(self.rationale_changed)
        self.rationale.left.connect(self.left_field)
        self.submit.clicked.connect(self.submit_asked)

    def _lay(self) -> None:
        self._column = layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.S4, tokens.S3, tokens.S4, tokens.S3)
        layout.setSpacing(APART)
        layout.addWidget(self._title)
        layout.addWidget(self.buttons)
        layout.addWidget(self._consequence)
        line = QHBoxLayout()
        line.setSpacing(tokens.S2)
        line.addWidget(self._label, 1)
        line.addWidget(self.route)
        layout.addLayout(line)
        layout.addWidget(self._codes_title)
        layout.addWidget(self.codes)
        pair = QHBoxLayout()
        pair.setSpacing(tokens.S2)
        pair.addWidget(self.code, 3)
        pair.addWidget(self.attribution, 2)
        layout.addLayout(pair)
        layout.addWidget(self._route_why)
        layout.addWidget(self.rationale)
        layout.addWidget(self._other)
        foot = QHBoxLayout()
        foot.setSpacing(tokens.S3)
        foot.addWidget(self._hint, 1)
        foot.addWidget(self.submit)
        layout.addLayout(foot)

    def fit(self, high: int, width: int) -> None:
        """Gives the rationale the lines that it fills, and takes lines from it where all of this, `width` pixels wide,
        would leave too little of `high` pixels to what stands above it; where one line is too much, the parts move
        together. Reasons and verbs are never cut."""
        layout, rationale = self._column, self.rationale
        parts = [layout.itemAt(n) for n in range(layout.count())]
        gaps = sum(part is not None and not part.isEmpty() for part in parts) - 1
        rest = layout.totalHeightForWidth(width) + (APART - layout.spacing()) * gaps
        rest += tokens.px(LEAST_ABOVE) - rationale.height_of(rationale.lines)
        fitting = (n for n in range(rationale.wanted_lines, 0, -1) if rest + rationale.height_of(n) <= high)
        lines = next(fitting, 0)
        rationale.set_lines(max(lines, 1))
        apart = APART if lines else TIGHT
        if apart != layout.spacing():
            layout.setSpacing(apart)

    def show_case(self, case: CaseView | None) -> None:
        self._case = case
        show_if(self, case is not None)

    def show_decision(self, state: DecisionState) -> None:
        self._state = state
        if self._case is None:
            return
        self._title.set_text(translate("Decision", "Decision"))
        verbs = {code: captions.verb(state.case_type, code) for code in DecisionButtons.CODES}
        self.buttons.set_verbs(verbs, self.keys)
        self.buttons.set_state(state.decision, state.allowed)
        told = captions.consequence(state.case_type, state.decision) if state.decision else ""
        barred = bool(state.barred) and (state.barred != "must_escalate" or not state.decision)
        if barred:
            told = reasons.why_not(state.barred)
            if state.allowed and state.barred in ("claimed_by_other", "assigned_to_other", "snoozed"):
                told = translate("Decision", "{why}: you can draft, not send.").format(why=told)
        self._consequence.set_colour("escalate" if barred else "muted")
        self._consequence.set_text(told or translate("Decision", "Choose what is to happen with this case."))
        self._fill_label(state)
        self._fill_code(state)
        # Where nothing can be decided or prepared, nothing that is typed would be kept.
        self.rationale.set_read_only(not state.allowed)
        self.rationale.set_text(state.rationale)
        self.rationale.set_hint(
            translate("Decision", "One or two sentences that an engineer can act on"),
            translate("Decision", "Rationale"),
            translate("Decision", "One or two sentences"),
        )
        count = translate("Decision", "{n} of {most} sentences").format(n=state.sentences, most=state.most_sentences)
        self.rationale.set_count(count, state.sentences > state.most_sentences)
        self.rationale.set_marks([TextMark(mark.start, mark.end, mark.refused) for mark in state.marks])
        show_if(self._other, bool(state.other_language))
        self._other.set_text(state.other_language, data=True)
        self._fill_foot(state)

    def _fill_label(self, state: DecisionState) -> None:
        show_if(self._label, state.label is not None)
        if state.label is not None:
            words, _ = captions.label_words(state.label)
            self._label.set_runs(
                (
                    Run(translate("Decision", "Label "), "text"),
                    Run(state.label, "text", Type.STRONG, True),
                    Run(" · ", "muted"),
                    Run(words, "text"),
                ),
                flat=True,
            )
        show_if(self.route, state.label is not None)
        options = [Option(code, captions.route(code)[0]) for code in ("A", "B", "C")]
        if state.code_kind == "why_unsure":
            options.insert(0, Option("", translate("Decision", "no route")))
        self.route.set_options(options, state.route or "")
        why = ""
        if state.label is not None and state.route_reason:
            why = sentences.route_words(state.route_suggested, state.route_reason)
            if (state.route or "") != state.route_suggested:
                why = translate("Decision", "Suggested: {route}").format(route=why)
        show_if(self._route_why, bool(why))
        self._route_why.set_text(why)
        route = Run(state.route, "escalate", Type.STRONG, True) if state.route else Run("–", "muted")
        self.route.set_runs((Run(translate("Decision", "Route "), "escalate" if state.route else "muted"), route))

    def _fill_code(self, state: DecisionState) -> None:
        options = [
            Option(code, captions.code(code)[0], str(number), tip=captions.code_help(code))
            for number, code in enumerate(state.codes[:9], start=1)
        ]
        wanted = state.code_kind is not None and state.code is None and state.label is not None
        show_if(self.codes, wanted)
        show_if(self._codes_title, wanted)
        unsure = state.code_kind == "why_unsure"
        title = translate("Decision", "Why ROCA was unsure") if unsure else translate("Decision", "Root cause")
        if wanted:
            self.codes.set_options(options)
            self._codes_title.set_text(title)
        show_if(self.code, state.code is not None)
        show_if(self.attribution, state.code is not None and bool(state.attributions))
        if state.code is None:
            return
        text, data = captions.code(state.code)
        self.code.set_options(options, state.code)
        self.code.set_runs((Run(text, "text", Type.STRONG, data),))
        self.code.setAccessibleName(f"{title}: {text}")
        self.code.setAccessibleDescription(captions.code_help(state.code))
        self._fill_attribution(state)

    def _fill_attribution(self, state: DecisionState) -> None:
        chosen = state.attribution
        if chosen is None:
            self.attribution.set_runs((Run(translate("Decision", "attributed to …"), "muted"),))
        else:
            text, data = attribution_words(chosen, self._case)
            kind = captions.attribution_kind(chosen.kind)[0]
            missing = chosen.kind.startswith("missing")
            runs = (Run(translate("Decision", "{kind}: ").format(kind=kind), "muted"),) if missing else ()
            self.attribution.set_runs((*runs, Run(text, "text", None, data)))

    def _fill_foot(self, state: DecisionState) -> None:
        # What only waits for its reservation can be sent: it leaves with it.
        ready = state.blockers in ((), ("not_claimed",))
        self.submit.set_content(translate("Decision", "Submit and next"), self.keys["submit"])
        self.submit.setEnabled(ready and not state.busy and not state.waits)
        if state.waits:
            self._hint.set_text(translate("Decision", "Sent as soon as the case is reserved for you"))
            self._hint.set_colour("accent")
            return
        personal = sentences.personal_line(tuple((mark.kind, mark.refused) for mark in state.marks))
        if personal and (not state.blockers or state.blockers[0] in ("personal_data", "decision_required")):
            self._hint.set_text(personal)
            self._hint.set_colour("block" if any(mark.refused for mark in state.marks) else "escalate")
            return
        # Why nobody decides this now stands above: to ask for a decision under it would contradict it.
        barred = bool(state.barred) and state.blockers[:1] == ("decision_required",)
        if state.blockers and not barred and (state.decision is not None or not state.allowed):
            self._hint.set_text(reasons.why_not(state.blockers[0]))
            self._hint.set_colour("escalate")
            return
        self._hint.set_colour("muted")
        worked = formats.span(state.active_ms / 1000)
        if state.hints:
            said = captions.hint(state.hints[0].code, state.hints[0].params)
            more = len(state.hints) - 1
            self._hint.set_text(
                translate("Decision", "{hint} · {n} more").format(hint=said, n=formats.count(more)) if more else said
            )
        elif state.draft_kept:
            self._hint.set_text(translate("Decision", "Draft kept · {time}").format(time=worked))
        elif state.active_ms >= 1000:
            self._hint.set_text(translate("Decision", "Worked {time}").format(time=worked))
        else:
            self._hint.set_text("")

    def point_at(self, blocker: str) -> None:
        """Moves the focus to where the missing thing is entered."""
        if blocker.startswith("rationale"):
            self.rationale.edit.setFocus()
        elif blocker.startswith("attribution") and self.attribution.isVisible():
            self.attribution.setFocus()
        elif blocker.startswith("code") and self.code.isVisible():
            self.code.setFocus()
        elif blocker in ("code_required", "decision_required") and self.rationale.edit.hasFocus():
            # What is missing is one key away, and in the field that key would be one more character.
            self.left_field.emit()
        barred = self._state.barred if self._state is not None and not self._state.allowed else ""
        self._hint.set_text(reasons.why_not(barred or blocker))
        self._hint.set_colour("block")
