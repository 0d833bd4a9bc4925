"""A small model of the server's promises for stepping the sync engine: commands exactly once, a feed, a snapshot, and
faults on request. The real server is met in tests/desktop/test_with_the_real_server.py."""

import hashlib
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import msgspec

from app.contract.canonical import body_sha256
from app.contract.changes import Change, ChangePage, Op, SnapshotPage
from app.contract.claims import ClaimAnswer, ClaimRefused, ClaimRequest, ClaimTurn, ClaimView, HeldClaim
from app.contract.commands import (
    AppliedCommands,
    Command,
    CommandAnswer,
    CommandBatch,
    CommandResult,
    EntityRev,
    Status,
)
from app.contract.session import Meta, ScopeCounts
from app.contract.tally import tally
from app.contract.views import CaseView
from app.desktop.ports import Problem
from app.desktop.sync.pull import page_hash
from app.domain import number_ranges
from tests.desktop.support.factories import START_MS, case_view


@dataclass
class ModelServer:
    """`fault`, when set, is asked before (stage "sent") and after (stage "answered") each call and may raise."""

    epoch: str = "e1"
    cases: dict[str, CaseView] = field(default_factory=dict)
    feed: list[tuple[str, int, Op]] = field(default_factory=list)
    results: dict[str, tuple[str, CommandResult]] = field(default_factory=dict)
    effects: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    fault: Callable[[str, str], None] | None = None
    refuse: dict[str, str] = field(default_factory=dict)
    leave_out: set[str] = field(default_factory=set)
    floor: int = 0
    now_ms: int = START_MS
    min_client: str = "0.1.0"
    spoil: Callable[[bytes], bytes] | None = None

    def put(self, view: CaseView) -> None:
        self.cases[view.case_id] = view
        self.feed.append((view.case_id, view.rev, Op.UPSERT))

    def take_away(self, case_id: str) -> None:
        rev = self.cases.pop(case_id).rev + 1
        self.feed.append((case_id, rev, Op.REMOVE))

    def fill(self, count: int, first: int = 200_001, **changes: Any) -> None:
        for number in range(first, first + count):
            self.put(case_view(number, **changes))

    def _enter(self, call: str) -> None:
        self.calls.append(call)
        if self.fault:
            self.fault(call, "sent")

    def _leave(self, call: str) -> None:
        if self.fault:
            self.fault(call, "answered")

    def meta(self) -> Meta:
        self._enter("meta")
        now = datetime.fromtimestamp(self.now_ms / 1000, UTC)
        return Meta(self.epoch, now, {"min": 1, "max": 1}, {}, {}, 1, len(self.feed), self.min_client)

    def _cursor(self, seq: int) -> str:
        return f"{self.epoch}.{seq}"

    def _change(self, seq: int, case_id: str, rev: int, op: Op) -> Change:
        view = self.cases.get(case_id)
        if op is Op.REMOVE or view is None:
            return Change(seq, "case", case_id, rev, Op.REMOVE, reason="scope")
        data = msgspec.json.encode(view)
        return Change(seq, "case", case_id, view.rev, op, msgspec.Raw(self.spoil(data) if self.spoil else data))

    def changes(self, cursor: str | None, limit: int, keep: str | None = None) -> ChangePage:
        self._enter("changes")
        epoch, _, seq_text = (cursor or "").partition(".")
        seq = int(seq_text)
        if epoch != self.epoch or seq > len(self.feed):
            raise Problem("history_diverged", 409)
        if seq < self.floor:
            raise Problem("cursor_expired", 410)
        part = self.feed[seq : seq + limit]
        changes = tuple(self._change(seq + n + 1, *row) for n, row in enumerate(part))
        end = seq + len(part)
        page = ChangePage(
            changes, self._cursor(end), end < len(self.feed), len(self.feed) - end, self.epoch, page_hash(changes)
        )
        self._leave("changes")
        return page

    def scope_counts(self, cursor: str) -> Meta:
        self._enter("counts")
        epoch, _, seq_text = cursor.partition(".")
        if epoch != self.epoch or int(seq_text) > len(self.feed):
            raise Problem("history_diverged", 409)
        here = int(seq_text) == len(self.feed)
        waiting = [(i, view.rev) for i, view in self.cases.items() if view.state in ("open", "escalated")]
        entities = {"case": tally("case", waiting), "review": tally("review", ())} if here else {}
        counts = ScopeCounts(len(self.feed), here, entities, self.now_ms, None)
        self._leave("counts")
        fault, self.fault = self.fault, None
        try:
            return msgspec.structs.replace(self.meta(), counts=counts)
        finally:
            self.fault = fault
            self.calls.pop()

    def snapshot(
        self,
        snapshot_id: str | None,
        after: str | None,
        limit: int,
        only: str | None = None,
        keep: str | None = None,
    ) -> SnapshotPage:
        self._enter("snapshot")
        if snapshot_id is None:
            snapshot_id = self._cursor(len(self.feed))
        if not snapshot_id.startswith(self.epoch + "."):
            raise Problem("history_diverged", 409)
        ids = sorted(case_id for case_id in self.cases if after is None or case_id > after)
        part = ids[:limit]
        rows = tuple(self._change(0, case_id, self.cases[case_id].rev, Op.UPSERT) for case_id in part)
        done = len(part) == len(ids)
        page = SnapshotPage(
            snapshot_id, rows, None if done else part[-1], done, snapshot_id, self.epoch, len(self.cases)
        )
        self._leave("snapshot")
        return page

    def commands(self, batch: CommandBatch) -> CommandAnswer:
        self._enter("commands")
        commands = [msgspec.json.decode(raw, type=Command) for raw in batch.commands]
        self.seen += (command.command_id for command in commands)
        results = [self._apply(command) for command in commands]
        answer = CommandAnswer(
            tuple(result for result in results if result.command_id not in self.leave_out),
            self._acked_through(),
            max((c.command_seq for c in commands), default=0),
            self.epoch,
        )
        self._leave("commands")
        return answer

    def applied_commands(self, device_id: str, first: int, last: int) -> AppliedCommands:
        """Of the one person who sits at its seats, whatever device they have."""
        self._enter("applied")
        results = (result for _, result in self.results.values() if result.status is Status.APPLIED)
        took = number_ranges.of(result.command_seq for result in results)
        self._leave("applied")
        return AppliedCommands(device_id, "u1", number_ranges.common(took, ((first, last),)), last)

    def _acked_through(self) -> int:
        known = {result.command_seq for _, result in self.results.values()}
        return next(number for number in itertools.count(1) if number not in known) - 1

    def _apply(self, command: Command) -> CommandResult:
        body = msgspec.json.decode(command.body)
        assert body_sha256(body) == command.body_sha256
        first = self.results.get(command.command_id)
        if first is not None:
            if first[0] != command.body_sha256:
                return self._result(command, Status.REJECTED, "command_id_reuse")
            again = {"command_seq": command.command_seq, "status": Status.DUPLICATE, "first_status": first[1].status}
            return msgspec.structs.replace(first[1], **again)
        if command.prev_case_command is not None and command.prev_case_command not in self.results:
            return self._result(command, Status.BLOCKED, "earlier_command_missing")
        code = self.refuse.get(command.case_id or "")
        if code == "retry":
            return self._result(command, Status.RETRY, "unavailable")
        if code is not None:
            conflict = code in ("lease_lost", "contested")
            result = self._result(command, Status.CONFLICT if conflict else Status.REJECTED, code)
        else:
            self.effects.append(command.command_id)
            result = self._result(command, Status.APPLIED, "applied")
            view = self.cases.get(command.case_id or "")
            if view is not None and command.command_type == "review.submit":
                self.put(msgspec.structs.replace(view, state="closed", rev=view.rev + 1))
                result = msgspec.structs.replace(result, entity=EntityRev("case", view.case_id, view.rev + 1))
            elif view is not None and (command.command_type == "case.skip" or body == {}):
                # A skip, or its end: of one person, so that the case says nothing of it.
                self.put(msgspec.structs.replace(view, rev=view.rev + 1))
                result = msgspec.structs.replace(result, entity=EntityRev("case", view.case_id, view.rev + 1))
        self.results[command.command_id] = (command.body_sha256, result)
        return result

    @staticmethod
    def _result(command: Command, status: Status, code: str) -> CommandResult:
        http = {Status.APPLIED: 200, Status.CONFLICT: 409}.get(status, 422)
        return CommandResult(command.command_id, command.command_seq, status, code, http)

    def restore(self, feed_length: int) -> None:
        """An older backup under a new epoch: what was done since is forgotten."""
        self.epoch = "e" + hashlib.sha256(self.epoch.encode()).hexdigest()[:6]
        self.feed = self.feed[:feed_length]
        self.results.clear()
        self.effects.clear()

    # --- claims

    def claim(self, request: ClaimRequest) -> ClaimAnswer:
        self._enter("claim")
        until = datetime.fromtimestamp(self.now_ms / 1000 + 1800, UTC)
        given = [c for c in request.case_ids if c in self.cases and c not in self.refuse]
        views = tuple(ClaimView(c, f"k-{c}", 1, until, until) for c in given)
        refused = tuple(ClaimRefused(c, self.refuse.get(c, "not_found")) for c in request.case_ids if c not in given)
        return ClaimAnswer(views, refused)

    def renew_claims(self, held: tuple[HeldClaim, ...]) -> list[ClaimTurn]:
        self._enter("renew")
        until = datetime.fromtimestamp(self.now_ms / 1000 + 1800, UTC)
        return [
            ClaimTurn(h.claim_id, "lease_lost")
            if h.claim_id.removeprefix("k-") in self.refuse
            else ClaimTurn(h.claim_id, "renewed", until)
            for h in held
        ]

    def release_claims(self, held: tuple[HeldClaim, ...]) -> list[ClaimTurn]:
        self._enter("release")
        return [ClaimTurn(h.claim_id, "released") for h in held]
