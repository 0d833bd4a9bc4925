"""What leaves the house in bulk: the same rows in every format, labels as a feed that can be taken up anywhere, and
nothing that its author may still take back."""

import csv
import io
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import insert

from app.contract.label_studio import label_of
from app.contract.labels import LabelRow
from app.domain.label import Label
from app.domain.roles import Capability, Role, can
from app.server.security.principal import Principal
from app.server.storage import state
from app.server.storage import tables as t
from app.server.storage.engine import open_engine
from app.server.storage.labels import NewLabel
from app.server.storage.unit_of_work import Storage, to_ms
from app.server.usecases import exports
from tests.support import database
from tests.support.factories import NOON, intake_case
from tests.support.seats import House, Seat, new_id, review_body
from tests.support.server import Session, sign_in

EVIL = '=HYPERLINK("http://x.example/")'


@pytest.fixture(scope="module")
def decided(house: House, lead: Seat) -> list[str]:
    """Cases with labels of every kind; one of them with a formula for a name."""
    found = [house.case() for _ in range(4)] + [house.case(external_ref=f"{EVIL}{new_id()}")]
    for number, case_id in enumerate(found):
        assert lead.review(case_id, "pass" if number % 2 else "block").status_code == 200
    return found


def export(session: Session, what: str, form: str = "jsonl") -> Any:
    answer = session.get(f"/v1/exports/{what}", params={"format": form})
    assert answer.status_code == 200, answer.text
    return answer


def lines(answer: Any) -> list[dict[str, Any]]:
    return [msgspec.json.decode(line) for line in answer.text.splitlines()]


@pytest.mark.parametrize("what", ["labels", "reviews", "training-set"])
def test_every_format_tells_the_same_rows(house: House, lead: Seat, decided: list[str], what: str) -> None:
    told = lines(export(lead.session, what))
    assert {row["case_id"] for row in told} >= set(decided)
    answer = export(lead.session, what, "csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{what}.csv"'
    table = list(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))
    assert len(table) == len(told)
    for row, line in zip(table, told, strict=True):
        assert row["external_ref"].removeprefix("'") == line["external_ref"]
        assert not row["external_ref"].startswith("=")
        attribution = line.pop("attribution")
        assert row["attribution_ref"].removeprefix("'") == ((attribution or {}).get("ref") or "")
        for name, value in line.items():
            if isinstance(value, str) and name != "external_ref":
                assert row[name].removeprefix("'") == value
            elif isinstance(value, float):
                assert float(row[name]) == value


def test_a_parquet_file_tells_the_same_rows(house: House, lead: Seat, decided: list[str]) -> None:
    pyarrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed (footplate[parquet])")
    from pyarrow import parquet

    for what in ("labels", "reviews", "training-set"):
        answer = export(lead.session, what, "parquet")
        assert answer.headers["Content-Type"] == "application/vnd.apache.parquet"
        table = parquet.read_table(pyarrow.BufferReader(answer.content)).to_pylist()
        told = lines(export(lead.session, what))
        assert [(row["case_id"], row["label"], row["risk_score"]) for row in table] == [
            (row["case_id"], row["label"], row["risk_score"]) for row in told
        ]


def test_label_studio_is_given_every_label_whole(house: House, lead: Seat, decided: list[str]) -> None:
    tasks = export(lead.session, "labels", "label-studio").json()
    rows = [msgspec.convert(line, LabelRow) for line in lines(export(lead.session, "labels"))]
    assert [label_of(task) for task in tasks] == rows
    config = export(lead.session, "labels", "label-studio-config")
    assert config.headers["Content-Type"].startswith("application/xml")
    assert "<View>" in config.text


