"""What surrounds a case: asked of the tables of ties by hash, put together by pure functions, told by allow-list."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from functools import cache

import msgspec
from sqlalchemy import Connection

from app.contract.catalogue import catalogue
from app.contract.context import (
    ChangeView,
    ContextAnswer,
    ContextRequest,
    ContextView,
    EventView,
    HistoryView,
    LinkedCaseView,
    LinkedKindView,
    PastAssessmentView,
    PreviousView,
    RatesView,
    ReasonView,
    SimilarView,
)
from app.contract.problems import Code
from app.contract.views import CaseView, Viewer, may_see
from app.domain.assessment import Scalar
from app.domain.case import CaseState, IntakeCase, Link
from app.domain.changed_since import MOST as MOST_CHANGES
from app.domain.changed_since import changed_since
from app.domain.decision import Decision
from app.domain.ids import CASE_ID, case_number
from app.domain.roles import Capability, can
from app.domain.similar import Profile, most_alike
from app.domain.ties import subject_key
from app.server.config import Policy
from app.server.security.principal import Principal
from app.server.storage import cases, gold, qa_holds, ties
from app.server.storage.cases import StoredCase, case_id
from app.server.storage.ties import Keyed, LightCase
from app.server.storage.unit_of_work import Storage, from_ms
from app.server.usecases import context_graph
from app.server.usecases.refusal import Refused, require
from app.server.usecases.shown import one_view

PER_KIND = 8
MOST_THINGS = 24  # links of one case that are followed
MOST_SHARING = 500  # other cases counted per thing; beyond that "at least"
MOST_PRIOR = 200
MOST_CANDIDATES = 120
LEAST_FOR_A_SHARE = 5
_TYPED = frozenset({"code", "level", "country"})
# What the audit trail says happened to a case, as a code of the time line.
_EVENTS = {
    "intake.case_revised": "revised",
    "case.snooze": "snoozed",
    "case.wait": "waiting",
    "case.resume": "resumed",
    "case.assign": "assigned",
    "case.priority": "reprioritised",
    "case.hand_over": "handed_over",
    "assessment.request": "asked_again",
}


def one(storage: Storage, principal: Principal, name: str) -> ContextView:
    """The context of a case. Raises Refused: not_found both where there is none and where it is not this person's."""
    require(principal, Capability.CASE_READ)
    with storage.read() as connection:
        found = _context(connection, principal.viewer, storage.policy, name, storage.clock())
    if found is None:
        raise Refused(Code.NOT_FOUND)
    return found


def several(storage: Storage, principal: Principal, request: ContextRequest) -> ContextAnswer:
    """The contexts of the hand, in the order asked; cases that are not this person's are left out."""
    require(principal, Capability.CASE_READ)
    now = storage.clock()
    with storage.read() as connection:
        names = dict.fromkeys(request.case_ids)
        contexts = [_context(connection, principal.viewer, storage.policy, name, now) for name in names]
    return ContextAnswer(tuple(context for context in contexts if context is not None))


def _context(connection: Connection, viewer: Viewer, policy: Policy, name: str, now: datetime) -> ContextView | None:
    stored = cases.load(connection, case_number(name)) if CASE_ID.match(name) else None
    if stored is None or not may_see(stored.record, viewer):
        return None
    shown = one_view(connection, stored, viewer, policy, now)
    return _Context(connection, viewer, stored, shown, now).view()


