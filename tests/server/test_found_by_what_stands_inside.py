"""The server finds cases by the words inside them, as they are shown: covered values find nothing, and the agent's
reasoning finds something for those alone who may read it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from app.contract.catalogue import catalogue
from app.contract.findable import findable
from app.desktop.cache.find_source import words_in
from app.domain.case import Evidence
from app.domain.find_words import words_of
from app.domain.text import Bilingual
from app.server.jobs.words import DropWords, KeepWords
from app.server.usecases import words
from tests.support.database import run_sql
from tests.support.factories import assessment, intake_case
from tests.support.seats import House, Seat, new_id, open_house
from tests.support.server import opened, start_server


def seen(**fields: Any) -> tuple[Evidence, ...]:
    """Evidence whose fields stand open, but for what `pii` names."""
    pii = fields.pop("pii", ())
    return (Evidence("e1", "signin_timeline", Bilingual("Sign-ins", "登录"), rows=(fields,), pii=pii),)


def keep(house: House) -> int:
    """Do what the job does until nothing is left; in how many turns."""
    turns = 1
    with opened(house.database) as storage:
        while True:
            with storage.write() as work:
                if not KeepWords().run(work):
                    return turns
            turns += 1


def found(seat: Seat, text: str) -> list[str]:
    answer = seat.session.get("/v1/cases", params={"q": text, "limit": "500"})
    assert answer.status_code == 200, answer.text
    return [case["case_id"] for case in answer.json()["cases"]]


def rows(house: House, case_id: str) -> int:
    number = int(case_id.removeprefix("C-"))
    return int(run_sql(house.database, "SELECT count(*) FROM case_words WHERE case_number = :n", n=number)[0][0])


def fed(house: House, **more: Any) -> tuple[str, str]:
    ref = f"F-{new_id()}"
    return house.case(external_ref=ref, **more), ref


def said(en: str, zh: str) -> Any:
    first = assessment()
    step = msgspec.structs.replace(first.steps[0], statement=Bilingual(en, zh))
    return msgspec.structs.replace(first, steps=(step,))


@pytest.mark.parametrize("text", ["zanzibar", "ZANZ", "za", "Stone Zanzibar", "as64999", "桑给", "给", "Café-Türm"])
def test_a_case_is_found_by_words_of_its_evidence_as_at_a_seat(house: House, lin: Seat, text: str) -> None:
    case_id, _ = fed(
        house, evidence=seen(city="Stone Town, Zanzibar", network="AS64999 桑给巴尔", device="Café-Türm 7")
    )
    other, _ = fed(house, evidence=seen(city="Lisbon", network="AS1", device="Pixel"))
    assert case_id not in found(lin, text), "taking a case in waits for no words"
    keep(house)
    hits = found(lin, text)
    assert case_id in hits
    assert other not in hits


@pytest.mark.parametrize("text", ["anzibar", "zanzibar lisbon", "Cafe", "桑巴"])
def test_what_does_not_stand_there_finds_nothing(house: House, lin: Seat, text: str) -> None:
    case_id, _ = fed(house, evidence=seen(city="Stone Town, Zanzibar", network="桑给巴尔", device="Café"))
    keep(house)
    assert case_id not in found(lin, text)


def test_a_covered_value_is_in_no_row_and_finds_nothing_even_once_it_was_revealed(house: House, lin: Seat) -> None:
    case_id, _ = fed(
        house,
        subject={"account": "u-83572491", "unheard_of": "Quixotic"},
        evidence=seen(city="Lisbon", device="Secretphone", another_field="Undeclared", pii=("device",)),
    )
    lin.hold(case_id)
    asked = {"case_id": case_id, "field": "evidence.e1.device", "reason": "check_list"}
    told = lin.session.post("/v1/pii/reveal", json=asked)
    assert "Secretphone" in told.text, told.text
    keep(house)
    assert found(lin, "lisbon")
    for word in ("secretphone", "quixotic", "undeclared", "83572491"):
        assert found(lin, word) == []
        assert run_sql(house.database, "SELECT count(*) FROM case_words WHERE word LIKE :w", w=f"{word}%") == [(0,)]


def test_words_follow_a_new_revision_and_a_new_word_of_the_agent(house: House, lin: Seat) -> None:
    case_id, ref = fed(house, evidence=seen(city="Oldharbour"), assessment=said("Nothing peculiar.", "无"))
    keep(house)
    house.case(external_ref=ref, evidence=seen(city="Newharbour"), assessment=said("Nothing peculiar.", "无"))
    assert rows(house, case_id) == 0, "old words go with the revision itself"
    keep(house)
    assert (found(lin, "oldharbour"), found(lin, "newharbour")) == ([], [case_id])
    told = msgspec.to_builtins(said("Something outlandish.", "异常"))
    answer = house.agent.post("/v1/intake/assessments", json=[{"external_ref": ref, "assessment": told}])
    assert answer.json()["results"][0]["status"] == "accepted", answer.text
    keep(house)
    assert (found(lin, "peculiar"), found(lin, "outlandish"), found(lin, "异常")) == ([], [case_id], [case_id])


def test_a_withdrawn_case_has_no_word_left_and_gets_none_again(house: House, lin: Seat) -> None:
    case_id, ref = fed(house, evidence=seen(city="Vanishville"))
    keep(house)
    assert found(lin, "vanishville") == [case_id]
    house.agent.post("/v1/intake/withdrawals", json=[{"external_ref": ref, "reason": "resolved_elsewhere"}])
    assert (rows(house, case_id), found(lin, "vanishville")) == (0, [])
    keep(house)
    assert rows(house, case_id) == 0


def test_a_case_that_was_closed_long_ago_keeps_no_words(house: House, lin: Seat) -> None:
    case_id, _ = fed(house, evidence=seen(city="Longagotown"))
    assert lin.review(case_id).status_code == 200
    keep(house)
    assert found(lin, "longagotown") == [case_id], "a closed one is found as well"
    long_ago = words.CLOSED_KEPT // timedelta(milliseconds=1) + 1
    number = int(case_id.removeprefix("C-"))
    sql = "UPDATE cases SET closed_at = closed_at - :ago WHERE case_number = :n"
    run_sql(house.database, sql, ago=long_ago, n=number)
    with opened(house.database) as storage, storage.write() as work:
        assert DropWords().run(work) is False
    assert (rows(house, case_id), found(lin, "longagotown")) == (0, [])
    assert keep(house) == 1
    assert rows(house, case_id) == 0


def test_words_that_were_taken_by_another_rule_are_taken_again(house: House, lin: Seat) -> None:
    case_id, _ = fed(house, evidence=seen(city="Ruleburg"))
    keep(house)
    number = int(case_id.removeprefix("C-"))
    run_sql(house.database, "DELETE FROM case_words WHERE case_number = :n", n=number)
    run_sql(house.database, "UPDATE cases SET words_by = '0/1.1' WHERE case_number = :n", n=number)
    keep(house)
    assert found(lin, "ruleburg") == [case_id]


def test_many_cases_are_read_in_turns(house: House, lin: Seat) -> None:
    house.cases(60, evidence=seen(city="Turnstead"))
    assert keep(house) >= 3
    assert len(found(lin, "turnstead")) == 60


def test_a_contact_centre_finds_its_own_vendors_cases_alone(house: House, lin: Seat) -> None:
    theirs, _ = fed(house, vendor="north", evidence=seen(city="Vendorville"))
    others, _ = fed(house, vendor="south", evidence=seen(city="Vendorville"))
    houses, _ = fed(house, evidence=seen(city="Vendorville"))
    keep(house)
    north = house.seat(f"north-{new_id()[:8]}", "bpo_agent", "north")
    assert found(north, "vendorville") == [theirs]
    assert set(found(lin, "vendorville")) == {theirs, others, houses}


def test_a_case_of_one_person_alone_is_found_by_nobody_else(house: House, lin: Seat, mei: Seat) -> None:
    case_id, _ = fed(house, evidence=seen(city="Onlyforton"))
    keep(house)
    number = int(case_id.removeprefix("C-"))
    sql = "UPDATE cases SET only_for = :who WHERE case_number = :n"
    run_sql(house.database, sql, who=lin.user_id, n=number)
    assert (found(lin, "onlyforton"), found(mei, "onlyforton")) == ([case_id], [])


@pytest.fixture(scope="module")
def blind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    database = tmp_path_factory.mktemp("words-blind") / "server.db"
    with start_server(database, environment={"FOOTPLATE_BLIND_FIRST_SHARE": "1"}) as server:
        house = open_house(server, database)
        yield house
        house.close()


def test_who_decides_blind_finds_by_evidence_and_not_by_the_agents_reasoning_until_the_reveal(blind: House) -> None:
    lin, sam, ada = blind.seat("lin"), blind.seat("sam"), blind.reader("ada", "auditor")
    case_id = blind.case(evidence=seen(city="Blindbury"), assessment=said("A canary sings.", "金丝雀在唱"))
    keep(blind)

    def read_by_the_auditor(text: str) -> list[str]:
        return [case["case_id"] for case in ada.get("/v1/cases", params={"q": text}).json()["cases"]]

    assert found(lin, "blindbury") == [case_id]
    for text in ("canary", "金丝", "blindbury canary"):
        assert (found(lin, text), read_by_the_auditor(text)) == ([], [case_id])
    body = {"decision": "block", "rationale": "Not hers.", "rationale_language": "en", "active_ms": 900}
    told = lin.put(lin.command(case_id, body, lin.hold(case_id)))
    assert told.status_code == 200, told.text
    assert (found(lin, "canary"), found(sam, "canary")) == ([case_id], [case_id]), "a decided case is blind to nobody"


def test_where_too_many_cases_are_blind_to_be_told_apart_none_is_found_by_the_agents_word(
    blind: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.contract.views import Viewer
    from app.domain.roles import Role
    from app.server.storage import cases, search
    from app.server.usecases.search import _fits

    monkeypatch.setattr(search, "MANY", 2)
    numbers = [int(one.removeprefix("C-")) for one in blind.cases(4, assessment=said("Nightingale heard.", "夜莺"))]
    keep(blind)
    auditor = Viewer("somebody", frozenset({Role.AUDITOR}), None)
    with opened(blind.database) as storage, storage.read() as connection:
        assert cases.count(connection, _fits(connection, "nightingale", auditor)) == 0
    monkeypatch.setattr(search, "MANY", 20)
    with opened(blind.database) as storage, storage.read() as connection:
        assert cases.count(connection, _fits(connection, "nightingale", auditor)) == len(numbers)


def test_the_servers_words_of_a_case_are_those_that_a_seat_takes_from_its_document(house: House, lin: Seat) -> None:
    facts = intake_case(
        evidence=seen(city="Équipe 7 東京都", speed=1200.5, device="Pixel"), assessment=said("One.", "一二")
    )
    case_id, _ = fed(house, evidence=facts.evidence, assessment=facts.assessment, subject=facts.subject)
    texts = findable(facts, catalogue())
    mine = {word for text in texts.shown | texts.said for word in words_of(text)}
    assert mine == words_in(lin.session.get(f"/v1/cases/{case_id}").content)