def test_the_training_set_says_what_a_case_turned_out_to_be_and_nothing_of_its_subject(
    house: House, lead: Seat, decided: list[str]
) -> None:
    told = {row["case_id"]: row for row in lines(export(lead.session, "training-set"))}
    block, passed = told[decided[0]], told[decided[1]]
    assert (block["truth"], block["label"]) == ("bad", "TP")
    assert (passed["truth"], passed["label"]) == ("good", "FP")
    assert block["signals"][0] == {"name": "impossible_travel", "value": 14100.0, "contribution": 0.9}
    text = msgspec.json.encode(list(told.values())).decode()
    assert "u-83572491" not in text
    assert "d-448812aa" not in text


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.AGENT_SERVICE])
def test_each_export_is_for_those_who_may_have_it_and_written_down(house: House, role: Role) -> None:
    name = f"exports-{role.value}"
    house.add(name, role.value, "north" if role is Role.BPO_AGENT else None)
    session = sign_in(house.server.url, name)
    house.opened.append(session)
    needs = {
        "labels": Capability.EXPORT_LABELS,
        "reviews": Capability.EXPORT_REVIEWS,
        "training-set": Capability.EXPORT_TRAINING,
        "scorecards": Capability.SCORECARD_READ,
    }
    for what, capability in needs.items():
        answer = session.get(f"/v1/exports/{what}?format=csv")
        assert (role, what, answer.status_code) == (role, what, 200 if can((role,), capability) else 403)
        count = "SELECT count(*) FROM audit WHERE action = 'export' AND entity_id = :what AND actor_id = :who"
        ((written,),) = database.run_sql(house.database, count, what=what, who=session.user_id)
        assert written == (1 if can((role,), capability) else 0)


def test_a_format_that_is_not_offered_is_said_so(house: House, lead: Seat) -> None:
    for what, form in (("reviews", "label-studio"), ("labels", "xlsx"), ("training-set", "")):
        answer = lead.session.get(f"/v1/exports/{what}", params={"format": form})
        assert (answer.status_code, answer.json()["code"]) == (406, "not_acceptable")


# ------------------------------------------------------------------ the feed of labels, under the test's own clock
LEAD = Principal("u-1", "lea", frozenset({Role.TEAM_LEAD}))


class Desk:
    """A storage with cases, reviews and labels written past the rules."""

    def __init__(self, folder: Path) -> None:
        self.now = NOON
        self.engine = open_engine(database.database_url(folder / "server.db"))
        t.metadata.create_all(self.engine)
        self.storage = Storage(self.engine, lambda: self.now)
        with self.storage.write() as work:
            state.prepare(work.connection)
            work.connection.execute(insert(t.users).values(user_id="u-1", name="lea", created_at=0))

    def label(self, *numbers: int, release_ms: int | None = None, label: Label = Label.TP) -> None:
        """Put a label in force on each case, all in one transaction; cases and reviews are made on the way."""
        with self.storage.write() as work:
            for number in numbers:
                review_id = new_id()
                if not work.connection.execute(t.cases.select().where(t.cases.c.case_number == number)).first():
                    work.connection.execute(insert(t.cases).values(**case_row(number)))
                work.connection.execute(insert(t.reviews).values(**review_row(number, review_id, label)))
                release = None if release_ms is None else work.now_ms + release_ms
                work.label(NewLabel(number, review_id, label, "review", release))

    def page(self, cursor: str, limit: int = 100) -> exports.LabelPage:
        return exports.label_feed(self.storage, LEAD, cursor, limit)

    def exported(self) -> list[dict[str, Any]]:
        text = b"".join(exports.export(self.storage, LEAD, "labels", "jsonl"))
        return [msgspec.json.decode(line) for line in text.splitlines()]


def case_row(number: int) -> dict[str, Any]:
    facts, at = intake_case(f"ref-{number}"), to_ms(NOON)
    return {
        "case_number": number, "external_ref": facts.external_ref, "content_hash": "", "case_type": facts.case_type,
        "priority": 40, "state": "closed", "rev": 1, "material_rev": 1, "opened_at": at, "routed_at": at,
        "received_at": at, "due_at": at, "paused_ms": 0, "effective_due_at": at, "back_from_snooze": False, "fence": 0,
        "facts": msgspec.json.encode(facts),
    }  # fmt: skip


