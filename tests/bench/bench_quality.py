"""The pages of quality over 100,000 reviews: scorecards of persons, teams, vendors and types, funnels, the week of a
vendor, judgements, and the matrix of agreement, from the question to the bytes of the answer, on SQLite, and on
PostgreSQL where it is here; and what the matrix of 176 raters takes at the server, and at the seat until it is
painted."""

import os
import random
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import msgspec
from PySide6.QtWidgets import QApplication
from sqlalchemy import Connection, insert, text

from app.contract.agreement import AgreementView
from app.desktop.panels.team.state import TeamState
from app.desktop.panels.team.view.agreement_page import AgreementPage
from app.domain.roles import Role
from app.server.bootstrap import open_storage
from app.server.security.principal import Principal
from app.server.storage import schema
from app.server.storage import tables as t
from app.server.storage.engine import open_engine
from app.server.storage.unit_of_work import Storage, to_ms
from app.server.usecases import agreement, judgements, scorecards, shift, targets, vendor_weekly
from tests.bench.bench_statistics import RATERS, crowd, measured
from tests.bench.figures import arguments, report
from tests.support.postgresql import Cluster, find_binaries

PERSONS, DAYS, AT_ONCE = 60, 28, 5_000
KINDS = ("kyc_audit", "poa_review", "ato_investigation", "reset_2fa")
VENDORS = (None, "north", "south", "east")
TEAMS = (None, "blue", "green", "red", "white")
LEAD = Principal("lead", "lea", frozenset({Role.TEAM_LEAD}))
OWN = Principal("u-1", "person 1", frozenset({Role.REVIEWER}))
_encoder = msgspec.json.Encoder()


def main() -> None:
    told = arguments("what the pages of quality take", reviews=100_000, labels=25_000, runs=7)
    with tempfile.TemporaryDirectory(prefix="footplate-bench-") as place:
        folder = Path(place)
        storage = open_storage(f"sqlite:///{folder / 'server.db'}")
        try:
            pages(storage, told.reviews, told.runs, "sqlite")
        finally:
            storage.engine.dispose()
        binaries = find_binaries()
        if binaries is not None:
            with closing(_Stopped(Cluster(binaries).start())) as cluster:
                storage = on_postgresql(cluster.inner)
                try:
                    pages(storage, told.reviews, told.runs, "postgresql")
                finally:
                    storage.engine.dispose()
    at_the_seat(told.labels, told.runs)


class _Stopped:
    def __init__(self, inner: Cluster) -> None:
        self.inner = inner

    def close(self) -> None:
        self.inner.stop()


def on_postgresql(cluster: Cluster) -> Storage:
    cluster.create("quality", None)
    engine = open_engine(cluster.url("quality"))
    schema.upgrade(engine)
    engine.dispose()
    return open_storage(cluster.url("quality"))


def pages(storage: Storage, reviews: int, runs: int, name: str) -> None:
    fill(storage, reviews)
    asked: dict[str, Callable[[], object]] = {
        "own": lambda: scorecards.own(storage, OWN, 30),
        "persons": lambda: scorecards.page(storage, LEAD, "person", 30, None),
        "teams": lambda: scorecards.page(storage, LEAD, "team", 30, None),
        "vendors": lambda: scorecards.page(storage, LEAD, "vendor", 30, None),
        "types": lambda: scorecards.page(storage, LEAD, "case_type", 30, None),
        "funnel": lambda: scorecards.funnel(storage, LEAD, "team", "accuracy", 30, None),
        "week": lambda: vendor_weekly.weekly(storage, LEAD, "north", None),
        "judgements": lambda: judgements.listed(storage, OWN, 90, None, 100, None),
        "shift": lambda: shift.view(storage, LEAD, None),
        "targets": lambda: targets.board(storage, LEAD, 30, 4, None),
        "matrix": lambda: agreement.matrix(storage, LEAD, 30, None),
    }
    for page, ask in asked.items():
        values = measured(lambda ask=ask: _encoder.encode(ask()), runs)  # type: ignore[misc]
        report(f"{page}_{name}", "ms", values, reviews=reviews)


def fill(storage: Storage, reviews: int) -> None:
    """Decisions of four weeks; every tenth is contested beside, every twelfth replaced, every twentieth re-reviewed."""
    dice, now = random.Random(7), to_ms(storage.clock())
    with storage.write() as work:
        rows = [
            {"user_id": f"u-{n}", "name": f"person {n}", "created_at": now, "vendor": VENDORS[n % 4],
             "team": TEAMS[n % 5]}
            for n in range(PERSONS)
        ]  # fmt: skip
        work.connection.execute(insert(t.users), rows)
    cases = reviews * 9 // 10
    of_case = [*range(cases), *(n * 9 for n in range(reviews - cases))]
    frame_at = now - 86_400_000
    with storage.write() as work:
        _frame(work.connection, frame_at)
    for start in range(0, reviews, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, reviews))
        made = [_review(n, of_case[n], n >= cases, now, dice) for n in numbers]
        with storage.write() as work:
            if some := [_case(n, now) for n in numbers if n < cases]:
                work.connection.execute(insert(t.cases), some)
            work.connection.execute(insert(t.reviews), made)
            again = [one for n, one in zip(numbers, made, strict=True) if n < cases and n % 20 == 0]
            if again:
                work.connection.execute(insert(t.qa_items), [_item(one) for one in again])
                work.connection.execute(insert(t.qa_tasks), [_task(one, frame_at, dice) for one in again])
    with storage.write() as work:
        work.connection.execute(text("ANALYZE"))


