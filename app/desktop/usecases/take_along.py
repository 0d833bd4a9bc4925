"""Taking cases along: reserved ahead until shortly before they are due, with all that is needed to decide them, so that
they can be worked on without the server; and giving them back."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol

from app.contract.claims import ClaimRequest
from app.desktop.cache.cache_store import CacheStore
from app.desktop.cache.header import unix_ms
from app.desktop.changes import Changed
from app.desktop.ports import (
    AlongCase,
    AlongOffer,
    ApiError,
    CaseNotHere,
    Clock,
    ContextState,
    HeldClaim,
    Identity,
    Queue,
    QueueRow,
    Taken,
    Writer,
)
from app.desktop.usecases.claims import ClaimHand, ClaimsOnline
from app.domain.claim import MAX_WANTED, ClaimMode
from app.domain.offline_lease import first_end, lease_end, offline_refusal, room_left

CASE, AROUND, DOCUMENTS = "case", "around", "documents"
FULL, OTHERS, CLOSED, SNOOZED = "offline_full", "claimed_by_other", "case_closed", "snoozed"


class Around(Protocol):
    """What is known around a case; see usecases.context."""

    def bring(self, case_ids: tuple[str, ...]) -> None: ...

    def read(self, case_id: str) -> ContextState: ...


class Files(Protocol):
    """What fetches the files of a case; see usecases.documents."""

    def ahead(self, case_ids: tuple[str, ...]) -> None: ...

    def lacking(self, case_id: str) -> bool: ...


class TakeAlong:
    """See ports.Along."""

    def __init__(
        self,
        online: ClaimsOnline,
        cache: CacheStore,
        writer: Writer,
        clock: Clock,
        identity: Callable[[], Identity | None],
        publish: Callable[[Changed], None],
        queue: Queue,
        hand: ClaimHand,
        contexts: Around,
        documents: Files,
    ) -> None:
        self._online, self._cache, self._writer, self._clock = online, cache, writer, clock
        self._identity, self._publish, self._queue, self._hand = identity, publish, queue, hand
        self._contexts, self._documents = contexts, documents

    @property
    def most(self) -> int:
        return MAX_WANTED

    def offer(self, case_ids: tuple[str, ...]) -> AlongOffer:
        now = self._clock.now_ms()
        held = self._along()
        room = room_left(len(held))
        go: list[str] = []
        ends: list[int] = []
        stay: Counter[str] = Counter()
        for case_id in dict.fromkeys(case_ids):
            index = self._queue.index_of(case_id)
            if index is None or case_id in held:
                continue
            row = self._queue.row(index)
            code = _obstacle(row, now)
            if code is None and len(go) >= room:
                code = FULL
            if code is not None:
                stay[code] += 1
                continue
            go.append(case_id)
            ends.append(unix_ms(lease_end(_moment(now), _moment(row.effective_due_at))))
        return AlongOffer(tuple(go), first_end(ends, now), dict(stay))

    def take(self, case_ids: tuple[str, ...]) -> Taken:
        who = self._identity()
        wanted = tuple(dict.fromkeys(case_ids))[:MAX_WANTED]
        if who is None or not wanted:
            return Taken()
        answer = self._online.claim(ClaimRequest(case_ids=wanted, want=len(wanted), mode=ClaimMode.OFFLINE))
        claims = [
            HeldClaim(c.case_id, c.claim_id, c.fence, unix_ms(c.expires_at), unix_ms(c.hard_until), c.mode)
            for c in answer.claims
        ]
        self._publish(self._writer.run(lambda: self._cache.put_claims(who.author, claims)))
        return Taken(tuple(c.case_id for c in claims), {one.case_id: one.code for one in answer.refused})

    def bring(self, case_id: str) -> AlongCase:
        lacks: list[str] = []
        if self._cache.document(case_id) is None:
            lacks.append(CASE)
        self._contexts.bring((case_id,))
        if self._contexts.read(case_id).view is None:
            lacks.append(AROUND)
        try:
            self._documents.ahead((case_id,))
        except (ApiError, CaseNotHere):
            lacks.append(DOCUMENTS)
        else:
            if self._documents.lacking(case_id):
                lacks.append(DOCUMENTS)
        claim = self._along().get(case_id)
        return AlongCase(case_id, self._type_of(case_id), claim.expires_at if claim else 0, tuple(lacks))

    def held(self) -> tuple[AlongCase, ...]:
        found = [AlongCase(one.case_id, self._type_of(one.case_id), one.expires_at) for one in self._along().values()]
        return tuple(sorted(found, key=lambda one: (one.until, one.case_id)))

    def give_back(self, case_ids: tuple[str, ...]) -> None:
        self._hand.give_back(case_ids)

    def _along(self) -> dict[str, HeldClaim]:
        return {case_id: one for case_id, one in self._hand.held().items() if one.mode == ClaimMode.OFFLINE}

    def _type_of(self, case_id: str) -> str:
        return next((head.case_type for head in self._cache.headers_of((case_id,))), "")


def _obstacle(row: QueueRow, now: int) -> str | None:
    """Why this case stays, as far as the seat can know."""
    if row.claimed_by_other:
        return OTHERS
    if row.state not in ("open", "escalated") or row.pending:
        return CLOSED
    if row.snoozed_until is not None and row.snoozed_until > now:
        return SNOOZED
    refusal = offline_refusal(_moment(now), _moment(row.effective_due_at), row.priority)
    return refusal.value if refusal is not None else None


def _moment(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
