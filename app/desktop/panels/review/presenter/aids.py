"""What helps to write and to decide well, without standing in the way: the composed first sentence, marks on personal
data, and hints before sending. Every call is instant."""

from collections.abc import Callable

from app.contract.views import CaseView
from app.desktop.panels.review.sheet_state import SheetMark
from app.desktop.panels.review.state import HintState
from app.desktop.ports import ReviewDraft
from app.domain.catalogue import Catalogue
from app.domain.pii_check import find_personal
from app.domain.review_hints import LAST_RATIONALES, HintFacts, review_hints
from app.domain.text import Bilingual


class Aids:
    """`known` gives the real values in sight, `opened` the evidence of the case that was in sight; `language` the one
    in force. Own rationales of this session are remembered to compare with, and nowhere kept."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self.known: Callable[[], tuple[str, ...]] = tuple
        self.opened: Callable[[], tuple[str, ...]] = tuple
        self.language: Callable[[], str] = lambda: "en"
        self._earlier: list[str] = []
        self._last: Bilingual | None = None

    def forget_sentence(self) -> None:
        """Another case."""
        self._last = None

    def compose(self, case: CaseView, draft: ReviewDraft) -> str | None:
        """The rationale with its first sentence composed in the language in force; None without a decision."""
        from app.desktop.usecases.compose import compose, joined

        found = compose(case, draft)
        if found is None:
            return None
        sentence = found.in_language(self.language())[0]
        known = (found, self._last) if self._last is not None else (found,)
        others = tuple(side for one in known for side in (one.en, one.zh) if side)
        self._last = found
        return joined(sentence, draft.rationale, others)

    def other_language(self, case: CaseView, draft: ReviewDraft) -> str:
        """The same sentence in the other language, while the rationale begins with the composed one."""
        if not draft.rationale or draft.decision is None:
            return ""
        from app.desktop.usecases.compose import compose

        found = compose(case, draft)
        if found is None:
            return ""
        if found.en and draft.rationale.startswith(found.en):
            return found.zh or ""
        if found.zh and draft.rationale.startswith(found.zh):
            return found.en or ""
        return ""

    def marks(self, text: str, mine: bool = True) -> tuple[SheetMark, ...]:
        """What looks like personal data; `mine`: of the case in sight, whose real values may be seen just now."""
        if not text:
            return ()
        found = find_personal(text, self.known() if mine else ())
        return tuple(SheetMark(span.kind, span.start, span.end, span.certain) for span in found)

    def hints(self, case: CaseView, draft: ReviewDraft, reliance: dict[str, str]) -> tuple[HintState, ...]:
        """Worth a second look before sending."""
        word = case.word
        named = draft.attribution_kind == "step"
        cited = [
            one for step in word.steps if named and str(step.n) == draft.attribution_ref for one in step.evidence_ids
        ]
        here = {item.id for item in case.evidence}
        composed = self._last
        facts = HintFacts(
            rationale=draft.rationale,
            active_ms=draft.active_ms,
            evidence=len(case.evidence),
            cited=tuple(one for one in cited if one in here),
            opened=self.opened(),
            sop_page=reliance.get("sop_page"),
            sop_clause=reliance.get("sop_clause"),
            sop_version=reliance.get("sop_version"),
            earlier=tuple(self._earlier),
            composed=tuple(side for side in (composed.en, composed.zh) if side) if composed is not None else (),
        )
        return tuple(HintState(hint.code, hint.params) for hint in review_hints(facts, self._catalogue))

    def remember(self, rationale: str) -> None:
        """A rationale that was sent."""
        self._earlier = [rationale, *self._earlier][:LAST_RATIONALES]
