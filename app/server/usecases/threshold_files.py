"""Thresholds as files for a hub outside, and its answers."""

from typing import Protocol

import msgspec

from app.contract import gate
from app.contract.gate import BadBody
from app.contract.hub import Acknowledgement
from app.contract.webhooks import ThresholdChanged
from app.server.storage import threshold_rules
from app.server.storage.unit_of_work import Storage, from_ms
from app.server.usecases.refusal import Refused
from app.server.usecases.threshold_rules import SERVER, keep_acknowledgement

AT_ONCE = 50


class Files(Protocol):
    def put(self, name: str, body: bytes) -> None: ...

    def answer(self, name: str) -> bytes | None: ...


def exchange(storage: Storage, files: Files) -> bool:
    """Put out what is new, read what was answered; whether more is left. A file that was put out twice is the same."""
    with storage.read() as connection:
        fresh = threshold_rules.undropped(connection, AT_ONCE)
        waiting = threshold_rules.unacknowledged(connection, AT_ONCE)
    for one in fresh:
        told = ThresholdChanged(
            one.case_type,
            one.side,
            one.rule_version,
            one.threshold,
            from_ms(one.effective_from),
            None,
            one.rolled_back,
        )
        files.put(one.rule_version, msgspec.json.encode(told))
        with storage.write() as work:
            threshold_rules.mark(work.connection, one.rule_version, dropped_at=work.now_ms)
            work.audit(SERVER, "hub.threshold_put_out", "threshold_rule", one.rule_version)
    for name in waiting:
        answer = _read(files.answer(name))
        if answer is None or answer.rule_version != name:
            continue
        with storage.write() as work:
            try:
                keep_acknowledgement(work, SERVER, answer)
            except Refused:
                continue
    return len(fresh) == AT_ONCE


def _read(body: bytes | None) -> Acknowledgement | None:
    """An answer through the gate; None for what is none."""
    if body is None:
        return None
    try:
        return gate.decode(body, Acknowledgement)
    except BadBody:
        return None
