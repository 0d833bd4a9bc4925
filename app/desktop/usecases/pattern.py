"""Escalating many cases as one pattern, and deciding one: what would go, what stays, and why."""

from collections import Counter
from collections.abc import Callable, Sequence

import msgspec

from app.contract.catalogue import catalogue
from app.contract.commands import ESCALATION_PATTERN, ESCALATION_RESOLVE_PATTERN
from app.contract.views import CaseView
from app.desktop.cache.cache_store import CacheStore
from app.desktop.cache.header import unix_ms
from app.desktop.ports import Clock, NotReady, PatternGroup, PatternPreview, Person, ReviewDraft, Sent
from app.desktop.usecases.legible import LONGEST_KEY
from app.desktop.usecases.review import Note
from app.desktop.usecases.rights import roles_of
from app.desktop.usecases.sending import Sending
from app.domain.case import CaseState
from app.domain.decision import Decision, Verdict
from app.domain.faults import Fault
from app.domain.label import derive_label
from app.domain.pattern import RaisePattern, ResolvePattern, raise_faults, resolve_faults
from app.domain.priority import is_key_user
from app.domain.roles import Capability, can
from app.domain.root_cause import Attribution, AttributionKind, Route
from app.domain.text import legible

_cases = msgspec.json.Decoder(CaseView)


class PatternDesk:
    """See ports.Patterns. `check_raise`, `check_resolve` are instant; `preview` and `groups` read off the GUI thread;
    the rest runs on the writer thread."""

    def __init__(self, cache: CacheStore, clock: Clock, person: Callable[[], Person | None], sending: Sending) -> None:
        self._cache, self._clock, self._person, self._sending = cache, clock, person, sending

    def preview(self, case_ids: Sequence[str]) -> PatternPreview:
        goes: list[str] = []
        stays: dict[str, str] = {}
        types: Counter[str] = Counter()
        about: dict[str, tuple[str, str]] = {}
        key_users = 0
        for case_id in dict.fromkeys(case_ids):
            view = self._view(case_id)
            code = "not_cached" if view is None else self._obstacle(view)
            if view is None or code is not None:
                stays[case_id] = code or "not_cached"
                continue
            goes.append(case_id)
            types[view.case_type] += 1
            about[case_id] = _about(view)
            key_users += is_key_user(view.priority)
        return PatternPreview(tuple(goes), stays, dict(types), key_users, about)

    def _obstacle(self, view: CaseView) -> str | None:
        if view.state == CaseState.ESCALATED:
            return "already_escalated"
        if view.state != CaseState.OPEN:
            return "case_closed"
        me, holder = self._person(), view.claim
        other = holder is not None and (me is None or holder.owner_id != me.user_id)
        taken = holder is not None and other and unix_ms(holder.expires_at) > self._clock.now_ms()
        return "claimed_by_other" if taken else None

    def check_raise(self, preview: PatternPreview, draft: ReviewDraft) -> tuple[str, ...]:
        person = self._person()
        if person is None or not can(roles_of(person), Capability.ESCALATION_PATTERN):
            return ("no_capability",)
        return _codes(raise_faults(_raised(preview, draft), catalogue().codes))

    def raise_pattern(self, preview: PatternPreview, draft: ReviewDraft) -> Sent:
        codes = self.check_raise(preview, draft)
        if codes:
            raise NotReady(codes=codes)
        shown = msgspec.structs.replace(draft, decision=Decision.ESCALATE.value)
        return self._sending.send(ESCALATION_PATTERN, _raised(preview, draft), None, None, Note(shown))

    def groups(self) -> tuple[PatternGroup, ...]:
        """Every pattern with a case that still waits, the oldest first; own ones among them."""
        found: dict[str, list[CaseView]] = {}
        for case_id in self._cache.escalated():
            view = self._view(case_id)
            pattern_id = view.escalation.pattern_id if view is not None and view.escalation is not None else None
            if view is not None and pattern_id is not None:
                found.setdefault(pattern_id, []).append(view)
        person = self._person()
        resolver = person is not None and can(roles_of(person), Capability.ESCALATION_RESOLVE)
        made = [_group(pattern_id, views, resolver) for pattern_id, views in found.items()]
        return tuple(sorted(made, key=lambda group: (group.raised_at, group.pattern_id)))

    def _view(self, case_id: str) -> CaseView | None:
        found = self._cache.document(case_id)
        if found is None:
            return None
        try:
            return _cases.decode(found[1])
        except (msgspec.DecodeError, RecursionError):
            return None

    def check_resolve(self, group: PatternGroup, draft: ReviewDraft, codes: tuple[str, ...]) -> tuple[str, ...]:
        if not group.may_resolve:
            return ("own_escalation",) if group.mine else ("not_yours_to_resolve",)
        if draft.decision not in set(Decision):
            return ("decision_required",)
        try:
            body = _resolved(group, draft, codes, ())
        except ValueError:
            return ("value_not_allowed",)
        return _codes(resolve_faults(body, catalogue().codes))

    def resolve(
        self, group: PatternGroup, draft: ReviewDraft, codes: tuple[str, ...], exclude: tuple[str, ...] = ()
    ) -> Sent:
        wrong = self.check_resolve(group, draft, codes)
        if wrong:
            raise NotReady(codes=wrong)
        body = _resolved(group, draft, codes, exclude)
        return self._sending.send(ESCALATION_RESOLVE_PATTERN, body, None, None, Note(draft))