def review_row(number: int, review_id: str, label: Label) -> dict[str, Any]:
    return {
        "review_id": review_id, "case_number": number, "command_id": review_id, "reviewer_id": "u-1",
        "device_id": "d-1", "rev": 1, "standing": "in_force", "flags": "[]", "decision": "block", "label": label.value,
        "rationale": "Seen.", "rationale_language": "en", "steps": "[]", "active_ms": 1, "blind_first": False,
        "decided_at": to_ms(NOON), "created_wall": 0, "fence": 0, "base_rev": 1, "ai_verdict": "block",
        "risk_score": 0.9, "threshold": 0.85, "model_version": "m",
    }  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.engine.dispose()


def ids(rows: Any) -> list[tuple[str, int]]:
    return [(row.case_id, row.revision) for row in rows]


def test_the_feed_goes_on_where_it_was_left_and_can_be_read_again(desk: Desk) -> None:
    desk.label(*range(200_001, 200_008))
    first = desk.page("", 3)
    assert (ids(first.labels), first.more) == ([("C-200001", 1), ("C-200002", 1), ("C-200003", 1)], True)
    rest = desk.page(first.next_cursor)
    assert (len(rest.labels), rest.more) == (4, False)
    desk.label(200_002, label=Label.FN)
    news = desk.page(rest.next_cursor)
    assert ids(news.labels) == [("C-200002", 2)], "a revision is news"
    assert desk.page(news.next_cursor).labels == ()
    assert ids(desk.page(first.next_cursor).labels)[0] == ("C-200004", 1), "an old cursor still leads on from its place"
    assert len(desk.page("").labels) == 8


def test_a_label_leaves_once_its_author_can_undo_it_no_more_and_none_steps_over_it(desk: Desk) -> None:
    desk.label(200_001)
    desk.label(200_002, release_ms=10_000)
    desk.label(200_003)
    page = desk.page("")
    assert ids(page.labels) == [("C-200001", 1)]
    assert [row["case_id"] for row in desk.exported()] == ["C-200001"]
    desk.now += timedelta(seconds=10)
    assert ids(desk.page(page.next_cursor).labels) == [("C-200002", 1), ("C-200003", 1)]
    assert len(desk.exported()) == 3


def test_an_export_tells_each_case_once_though_labels_change_while_it_runs(desk: Desk) -> None:
    desk.label(*range(200_001, 200_001 + exports.PAGE + 10))
    pieces = exports.export(desk.storage, LEAD, "labels", "jsonl")
    first = next(pieces)
    desk.label(200_001, 200_501, label=Label.FN)
    told = [msgspec.json.decode(line) for line in (first + b"".join(pieces)).splitlines()]
    assert len(told) == exports.PAGE + 10
    assert len({row["case_id"] for row in told}) == len(told)
    assert {row["revision"] for row in told} == {1}, "of one moment"


def test_who_follows_the_labels_misses_none_that_many_write_at_once(desk: Desk) -> None:
    ended, each, writers = threading.Event(), 25, 4
    seen: list[tuple[str, int]] = []

    def follow() -> None:
        cursor = ""
        while True:
            last = ended.is_set()
            page = desk.page(cursor, 7)
            seen.extend(ids(page.labels))
            cursor = page.next_cursor
            if last and not page.more:
                return

    def write(writer: int) -> None:
        for number in range(each):
            desk.label(200_001 + writer * each + number)

    follower = threading.Thread(target=follow)
    follower.start()
    with ThreadPoolExecutor(writers) as pool:
        list(pool.map(write, range(writers)))
    ended.set()
    follower.join(60)
    assert sorted(seen) == [(f"C-{200_001 + number}", 1) for number in range(each * writers)]


def test_what_a_seat_may_still_undo_is_kept_back_and_by_no_client_for_longer(house: House, lead: Seat) -> None:
    case_id = house.case()
    far = time.time_ns() // 1_000_000 + 3_600_000
    sent = lead.command(case_id, review_body(), lead.hold(case_id), release_at=far)
    before = time.time_ns() // 1_000_000
    assert lead.put(sent).status_code == 200
    after = time.time_ns() // 1_000_000
    query = "SELECT release_at FROM labels WHERE case_number = :number"
    ((release,),) = database.run_sql(house.database, query, number=int(case_id[2:]))
    assert before + 10_000 <= release <= after + 10_000
