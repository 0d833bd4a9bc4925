"""A workstation's profile with many cached cases, as a sync would have left it: encrypted, signed in, server away."""

import json
import os
import socket
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import numpy as np

from app.contract.catalogue import catalogue
from app.contract.views import CaseView, Viewer, case_view
from app.demo.generator import flood, generate
from app.desktop.bootstrap.services import TOKENS, Stores, open_stores
from app.desktop.cache.cache_store import Row
from app.desktop.ports import HeldClaim, Person
from app.desktop.usecases.queue import QueueIndex
from app.desktop.vault.keys import DataKey
from app.desktop.vault.sealed import SealedFile
from app.desktop.vault.tokens import SealedTokens, StoredSession
from app.domain.case import CaseState, IntakeCase
from app.domain.case_record import CaseRecord
from app.domain.roles import Role
from app.domain.sla import due_at

KEY = bytes(range(32))
ME = Person("u-bench", "reviewer-07", ("reviewer",), None, "en")
DEVICE = "d-bench"
FIRST = 200_001
DISTINCT = 500
_VIEWER = Viewer(ME.user_id, frozenset({Role.REVIEWER}))


class SystemClock:
    """The machine's own time (see ports.Clock), without the weight of the program's HTTP client."""

    def now_ms(self) -> int:
        return round(datetime.now(UTC).timestamp() * 1000)


def closed_port() -> int:
    """A port of this machine where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def views(n: int, seed: int = 7) -> Iterator[CaseView]:
    """`n` cases of all types as a reviewer's cache holds them: the first are invented whole, the others vary them."""
    now = datetime.now(UTC)
    kinds = catalogue()
    originals = [
        case_view(_record(FIRST + index, one.intake, now), _VIEWER, kinds)
        for index, one in enumerate(generate(min(n, DISTINCT), seed, now))
    ]
    yield from originals
    varied = iter(flood(n, seed, now, distinct=1)) if n > len(originals) else iter(())
    for index, row in enumerate(varied):
        if index < len(originals):
            continue
        routed = datetime.fromisoformat(row["routed_at"])
        yield msgspec.structs.replace(
            originals[index % len(originals)],
            case_id=f"C-{FIRST + index}",
            external_ref=row["external_ref"],
            priority=row["priority"],
            opened_at=routed - timedelta(minutes=1),
            routed_at=routed,
            due_at=due_at(routed),
            subject_short=f"u-{index % 97:02d}•••{index % 89:02d}",
        )


def _record(number: int, intake: dict[str, object], now: datetime) -> CaseRecord:
    facts = msgspec.convert(intake, IntakeCase)
    routed = facts.routed_at or now
    return CaseRecord(f"C-{number}", 1, 1, CaseState.OPEN, facts, now, routed, due_at(routed))


def rows(n: int, seed: int = 7) -> Iterator[Row]:
    """The same as the store takes them."""
    for view in views(n, seed):
        yield Row("case", view.case_id, view.rev, msgspec.json.encode(view))


def pieces(of: Iterator[Row], size: int = 1000) -> Iterator[Sequence[Row]]:
    piece: list[Row] = []
    for row in of:
        piece.append(row)
        if len(piece) == size:
            yield piece
            piece = []
    if piece:
        yield piece


def stores(folder: Path) -> Stores:
    return open_stores(folder, DataKey(KEY), "inherited")


def queue(opened: Stores) -> QueueIndex:
    """An index over these stores, not yet loaded."""
    return QueueIndex(opened.cache, opened.work, SystemClock(), lambda: ME, tuple(catalogue().case_types))  # type: ignore[arg-type]


def prepare(folder: Path, n: int, server: str, claims: int = 0) -> list[str]:
    """Make the profile. The first `claims` cases of the served order that one person may decide or escalate are
    reserved for offline work; their ids, in that order."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    opened = stores(folder)
    try:
        for piece in pieces(rows(n)):
            opened.cache.apply(piece)
        opened.cache.put_state(epoch="e-bench", cursor="bench")
        index = queue(opened)
        index.load()
        held = [index.row(int(slot)).case_id for slot in index.view("open").order[:claims]]
        # What comes due while a benchmark runs passes all others in the line.
        soon = index.view("due_1h").order
        soon = soon[np.argsort(index._table.ints("due_at")[soon], kind="stable")] if claims else soon[:0]
        late = [index.row(int(slot)).case_id for slot in soon[: 2 * claims]]
        until = SystemClock().now_ms() + 12 * 3_600_000
        claimed = [HeldClaim(one, f"k-{one}", 1, until, until, "offline") for one in dict.fromkeys((*held, *late))]
        opened.cache.put_claims(ME.user_id, claimed)
    finally:
        opened.close()
    tokens = SealedTokens(SealedFile(folder / TOKENS, DataKey(KEY).sub("tokens"), "session"))
    tokens.write(StoredSession(server, "no-token", ME, DEVICE))
    return held


def key_pipe(credentials: tuple[str, str] | None = None) -> int:
    """A descriptor with the profile's key on it, as a parent hands it to the window."""
    reading, writing = os.pipe()
    tail = (
        b""
        if credentials is None
        else json.dumps(dict(zip(("username", "password"), credentials, strict=True))).encode() + b"\n"
    )
    os.write(writing, KEY + tail)
    os.close(writing)
    return reading