def labels_if(group: PatternGroup, decision: str, exclude: tuple[str, ...] = ()) -> dict[str, int]:
    """How many cases would get which label: what the person agrees to before deciding all of them at once."""
    labels: Counter[str] = Counter()
    for case_id, verdict in group.verdicts.items():
        if case_id not in exclude and case_id not in group.key_users:
            label = derive_label(Verdict(verdict), Decision(decision))
            labels[label.value if label is not None else ""] += 1
    return dict(labels)


def _about(view: CaseView) -> tuple[str, str]:
    return view.case_type, legible(view.subject_short, LONGEST_KEY)


def _group(pattern_id: str, views: list[CaseView], resolver: bool) -> PatternGroup:
    first = views[0].escalation
    assert first is not None
    known = set(Verdict)
    return PatternGroup(
        pattern_id=pattern_id,
        raised_at=unix_ms(first.raised_at),
        raised_by_name=first.raised_by_name,
        mine=first.mine,
        rationale=first.rationale,
        case_ids=tuple(view.case_id for view in views),
        types=dict(Counter(view.case_type for view in views)),
        key_users=tuple(view.case_id for view in views if is_key_user(view.priority)),
        verdicts={v.case_id: v.assessment.verdict for v in views if v.assessment and v.assessment.verdict in known},
        may_resolve=resolver and not first.mine,
        about={view.case_id: _about(view) for view in views},
    )


def _raised(preview: PatternPreview, draft: ReviewDraft) -> RaisePattern:
    return RaisePattern(preview.case_ids, draft.rationale.strip(), draft.rationale_language or "", draft.code)


def _resolved(
    group: PatternGroup, draft: ReviewDraft, codes: tuple[str, ...], exclude: tuple[str, ...]
) -> ResolvePattern:
    attribution = None
    if draft.attribution_kind:
        attribution = Attribution(AttributionKind(draft.attribution_kind), draft.attribution_ref or "")
    return ResolvePattern(
        pattern_id=group.pattern_id,
        decision=Decision(draft.decision or ""),
        codes=codes,
        rationale=draft.rationale.strip(),
        rationale_language=draft.rationale_language or "",
        attribution=attribution,
        route=Route(draft.route) if draft.route else None,
        exclude=exclude,
        active_ms=draft.active_ms,
    )


def _codes(faults: Sequence[Fault]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fault.code for fault in faults))
