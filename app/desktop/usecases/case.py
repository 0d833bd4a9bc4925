"""Opening a case: the server's word, own work on it, and what may be done with it now."""

import threading
from collections import OrderedDict
from collections.abc import Callable

import msgspec

from app.contract.commands import COMMAND_WITHDRAWN, KEEPS_DRAFT
from app.contract.views import CaseView
from app.desktop.cache.cache_store import CacheStore
from app.desktop.cache.header import unix_ms
from app.desktop.cache.outbox_rows import OutboxRow, OutboxState
from app.desktop.cache.work_store import WorkStore
from app.desktop.changes import Changed, Kind
from app.desktop.ports import (
    CaseNotHere,
    Clock,
    HeldClaim,
    May,
    OpenCase,
    PendingCommand,
    Person,
    ReviewDraft,
)
from app.desktop.usecases.legible import legible_case
from app.desktop.usecases.projection import SEEN_MS, pending_work, projected
from app.desktop.usecases.rights import roles_of
from app.desktop.usecases.tolerant import tolerant_case
from app.domain.case import CaseState
from app.domain.priority import is_key_user
from app.domain.roles import Capability, Held, can

_KEPT = 12
_GUESTS = 100
NOT_ON_SEAT = "not_on_seat"
_DECIDES_NOTHING = (*KEEPS_DRAFT, COMMAND_WITHDRAWN)
_decoder = msgspec.json.Decoder(CaseView)
_drafts = msgspec.json.Decoder(ReviewDraft)


class CaseDesk:
    """See ports.Cases. `open_case` and `prefetch` run off the GUI thread; `ready` and `note` are instant."""

    def __init__(
        self,
        cache: CacheStore,
        work: WorkStore | None,
        clock: Clock,
        person: Callable[[], Person | None],
        memory: "DraftMemory | None" = None,
        device: Callable[[], str | None] = lambda: None,
    ) -> None:
        self._device = device
        self._cache = cache
        self._work = work
        self._clock = clock
        self._person = person
        self._memory = memory or DraftMemory()
        self._ready: OrderedDict[str, OpenCase] = OrderedDict()
        self._old_drafts: set[str] = set()
        """Cases kept ready that are true but for their draft."""
        self._lock = threading.Lock()
        self._notes = 0
        self._guests: dict[str, CaseView] = {}

    def take_in(self, view: CaseView) -> None:
        """A case that the server found and the seat does not have: from here on it opens, to be read alone."""
        with self._lock:
            self._guests.pop(view.case_id, None)
            self._guests[view.case_id] = view
            while len(self._guests) > _GUESTS:
                del self._guests[next(iter(self._guests))]

    def open_case(self, case_id: str) -> OpenCase:
        with self._lock:
            notes = self._notes
        case = self._read(case_id)
        with self._lock:
            # News that came while reading may be about this very case, so then it is not kept.
            if notes == self._notes:
                self._ready[case_id] = case
                self._ready.move_to_end(case_id)
                self._old_drafts.discard(case_id)
                while len(self._ready) > _KEPT:
                    self._old_drafts.discard(self._ready.popitem(last=False)[0])
        return case

    def prefetch(self, case_ids: tuple[str, ...]) -> None:
        for case_id in case_ids[:_KEPT]:
            if case_id not in self._ready or case_id in self._old_drafts:
                try:
                    self.open_case(case_id)
                except CaseNotHere:
                    continue

    def ready(self, case_id: str) -> OpenCase | None:
        return None if case_id in self._old_drafts else self.but_for_its_draft(case_id)

    def but_for_its_draft(self, case_id: str) -> OpenCase | None:
        """The same for whoever brings the draft along."""
        with self._lock:
            case = self._ready.get(case_id)
        if case is None or NOT_ON_SEAT in case.may.why:
            return case
        # Time alone changes what may be done: a lease runs out.
        may = may_do(case.view, case.claim, case.pending, self._person(), self._clock.now_ms())
        return case if may == case.may else msgspec.structs.replace(case, may=may)

    def note(self, changed: Changed) -> None:
        """Forget what a trace made untrue; connect it to the hub."""
        if not changed.kinds & {Kind.CASE, Kind.CLAIM, Kind.DRAFT, Kind.OUTBOX, Kind.SESSION, Kind.REVIEW}:
            return
        with self._lock:
            self._notes += 1
            if not changed.ids or Kind.SESSION in changed.kinds:
                self._ready.clear()
            if Kind.SESSION in changed.kinds:
                self._guests.clear()
            if changed.kinds == {Kind.DRAFT}:
                self._old_drafts |= changed.ids & self._ready.keys()
                return
            for case_id in changed.ids:
                self._ready.pop(case_id, None)

    def _read(self, case_id: str) -> OpenCase:
        found = self._cache.document(case_id)
        if found is None:
            guest = self._guests.get(case_id)
            if guest is None:
                raise CaseNotHere
            return OpenCase(case_id, guest.rev, guest, None, None, None, May(False, False, False, (NOT_ON_SEAT,)))
        rev, document = found
        try:
            view = legible_case(_decode(document))
        except (msgspec.DecodeError, RecursionError) as error:
            raise CaseNotHere("case_unreadable") from error
        person = self._person()
        claim = pending = draft = None
        if person is not None:
            told = self._cache.claims(person.user_id).get(case_id)
            claim = claim_on(view, told, person.user_id, self._device())
            draft = self._draft(person.user_id, case_id)
            pending = self._pending(person.user_id, case_id)
            view = self._projected(view, person.user_id)
        may = may_do(view, claim, pending, person, self._clock.now_ms())
        return OpenCase(case_id, rev, view, draft, claim, pending, may)

    def _draft(self, author: str, case_id: str) -> ReviewDraft | None:
        raw = self._work.draft(author, case_id) if self._work else self._memory.get(author, case_id)
        return read_draft(raw)

    def _pending(self, author: str, case_id: str) -> PendingCommand | None:
        if self._work is None:
            return None
        for row in self._work.of_case(author, case_id):
            if OutboxState(row.state).settled or row.command_type in _DECIDES_NOTHING:
                continue
            return PendingCommand(
                row.command_id, row.command_seq, row.command_type, row.state, row.release_at, decision_of(row)
            )
        return None

    def _projected(self, view: CaseView, author: str) -> CaseView:
        """The view with own changes that the server has not told of yet."""
        if self._work is None:
            return view
        now = self._clock.now_ms()
        rows = self._work.case_work(author, now - SEEN_MS, (view.case_id,))
        changes = pending_work(rows).get(view.case_id) if rows else None
        return projected(view, changes, author, now) if changes else view


