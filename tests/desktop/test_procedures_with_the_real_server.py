"""A page of the procedures that the house wrote, at a seat: read there from its moment on, with the server and without
it, in both languages and by keys; and what was read before stays at hand."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from app.contract import paths
from app.contract.catalogue import catalogue
from app.desktop import in_force
from app.desktop.ports import ReviewDraft
from app.desktop.usecases import second_look
from app.domain.assessment import Step
from app.domain.text import Bilingual
from tests.desktop.test_taking_along_with_the_real_server import HOUR, WRITTEN, Machine
from tests.support.factories import assessment
from tests.support.seats import House, Seat, open_house
from tests.support.served_desk import LEAD, open_desk
from tests.support.server import Session, add_user, sign_in, start_server
from tests.support.workstation import wait_until

PAGE = "ATO-12"
CLAUSE = f"{PAGE} §1"
NOTE = {"note": "Says it shorter.", "note_language": "en"}
EDITOR = ("editor-01", "still another long pass phrase")


def page_of(session: Session) -> dict[str, Any]:
    told = session.get(paths.SOP_PAGES).json()["pages"]
    return dict(next(one["page"] for one in told if one["page"]["id"] == PAGE))


def approved(editor: Session, lead: Session, en: str, zh: str, at: datetime | None = None) -> str:
    """Other words in the first clause, approved for a moment or at once; the version's name."""
    page = page_of(editor)
    base = page["version"]
    page["clauses"][0]["text"] = {"en": en, "zh": zh}
    order = {"page": page, "base_version": base, **NOTE} | ({"effective_at": at.isoformat()} if at else {})
    made = editor.post(paths.SOP_VERSIONS.format(page_id=PAGE), json=order)
    assert made.status_code == 200, made.text
    version = made.json()["version"]
    told = {"approve": True, "reason": "Read and agreed.", "reason_language": "en"}
    done = lead.post(paths.SOP_DECISION.format(version_id=version["version_id"]), json=told)
    assert done.status_code == 200, done.text
    return str(version["version"])


# --- the workstation below its window, on a clock that the test turns --------------------------------
@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    database = tmp_path / "server.db"
    with start_server(database) as server:
        made = open_house(server, database)
        yield made
        made.close()


@pytest.fixture
def lead(house: House) -> Seat:
    return house.seat("lea", "team_lead")


@pytest.fixture
def editor(house: House) -> Session:
    return house.reader("eve", "sop_editor")


@pytest.fixture(params=["reviewer", "bpo_agent"])
def machine(house: House, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Machine]:
    outside = request.param == "bpo_agent"
    house.add("mei", request.param, "north" if outside else None)
    made = Machine(tmp_path / "mei", house, "mei")
    yield made
    made.desk.procedures.close()
    made.close()


def read_here() -> tuple[str, str]:
    found = in_force.clause(CLAUSE)
    assert found is not None
    assert found.in_force
    return found.page.version, str(found.clause.text.en)


def test_a_page_takes_force_at_a_seat_without_the_server_on_its_day(
    house: House, lead: Seat, editor: Session, machine: Machine
) -> None:
    shipped = catalogue().sop[PAGE]
    machine.sync()
    assert read_here() == (shipped.version, shipped.clauses[0].text.en)
    first = approved(editor, lead.session, "Read 60 days.", "读取 60 天。")
    machine.sync()
    assert read_here() == (first, "Read 60 days.")
    day = datetime.now(UTC) + timedelta(hours=5)
    second = approved(editor, lead.session, "Read 90 days.", "读取 90 天。", day)
    machine.sync()
    before = in_force.generation()
    assert read_here() == (first, "Read 60 days.")
    machine.cut = True
    machine.passed += 4 * HOUR
    assert read_here() == (first, "Read 60 days.")
    machine.passed += 2 * HOUR
    assert read_here() == (second, "Read 90 days.")
    assert in_force.generation() > before
    # The copy is all that the next start has.
    machine.desk.procedures.close()
    assert read_here() == (shipped.version, shipped.clauses[0].text.en)
    machine.desk.procedures.load()
    assert read_here() == (second, "Read 90 days.")
    for version, words in ((shipped.version, shipped.clauses[0].text.en), (first, "Read 60 days.")):
        then = in_force.clause(CLAUSE, version)
        assert then is not None
        assert (then.in_force, then.clause.text.en) == (False, words)
    # Whoever signs out leaves nothing of the house.
    machine.desk._tell(machine.stores.cache.empty())
    assert read_here() == (shipped.version, shipped.clauses[0].text.en)


