"""The hand: the open case and the next few, claimed and renewed together while the person is active."""

import threading
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Protocol

from app.contract.claims import ClaimAnswer, ClaimRequest, ClaimTurn
from app.contract.claims import HeldClaim as WireClaim
from app.desktop.cache.cache_store import CacheStore
from app.desktop.cache.header import unix_ms
from app.desktop.cache.seat_share import is_served
from app.desktop.changes import Changed
from app.desktop.latest import Latest
from app.desktop.ports import Clock, HeldClaim, Identity, Offline, Writer
from app.domain.claim import HAND_SIZE, RENEW_EVERY, ClaimMode
from app.domain.work_mode import SERVED_HAND

RENEW_MS = int(RENEW_EVERY.total_seconds() * 1000)


class ClaimsOnline(Protocol):
    """The three calls on claims."""

    def claim(self, request: ClaimRequest) -> ClaimAnswer: ...

    def renew_claims(self, held: tuple[WireClaim, ...]) -> list[ClaimTurn]: ...

    def release_claims(self, held: tuple[WireClaim, ...]) -> list[ClaimTurn]: ...


class ClaimHand:
    """See ports.Hand. Every method speaks to the server, so it runs in the pool; errors are ApiErrors and leave the
    claims that are known as they are."""

    def __init__(
        self,
        online: ClaimsOnline,
        cache: CacheStore,
        writer: Writer,
        clock: Clock,
        identity: Callable[[], Identity | None],
        publish: Callable[[Changed], None],
        unsent: Callable[[str], Collection[str]] = lambda _author: (),
    ) -> None:
        self._online = online
        self._unsent = unsent
        self._cache = cache
        self._writer = writer
        self._clock = clock
        self._identity = identity
        self._publish = publish
        self._turn = threading.Lock()
        self._change = Latest(self._change_to)
        self._renewed_at = 0
        self._over = False
        self._wanted: tuple[str, ...] = ()
        self._own_ids: set[str] = set()
        """Claims that this seat took since it started; until the feed tells, the cache says nothing of their end."""
        self.refused: dict[str, str] = {}

    def held(self) -> dict[str, HeldClaim]:
        """Claims that still run, by case."""
        who, now = self._identity(), self._clock.now_ms()
        if who is None:
            return {}
        return {c: claim for c, claim in self._cache.claims(who.author).items() if claim.expires_at > now}

    def want(self, case_ids: tuple[str, ...]) -> Mapping[str, str]:
        self._wanted = case_ids
        # Who leafs through the queue wants another hand ten times a second: the cases where they rest are asked for.
        self._change(case_ids)
        return self.refused

    def _change_to(self, case_ids: tuple[str, ...]) -> None:
        with self._turn:
            who = self._identity()
            if who is None or self._over:
                return
            if is_served(self._cache):
                self._serve(who.author)
                return
            wanted = tuple(dict.fromkeys(case_ids))[:HAND_SIZE]
            held = self.held()
            # What was taken for work without the server stays until it is decided or given back, and a case whose
            # decision is still on its way stays until it has arrived: given back earlier, the decision came late.
            kept = {*wanted, *self._unsent(who.author)}
            gone = [c for case_id, c in held.items() if case_id not in kept and c.mode != ClaimMode.OFFLINE]
            # Taken first, given back after: without the server neither happens, and whoever leafs through the
            # queue then still holds what was reserved before.
            missing = tuple(case_id for case_id in wanted if case_id not in held)
            away = self._elsewhere(who.author, missing[1:] if missing[:1] == wanted[:1] else missing)
            missing = tuple(case_id for case_id in missing if case_id not in away)
            if missing:
                self._take(who.author, missing)
            self._release(gone, who.author)

    def _serve(self, author: str) -> None:
        """Where the server gives one case after another, it says which: the one to do now and the one behind it, and
        one more for each decision that is still on its way. Nothing is given back but by a skip."""
        on_their_way = len(self._unsent(author))
        self._kept(author, self._online.claim(ClaimRequest(queue="", want=min(SERVED_HAND, 2 + on_their_way))))

    def _elsewhere(self, author: str, case_ids: Collection[str]) -> set[str]:
        """Those that another seat of this person holds: only what is opened is taken over from there."""
        now = self._clock.now_ms()
        return {
            head.case_id
            for head in self._cache.headers_of(case_ids)
            if head.owner == author and (head.owned_until or 0) > now and head.claim_id not in self._own_ids
        }

    def _take(self, author: str, case_ids: tuple[str, ...]) -> None:
        self._kept(author, self._online.claim(ClaimRequest(case_ids=case_ids, want=len(case_ids))))

    def _kept(self, author: str, answer: ClaimAnswer) -> None:
        self.refused = {item.case_id: item.code for item in answer.refused}
        claims = [
            HeldClaim(c.case_id, c.claim_id, c.fence, unix_ms(c.expires_at), unix_ms(c.hard_until), c.mode)
            for c in answer.claims
        ]
        self._own_ids |= {claim.claim_id for claim in claims}
        self._publish(self._writer.run(lambda: self._cache.put_claims(author, claims)))

    def renew(self) -> None:
        """Call it as often as you like: it speaks to the server once in five minutes."""
        with self._turn:
            who, held = self._identity(), self.held()
            now = self._clock.now_ms()
            if who is None or not held or now - self._renewed_at < RENEW_MS:
                return
            turns = self._online.renew_claims(_wire(held.values()))
            self._renewed_at = now
            by_id = {claim.claim_id: claim for claim in held.values()}
            kept: list[HeldClaim] = []
            lost: list[str] = []
            for turn in turns:
                claim = by_id.get(turn.claim_id)
                if claim is None:
                    continue
                if turn.code == "renewed" and turn.expires_at is not None:
                    until = unix_ms(turn.expires_at)
                    kept.append(
                        HeldClaim(claim.case_id, claim.claim_id, claim.fence, until, claim.hard_until, claim.mode)
                    )
                else:
                    lost.append(claim.case_id)
            self._publish(self._writer.run(lambda: self._cache.put_claims(who.author, kept)))
            self._publish(self._writer.run(lambda: self._cache.drop_claims(lost)))

    def release_all(self, along: bool = True) -> None:
        with self._turn:
            # Whoever still stands in line for the hand comes too late.
            self._over = True
            who = self._identity()
            if who is not None:
                kept = self._unsent(who.author)
                given = [
                    claim
                    for case_id, claim in self.held().items()
                    if case_id not in kept and (along or claim.mode != ClaimMode.OFFLINE)
                ]
                self._release(given, who.author)

    def pause(self) -> None:
        """The window is locked: what is reserved for it goes back, but for what was taken along for work without the
        server, and nothing is asked for until `resume`."""
        self.release_all(along=False)

    def resume(self) -> None:
        """The person is back, and wants the cases that were open."""
        with self._turn:
            self._over = False
        if self._wanted:
            self.want(self._wanted)

    def give_back(self, case_ids: Collection[str]) -> None:
        """These, taken along or not, but for those whose decision is still on its way."""
        with self._turn:
            who = self._identity()
            if who is not None:
                kept = self._unsent(who.author)
                given = [c for case_id, c in self.held().items() if case_id in case_ids and case_id not in kept]
                self._release(given, who.author)

    def _release(self, claims: Sequence[HeldClaim], author: str) -> None:
        """The seat forgets a claim before the server does: work on it from here on would be in vain. Where the
        server was not reached the claim still runs, and is kept."""
        if not claims:
            return
        ids = [claim.case_id for claim in claims]
        self._publish(self._writer.run(lambda: self._cache.drop_claims(ids)))
        try:
            self._online.release_claims(_wire(claims))
        except Offline:
            self._publish(self._writer.run(lambda: self._cache.put_claims(author, claims)))
            raise


def _wire(claims: Iterable[HeldClaim]) -> tuple[WireClaim, ...]:
    return tuple(WireClaim(claim.claim_id, claim.fence) for claim in claims)
