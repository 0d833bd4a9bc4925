"""Decisions made without the server, pushed at once when it is back: commands per second until each has its result,
and a look at what the server then tells: each is there exactly once."""

import time
from collections import Counter
from typing import Any

import msgspec

from app.contract.catalogue import catalogue
from app.contract.claims import ClaimRequest
from app.desktop.bootstrap.services import Services, open_stores
from app.desktop.cache.header import unix_ms
from app.desktop.changes import Changed
from app.desktop.ports import HeldClaim, ReviewDraft
from app.desktop.usecases.review import UNDO_MS
from app.desktop.vault.keys import DataKey
from app.domain.claim import MAX_WANTED, ClaimMode
from app.domain.priority import is_key_user
from app.domain.root_cause import CodeKind
from tests.bench.figures import arguments, report
from tests.bench.profiles import KEY
from tests.bench.servers import House, open_house
from tests.desktop.support.factories import DirectWriter

# Nobody writes the same sentence a thousand times, and the server compares each with the ones before it.
_SAID = (
    ("The documents", "The last payments", "The device and its place", "The merchant's answers", "The listed names"),
    ("were compared with", "agree with", "were read beside", "leave no doubt about", "explain", "do not fit"),
    ("what the customer declared", "the account's own history", "the registry's entry", "the address", "the pattern"),
    ("nothing speaks against it", "the amounts fit", "the dates are in order", "one detail stays open", "it holds"),
)


def main() -> None:
    told = arguments("decisions made offline, pushed", decisions=1_000)
    with open_house() as house:
        house.feed(told.decisions)
        measure(house, told.decisions)


def measure(house: House, decisions: int) -> None:
    folder = house.folder / "seat"
    folder.mkdir(mode=0o700)
    stores = open_stores(folder, DataKey(KEY), "inherited")

    def hear(news: Changed) -> None:
        """Nobody looks."""

    desk: Any = Services(stores, house.server.url, folder, None, DirectWriter(), hear, "0.1.0")
    try:
        desk.session.sign_in(*house.credentials)
        drain(desk)
        held = claims(desk, stores, decisions)
        began = time.perf_counter()
        for case_id in held:
            decide(desk, case_id)
        made = len(held) / (time.perf_counter() - began)
        identity = desk.session.identity()
        until = time.monotonic() + (UNDO_MS + 500) / 1000
        while time.monotonic() < until:
            time.sleep(0.1)
        pushing = time.perf_counter()
        pending = stores.work.tallies(identity.author)[0]
        while stores.work.tallies(identity.author)[0]:
            pushed = desk.engine._push.turn(identity)
            if not pushed.more and stores.work.tallies(identity.author)[0]:
                raise SystemExit(f"the push stopped: {pushed}")
        seconds = time.perf_counter() - pushing
        check(desk, stores, identity.author, held)
    finally:
        desk.engine.close()
        stores.close()
    report("decide_offline_rate", "decisions/s", [made], durable=True)
    report("push_rate", "commands/s", [pending / seconds], commands=pending, exactly_once=True)


def drain(desk: Any) -> None:
    while desk.engine.step() == 0:
        pass


def claims(desk: Any, stores: Any, wanted: int) -> list[str]:
    """Reserve every case, by batches."""
    desk.queue.load()
    ids = [desk.queue.row(int(slot)).case_id for slot in desk.queue.view("open").order][:wanted]
    me = desk.session.person.user_id
    held: list[str] = []
    for at in range(0, len(ids), MAX_WANTED):
        part = tuple(ids[at : at + MAX_WANTED])
        answer = desk.engine._server.claim(ClaimRequest(case_ids=part, want=len(part), mode=ClaimMode.ONLINE))
        stores.cache.put_claims(
            me,
            [
                HeldClaim(c.case_id, c.claim_id, c.fence, unix_ms(c.expires_at), unix_ms(c.hard_until), "online")
                for c in answer.claims
            ],
        )
        held += [claim.case_id for claim in answer.claims]
    return held


def words(case_id: str) -> str:
    """Two clauses as a person might write them, another pair for each case."""
    number, said = int(case_id.rpartition("-")[2]) * 7919, list[str]()
    for choices in _SAID:
        number, at = divmod(number, len(choices))
        said.append(choices[at])
    seen, holds, told, so = said
    return f"{seen} {holds} {told}, and {so} for this case."


def decide(desk: Any, case_id: str) -> None:
    case = desk.cases.open_case(case_id)
    if is_key_user(case.view.priority):
        desk.reviews.submit(case_id, draft(case, "escalate"))
        return
    desk.reviews.submit(case_id, draft(case, case.view.assessment.verdict))


def draft(case: Any, decision: str) -> ReviewDraft:
    codes = [c for c in catalogue().codes_for(case.view.case_type, CodeKind.WHY_UNSURE) if not c.attribution_kinds]
    codes = codes or list(catalogue().codes_for(case.view.case_type, CodeKind.WHY_UNSURE))
    signals = case.view.assessment.signals
    named = "signal" in codes[0].attribution_kinds
    return ReviewDraft(
        decision=decision,
        code=codes[0].code,
        attribution_kind="signal" if named else None,
        attribution_ref=signals[0].name if named else None,
        rationale=words(case.view.case_id),
        rationale_language="en",
        active_ms=60_000,
    )


def check(desk: Any, stores: Any, author: str, held: list[str]) -> None:
    """Each command applied, and one review of each case on the server."""
    states = Counter(row.state for row in stores.work.latest(author, 10 * len(held)))
    if set(states) != {"applied"}:
        raise SystemExit(f"not every command was applied: {states}")
    drain(desk)
    seen = Counter(msgspec.json.decode(document)["case_id"] for document in stores.cache.reviews())
    if sorted(seen) != sorted(held) or set(seen.values()) != {1}:
        raise SystemExit(f"{len(seen)} cases have a review, {len(held)} were decided")


if __name__ == "__main__":
    main()
