"""What a code is attributed to, in words."""

from PySide6.QtCore import QCoreApplication

from app.contract.catalogue import catalogue
from app.contract.views import CaseView
from app.desktop import in_force
from app.desktop.panels.review.state import AttributionChoice
from app.desktop.widgets import captions, context_words, formats

translate = QCoreApplication.translate


def attribution_words(choice: AttributionChoice, case: CaseView | None, whole: bool = False) -> tuple[str, bool]:
    """What a code is attributed to, in words; `whole` with what a step or a clause says."""
    match choice.kind:
        case "signal" | "missing_signal" if choice.ref != "unlisted":
            return captions.signal(choice.ref)
        case "indicator":
            return context_words.indicator(choice.ref)
        case "step":
            number = translate("Decision", "step {n}").format(n=choice.ref)
            steps = case.word.steps if case is not None and whole else ()
            text = next((captions.pick(step.statement)[0] for step in steps if str(step.n) == choice.ref), "")
            return (f"{number}: {text}", True) if text else (number, False)
        case "clause" if choice.ref != "unlisted":
            found = in_force.clause(choice.ref) if whole else None
            if found is None:
                return choice.ref, True
            return f"{choice.ref} {captions.pick(found.clause.title)[0]}", True
        case "contradiction":
            return choice.ref, True
        case "missing_evidence" if choice.ref != "unlisted":
            kind = catalogue().case_types.get(case.case_type) if case is not None else None
            schema = kind.evidence_schemas.get(choice.ref) if kind is not None else None
            return (schema.tab.in_language(formats.language()), False) if schema is not None else (choice.ref, True)
        case "missing_check" if choice.ref.isdecimal() and case is not None:
            texts = case.word.not_checked
            place = int(choice.ref) - 1
            return (captions.pick(texts[place])[0], True) if 0 <= place < len(texts) else (choice.ref, True)
        case _:
            return translate("Decision", "not in the list"), False
