"""What gold cases are called: like their neighbours, and out of the agent's way."""

from collections.abc import Sequence

from app.contract.changes import CASE
from app.domain.disguise import fresh_ref
from app.server.storage import cases, gold
from app.server.storage.unit_of_work import UnitOfWork
from app.server.usecases.shown import blind_key

_ATTEMPTS = 400


def free_ref(work: UnitOfWork, case_type: str, about: str, like: str, taken: Sequence[str] = ()) -> str:
    """A reference that nobody has: of the kind of the newest ordinary case of the type, else of `like`."""
    model = gold.newest_ref(work.connection, case_type) or like
    key = blind_key(work.connection)
    for attempt in range(_ATTEMPTS):
        ref = fresh_ref(model, key + about.encode()[:24], attempt)
        if ref not in taken and not gold.ref_is_taken(work.connection, ref):
            return ref
    raise LookupError(f"no free reference beside those of {case_type}")


def make_way(work: UnitOfWork, refs: Sequence[str]) -> None:
    """The agent uses a reference that a gold case goes by: that one takes another."""
    for number, ref, case_type in gold.gold_with_refs(work.connection, refs):
        stored = cases.load(work.connection, number, for_update=True)
        assert stored is not None
        other = free_ref(work, case_type, f"{number}:{ref}", ref, refs)
        rev = stored.record.rev + 1
        gold.rename(work.connection, number, other, rev)
        work.touch(CASE, stored.record.case_id, rev, stored.vendor)