class _Context:
    """One case as one viewer is shown it, in one reading transaction."""

    def __init__(
        self, connection: Connection, viewer: Viewer, stored: StoredCase, shown: CaseView, now: datetime
    ) -> None:
        self._connection, self._viewer, self._stored, self._now = connection, viewer, stored, now
        self._record, self._facts, self._number = stored.record, stored.record.facts, stored.number
        self._type = catalogue().case_types.get(self._facts.case_type)
        self._keyed = Keyed.of(connection)
        self._again = qa_holds.held(connection, viewer)
        subject = subject_key(self._facts)
        self._subject = None if subject is None else self._keyed("account", subject)
        # A viewer from whom the agent's word is kept back is not told of it by another way either.
        self._shown, self._signals = shown, shown.assessment is not None

    def view(self) -> ContextView:
        record, outside = self._record, self._viewer.outside
        things = list(dict.fromkeys((link.kind, self._keyed(link.kind, link.value)) for link in self._facts.links))
        sharing = {
            thing: ties.sharing(self._connection, thing[1], self._number, MOST_SHARING)
            for thing in things[:MOST_THINGS]
        }
        light = self._light({number for numbers in sharing.values() for number in numbers})
        prior = self._prior()
        view = ContextView(
            case_id=record.case_id,
            rev=record.rev,
            as_of=self._now,
            counts_only=outside,
            linked=_linked(sharing, light, outside),
            rates=_rates(prior),
            history=self._history(),
        )
        if outside:
            return view
        graph = context_graph.around(
            context_graph.Around(
                connection=self._connection,
                keyed=self._keyed,
                number=self._number,
                case=self._facts,
                subject=self._subject,
                sharing=sharing,
                light=light,
                prior=prior,
            )
        )
        return msgspec.structs.replace(
            view,
            similar=self._similar(sharing, light),
            previous=self._previous(prior),
            graph=graph.view,
            indicators=graph.indicators,
        )

    def _prior(self) -> list[LightCase]:
        if self._subject is None:
            return []
        found = ties.of_subject(self._connection, self._subject, MOST_PRIOR)
        return [self._hushed(case) for case in found if case.number != self._number]

    def _light(self, numbers: Collection[int]) -> dict[int, LightCase]:
        return {n: self._hushed(case) for n, case in ties.light_cases(self._connection, numbers).items()}

    def _hushed(self, case: LightCase) -> LightCase:
        """Without its decision, where this viewer is to decide it again."""
        if case.number not in self._again:
            return case
        return msgspec.structs.replace(case, decision=None, label=None, code=None, decided_at=None)

    def _similar(
        self, sharing: dict[tuple[str, str], list[int]], light: dict[int, LightCase]
    ) -> tuple[SimilarView, ...]:
        # Where the agent's word is kept back, its signals choose no candidates either.
        shapes = ties.shapes_of(self._facts) if self._signals else (None, None, None)
        numbers = dict.fromkeys(
            number for found in sharing.values() for number in found if number in light and _decided(light[number])
        )
        candidates = list(numbers)[: MOST_CANDIDATES // 3]
        candidates += ties.shaped_alike(self._connection, shapes, self._number, MOST_CANDIDATES - len(candidates))
        if self._stored.only_for is not None:
            source = gold.source_of(self._connection, self._number)
            candidates = [number for number in candidates if number != source]
        told = light | self._light([n for n in candidates if n not in light])
        facts = ties.facts_of(self._connection, [n for n in dict.fromkeys(candidates) if n in told])
        past = [self._profile(number, _slim.decode(raw), told[number].code) for number, raw in facts.items()]
        mine = self._profile(self._number, _slim_of(self._facts), None)
        if not self._signals:
            mine = msgspec.structs.replace(mine, signals={}, verdict="")
        return tuple(
            SimilarView(
                _line(told[alike.number]),
                alike.score,
                tuple(ReasonView(reason.kind, reason.ref, reason.direction) for reason in alike.reasons),
            )
            for alike in most_alike(mine, past)
        )

    def _profile(self, number: int, case: "_Slim", code: str | None) -> Profile:
        return Profile(
            number,
            case.case_type,
            {signal.name: signal.contribution for signal in case.assessment.signals},
            case.assessment.verdict,
            {self._keyed(link.kind, link.value): link.kind for link in case.links},
            typed_facts(case.subject, case.case_type),
            code,
        )

    def _previous(self, prior: list[LightCase]) -> PreviousView | None:
        decided = [case for case in prior if _decided(case) and case.opened_at <= _ms(self._facts.opened_at)]
        if not decided:
            return None
        last = max(decided, key=lambda case: (case.decided_at or 0, case.number))
        raw = ties.facts_of(self._connection, [last.number])[last.number]
        before = msgspec.json.decode(raw, type=IntakeCase)
        changes = changed_since(before, self._facts, self._hidden, signals=self._signals)
        return PreviousView(
            _line(last),
            tuple(
                ChangeView(c.place, c.change, c.name, c.within, c.before, c.after, c.masked)
                for c in changes[:MOST_CHANGES]
            ),
            max(0, len(changes) - MOST_CHANGES),
        )

    def _hidden(self, within: str, name: str) -> bool:
        if self._type is None:
            return True
        schema = self._type.evidence_schemas.get(within) if within else None
        field = schema.field(name) if schema else None if within else self._type.subject_field(name)
        # As in the view of a case: what no schema declares may be anything.
        return field is None or field.pii

    def _history(self) -> HistoryView:
        record, viewer = self._record, self._viewer
        events = [EventView(self._facts.opened_at, "opened"), EventView(record.received_at, "received")]
        events.append(EventView(record.routed_at, "routed"))
        for at, action in ties.audited(self._connection, record.case_id, tuple(_EVENTS)):
            events.append(EventView(from_ms(at), _EVENTS[action]))
        # That it was sent upward, and why, is what somebody decided first.
        raised = () if self._number in self._again else ties.escalations_of(self._connection, self._number)
        for at, kind, _ in raised:
            events.append(EventView(from_ms(at), "escalated", kind))
        everything = can(viewer.roles, Capability.REVIEW_READ_ALL) and self._signals
        for review in ties.reviews_of(self._connection, self._number):
            if not everything and review.reviewer_id != viewer.user_id:
                continue
            if review.decision != Decision.ESCALATE.value:
                events.append(EventView(from_ms(review.decided_at), "decided", review.decision))
            if review.executed_at is not None:
                # The acting system's own words are for the house.
                said = "" if viewer.outside else review.executed_result or ""
                events.append(EventView(from_ms(review.executed_at), "executed", said))
        past = tuple(
            PastAssessmentView(
                one.received_at,
                one.role,
                one.assessment.verdict,
                one.assessment.risk_score,
                one.assessment.confidence,
                one.assessment.model_version,
            )
            for one in self._shown.assessments_beside
        )
        events += [EventView(one.at, "assessed", one.role) for one in past]
        events += [EventView(note.at, "noted") for note in self._shown.notes]
        return HistoryView(tuple(sorted(events, key=lambda event: event.at)), past, len(self._shown.notes))


class _SlimSignal(msgspec.Struct):
    name: str
    contribution: float


class _SlimAssessment(msgspec.Struct):
    verdict: str
    signals: tuple[_SlimSignal, ...]


class _Slim(msgspec.Struct):
    """The part of a case that likeness looks at: reading the rest of a hundred cases would take longer than all
    else."""

    case_type: str
    subject: dict[str, Scalar]
    assessment: _SlimAssessment
    links: tuple[Link, ...] = ()


_slim = msgspec.json.Decoder(_Slim)


def _slim_of(case: IntakeCase) -> _Slim:
    word = case.assessment
    signals = tuple(_SlimSignal(signal.name, signal.contribution) for signal in word.signals)
    return _Slim(case.case_type, case.subject, _SlimAssessment(word.verdict.value, signals), case.links)


def typed_facts(subject: dict[str, Scalar], case_type: str) -> dict[str, Scalar]:
    """The coded facts of a subject that are no personal data."""
    named = _typed_names(case_type)
    return {name: value for name, value in subject.items() if name in named}


@cache
def _typed_names(type_id: str) -> frozenset[str]:
    case_type = catalogue().case_types.get(type_id)
    fields = case_type.subject_fields if case_type is not None else ()
    return frozenset(field.name for field in fields if not field.pii and field.type in _TYPED)


def _linked(
    sharing: dict[tuple[str, str], list[int]], light: dict[int, LightCase], counts_only: bool
) -> tuple[LinkedKindView, ...]:
    by_kind: dict[str, dict[int, None]] = defaultdict(dict)
    cut: set[str] = set()
    for (kind, _), numbers in sharing.items():
        by_kind[kind].update(dict.fromkeys(number for number in numbers if number in light))
        if len(numbers) >= MOST_SHARING:
            cut.add(kind)
    found: list[LinkedKindView] = []
    for kind in sorted(by_kind):
        numbers = sorted(by_kind[kind], reverse=True)
        if not numbers:
            continue
        found.append(
            LinkedKindView(
                kind,
                len(numbers),
                sum(_decided(light[number]) for number in numbers),
                sum(light[number].decision == Decision.BLOCK.value for number in numbers),
                kind in cut,
                () if counts_only else tuple(_line(light[number]) for number in numbers[:PER_KIND]),
            )
        )
    return tuple(found)


def _rates(prior: Iterable[LightCase]) -> RatesView:
    listed = list(prior)
    decided = [case for case in listed if _decided(case)]
    blocked = sum(case.decision == Decision.BLOCK.value for case in decided)
    share = blocked / len(decided) if len(decided) >= LEAST_FOR_A_SHARE else None
    return RatesView(len(listed), len(decided), blocked, share)


def _decided(case: LightCase) -> bool:
    return case.state == CaseState.CLOSED.value and case.decision is not None


def _line(case: LightCase) -> LinkedCaseView:
    decided = _decided(case)
    return LinkedCaseView(
        case_id(case.number),
        case.case_type,
        case.state,
        from_ms(case.opened_at),
        case.subject_short,
        case.decision if decided else None,
        case.label if decided else None,
        from_ms(case.decided_at) if decided and case.decided_at is not None else None,
    )


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
