"""Asking the agent for the full cases of rows of the ledger: named ones, or a sample.

What comes is a case like any other to look at, in the blind-first form, so that nobody is led by what the agent had
decided. A block takes effect; a pass changes nothing where the subject had passed (`outgoing.may_act`).
"""

from app.contract.audits import AuditDraw, AuditOrder, AuditOrdered, AuditPage, AuditRow
from app.contract.intake import AuditWanted, AuditWantedPage
from app.contract.problems import Code, ProblemItem
from app.contract.webhooks import AuditRequested
from app.domain.draw import Frame
from app.domain.roles import Capability
from app.domain.webhook import EventType
from app.server.security.principal import Principal
from app.server.storage import audits
from app.server.storage.cases import case_id
from app.server.storage.intake import one_batch_at_a_time
from app.server.storage.unit_of_work import Storage, UnitOfWork, from_ms, to_ms
from app.server.usecases.outgoing import announce, asking
from app.server.usecases.refusal import Refused, require
from app.server.usecases.session import new_id

USUAL = 100


def order(storage: Storage, who: Principal, told: AuditOrder) -> AuditOrdered:
    """Ask for full cases. Raises Refused (forbidden, invalid, not_audited)."""
    require(who, Capability.LEDGER_AUDIT)
    if (told.draw is None) == (not told.external_refs):
        raise Refused(Code.INVALID, errors=(ProblemItem("", "one_of", "external_refs, or a draw"),))
    drawn = _drawn(storage, told.draw) if told.draw is not None else None
    refs = drawn.sample() if drawn is not None else tuple(dict.fromkeys(told.external_refs))
    with storage.write() as work:
        one_batch_at_a_time(work.connection)
        known = audits.case_types(work.connection, refs)
        if not known:
            raise Refused(Code.NOT_AUDITED)
        before = audits.asked_for(work.connection, refs)
        fresh = [ref for ref in refs if ref in known and ref not in before]
        draw_id = _keep_draw(work, who, told.draw, drawn) if told.draw is not None and drawn is not None else None
        _ask(work, who, {ref: known[ref] for ref in fresh}, draw_id)
        work.audit(
            who.user_id, "ledger.audit", "ledger", draw_id or "named", asked=len(fresh), already=len(known) - len(fresh)
        )
    return AuditOrdered(
        asked=len(fresh),
        already=len(known) - len(fresh),
        unknown=tuple(ref for ref in refs if ref not in known),
        draw_id=draw_id,
        frame_size=drawn.size if drawn is not None else None,
        frame_digest=drawn.digest if drawn is not None else None,
        sample=refs if drawn is not None else (),
    )


def _drawn(storage: Storage, told: AuditDraw) -> Frame:
    if told.decided_before <= told.decided_from:
        raise Refused(Code.INVALID, errors=(ProblemItem("/draw/decided_before", "time", "after decided_from"),))
    frame = Frame(told.seed, told.size)
    verdict = told.verdict.value if told.verdict is not None else None
    with storage.read() as connection:
        window = to_ms(told.decided_from), to_ms(told.decided_before)
        for piece in audits.frame(connection, *window, told.case_type, verdict):
            frame.look(piece)
    if not frame.size:
        raise Refused(Code.NOT_AUDITED)
    return frame


def _keep_draw(work: UnitOfWork, who: Principal, told: AuditDraw, drawn: Frame) -> str:
    draw_id = new_id(work.now_ms)
    audits.add_draw(
        work.connection,
        drawn.sample(),
        draw_id=draw_id,
        seed=told.seed,
        case_type=told.case_type,
        verdict=told.verdict.value if told.verdict is not None else None,
        decided_from=to_ms(told.decided_from),
        decided_before=to_ms(told.decided_before),
        frame_size=drawn.size,
        frame_digest=drawn.digest,
        sample_size=len(drawn.sample()),
        drawn_by=who.user_id,
        drawn_at=work.now_ms,
    )
    return draw_id


def want(work: UnitOfWork, who: Principal, wanted: dict[str, str]) -> None:
    """Ask for the full cases of rows that the agent has told just now (external_ref → case_type), for what draws them
    by hash: an experiment, or a slice that is decided without people. No sample of the ledger."""
    before = audits.asked_for(work.connection, wanted)
    _ask(work, who, {ref: kind for ref, kind in wanted.items() if ref not in before}, None)


def _ask(work: UnitOfWork, who: Principal, wanted: dict[str, str], draw_id: str | None) -> None:
    rows = [
        {
            "request_id": new_id(work.now_ms),
            "external_ref": ref,
            "case_type": case_type,
            "asked_by": who.user_id,
            "asked_at": work.now_ms,
            "draw_id": draw_id,
        }
        for ref, case_type in wanted.items()
    ]
    audits.add(work.connection, rows)
    endpoints = asking(work, EventType.AUDIT_REQUESTED)
    for row in rows if endpoints else ():
        told = AuditRequested(str(row["request_id"]), str(row["external_ref"]), str(row["case_type"]))
        announce(work, EventType.AUDIT_REQUESTED, told, endpoints)


def list_audits(storage: Storage, who: Principal, after: str | None, limit: int) -> AuditPage:
    """What was asked for and what came of it, oldest first. Raises Refused (forbidden)."""
    require(who, Capability.LEDGER_AUDIT)
    with storage.read() as connection:
        found = audits.listed(connection, after or "", limit + 1)
    shown = found[:limit]
    return AuditPage(
        tuple(
            AuditRow(
                one.request_id,
                one.external_ref,
                one.case_type,
                from_ms(one.asked_at),
                one.draw_id,
                from_ms(one.answered_at) if one.answered_at is not None else None,
                case_id(one.case_number) if one.case_number is not None else None,
            )
            for one in shown
        ),
        next_after=shown[-1].request_id if len(found) > limit else None,
    )


def wanted(storage: Storage, who: Principal, after: str | None, limit: int) -> AuditWantedPage:
    """The full cases that the agent still owes, oldest first. Raises Refused (forbidden)."""
    require(who, Capability.INTAKE_WRITE)
    with storage.read() as connection:
        found = audits.listed(connection, after or "", limit + 1, waiting=True)
    shown = found[:limit]
    return AuditWantedPage(
        tuple(AuditWanted(one.request_id, one.external_ref, one.case_type, from_ms(one.asked_at)) for one in shown),
        next_after=shown[-1].request_id if len(found) > limit else None,
    )
