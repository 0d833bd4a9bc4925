"""Mining: errors that recur beyond chance become one feedback item each, known by its pattern for ever.

The labels in force of a window are summed in SQL by type, side, root cause and attribution. What is usual is the share
of what spoke for the agent's verdict that the blamed thing carries where the agent was right, so that a common signal
is not blamed for being common; an even share where that is larger or nothing is known of it. Each sum is an exact
binomial tail above that base, all of them judged together (see app.analytics.recurring).
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection, Row

from app.analytics.recurring import Cell, Recurrence, recurrences
from app.contract.catalogue import catalogue
from app.contract.feedback import PatternFigures
from app.contract.loop_rules import loop_rules
from app.domain.decision import Verdict
from app.domain.feedback import MENDED, UNSETTLED, FeedbackKind, FeedbackState, PatternKey, same_ref
from app.domain.label import Label
from app.domain.recurring import Support, known_routes, suggested
from app.domain.root_cause import AttributionKind, CodeKind
from app.server.storage import feedback, recurring, signal_counts
from app.server.storage.feedback import NewCase
from app.server.storage.recurring import Counted, Member
from app.server.storage.signal_counts import ALL, CLAUSE, MILLION, SIGNAL, STEP, Sums
from app.server.storage.unit_of_work import Storage, UnitOfWork, from_ms, to_ms
from app.server.usecases import findings, news

_BASES = {AttributionKind.SIGNAL: SIGNAL, AttributionKind.STEP: STEP, AttributionKind.CLAUSE: CLAUSE}
_encode = msgspec.json.Encoder().encode


class Found(msgspec.Struct, frozen=True):
    """One pattern of a window. `refs`: its reference as reviewers wrote it."""

    key: PatternKey
    refs: tuple[str, ...]
    figures: PatternFigures
    members: tuple[Member, ...]


class _Pile(msgspec.Struct):
    """The sums of one pattern, over all ways of writing its reference."""

    cases: int = 0
    audits: int = 0
    active_ms: int = 0
    near: int = 0
    refs: set[str] = msgspec.field(default_factory=set)


def mine(storage: Storage) -> int:
    """Look at the window that ends now, and write what was found, one short transaction each; how many patterns."""
    with storage.read() as connection:
        found = look(connection, to_ms(storage.clock()))
    for one in found:
        with storage.write() as work:
            take_in(work, one)
    return len(found)


def look(connection: Connection, now_ms: int) -> list[Found]:
    """The patterns of the window that ends now, the surest first."""
    rules = loop_rules().patterns
    from_ms = now_ms - timedelta(days=rules.window_days) // timedelta(milliseconds=1)
    counted = recurring.counted(connection, from_ms, now_ms + 1)
    sums = signal_counts.over_models(signal_counts.read(connection, from_ms, now_ms + 1), (SIGNAL, STEP, CLAUSE, ALL))
    piles = _piles(counted)
    labelled = Counter[str]()
    for row in counted:
        labelled[row.case_type] += row.cases
    bases = _Bases(sums)
    totals = Counter[tuple[object, ...]]()
    for key, pile in piles.items():
        totals.update(dict.fromkeys((_side(key), _cause(key)), pile.cases))
    cells = [
        Cell(pile.cases, totals[_cause(key) if key.kind in _BASES else _side(key)], bases.of(key))
        for key, pile in piles.items()
    ]
    hypotheses = _hypotheses(piles, bases)
    found: list[Found] = []
    for (key, pile), cell, told in zip(piles.items(), cells, recurrences(cells, hypotheses), strict=True):
        enough = pile.cases >= rules.least_cases and told.lift >= rules.least_lift
        if enough and told.q <= rules.false_discovery_rate:
            members = recurring.members(
                connection, from_ms, now_ms + 1, key.case_type, key.label.value, key.code, key.kind, pile.refs
            )
            figures = _figures(cell, told, pile, members, (from_ms, now_ms), labelled[key.case_type], hypotheses)
            found.append(Found(key, tuple(sorted(pile.refs)), figures, tuple(members)))
    return sorted(found, key=lambda one: (one.figures.q, one.key.digest))


def _piles(counted: Sequence[Counted]) -> dict[PatternKey, _Pile]:
    piles: dict[PatternKey, _Pile] = {}
    for row in counted:
        if row.code is None:
            continue
        kind = AttributionKind(row.kind) if row.kind is not None else None
        key = PatternKey(row.case_type, Label(row.label), row.code, kind, same_ref(kind, row.ref))
        pile = piles.setdefault(key, _Pile())
        pile.cases += row.cases
        pile.audits += row.audits
        pile.active_ms += row.active_ms
        pile.near += row.near
        if row.ref is not None:
            pile.refs.add(row.ref)
    return piles


class _Bases:
    """What share of the blame each thing would usually get."""

    def __init__(self, sums: Mapping[tuple[str, str, str], Sums]) -> None:
        self._sums = sums
        self.names: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for case_type, kind, name in sums:
            self.names[case_type, kind].append(name)

    def of(self, key: PatternKey) -> float:
        """Above 0 and at most 1."""
        kind = _BASES.get(key.kind) if key.kind is not None else None
        if kind is None:
            return 1 / max(1, len(_codes(key.case_type)))
        known = self.names[key.case_type, kind]
        even = 1 / max(1, len(known), 0 if key.ref in known else len(known) + 1)
        right = self._sums.get((key.case_type, ALL, ""))
        own = self._sums.get((key.case_type, kind, key.ref))
        toward = Verdict.BLOCK if key.label is Label.FP else Verdict.PASS
        if right is None or own is None:
            return even
        cases = right.block_share if toward is Verdict.BLOCK else right.pass_share
        share = (own.block_share if toward is Verdict.BLOCK else own.pass_share) / MILLION
        return min(1.0, max(even, share / cases)) if cases > 0 else even


def _codes(case_type: str) -> list[str]:
    return [c.code for c in catalogue().codes if c.code_kind is CodeKind.ROOT_CAUSE and c.fits(case_type)]


def _side(key: PatternKey) -> tuple[object, ...]:
    """All errors of one side: what is counted against, of a kind whose usual share is not known."""
    return (key.case_type, key.label)


def _cause(key: PatternKey) -> tuple[object, ...]:
    """Those with the same cause that name a thing of the same kind."""
    return (key.case_type, key.label, key.code, key.kind)


def _hypotheses(piles: Mapping[PatternKey, _Pile], bases: _Bases) -> int:
    """How many patterns could have been found: on each side that has errors, each cause with each thing of the kinds
    that it may be attributed to."""
    total = 0
    for case_type, _ in {(key.case_type, key.label) for key in piles}:
        for name in _codes(case_type):
            code = known_routes(catalogue().codes, name, case_type)
            kinds = code.attribution_kinds if code is not None else ()
            total += 1 + sum(len(bases.names[case_type, _BASES[kind]]) for kind in kinds if kind in _BASES)
    return total


def _figures(
    cell: Cell,
    told: Recurrence,
    pile: _Pile,
    members: Sequence[Member],
    window: tuple[int, int],
    labelled: int,
    hypotheses: int,
) -> PatternFigures:
    people = Counter(member.reviewer_id for member in members)
    return PatternFigures(
        from_at=from_ms(window[0]),
        before_at=from_ms(window[1]),
        count=cell.count,
        errors=cell.total,
        labelled=labelled,
        base=cell.base,
        lift=told.lift,
        lift_low=told.interval.low,
        lift_high=told.interval.high,
        confidence=told.interval.confidence,
        p=told.p,
        q=told.q,
        hypotheses=hypotheses,
        reviewers=len(people),
        one_person=max(people.values(), default=0) / max(1, len(members)),
        near_threshold=pile.near,
        from_audits=pile.audits,
        minutes=round(pile.active_ms / 60_000, 1),
    )


def take_in(work: UnitOfWork, found: Found) -> str:
    """Open the item of a pattern, or bring the one that is there up to date; its id."""
    work.alone("patterns")
    row = feedback.newest_of(work.connection, found.key.digest)
    if row is None:
        return _open(work, found, found.members, 1, None)
    here = feedback.follow(work.connection, row)
    state = FeedbackState(here.state)
    if state in (FeedbackState.VERIFIED, FeedbackState.SPLIT):
        back = [member for member in found.members if member.at_ms > (here.mended_at or here.changed_at)]
        if len(back) >= loop_rules().patterns.least_cases:
            return _open(work, found, back, row.generation + 1, row.feedback_id)
        return str(here.feedback_id)
    cases = [NewCase(m.number, m.review_id, m.reviewer_id, m.at_ms) for m in found.members]
    apart = _elsewhere(work, here.feedback_id)
    feedback.add_cases(
        work.connection, here.feedback_id, (case for case in cases if case.number not in apart), work.now_ms
    )
    if here.feedback_id == row.feedback_id:
        # Of what others were merged into, only a part is this pattern's.
        merged = feedback.parts_of(work.connection, here.feedback_id)
        if not merged:
            numbers = {member.number for member in found.members}
            from_at = to_ms(found.figures.from_at)
            feedback.let_go(work.connection, here.feedback_id, from_at, numbers, work.now_ms)
        route = _suggested(found)
        fresh: dict[str, Any] = {"figures": _encode(found.figures).decode()}
        if state in UNSETTLED:
            fresh |= {"suggested_route": route.route, "suggested_reason": route.reason}
        feedback.change(work.connection, here.feedback_id, **fresh)
    findings.recount(work, here.feedback_id)
    if state in UNSETTLED or state in MENDED:
        news.tell_newcomers(work, here)
    return str(here.feedback_id)


def _elsewhere(work: UnitOfWork, feedback_id: str) -> set[int]:
    """Cases of this item that somebody put into items of their own."""
    parts = feedback.parts_of(work.connection, feedback_id)
    return set().union(*(feedback.standing(work.connection, part) for part in parts)) if parts else set()


def _suggested(found: Found) -> Any:
    chosen = Counter(member.route for member in found.members if member.route is not None)
    figures = found.figures
    support = Support(len(found.members), figures.one_person, figures.near_threshold, tuple(sorted(chosen.items())))
    code = known_routes(catalogue().codes, found.key.code, found.key.case_type)
    return suggested(found.key, code, support, loop_rules().patterns.one_person_share)


def _open(work: UnitOfWork, found: Found, members: Sequence[Member], generation: int, before: str | None) -> str:
    route, key = _suggested(found), found.key
    ref = max(found.refs, key=lambda written: (written.casefold() == key.ref, written), default="")
    if key.kind is AttributionKind.CONTRADICTION:
        ref = key.ref  # no words of anybody's own
    feedback_id = findings.open_item(
        work,
        None,
        kind=FeedbackKind.PATTERN.value,
        pattern_key=key.digest,
        generation=generation,
        case_type=key.case_type,
        label=key.label.value,
        code=key.code,
        attribution_kind=key.kind.value if key.kind is not None else None,
        attribution_ref=ref or None,
        route=route.route,
        suggested_route=route.route,
        suggested_reason=route.reason,
        recurs_of=before,
        figures=_encode(found.figures).decode(),
    )
    cases = [NewCase(m.number, m.review_id, m.reviewer_id, m.at_ms) for m in members]
    feedback.add_cases(work.connection, feedback_id, cases, work.now_ms)
    findings.recount(work, feedback_id)
    row: Row[Any] | None = feedback.load(work.connection, feedback_id)
    assert row is not None
    findings.tell(work, row, "opened", None, None)
    return feedback_id
