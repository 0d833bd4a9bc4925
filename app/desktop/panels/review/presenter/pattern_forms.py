"""Many cases as one pattern: sent upward with one rationale, and decided there in one go, each by its own verdict."""

from collections import Counter
from collections.abc import Callable, Mapping

import msgspec

from app.contract.views import CaseView
from app.desktop.panels.review.presenter.offer import Offer
from app.desktop.panels.review.presenter.sheets import Form
from app.desktop.panels.review.sheet_state import SheetGroup
from app.desktop.panels.review.state import AttributionChoice
from app.desktop.ports import Clock, PatternGroup, PatternPreview, Patterns, ReviewDraft, Sent
from app.domain.catalogue import Catalogue
from app.domain.decision import Decision, Verdict
from app.domain.label import Label, derive_label
from app.domain.rationale import language_of
from app.domain.root_cause import Code, CodeKind, code_kind_for


class PatternForm(Form):
    """Which of the cases go upward together, and why. All that can go are chosen at first."""

    kind = "pattern"
    bound = False

    def __init__(
        self,
        preview: PatternPreview,
        patterns: Patterns,
        undo: Callable[[str], object],
        gone: Callable[[], None] = lambda: None,
    ) -> None:
        """`gone` is called once they are on their way."""
        super().__init__()
        self._preview, self._patterns, self._undo, self._gone = preview, patterns, undo, gone
        self.chosen["case"] = preview.case_ids
        self.text = ""

    def groups(self) -> tuple[SheetGroup, ...]:
        return (self.group("case", self._preview.case_ids, many=True),)

    def _goes(self) -> PatternPreview:
        kept = self.chosen.get("case", ())
        ordered = tuple(case_id for case_id in self._preview.case_ids if case_id in kept)
        return msgspec.structs.replace(self._preview, case_ids=ordered)

    def facts(self) -> dict[str, str | int]:
        counted = Counter(self._preview.stays.values())
        return {
            "goes": len(self._goes().case_ids),
            "key_users": self._preview.key_users,
            **{f"stays:{code}": number for code, number in counted.items()},
            **_about(self._preview.about),
        }

    def _draft(self) -> ReviewDraft:
        words = (self.text or "").strip()
        return ReviewDraft(rationale=words, rationale_language=language_of(words or "x"))

    def problems(self) -> tuple[str, ...]:
        return self._patterns.check_raise(self._goes(), self._draft())

    def send(self) -> Sent:
        return self._patterns.raise_pattern(self._goes(), self._draft())

    def was_sent(self) -> None:
        self._gone()

    def params(self) -> dict[str, str | int]:
        return {"cases": len(self._goes().case_ids)}

    def undo(self, command_id: str) -> object:
        return self._undo(command_id)


