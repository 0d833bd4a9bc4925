"""The SOPs room over real seats and the real server: from a gap that a reviewer names to a clause that carries, by the
keys of an editor and of a lead; what is half written through a crash; two people at one page; and Confluence."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from app.contract import paths
from app.contract.catalogue import catalogue
from app.desktop.panels.sops import SopsRoom
from app.domain.roles import Role, capabilities
from app.server.connectors.confluence_page import write as as_body
from tests.desktop.test_taking_along_with_the_real_server import Machine
from tests.support.confluence import TOKEN, FakeConfluence, fake_confluence
from tests.support.painted_texts import PaintedTexts
from tests.support.sample_desk import Hub, Tasks
from tests.support.seats import House, Seat, new_id, open_house
from tests.support.server import PASSWORD, start_server
from tests.support.shell_window import Seat as Window
from tests.support.shell_window import seat

KIND = "ato_investigation"
_people = itertools.count(1)


def rights_of(role: Role) -> frozenset[str]:
    return frozenset(str(right) for right in capabilities((role,)))


EDITOR, LEAD = rights_of(Role.SOP_EDITOR), rights_of(Role.TEAM_LEAD)


@pytest.fixture(scope="module")
def wiki() -> Iterator[FakeConfluence]:
    with fake_confluence() as there:
        yield there


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, wiki: FakeConfluence) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("sops")
    settings = {}
    if find_spec("atlassian") is not None:
        (folder / "token").write_text(TOKEN)
        settings = {"FOOTPLATE_CONFLUENCE_URL": wiki.url, "FOOTPLATE_CONFLUENCE_TOKEN_FILE": str(folder / "token")}
    with start_server(folder / "server.db", environment=settings) as server:
        found = open_house(server, folder / "server.db")
        yield found
        found.close()


@pytest.fixture
def editor(house: House, tmp_path: Path) -> Iterator[Machine]:
    machine = at_seat(house, tmp_path / "editor", "sop_editor")
    yield machine
    machine.close()


@pytest.fixture
def lead(house: House, tmp_path: Path) -> Iterator[Machine]:
    machine = at_seat(house, tmp_path / "lead", "team_lead")
    yield machine
    machine.close()


def at_seat(house: House, folder: Path, role: str) -> Machine:
    name = f"{role} {next(_people)}"
    house.add(name, role)
    return Machine(folder, house, name)


@contextmanager
def room_of(
    app: QApplication, machine: Machine, rights: frozenset[str], language: str = "en"
) -> Iterator[tuple[Window, SopsRoom]]:
    """The room at this machine in a real window, opened by its key."""
    with seat(app, language=language) as at:
        at.window.set_signed_in(at.window._person, rights.__contains__)
        desk = machine.desk
        room = SopsRoom(
            SimpleNamespace(
                tasks=Tasks(),
                hub=Hub(),
                clock=desk.clock,
                session=SimpleNamespace(may=rights.__contains__, person=desk.session.person),
                key_of=at.window.actions_.key_cap,
                show_case=lambda _case: None,
                sops=desk.sops,
            )
        )
        at.window.add_room("sops", room)
        at.press("Ctrl+8")
        assert at.window.current == "sops"
        yield at, room


def type_words(at: Window, words: str) -> None:
    """As a person types, or as an input method gives Chinese."""
    if words.isascii():
        at.press(*("Space" if letter == " " else letter for letter in words))
    else:
        at.compose(words)
        at.compose("", words)
        at.settle()


def shown(at: Window) -> str:
    with PaintedTexts(at.window) as texts:
        return "\n".join(one.text for one in texts.collect())


def page_now(house: House, page_id: str) -> dict[str, Any]:
    told = house.reader(f"reads {next(_people)}", "reviewer").get(paths.SOP_PAGES).json()["pages"]
    return dict(next(one["page"] for one in told if one["page"]["id"] == page_id))


def covered(house: House, mei: Seat, count: int, sop: dict[str, str] | None, **more: Any) -> list[str]:
    cases = house.cases(count, case_type=KIND)
    for case_id in cases:
        decision = "block" if sop else "pass"
        answer = mei.review(case_id, decision, sop=sop, **more)
        assert answer.status_code == 200, answer.text
    return cases


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_gap_becomes_a_clause_in_force_that_raises_the_coverage(
    qapp: QApplication, house: House, editor: Machine, lead: Machine, language: str
) -> None:
    page_id = {"en": "ATO-12", "zh_CN": "WDR-10"}[language]
    mei = house.seat(f"mei {language}")
    ref = f"{page_id} §1"
    cases = covered(house, mei, 5, None, code="sop_gap", route="C", attribution={"kind": "clause", "ref": ref})
    title = "Nothing says what a shared family device means."
    finding = {
        "feedback_id": new_id(), "case_ids": cases, "title": title, "language": "en", "route": "C", "code": "sop_gap",
        "attribution": {"kind": "clause", "ref": ref},
    }  # fmt: skip
    raised = mei.put(mei.command(None, finding, None, command_type="feedback.create", base_rev=None))
    assert raised.status_code == 200, raised.text

    with room_of(qapp, editor, EDITOR, language) as (at, room):
        at.press(".", ".")
        state = room.presenter.state
        before = next(one for one in state.seen.coverage.types if one.case_type == KIND)
        gap = next(one for one in state.gaps if one.ref == ref)
        assert (gap.cases, gap.flag is not None) == (5, True)
        assert title in shown(at)
        at.press(*["Down"] * state.gaps.index(gap), "Return")
        assert room.presenter.state.sheet.outcome == page_id
        at.press("Return")
        edit = room.presenter.state.edit
        assert edit is not None, room.presenter.state
        new = edit.draft.text.clauses[edit.row - 1]
        assert (new.text_en, new.text_zh, edit.draft.feedback_id) == ("", "", finding["feedback_id"])

        at.press("Ctrl+Return")
        assert room.presenter.state.edit.problem == "sop_language_missing", "nothing half written is proposed"
        at.press("Return")
        words = [
            ("en", "family devices", "a device used by a family counts as known."),
            ("zh", "家庭共用设备", "家庭共用的设备视为已知设备。"),
        ]
        for _, heading, text in words if language == "en" else words[::-1]:
            type_words(at, heading)
            at.press("Tab")
            type_words(at, text)
            at.press("Tab")
        at.press("Ctrl+S")
        assert room.presenter.state.told == "draft_kept", room.presenter.state
        at.press("Ctrl+Return", "Return")
        assert room.presenter.state.told == "proposed", (room.presenter.state.edit, room.presenter.state.sheet)

    with room_of(qapp, lead, LEAD, language) as (at, room):
        at.press(".", "Return")
        diff = room.presenter.state.diff
        assert diff is not None, room.presenter.state
        assert [(one.kind.value, one.clause) for one in diff.changes] == [("added", new.n)]
        assert "家庭共用的设备视为已知设备。" in shown(at)
        at.press("Ctrl+Return", "1", "Tab")
        type_words(at, "read and agreed.")
        at.press("Return")
        assert room.presenter.state.told == "in_force", room.presenter.state.sheet

    now = page_now(house, page_id)
    assert now["clauses"][-1]["title"] == {"en": "family devices", "zh": "家庭共用设备"}
    covered(house, mei, 12, {"page": page_id, "clause": new.n, "version": now["version"]})
    with room_of(qapp, editor, EDITOR, language) as (at, room):
        after = next(one for one in room.presenter.state.seen.coverage.types if one.case_type == KIND)
        assert after.covered.k - before.covered.k == 12
        assert after.covered.value > before.covered.value
        room.presenter.open_page(page_id)
        at.settle()
        at.press(".", ".")
        rows = room.view.pages["figures"].clauses.table.table()[1]
        assert any(row[0].text == f"§{new.n}" and row[2].text == now["version"] for row in rows), rows
        assert room.presenter.state.flags_here[0].state in ("shipped", "in_work", "accepted", "open")


@pytest.mark.slow
def test_what_is_half_written_comes_back_after_a_crash(qapp: QApplication, house: House, editor: Machine) -> None:
    with room_of(qapp, editor, EDITOR) as (at, room):
        rows = [one.page.id for one in room.presenter.state.sorted_pages]
        at.press(*["Down"] * rows.index("GEN-01"), "Return", "W", "Down", "Return", "Tab", "End")
        type_words(at, " say so aloud.")
        typed = room.presenter.state.edit.draft.text.clauses[0].text_en
        assert typed.endswith(" say so aloud.")
        room.presenter.tick()
    editor.stores.close()
    editor.start()
    editor.desk.session.sign_in(editor.name, PASSWORD)
    with room_of(qapp, editor, EDITOR) as (at, room):
        at.press(".", "Return")
        edit = room.presenter.state.edit
        assert edit is not None, room.presenter.state
        assert edit.draft.text.clauses[0].text_en == typed
        at.press("Y", "Return")
        assert room.presenter.state.told == "thrown_away"
    assert dict(editor.desk.sops.drafts()) == {}


@pytest.mark.slow
def test_two_people_at_one_page_lose_no_word(qapp: QApplication, house: House, editor: Machine, lead: Machine) -> None:
    page_id = "KYC-03"
    with room_of(qapp, editor, EDITOR) as (at, room):
        rows = [one.page.id for one in room.presenter.state.sorted_pages]
        at.press(*["Down"] * rows.index(page_id), "Return", "W", "Down", "Return", "Tab", "Ctrl+A")
        type_words(at, "mine.")
        at.press("Tab", "Tab", "Ctrl+A")
        type_words(at, "我的。")

        another(house, page_id, "Theirs.", "他们的。")
        at.press("Ctrl+Return", "Tab")
        type_words(at, "shorter.")
        at.press("Return")
        merge = room.presenter.state.merge
        assert merge is not None, (room.presenter.state.sheet, room.presenter.state.edit)
        assert [(one.ours, one.theirs) for one in merge.clashes] == [("mine.", "Theirs."), ("我的。", "他们的。")]
        at.press("Ctrl+Return")
        assert room.presenter.state.merge.problem == "choose_each"
        at.press("U", "T", "Ctrl+Return")
        text = room.presenter.state.edit.draft.text.clauses[0]
        assert (text.text_en, text.text_zh) == ("mine.", "他们的。")
        at.press("Ctrl+Return", "Return")
        assert room.presenter.state.told == "proposed", room.presenter.state.edit

    with room_of(qapp, lead, LEAD) as (at, room):
        at.press(".", "Return", "Ctrl+Return", "2", "Tab")
        type_words(at, "say whose.")
        at.press("Return")
        assert room.presenter.state.told == "returned", room.presenter.state.sheet
    with room_of(qapp, editor, EDITOR) as (at, room):
        at.press(".", "Return")
        assert "say whose." in shown(at)
        at.press("Ctrl+Return")
        assert room.presenter.state.edit.draft.text.clauses[0].text_en == "mine."


def another(house: House, page_id: str, en: str, zh: str) -> str:
    """Two others bring a version of the page into force; its name."""
    writer = house.reader(f"writes {next(_people)}", "sop_editor")
    page = page_now(house, page_id)
    base = page["version"]
    page["clauses"][0]["text"] = {"en": en, "zh": zh}
    order = {"page": page, "base_version": base, "note": "Other words.", "note_language": "en"}
    made = writer.post(paths.SOP_VERSIONS.format(page_id=page_id), json=order)
    assert made.status_code == 200, made.text
    version = made.json()["version"]
    settles = house.reader(f"settles {next(_people)}", "team_lead")
    word = {"approve": True, "reason": "Read and agreed.", "reason_language": "en"}
    done = settles.post(paths.SOP_DECISION.format(version_id=version["version_id"]), json=word)
    assert done.json()["version"]["standing"] == "in_force", done.text
    return str(version["version"])


@pytest.mark.slow
def test_without_the_server_what_was_fetched_last_is_read_and_writing_goes_on(
    qapp: QApplication, house: House, editor: Machine
) -> None:
    with room_of(qapp, editor, EDITOR) as (at, room):
        assert len(room.presenter.state.seen.pages.pages) == len(catalogue().sop)
    editor.cut = True
    with room_of(qapp, editor, EDITOR) as (at, room):
        assert room.presenter.state.failed == "offline"
        words = shown(at)
        assert "as it was fetched last" in words
        assert "ATO-12" in words
        at.press("Return", "W", "Down", "Return", "Tab", "Ctrl+A")
        type_words(at, "without a wire.")
        at.press("Ctrl+S")
        type_words(at, "kept.")
        at.press("Return")
        assert room.presenter.state.edit.problem == "offline"
        assert room.presenter.state.edit.draft.text.clauses[0].text_en == "without a wire."
        editor.cut = False
        at.press("Ctrl+S")
        assert room.presenter.state.told == "draft_kept", room.presenter.state.edit
        at.press("Y", "Return")


@pytest.mark.slow
def test_a_lead_says_who_answers_for_a_page_and_by_when(qapp: QApplication, lead: Machine) -> None:
    with room_of(qapp, lead, LEAD) as (at, room):
        page_id = room.presenter.state.sorted_pages[0].page.id
        at.press("Return", "O", "1", "Tab")
        type_words(at, "2027-13-01")
        at.press("Return")
        assert room.presenter.state.sheet.problem == "day_wrong"
        at.press("Ctrl+A")
        type_words(at, "2027-01-31")
        at.press("Return")
        assert room.presenter.state.told == "kept", room.presenter.state.sheet
        at.press("L")
        first = room.presenter.state.sorted_pages[0]
        assert (first.page.id, f"{first.review_by:%Y-%m-%d}") == (page_id, "2027-01-31")


@pytest.mark.slow
@pytest.mark.skipif(find_spec("atlassian") is None, reason="the client of Confluence is not installed")
def test_a_page_goes_to_confluence_and_a_conflict_is_put_together_by_hand(
    qapp: QApplication, house: House, wiki: FakeConfluence, lead: Machine
) -> None:
    page_id = "TRD-03"
    content_id = wiki.add("<script>alert(1)</script>", as_body(catalogue().sop[page_id]))
    with room_of(qapp, lead, LEAD) as (at, room):
        rows = [one.page.id for one in room.presenter.state.sorted_pages]
        at.press(*["Down"] * rows.index(page_id), "Return", ".", ".", ".", ".")
        at.press("Ctrl+Return")
        type_words(at, content_id)
        at.press("Return")
        assert room.presenter.state.link.state == "in_step", room.presenter.state
        assert "<script>alert(1)</script>" in shown(at), "as the text that it is"

        another(house, page_id, "Ours.", "我们的。")
        at.press("Ctrl+Return")
        assert room.presenter.state.link.state == "pushed"
        another(house, page_id, "Ours again.", "我们的。")
        wiki.edit(content_id, wiki.pages[content_id].body.replace("Ours.", "<b>Theirs</b> &lt;img src=x&gt;."))
        there = wiki.pages[content_id].body
        at.press("Ctrl+Return")
        assert room.presenter.state.link.state == "conflict"
        at.press("Ctrl+Return")
        clash = room.presenter.state.merge.clashes[0]
        assert (clash.base, clash.ours, clash.theirs) == ("Ours.", "Ours again.", "Theirs <img src=x>.")
        at.press("T", "Ctrl+Return")
        edit = room.presenter.state.edit
        assert edit is not None, room.presenter.state
        assert edit.draft.text.clauses[0].text_en == "Theirs <img src=x>."
        at.press("Ctrl+Return", "Tab")
        type_words(at, "as they say.")
        at.press("Return")
        assert room.presenter.state.told == "proposed", room.presenter.state.edit
    assert wiki.pages[content_id].body == there, "nothing of theirs was written over"