@pytest.mark.parametrize("machine", ["reviewer"], indirect=True)
def test_a_decision_by_an_older_version_is_flagged_at_the_seat_that_made_it(
    house: House, lead: Seat, editor: Session, machine: Machine
) -> None:
    shipped = catalogue().sop[PAGE]
    old, new = house.cases(2, case_type="ato_investigation", routed_at=datetime.now(UTC))
    machine.sync()
    machine.desk.hand.want((old, new))
    now = approved(editor, lead.session, "Read 60 days.", "读取 60 天。")
    relied = {"sop_page": PAGE, "sop_clause": "1"}

    def draft(version: str) -> ReviewDraft:
        return msgspec.structs.replace(WRITTEN, sop_version=version, **relied)

    machine.decide(old, draft(shipped.version))
    machine.sync()
    view = machine.desk.cases.open_case(new).view
    assert [hint.code for hint in second_look.hints(view, draft(shipped.version), (), ())].count(
        "clause_not_current"
    ) == 1
    machine.decide(new, draft(now))
    machine.sync()
    rows = machine.rows()
    assert "older_clause" in rows[old].flags
    assert "older_clause" not in rows[new].flags
    assert rows[old].mine["sop_version"] == shipped.version


def test_flags_of_steps_follow_the_page_in_force(house: House, lead: Seat, editor: Session, machine: Machine) -> None:
    vendor = "north" if machine.desk.session.person.vendor else None  # type: ignore[union-attr]
    step = Step(1, Bilingual("Two sign-ins too far apart.", "两次登录相距过远。"), ("e1",), (), CLAUSE)
    said = assessment(steps=(step,), sop_version=catalogue().sop[PAGE].version)
    (case_id,) = house.cases(1, case_type="ato_investigation", vendor=vendor, assessment=said)
    machine.sync()
    view = machine.desk.cases.open_case(case_id).view
    assert "clause_changed" not in second_look.flags_of_steps(view)[1]
    approved(editor, lead.session, "Read 60 days.", "读取 60 天。")
    machine.sync()
    assert "clause_changed" in second_look.flags_of_steps(view)[1]


# --- the window, by keys --------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("language", "words", "since", "until", "coming"),
    [
        ("en", "Read the sign-ins of sixty days.", "In force since", "In force no more: it was read until", "Not in"),
        ("zh_CN", "读取六十天的登录记录。", "生效时间", "已失效", "尚未生效"),
    ],
)
def test_a_clause_is_read_by_keys_in_the_version_in_force_and_in_those_before_it(
    tmp_path: Path, language: str, words: str, since: str, until: str, coming: str
) -> None:
    shipped = catalogue().sop[PAGE]
    with open_desk(tmp_path, language, 1) as desk:
        add_user(tmp_path / "server.db", EDITOR[0], role="sop_editor", password=EDITOR[1])
        editor, lead = (sign_in(desk.server.url, name, password) for name, password in (EDITOR, LEAD))
        seat = desk.seat.start()
        wait_until(lambda: seat.sees(desk.plan[0][0]), 60, "the first case")

        def read() -> None:
            seat.press("Ctrl+K")
            seat.type(CLAUSE)
            wait_until(lambda: seat.sees(f"{CLAUSE} · "), 20, "the clause in the palette")
            seat.press("Enter")

        first = approved(editor, lead, "Read the sign-ins of sixty days.", "读取六十天的登录记录。")
        read()
        # The sheet lies open while the page comes.
        wait_until(lambda: seat.sees(words), 60, "the words in force")
        wait_until(lambda: seat.sees(since) and seat.sees(first), 10, "version and moment")
        seat.press("V")
        wait_until(lambda: seat.sees(until) and seat.sees(shipped.version), 10, "the version before")
        assert not seat.sees(words)
        seat.press("Shift+V")
        wait_until(lambda: seat.sees(words), 10, "the version in force again")
        seat.press("Escape")
        # One for a little later: it takes force although the server is gone by then.
        day = datetime.now(UTC) + timedelta(seconds=40)
        second = approved(editor, lead, "Read the sign-ins of ninety days.", "读取九十天的登录记录。", day)
        seat.press("F5")
        read()
        seat.press("Shift+V")
        wait_until(lambda: seat.press("Shift+V") is None and seat.sees(coming), 40, "the version to come")
        desk.server.stop()
        assert seat.sees(second)
        wait_until(lambda: seat.sees(since) and not seat.sees(coming), 90, "its moment")
        assert seat.sees("ninety" if language == "en" else "九十")
        assert not any(item["cut"] for item in seat.texts() if not item["data"]), "no word of the sheet is cut off"
