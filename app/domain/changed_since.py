"""What is different about a subject since the case that was decided last."""

from collections.abc import Callable, Mapping

import msgspec

from app.domain.assessment import Scalar
from app.domain.case import Evidence, IntakeCase

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
SUBJECT, LINK, SIGNAL, EVIDENCE = "subject", "link", "signal", "evidence"
MOST = 60
_SMALL = 0.05  # a contribution that moved less than this is the same

Hidden = Callable[[str, str], bool]
"""Whether (evidence kind, "" for the subject; field) is personal."""


class Change(msgspec.Struct, frozen=True):
    """One difference. `place` is subject, link, signal or evidence; `name` the field, link kind or signal; `within`
    the kind of evidence. Of a masked value only that it changed is told."""

    place: str
    change: str
    name: str
    within: str = ""
    before: Scalar = None
    after: Scalar = None
    masked: bool = False


def changed_since(before: IntakeCase, after: IntakeCase, hidden: Hidden, *, signals: bool = True) -> tuple[Change, ...]:
    """Every difference between two cases of one subject, in a fixed order: subject, links, signals, evidence.
    `signals` False leaves the agent's word out."""
    found = _fields(SUBJECT, "", before.subject, after.subject, hidden)
    found += _links(before, after)
    if signals:
        found += _signals(before, after)
    if before.case_type == after.case_type:
        found += _evidence(before, after, hidden)
    return tuple(found)


def _fields(
    place: str, within: str, before: Mapping[str, Scalar], after: Mapping[str, Scalar], hidden: Hidden
) -> list[Change]:
    found: list[Change] = []
    for name in (*before, *(name for name in after if name not in before)):
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        what = ADDED if old is None else REMOVED if new is None else CHANGED
        if hidden(within, name):
            found.append(Change(place, what, name, within, masked=True))
        else:
            found.append(Change(place, what, name, within, old, new))
    return found


def _links(before: IntakeCase, after: IntakeCase) -> list[Change]:
    old, new = set(before.links), set(after.links)
    gone = [Change(LINK, REMOVED, link.kind, masked=True) for link in before.links if link not in new]
    come = [Change(LINK, ADDED, link.kind, masked=True) for link in after.links if link not in old]
    return gone + come


def _signals(before: IntakeCase, after: IntakeCase) -> list[Change]:
    old = {signal.name: signal for signal in before.assessment.signals}
    new = {signal.name: signal for signal in after.assessment.signals}
    if before.case_type != after.case_type:
        # Two models of two types: only what both look at can be compared.
        old = {name: signal for name, signal in old.items() if name in new}
        new = {name: signal for name, signal in new.items() if name in old}
    found: list[Change] = []
    for name in (*old, *(name for name in new if name not in old)):
        was, now = old.get(name), new.get(name)
        if was is None or now is None:
            what = ADDED if was is None else REMOVED
            told = now or was
            found.append(Change(SIGNAL, what, name, after=told.contribution if told else None))
        elif abs(was.contribution - now.contribution) > _SMALL:
            found.append(Change(SIGNAL, CHANGED, name, before=was.contribution, after=now.contribution))
    return found


def _evidence(before: IntakeCase, after: IntakeCase, hidden: Hidden) -> list[Change]:
    old, new = _by_kind(before), _by_kind(after)
    found: list[Change] = []
    for kind in (*old, *(kind for kind in new if kind not in old)):
        was, now = old.get(kind), new.get(kind)
        if was is None or now is None:
            found.append(Change(EVIDENCE, ADDED if was is None else REMOVED, "", kind))
            continue
        personal = {*was.pii, *now.pii}

        def covered(within: str, name: str, personal: set[str] = personal) -> bool:
            return name in personal or hidden(within, name)

        found += _fields(EVIDENCE, kind, was.fields or {}, now.fields or {}, covered)
        rows = len(was.rows or ()), len(now.rows or ())
        if rows[0] != rows[1]:
            found.append(Change(EVIDENCE, CHANGED, "", kind, *rows))
    return found


def _by_kind(case: IntakeCase) -> dict[str, Evidence]:
    """The first piece of each kind: two of a kind have no order that means anything."""
    found: dict[str, Evidence] = {}
    for piece in case.evidence:
        found.setdefault(piece.kind, piece)
    return found