def _about(cases: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """What a list of cases tells of each beside its id."""
    types = {f"type:{case_id}": case_type for case_id, (case_type, _) in cases.items()}
    return types | {f"subject:{case_id}": subject for case_id, (_, subject) in cases.items()}


class ResolveForm(Form):
    """One pattern and what becomes of it: a decision, the reason of each kind that its labels ask for, and the cases
    that stay up. A reason is attributed to what all cases have that need one; what only some have may be chosen too,
    and then the others stay up, since the server judges each case by itself."""

    kind = "resolve"
    bound = False

    def __init__(
        self,
        groups: tuple[PatternGroup, ...],
        patterns: Patterns,
        offer: Offer,
        catalogue: Catalogue,
        clock: Clock,
        view_of: Callable[[str], CaseView | None],
        undo: Callable[[str], object],
    ) -> None:
        super().__init__()
        self._groups = {group.pattern_id: group for group in groups}
        self._patterns, self._offer, self._catalogue, self._clock = patterns, offer, catalogue, clock
        self._view_of, self._undo = view_of, undo
        self._opened = clock.mono_ms()
        self.chosen["pattern"] = (groups[0].pattern_id,)
        self.text = ""

    @property
    def _group(self) -> PatternGroup:
        return self._groups[self.one("pattern") or next(iter(self._groups))]

    def _labels(self) -> dict[str, str]:
        """The label of each case that would be decided, by case."""
        chosen, group = self.one("decision"), self._group
        if chosen is None:
            return {}
        left_out = {*self.chosen.get("exclude", ()), *group.key_users}
        labels = {
            case_id: derive_label(Verdict(verdict), Decision(chosen))
            for case_id, verdict in group.verdicts.items()
            if case_id not in left_out
        }
        return {case_id: label.value for case_id, label in labels.items() if label is not None}

    def _codes(self, kind: CodeKind) -> tuple[Code, ...]:
        """Codes that fit every case whose label asks for this kind."""
        labels = {label for label in self._label_set() if code_kind_for(label) is kind}
        if not labels:
            return ()
        fitting: list[Code] = []
        for number, case_type in enumerate(self._group.types):
            found = [c for c in self._catalogue.codes_for(case_type, kind) if labels <= set(c.applies_to)]
            fitting = found if number == 0 else [code for code in fitting if code in found]
        return tuple(fitting)

    def _label_set(self) -> set[Label]:
        return {Label(label) for label in self._labels().values()}

    def groups(self) -> tuple[SheetGroup, ...]:
        group = self._group
        found = []
        if len(self._groups) > 1:
            found.append(self.group("pattern", tuple(self._groups)))
        found.append(self.group("decision", ("pass", "block")))
        free = tuple(case_id for case_id in group.case_ids if case_id not in group.key_users)
        found.append(self.group("exclude", free, many=True))
        root = self._codes(CodeKind.ROOT_CAUSE)
        if root:
            found.append(self.group("code", tuple(code.code for code in root)))
            choices = self._choices()
            if choices:
                found.append(self.group("attribution", tuple(f"{one.kind}\n{one.ref}" for one in choices)))
        unsure = self._codes(CodeKind.WHY_UNSURE)
        if unsure:
            found.append(self.group("unsure", tuple(code.code for code in unsure)))
        return tuple(found)

    def _choices(self) -> dict[AttributionChoice, int]:
        """What the reason may be attributed to, with the number of cases that have it: first what all of them share,
        in the order of the first case, then the rest, the most frequent first."""
        code = self._catalogue.code(self.one("code") or "")
        if code is None:
            return {}
        counted: Counter[AttributionChoice] = Counter()
        for case_id in self._explained():
            view = self._view_of(case_id)
            if view is not None:
                counted.update(list(dict.fromkeys(self._offer.choices(view, code))))
        # A stable sort: among those of one number the first case's own order stays.
        return dict(sorted(counted.items(), key=lambda pair: -pair[1]))

    def _explained(self) -> tuple[str, ...]:
        """The cases that are decided and need a root cause."""
        labels = self._labels()
        return tuple(c for c in labels if code_kind_for(Label(labels[c])) is CodeKind.ROOT_CAUSE)

    def picked(self, group: str) -> None:
        if group == "pattern":
            self.chosen = {"pattern": self.chosen["pattern"]}
        elif group in ("decision", "exclude"):
            for name, kind in (("code", CodeKind.ROOT_CAUSE), ("unsure", CodeKind.WHY_UNSURE)):
                if self.one(name) not in {code.code for code in self._codes(kind)}:
                    self.chosen.pop(name, None)
            if "code" not in self.chosen:
                self.chosen.pop("attribution", None)
            else:
                self._attribute()
        elif group == "code":
            self.chosen.pop("attribution", None)
            self._attribute()

    def _attribute(self) -> None:
        """What all cases share is taken unless something was chosen that is still on offer."""
        choices = self._choices()
        every, before = len(self._explained()), self.one("attribution")
        if before is not None and any(f"{one.kind}\n{one.ref}" == before for one in choices):
            return
        shared = next((one for one, number in choices.items() if number == every), None)
        self.chosen.pop("attribution", None)
        if shared is not None:
            self.chosen["attribution"] = (f"{shared.kind}\n{shared.ref}",)

    def facts(self) -> dict[str, str | int]:
        group, labels = self._group, self._labels()
        every = len(self._explained())
        partly = {f"{one.kind}\n{one.ref}": n for one, n in self._choices().items() if n < every}
        chosen = self.one("attribution") or ""
        return {
            "explained": every,
            "left_up": every - partly[chosen] if chosen in partly else 0,
            **{f"share:{row}": number for row, number in partly.items()},
            "by": group.raised_by_name,
            "at": group.raised_at,
            "rationale": group.rationale,
            "cases": len(group.case_ids),
            "key_users": len(group.key_users),
            "obstacle": "" if group.may_resolve else ("own_escalation" if group.mine else "not_yours_to_resolve"),
            "case_type": next(iter(group.types), "") if len(group.types) == 1 else "",
            **{f"verdict:{case_id}": verdict for case_id, verdict in group.verdicts.items()},
            **{f"label:{case_id}": label for case_id, label in labels.items()},
            **{f"pattern:{one.pattern_id}": len(one.case_ids) for one in self._groups.values()},
            **{f"types:{name}": number for name, number in group.types.items()},
            **_about(group.about),
        }

    def names(self) -> dict[str, str]:
        return {one.pattern_id: one.raised_by_name for one in self._groups.values()}

    def _draft(self) -> ReviewDraft:
        words = (self.text or "").strip()
        kind, _, ref = (self.one("attribution") or "").partition("\n")
        code = self._catalogue.code(self.one("code") or "")
        return ReviewDraft(
            decision=self.one("decision"),
            attribution_kind=kind or None,
            attribution_ref=ref or None,
            route=str(code.route) if code is not None and code.route is not None else None,
            rationale=words,
            rationale_language=language_of(words or "x"),
            active_ms=self._clock.mono_ms() - self._opened,
        )

    def _named(self) -> tuple[str, ...]:
        return tuple(code for code in (self.one("code"), self.one("unsure")) if code is not None)

    def problems(self) -> tuple[str, ...]:
        if self.one("decision") is not None and self._group.may_resolve:
            # A reason for each kind of label that would follow.
            if self._codes(CodeKind.ROOT_CAUSE) and self.one("code") is None:
                return ("code_required",)
            if self._codes(CodeKind.WHY_UNSURE) and self.one("unsure") is None:
                return ("code_required",)
            if not self._labels():
                return ("pattern_empty",)
        return self._patterns.check_resolve(self._group, self._draft(), self._named())

    def send(self) -> Sent:
        return self._patterns.resolve(self._group, self._draft(), self._named(), self.chosen.get("exclude", ()))

    def params(self) -> dict[str, str | int]:
        return {"cases": len(self._labels())}

    def undo(self, command_id: str) -> object:
        return self._undo(command_id)