def _decode(document: bytes) -> CaseView:
    try:
        return _decoder.decode(document)
    except msgspec.ValidationError:
        # One odd value must not take the whole case from its reader.
        return tolerant_case(document)


class DraftMemory:
    """Drafts of an online-only seat: nothing of them is written down."""

    def __init__(self) -> None:
        self._drafts: dict[tuple[str, str], bytes] = {}

    def get(self, author: str, case_id: str) -> bytes | None:
        return self._drafts.get((author, case_id))

    def put(self, author: str, case_id: str, draft: bytes) -> None:
        self._drafts[(author, case_id)] = draft

    def remove(self, author: str, case_id: str) -> None:
        self._drafts.pop((author, case_id), None)


def read_draft(raw: bytes | None) -> ReviewDraft | None:
    """A stored draft; one that this build cannot read counts as none."""
    if raw is None:
        return None
    try:
        return _drafts.decode(raw)
    except (msgspec.DecodeError, RecursionError):
        return None


def decision_of(row: OutboxRow) -> str | None:
    """The decision inside a command's body, for the screen."""
    try:
        body = msgspec.json.decode(row.body, type=dict[str, msgspec.Raw])
        return msgspec.json.decode(body["decision"], type=str) if "decision" in body else None
    except (msgspec.DecodeError, RecursionError):
        return None


def claim_on(view: CaseView, told: HeldClaim | None, me: str, device: str | None = None) -> HeldClaim | None:
    """This person's claim, from the answer to the claim or from the feed, whichever knows the newer one. One that
    another seat of this person has taken over since is that seat's."""
    holder = view.claim
    fed: HeldClaim | None = None
    if holder is not None and holder.owner_id == me and holder.claim_id and holder.fence is not None:
        if is_elsewhere(view, me, device):
            return told if told is not None and told.fence > holder.fence else None
        until = unix_ms(holder.expires_at)
        fed = HeldClaim(view.case_id, holder.claim_id, holder.fence, until, until, holder.mode or "online")
    if told is None or fed is None:
        return told or fed
    return max(told, fed, key=lambda claim: (claim.fence, claim.expires_at))


def is_elsewhere(view: CaseView, me: str, device: str | None) -> bool:
    """Whether another seat of this person has the case reserved."""
    holder = view.claim
    if holder is None or holder.owner_id != me or device is None:
        return False
    return holder.device_id is not None and holder.device_id != device


def may_do(
    view: CaseView, claim: HeldClaim | None, pending: PendingCommand | None, person: Person | None, now: int
) -> May:
    """What may be done with a case. The server asks the same again; here it keeps work from being in vain."""
    if person is None:
        return May(False, False, False, ("signed_out",))
    roles = roles_of(person)
    if not can(roles, Capability.REVIEW_SUBMIT):
        return May(False, False, False, ("no_capability",))
    if pending is not None:
        return May(False, False, False, ("already_sent",))
    if view.state not in (CaseState.OPEN, CaseState.ESCALATED):
        return May(False, False, False, ("not_open",))
    lease = _lease_problem(view, claim, person, now)
    until = claim.expires_at if claim is not None and lease is None else None
    if view.state == CaseState.ESCALATED:
        four_eyes = _four_eyes(view, roles)
        why = tuple(code for code in (four_eyes, lease) if code)
        return May(not why, False, four_eyes is None, why, until)
    if lease is not None:
        return May(False, False, True, (lease,), until)
    if is_key_user(view.priority):
        return May(False, True, True, ("must_escalate",), until)
    return May(True, True, True, (), until)


def _lease_problem(view: CaseView, claim: HeldClaim | None, person: Person, now: int) -> str | None:
    if claim is not None:
        return None if now < claim.expires_at else "lease_expired"
    holder = view.claim
    if holder is not None and unix_ms(holder.expires_at) > now:
        if holder.owner_id != person.user_id:
            return "claimed_by_other"
        if holder.device_id is not None:
            return "on_other_seat"
    if view.snooze is not None and unix_ms(view.snooze.until) > now:
        return "snoozed"
    to = view.assigned_to
    if to is not None and to.user_id != person.user_id and not can(roles_of(person), Capability.CASE_ASSIGN):
        return "assigned_to_other"
    return "not_claimed_offline"


def _four_eyes(view: CaseView, roles: Held) -> str | None:
    if view.escalation is not None and view.escalation.mine:
        return "own_escalation"
    return None if can(roles, Capability.ESCALATION_RESOLVE) else "not_yours_to_resolve"
