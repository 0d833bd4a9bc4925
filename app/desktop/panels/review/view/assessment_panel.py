"""The agent's word at the right: verdict, signals that add up to its score, and the reasoning chain."""

import math

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.contract.views import AssessmentView, CaseView
from app.desktop import in_force
from app.desktop.panels.review.state import CaseState, DecisionState
from app.desktop.panels.review.view import beside_words
from app.desktop.widgets import captions, formats, tokens
from app.desktop.widgets.card import Section
from app.desktop.widgets.confidence_bar import ConfidenceBar
from app.desktop.widgets.contribution_bars import Contribution, ContributionBars
from app.desktop.widgets.found_words import Marks
from app.desktop.widgets.label import Label
from app.desktop.widgets.painted import show_if
from app.desktop.widgets.runs import Run
from app.desktop.widgets.step_list import StepItem, StepList
from app.desktop.widgets.tokens import Type
from app.domain.assessment import distance_to_threshold, mostly_unexplained
from app.domain.priority import is_key_user
from app.domain.procedures import READ
from app.domain.review import StepError
from app.domain.step_flags import CLAUSE_CHANGED, CLAUSE_GONE, NO_CLAUSE, StepFacts, step_flags

translate = QCoreApplication.translate
COLOURS = {"pass": "pass_", "block": "block"}
MOST_BARS = 12
STEP_ERRORS = tuple(str(kind) for kind in StepError)
"""In the order of the keys 1 to 4."""


def bars(assessment: AssessmentView, attributed: str | None) -> list[Contribution]:
    """Listed signals from the strongest towards block to the strongest towards pass, then the rest and the base.

    Signals beyond the first dozen are added to the rest, so that the bars always sum to the score.
    """
    strongest = sorted(assessment.signals, key=lambda s: -abs(s.contribution))
    shown, folded = strongest[:MOST_BARS], strongest[MOST_BARS:]
    shown = sorted(shown, key=lambda s: -s.contribution)
    rest = math.fsum([assessment.other.contribution, *(s.contribution for s in folded)])
    result: list[Contribution] = []
    for signal in shown:
        name, data = captions.signal(signal.name)
        colour = "block" if signal.contribution > 0 else "pass_"
        text = formats.signed(signal.contribution)
        tip = captions.signal_meaning(signal.name)
        result.append(Contribution(name, signal.contribution, text, colour, data, signal.name == attributed, tip))
    if rest or assessment.other.count:
        count = None if assessment.other.count is None else assessment.other.count + len(folded)
        name = (
            translate("Assessment", "Other signals")
            if count is None
            else translate("Assessment", "{n} other signals").format(n=formats.count(count))
        )
        result.append(Contribution(name, rest, formats.signed(rest), "block" if rest > 0 else "pass_"))
    base = translate("Assessment", "Base")
    result.append(Contribution(base, assessment.base_value, formats.signed(assessment.base_value), "muted"))
    return result


def listed(assessment: AssessmentView) -> list[str]:
    """The names of the signals in the order of their bars."""
    strongest = sorted(assessment.signals, key=lambda s: -abs(s.contribution))[:MOST_BARS]
    return [signal.name for signal in sorted(strongest, key=lambda s: -s.contribution)]


def why_here(case: CaseView, word: AssessmentView) -> str:
    """Why a person decides this case and not the agent, in one sentence."""
    if is_key_user(case.priority):
        return translate("Assessment", "With you: people decide every Key User case.")
    away = distance_to_threshold(word.confidence, word.threshold)
    if away < 0:
        digits = 2 if abs(away) >= 0.005 else 4
        short = formats.number(-away, digits)
        return translate("Assessment", "With you: {short} short of the threshold.").format(short=short)
    return translate("Assessment", "With you by a rule: the threshold is reached.")


def flags_of(case: CaseView) -> dict[int, tuple[str, ...]]:
    """What a reader of the reasoning should notice, by step."""
    word = case.word
    return step_flags(
        (StepFacts(step.n, step.evidence_ids, step.signals, step.sop_ref) for step in word.steps),
        {item.id for item in case.evidence},
        {signal.name for signal in word.signals},
        in_force.procedures(),
        in_force.now(),
        word.sop_version,
    )


def _of_steps(state: DecisionState) -> tuple[object, ...]:
    return state.steps, state.step_errors, state.attribution