def _case(n: int, now: int) -> dict[str, object]:
    at = now - (n * 7919) % DAYS * 86_400_000
    return {
        "case_number": n, "external_ref": f"X-{n}", "content_hash": "0" * 64, "case_type": KINDS[n % 4],
        "vendor": VENDORS[n % 4], "priority": 50, "state": "closed", "rev": 2, "material_rev": 1, "opened_at": at,
        "routed_at": at, "received_at": at, "due_at": at + 3_600_000, "effective_due_at": at + 3_600_000,
        "closed_at": at, "outcome_review_id": f"r-{n}", "facts": b"{}",
    }  # fmt: skip


def _review(n: int, of: int, beside: bool, now: int, dice: random.Random) -> dict[str, object]:
    verdict = dice.choice(("pass", "block"))
    standing = "concurring" if beside and n % 3 else "contested" if beside else "in_force"
    return {
        "review_id": f"r-{n}", "case_number": of, "command_id": f"c-{n}", "device_id": "bench", "rev": 1,
        "reviewer_id": f"u-{(of % PERSONS + beside * (1 + n % 7)) % PERSONS}", "standing": standing, "flags": "[]",
        "decision": verdict if dice.random() < 0.9 else "pass", "label": "TP", "rationale": "",
        "rationale_language": "", "steps": "[]", "active_ms": dice.randrange(5_000, 400_000), "blind_first": n % 9 == 0,
        "decided_at": now - (of * 7919) % DAYS * 86_400_000 - dice.randrange(3_600_000), "created_wall": 0, "fence": 1,
        "base_rev": 1, "ai_verdict": verdict, "risk_score": 0.5, "threshold": 0.5, "model_version": "roca-4.1",
    }  # fmt: skip


def _item(review: dict[str, object]) -> dict[str, object]:
    number = review["case_number"]
    return {
        "sample_id": "s", "ref": f"ref-{number}", "case_number": number, "review_id": review["review_id"],
        "reviewer_id": review["reviewer_id"], "decision": review["decision"], "stratum": 0, "place": number,
    }  # fmt: skip


def _task(review: dict[str, object], at: int, dice: random.Random) -> dict[str, object]:
    number = review["case_number"]
    said = review["decision"] if dice.random() < 0.95 else "pass"
    return {
        "sample_id": "s", "ref": f"ref-{number}", "scorer_id": f"u-{dice.randrange(PERSONS)}", "place": number,
        "decision": said, "scored_at": at, "signed_at": at,
    }  # fmt: skip


def _frame(connection: Connection, at: int) -> None:
    frame = {
        "frame_id": "f", "criteria": "{}", "strata": "[]", "frame_cursor": 0, "digest": "", "size": 0, "left_out": 0,
        "tells": False, "defined_by": "u-0", "defined_at": at,
    }  # fmt: skip
    sample = {
        "sample_id": "s", "frame_id": "f", "plan": "{}", "seed": "", "refs_digest": "", "size": 0, "letter": "",
        "overlap": 0.0, "severity": "normal", "drawn_by": "u-0", "drawn_at": at, "verdict": "open",
    }  # fmt: skip
    connection.execute(insert(t.qa_frames), frame)
    connection.execute(insert(t.qa_samples), sample)


def at_the_seat(labels: int, runs: int) -> None:
    """From the bytes of the answer to the painted page, the answer made by the server's own use case."""
    lines = "\n".join(",".join(row) for row in crowd(labels))
    body = f"item,rater,label\n{lines}\n".encode()
    made = measured(lambda: _encoder.encode(agreement.analyse(LEAD, body)), runs)
    report("matrix_of_labels_at_the_server", "ms", made, labels=labels, raters=RATERS)
    answer = _encoder.encode(agreement.analyse(LEAD, body))
    app = QApplication.instance() or QApplication(sys.argv[:1])
    page = AgreementPage()
    page.resize(1360, 900)
    page.show()

    def shown() -> None:
        view = msgspec.json.decode(answer, type=AgreementView)
        page.fill(TeamState(data=view))
        page.grab()

    report("matrix_of_labels_at_the_seat", "ms", measured(shown, runs), bytes=len(answer), raters=RATERS)
    page.close()
    del app


if __name__ == "__main__":
    main()
