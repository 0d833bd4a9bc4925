"""Forms that belong to the decision itself: what it is attributed to, own snippets, asking the agent again."""

from collections.abc import Callable

from app.contract.views import CaseView
from app.desktop.panels.review.presenter.sheets import Form
from app.desktop.panels.review.sheet_state import SheetGroup
from app.desktop.panels.review.state import AttributionChoice
from app.desktop.ports import AsksAgain, OpenCase, Sent, Snippets
from app.desktop.ports.calibrate import Sessions
from app.domain.ask_again import AskReason
from app.domain.rationale import language_of
from app.domain.snippet import LONGEST_NAME, Snippet, named
from app.domain.text import Bilingual


class AttributionForm(Form):
    """A: everything the code can be attributed to, found by typing; a choice is all there is to say."""

    kind = "attribution"
    ends = frozenset({"attribution"})

    def __init__(
        self,
        case: CaseView,
        choices: tuple[AttributionChoice, ...],
        chosen: AttributionChoice | None,
        tell: Callable[[str, str], None],
    ) -> None:
        super().__init__()
        self.case, self.case_id, self._choices, self._tell = case, case.case_id, choices, tell
        self.entry = ""
        if chosen is not None:
            self.chosen["attribution"] = (f"{chosen.kind}\n{chosen.ref}",)

    def groups(self) -> tuple[SheetGroup, ...]:
        return (self.group("attribution", tuple(f"{one.kind}\n{one.ref}" for one in self._choices)),)

    def problems(self) -> tuple[str, ...]:
        return ()

    def ended(self, group: str) -> None:
        kind, _, ref = (self.one("attribution") or "").partition("\n")
        self._tell(kind, ref)

    def send(self) -> Sent | None:
        return None


class SnippetForm(Form):
    """Own snippets: a digit puts one in, Delete removes it, F2 takes it up to be changed; a name and Enter keep the
    rationale as a new one. The line holds the name and, after a slash, the key ("Own VPN /vpn"); the note holds the
    phrase in the language that the rationale is not written in (`other`: the composed sentence in it)."""

    kind = "snippets"
    ends = frozenset({"snippet"})

    def __init__(
        self,
        case: CaseView,
        snippets: Snippets,
        rationale: str,
        put_in: Callable[[Bilingual], None],
        new_id: str,
        other: str = "",
    ) -> None:
        super().__init__()
        self.case, self.case_id = case, case.case_id
        self._snippets, self._rationale, self._put_in, self._new_id = snippets, rationale.strip(), put_in, new_id
        self._all = {one.id: one for one in snippets.all()}
        self._renaming: str | None = None
        self.entry = ""
        self._main = language_of(self._rationale)
        self.text = other if self._rationale else None

    def groups(self) -> tuple[SheetGroup, ...]:
        return (self.group("snippet", tuple(self._all)),)

    def names(self) -> dict[str, str]:
        return {one.id: one.name for one in self._all.values()}

    def facts(self) -> dict[str, str | int]:
        facts: dict[str, str | int] = {"rationale": self._rationale, "renaming": self._renaming or ""}
        facts["other"] = "en" if self._main == "zh" else "zh"
        for one in self._all.values():
            facts[f"en:{one.id}"] = one.text.en or ""
            facts[f"zh:{one.id}"] = one.text.zh or ""
            facts[f"key:{one.id}"] = one.key
        return facts

    def ended(self, group: str) -> None:
        found = self._all.get(self.one("snippet") or "")
        if found is not None:
            self._put_in(found.text)

    def removed(self, group: str, row: str) -> None:
        """Shown as gone at once; it is gone once it is written."""
        if self._all.pop(row, None) is not None:
            self.later(lambda: self._snippets.remove(row))

    def renamed(self, group: str, row: str) -> None:
        found = self._all.get(row)
        if found is not None:
            self._renaming, self.entry = row, f"{found.name} /{found.key}" if found.key else found.name
            self._main = "en" if found.text.en else "zh"
            self.text = (found.text.zh if self._main == "en" else found.text.en) or ""

    def problems(self) -> tuple[str, ...]:
        if not 0 < len(named(self.entry or "")[0]) <= LONGEST_NAME:
            return ("snippet_name",)
        if self._renaming is None and not self._rationale:
            return ("rationale_required",)
        other = (self.text or "").strip()
        if other and language_of(other) == self._main:
            return ("snippet_language",)
        return ()

    def send(self) -> Sent | None:
        name, key = named(self.entry or "")
        kept = self._all.get(self._renaming or "")
        if kept is not None:
            main = kept.text.en if self._main == "en" else kept.text.zh
        else:
            main = self._rationale
        other = (self.text or "").strip() or None
        text = Bilingual(main, other) if self._main == "en" else Bilingual(other, main)
        self._snippets.save(Snippet(kept.id if kept is not None else self._new_id, name, text, key))
        return None


class ChallengeForm(Form):
    """Say why a decided case speaks against the threshold by which it came to people, and where one would draw it;
    whoever keeps the thresholds answers."""

    kind = "challenge"

    def __init__(self, case: CaseView, sessions: Sessions) -> None:
        super().__init__()
        self.case, self.case_id = case, case.case_id
        self._sessions = sessions
        self.entry = ""
        self.text = ""

    def groups(self) -> tuple[SheetGroup, ...]:
        return ()

    def problems(self) -> tuple[str, ...]:
        if self.case.state != "closed":
            return ("challenge_undecided",)
        return ("threshold_form",) if (self.entry or "").strip() and self._threshold() is None else ()

    def _threshold(self) -> float | None:
        try:
            found = float((self.entry or "").strip().replace(",", "."))
        except ValueError:
            return None
        return found if 0 <= found <= 1 else None

    def send(self) -> Sent:
        words = (self.text or "").strip()
        return self._sessions.challenge(self.case_id, words, language_of(words), self._threshold())

    def undo(self, command_id: str) -> object:
        return self._sessions.undo(command_id)


class AskForm(Form):
    """Ask the agent for a second look, with a reason that it can act on."""

    kind = "ask"

    def __init__(self, opened: OpenCase, asks: AsksAgain, undo: Callable[[str], object]) -> None:
        super().__init__()
        self.case, self.case_id = opened.view, opened.case_id
        self._opened, self._asks, self._undo = opened, asks, undo
        self.text = ""

    def groups(self) -> tuple[SheetGroup, ...]:
        return (self.group("reason", tuple(str(reason) for reason in AskReason)),)

    def problems(self) -> tuple[str, ...]:
        return self._asks.check(self._opened, self.one("reason") or "", self.text or "")

    def send(self) -> Sent:
        return self._asks.ask(self._opened, self.one("reason") or "", self.text or "")

    def undo(self, command_id: str) -> object:
        return self._undo(command_id)