class AssessmentPanel(QWidget):
    step_marked = Signal(int, object)
    step_error = Signal(int, str)
    evidence_asked = Signal(tuple)
    gap_asked = Signal(int)
    clause_asked = Signal(str)
    signal_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case: CaseView | None = None
        self._find = ""
        self._names: list[str] = []
        self._decision: DecisionState | None = None
        self._verdict_title = Section(self)
        self._withheld = Label(colour="muted", wrap=True, parent=self)
        self._verdict = ConfidenceBar(self)
        self._why_here = Label(kind=Type.SMALL, colour="muted", wrap=True, parent=self)
        self._asked = Label(kind=Type.SMALL, colour="accent", wrap=True, parent=self)
        self._before_title = Section(self)
        self._before = Label(kind=Type.SMALL, wrap=True, parent=self)
        self._signals_title = Section(self)
        self._bars = ContributionBars(self)
        self._unexplained = Label(kind=Type.SMALL, colour="escalate", wrap=True, parent=self)
        self._chain_title = Section(self)
        self._chain_keys = Label(kind=Type.SMALL, colour="muted", wrap=True, parent=self)
        self._chain_keys.hide()
        self.steps = StepList(self)
        self._unchecked_title = Section(self)
        self._unchecked = Label(kind=Type.SMALL, colour="muted", wrap=True, data=True, parent=self)
        self._versions = Label(kind=Type.CAPTION, colour="muted", wrap=True, data=True, parent=self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.S4, tokens.S4 - 2, tokens.S4, tokens.S3)
        layout.setSpacing(tokens.S2)
        groups: tuple[tuple[QWidget, ...], ...] = (
            (self._verdict_title, self._withheld, self._verdict, self._why_here, self._asked),
            (self._before_title, self._before),
            (self._signals_title, self._bars, self._unexplained),
            (self._chain_title, self._chain_keys, self.steps, self._unchecked_title, self._unchecked, self._versions),
        )
        for number, group in enumerate(groups):
            if number:
                layout.addSpacing(tokens.S1)
            for widget in group:
                layout.addWidget(widget)
        layout.addStretch(1)
        self._bars.chosen.connect(self._choose_signal)
        self.steps.entered.connect(self._tell_keys)
        self.steps.marked.connect(self.step_marked)
        self.steps.error_picked.connect(lambda n, number: self.step_error.emit(n, STEP_ERRORS[number - 1]))
        self.steps.evidence_asked.connect(self._ask_evidence)
        self.steps.gap_asked.connect(self.gap_asked)
        self.steps.clause_asked.connect(self._ask_clause)

    def show_case(self, state: CaseState) -> None:
        case = state.open.view if state.open is not None else None
        if case is not None and (self._case is None or self._case.case_id != case.case_id):
            self.steps.reset_cursor()
            # A case looks as it does in its picture, wherever the keyboard is.
            self._tell_keys(False)
        self._case, self._find = case, state.find
        show_if(self, case is not None)
        if case is None:
            return
        found = case.assessment
        self._show_around(case)
        self._verdict_title.set_text(translate("Assessment", "ROCA verdict"))
        show_if(self._withheld, found is None)
        for widget in (self._verdict, self._signals_title, self._bars, self._chain_title, self.steps, self._versions):
            show_if(widget, found is not None)
        if found is None:
            self._withheld.set_text(
                translate(
                    "Assessment",
                    "This case is decided blind. ROCA’s verdict, signals and reasoning come once you have decided.",
                )
            )
            for widget in (self._unexplained, self._unchecked_title, self._unchecked):
                show_if(widget, False)
            self._names = []
            self._fill()
            return
        self._signals_title.set_text(translate("Assessment", "Signals · log-odds"))
        self._chain_title.set_text(translate("Assessment", "Reasoning chain"))
        away = distance_to_threshold(found.confidence, found.threshold)
        # A case just short of the threshold must not read as if it had reached it.
        digits = 2 if abs(away) >= 0.005 or away == 0 else 4
        self._verdict.set_content(
            captions.verdict(found.verdict)[0],
            COLOURS.get(found.verdict, "muted"),
            found.confidence,
            found.threshold,
            translate("Assessment", "confidence {share} ({away})").format(
                share=formats.number(found.confidence, digits), away=formats.signed(away, digits)
            ),
            translate("Assessment", "auto-decision at {share}").format(share=formats.number(found.threshold)),
        )
        unexplained = mostly_unexplained(tuple(s.contribution for s in found.signals), found.other.contribution)
        show_if(self._unexplained, unexplained)
        if unexplained:
            self._unexplained.set_text(
                translate("Assessment", "Mostly unexplained: signals that are not listed outweigh those that are.")
            )
        show_if(self._unchecked_title, bool(found.not_checked))
        show_if(self._unchecked, bool(found.not_checked))
        if found.not_checked:
            self._unchecked_title.set_text(translate("Assessment", "Not checked"))
            self._unchecked.set_text("\n".join(f"– {captions.pick(text)[0]}" for text in found.not_checked), data=True)
        names = [found.agent, found.model_version, found.prompt_version, found.sop_version, found.rule_version]
        versions = " · ".join(name for name in names if name)
        self._versions.set_text(versions, data=True)
        self._fill()

    def _show_around(self, case: CaseView) -> None:
        """Why a person has it, whether the agent was asked again, and what it said before."""
        found = case.assessment
        why = why_here(case, found) if found is not None else ""
        show_if(self._why_here, bool(why))
        self._why_here.set_text(why)
        asked = case.asked
        show_if(self._asked, asked is not None)
        if asked is not None:
            text = translate("Assessment", "ROCA was asked again at {time} ({reason}). Its answer comes by itself.")
            self._asked.set_text(
                text.format(time=formats.clock(asked.asked_at), reason=captions.ask_reason(asked.reason)[0])
            )
        beside = beside_words.lines(case) if found is not None else ()
        show_if(self._before_title, bool(beside))
        show_if(self._before, bool(beside))
        if beside:
            self._before_title.set_text(translate("Assessment", "What else ROCA said"))
            self._before.set_text("\n".join(beside), data=True)

    def show_decision(self, state: DecisionState) -> None:
        """Marks on the steps and the attributed signal belong to the review, not to the assessment."""
        before = self._decision
        self._decision = state
        if before is None or _of_steps(before) != _of_steps(state):
            self._fill()

    def _fill(self) -> None:
        if self._case is None or self._case.assessment is None:
            return
        state = self._decision
        attributed = None
        if state is not None and state.attribution is not None and state.attribution.kind == "signal":
            attributed = state.attribution.ref
        self._bars.set_bars(bars(self._case.assessment, attributed))
        self._names = listed(self._case.assessment)
        marks = dict(state.steps) if state is not None else {}
        errors = dict(state.step_errors) if state is not None else {}
        items: list[StepItem] = []
        flags, found = flags_of(self._case), Marks(self._find)
        for step in self._case.assessment.steps:
            text, badge = captions.pick(step.statement)
            runs = [*found.runs((Run(text, "text", None, True),))]
            if badge:
                runs.append(Run(f" {badge}", "muted", Type.CAPTION, True))
            if step.sop_ref:
                clause = translate("Assessment", "SOP {ref}").format(ref=step.sop_ref)
                runs.append(Run("  ", "muted"))
                runs.append(Run(clause, "accent", None, True, whole=True))
            else:
                runs.append(Run("  ", "muted"))
                runs.append(Run(translate("Assessment", "no SOP — flag gap"), "escalate", whole=True))
            notes = [captions.step_flag(flag)[0] for flag in flags.get(step.n, ()) if flag != NO_CLAUSE]
            mark, error = marks.get(step.n), errors.get(step.n)
            if error is not None:
                notes.insert(0, captions.step_error(error)[0])
            elif mark == "wrong":
                kinds = " · ".join(f"{n} {captions.step_error(kind)[0]}" for n, kind in enumerate(STEP_ERRORS, 1))
                notes.append(kinds)
            note = "\n".join(notes)
            items.append(StepItem(step.n, tuple(runs), bool(step.sop_ref), not step.sop_ref, marks.get(step.n), note))
        self.steps.set_steps(items)

    def set_compact(self, on: bool) -> None:
        """Less air, so that the reasoning chain comes into sight in a low window."""
        self._bars.set_compact(on)

    def refill(self) -> None:
        """After a change of language."""
        self._fill()

    def _tell_keys(self, here: bool) -> None:
        """The keys of the steps, while they are heard here; laid out at once, as the cursor is brought into sight
        next."""
        if here:
            self._chain_keys.set_text(
                translate("Assessment", "↑ ↓ move · Y right · N wrong · Enter evidence · Shift+Enter clause")
            )
        show_if(self._chain_keys, here)
        layout = self.layout()
        if here and layout is not None:
            layout.activate()

    def _choose_signal(self, number: int) -> None:
        if 0 <= number < len(self._names):
            self.signal_chosen.emit(self._names[number])

    def _step(self, n: int) -> object | None:
        steps = self._case.word.steps if self._case is not None else ()
        return next((step for step in steps if step.n == n), None)

    def _ask_evidence(self, n: int) -> None:
        step = self._step(n)
        if step is not None:
            self.evidence_asked.emit(tuple(getattr(step, "evidence_ids", ())))

    def _ask_clause(self, n: int) -> None:
        step = self._step(n)
        if step is not None:
            reference = str(getattr(step, "sop_ref", "") or "")
            read = self._case.word.sop_version if self._case is not None else None
            changed = {CLAUSE_CHANGED, CLAUSE_GONE} & set(flags_of(self._case).get(n, ())) if self._case else ()
            # What the agent had before it is no longer what is read: the sheet shows both.
            self.clause_asked.emit(f"{reference}{READ}{read}" if changed and read else reference)
