"""The SOPs room in the real window: pages, versions, figures, flags, drafts, clashes; by keyboard."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta

import msgspec
import pytest
from PySide6.QtWidgets import QApplication

from app.desktop.changes import Kind, changed
from app.desktop.panels.sops import SopsRoom
from app.desktop.panels.sops.presenter import texts
from app.desktop.panels.sops.words.figures import review_words, share_words
from app.desktop.panels.sops.words.texts import pieces
from app.domain.catalogue import SopPage
from app.domain.roles import Role, capabilities
from app.domain.sop import runs, sop_faults
from app.domain.sop_merge import merge
from app.domain.text import Bilingual
from tests.support.painted_texts import PaintedTexts
from tests.support.sample_desk import NOW, NOW_MS
from tests.support.sample_sops import ATO, NOW_PAGE, SHIPPED_PAGE, SopsDesk, refused, share, sops_context, written
from tests.support.shell_window import Seat, seat

Open = Callable[..., AbstractContextManager["At"]]


class At:
    """The window with its SOPs room, and what was asked of the server."""

    def __init__(self, window: Seat, room: SopsRoom, sops: SopsDesk, opened: list[str]) -> None:
        self.on, self.room, self.sops, self.opened = window, room, sops, opened

    def press(self, *keys: str) -> None:
        self.on.press(*keys)

    def write(self, words: str) -> None:
        if words.isascii():
            self.press(*("Space" if letter == " " else letter for letter in words))
        else:
            self.on.compose(words)
            self.on.compose("", words)
            self.on.settle()

    def open(self, page_id: str) -> None:
        rows = [one.page.id for one in self.state.sorted_pages]
        self.press(*["Down"] * rows.index(page_id), "Return")
        assert self.state.open == page_id

    @property
    def state(self):  # type: ignore[no-untyped-def]
        return self.room.presenter.state

    @property
    def words(self) -> str:
        with PaintedTexts(self.on.window) as shown:
            return "\n".join(one.text for one in shown.collect())


@contextmanager
def sops_room(
    app: QApplication,
    *,
    role: Role = Role.TEAM_LEAD,
    language: str = "en",
    sops: SopsDesk | None = None,
) -> Iterator[At]:
    rights = frozenset(str(right) for right in capabilities((role,)))
    with seat(app, language=language) as window:
        window.window.set_signed_in(window.window._person, rights.__contains__)
        sops, opened = sops or SopsDesk(), list[str]()
        room = SopsRoom(sops_context(window.desk, sops, rights, window.window, opened))
        window.window.add_room("sops", room)
        window.press("Ctrl+8")
        yield At(window, room, sops, opened)


@pytest.fixture
def opening(qapp: QApplication) -> Open:
    return lambda **how: sops_room(qapp, **how)


# --- who has it -------------------------------------------------------------------------------------


def test_people_of_a_contact_centre_do_not_have_the_room(opening: Open) -> None:
    with opening(role=Role.BPO_AGENT) as at:
        assert at.on.window.current == "review"
        assert at.sops.asked == []


def test_a_reviewer_reads_and_writes_nothing(opening: Open) -> None:
    with opening(role=Role.REVIEWER) as at:
        assert at.sops.asked[0] == ("overview", 90, False), "findings are not asked for"
        at.press("N")
        assert at.state.sheet is None
        at.open(ATO)
        at.press("W", "O", "C", "Ctrl+Return")
        assert (at.state.edit, at.state.sheet) == (None, None)
        at.press(".", "Return")
        assert at.state.diff is not None, "what changed is read by everybody of the house"
        shown = at.words
        assert "Write a new version" not in shown
        at.press("L", ".", ".")
        assert "Findings are read by editors" in at.words


@pytest.mark.parametrize(("language", "kind"), [("en", "contradictory"), ("zh_CN", "相互矛盾")])
def test_clauses_that_contradict_each_other_are_named_both_and_stand_at_the_pages_of_both(
    opening: Open, language: str, kind: str
) -> None:
    with opening(language=language) as at:
        at.press(".", ".")
        shown = at.words
        assert kind in shown
        assert "ATO-12 §1 / GEN-01 §1" in shown
        at.press(",", ",")
        for page_id in (ATO, "GEN-01"):
            at.open(page_id)
            assert at.state.flagged["1"] == 1
            at.press(".", ".", ".")
            assert "ATO-12 §1 / GEN-01 §1" in at.words
            row = [one.feedback_id for one in at.state.flags_here].index("f-4")
            at.press(*["Down"] * row, "Return", "Ctrl+Return")
            assert (at.state.sheet.outcome, at.state.sheet.second) == (page_id, "1"), "the page in sight is begun with"
            at.press("Esc", "L", "L", *["Up"] * 20)


# --- reading ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_pages_to_be_read_through_stand_first_and_say_by_when(opening: Open, language: str) -> None:
    with opening(language=language) as at:
        assert [one.page.id for one in at.state.sorted_pages[:4]] == ["ATO-07", "RST-05", ATO, "KYC-09"]
        said = ("11 d overdue", "in 5 d", "no day set") if language == "en" else ("逾期 11 天", "还有 5 天", "未定日期")
        shown = at.words
        assert all(words in shown for words in said), shown


def test_the_day_by_which_a_page_is_read_through_is_told_in_words(qapp: QApplication) -> None:
    assert review_words(None, NOW_MS) == ("no day set", "")
    assert review_words(NOW - timedelta(hours=2), NOW_MS) == ("overdue today", "block")
    assert review_words(NOW + timedelta(hours=2), NOW_MS) == ("due today", "escalate")
    assert review_words(NOW + timedelta(days=14, hours=1), NOW_MS) == ("in 14 d", "escalate")
    assert review_words(NOW + timedelta(days=15, hours=1), NOW_MS) == ("in 15 d", "")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_page_is_read_in_both_languages_the_one_of_the_window_first(opening: Open, language: str) -> None:
    with opening(language=language) as at:
        at.open(ATO)
        rows = at.room.view.pages["text"].texts.rows
        assert rows.captions == (("English", "中文") if language == "en" else ("中文", "English"))
        first = "".join(run.text for run in rows.rows[0].cells[0])
        assert ("60 days" in first) == (language == "en")
        at.press("End", "K")
        assert at.state.row == len(NOW_PAGE.clauses) - 2
        assert rows.rows[1].badge == ("1 flagged" if language == "en" else "1 项标记")


def test_any_two_versions_are_compared_and_nothing_is_told_by_colour_alone(opening: Open) -> None:
    with opening() as at:
        at.open(ATO)
        at.press(".", "Return")
        assert (at.state.diff.before, at.state.diff.after) == ("2026.11", "2026.11b")
        cell = at.room.view.diff.texts.rows.rows[0].cells[0]
        assert {run.line for run in cell} >= {"through", "under"}
        spoken = at.room.view.diff.texts.rows.accessible_parts()[0].name
        assert "[−" in spoken
        assert "[+" in spoken
        at.press("L", "End", "Down", "Down", "Down", "Down", "M", "Up", "Up", "Up", "Up", "Return")
        assert (at.state.diff.before, at.state.diff.after) == ("2026.10", "2026.11b")
        assert {one.clause for one in at.state.diff.changes} == {"1", "2"}


def test_a_sentence_written_anew_is_shown_as_gone_and_new_and_a_word_as_a_word(qapp: QApplication) -> None:
    small = pieces(runs("Read 30 days of sign-ins.", "Read 60 days of sign-ins."))
    assert [(run.text, run.line) for run in small if run.text.strip()] == [
        ("Read ", ""), ("30", "through"), ("60", "under"), (" days of sign-ins.", ""),
    ]  # fmt: skip
    before, after = "The owner answers first.", "Two places cannot be one person, whatever the network says."
    assert [(run.text, run.line) for run in pieces(runs(before, after)) if run.line] == [
        (before, "through"), (after, "under"),
    ]  # fmt: skip
    assert "".join(run.text for run in pieces(runs("", "new")) if run.line == "under") == "new"


def test_figures_of_too_few_decisions_are_withheld_and_a_change_inside_the_intervals_is_none(opening: Open) -> None:
    with opening() as at:
        assert share_words(share(19, 24)) == "n 24: 6 more until it is shown"
        assert share_words(share(0, 0)) == "no decision yet"
        at.open(ATO)
        at.press(".", ".")
        rows = at.room.view.pages["figures"].clauses.table.table()[1]
        said = {(row[0].text, row[2].text): (row[3].text, row[5].text) for row in rows}
        assert said["§1", "2026.11"] == ("95.2 % (89.8–97.8 %), n 124", "+11.3 points, better")
        assert said["§2", "2026.11"] == ("n 24: 6 more until it is shown", "not yet known")
        assert "decided under words no longer in force" in at.words


def test_a_flag_opens_its_cases_and_a_case_opens_in_review(opening: Open) -> None:
    with opening() as at:
        at.open(ATO)
        at.press(".", ".", ".")
        shown = at.words
        assert "wrong" in shown
        assert "Nothing says what a shared family device means." in shown
        at.press("Return")
        assert at.state.flag == "f-2"
        assert "1 case is kept back: you are still to look at it blind." in at.words
        at.press("Down", "Return")
        assert at.opened == ["C-197001"]
        at.press("L")
        assert at.state.flag == ""


def test_empty_lists_say_what_belongs_there(opening: Open) -> None:
    desk = SopsDesk()
    desk.flags, desk.links = (), None
    desk.coverage = msgspec.structs.replace(desk.coverage, types=(), missing=(), clauses=())
    with opening(sops=desk) as at:
        at.press(".", ".")
        assert "Reviewers found nothing missing or wrong" in at.words
        at.press(",", ",")
        at.open(ATO)
        at.press(".", ".")
        assert "No decision of this time rests on a clause" in at.words
        at.press(".")
        assert "No finding names a clause of this page" in at.words
        at.press(".")
        assert "It has no place in Confluence. Connect it" in at.words


def test_without_the_server_and_with_nothing_fetched_it_says_so_and_asks_again(opening: Open) -> None:
    desk = SopsDesk()
    desk.offline = True
    with opening(sops=desk) as at:
        assert "nothing was fetched here before. R asks again" in at.words
        desk.offline = False
        at.press("R")
        assert "Hosting networks and VPNs" in at.words


def test_another_version_in_force_is_read_by_itself_but_not_under_the_hands_of_who_writes(opening: Open) -> None:
    with opening() as at:
        asked = len(at.sops.asked)
        at.on.desk.hub.publish(changed(Kind.PROCEDURES))
        assert len(at.sops.asked) == asked + 1
        at.open(ATO)
        at.press("W")
        asked = len(at.sops.asked)
        at.on.desk.hub.publish(changed(Kind.PROCEDURES))
        assert len(at.sops.asked) == asked
        at.press("L")
        at.room.presenter.tick()
        assert len(at.sops.asked) > asked


# --- writing ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_clause_is_added_written_in_both_languages_and_proposed_by_keys(opening: Open, language: str) -> None:
    with opening(language=language) as at:
        at.open("GEN-01")
        at.press("W", "N", "Return")
        said = {"en": ("family devices", "they count as known."), "zh": ("家庭设备", "视为已知。")}
        for code in ("en", "zh") if language == "en" else ("zh", "en"):
            for words in said[code]:
                at.write(words)
                at.press("Tab")
        at.press("Ctrl+Return", "Tab")
        at.write("new devices.")
        at.press("Return")
        (what, told), *_ = at.sops.sent
        clause = told.page.clauses[-1]
        assert (what, told.draft, told.note, clause.n) == ("save", False, "new devices.", "4")
        assert (clause.title, clause.text) == (Bilingual("family devices", "家庭设备"), Bilingual(*said_texts(said)))
        assert (at.state.told, at.state.halves) == ("proposed", {})


def said_texts(said: dict[str, tuple[str, str]]) -> tuple[str, str]:
    return said["en"][1], said["zh"][1]


def test_what_keeps_a_page_from_being_proposed_is_said_with_its_place(opening: Open) -> None:
    with opening() as at:
        at.open("GEN-01")
        at.press("W", "Ctrl+Return")
        assert "Nothing is changed yet" in at.words
        at.press("N", "Return")
        at.write("devices")
        at.press("Ctrl+Return")
        assert "§4 · Title in Chinese: Write it in both languages" in at.words
        assert "2 more to mend." in at.words
        assert at.state.sheet is None


def test_clauses_are_moved_and_taken_out_and_a_number_never_comes_back(opening: Open) -> None:
    with opening() as at:
        at.open("GEN-01")
        at.press("W", "Down", "Alt+Down")
        assert [one.n for one in at.state.edit.draft.text.clauses] == ["2", "1", "3"]
        at.press("Ctrl+PgDown", "X", "N")
        assert [one.n for one in at.state.edit.draft.text.clauses] == ["2", "1", "4"]
        at.press("Y", "Return")
        assert (at.state.edit, at.state.told) == (None, "thrown_away")


def test_what_is_half_written_is_kept_at_every_second_and_gone_on_with(opening: Open) -> None:
    with opening() as at:
        at.open("GEN-01")
        at.press("W", "Down", "Return")
        at.write("x")
        at.room.presenter.tick()
        assert at.sops.kept["GEN-01"].text.clauses[0].title_en.endswith("x")
        at.press("Esc", "L", "L")
        assert "half written here" in at.words
        at.press(".", "Shift+Tab", "Shift+Tab")
        at.room.presenter.go_on_here("GEN-01")
        assert at.state.edit.draft.text.clauses[0].title_en.endswith("x")


def test_a_page_changed_by_others_meanwhile_shows_three_sides_and_loses_no_word(opening: Open) -> None:
    with opening() as at:
        at.open(ATO)
        at.press("W", "Down", "Return", "Tab", "Ctrl+A")
        at.write("mine.")
        at.sops.refuses = refused("sop_stale")
        at.press("Ctrl+Return", "Tab")
        at.write("shorter.")
        at.press("Return")
        merge_state = at.state.merge
        assert [one.field for one in merge_state.clashes] == ["text.en"]
        shown = at.words
        assert "What both began with" in shown
        assert "What you wrote" in shown
        assert "In force by now" in shown
        at.press("L")
        assert at.state.edit.draft.text.clauses[0].text_en == "mine.", "until it is taken over the text stays as typed"
        at.sops.refuses = refused("sop_stale")
        at.press("Ctrl+Return", "Return", "T", "Ctrl+Return")
        text = at.state.edit.draft.text.clauses[0].text_en
        assert text == NOW_PAGE.clauses[0].text.en
        assert at.state.told == "together"


def test_a_refused_word_is_told_where_it_stands(opening: Open) -> None:
    with opening() as at:
        at.open(ATO)
        at.press("W", "Down", "Return", "Tab")
        at.write(" call him.")
        at.sops.refuses = refused("invalid", ("/page/clauses/0/text/en", "personal_data"))
        at.press("Ctrl+Return", "Tab")
        at.write("why.")
        at.press("Return")
        assert "§1 · Text in English: Take the personal data out" in at.words
        assert at.state.edit.draft.text.clauses[0].text_en.endswith(" call him.")


def test_a_draft_begins_from_a_gap_and_one_that_nobody_raised_says_how(opening: Open) -> None:
    with opening() as at:
        at.press(".", ".", "Return")
        assert (at.state.sheet.outcome, at.state.sheet.second) == ("RST-05", "new")
        assert "Resetting 2FA" in at.words
        at.press("Return")
        assert at.sops.sent == [("seed", "f-1", "RST-05", None)]
        assert at.state.told == "seeded"
        at.press("L", "L", ".", ".", "Down", "Return")
        assert at.state.told == "no_finding"
        at.press("Down", "Return")
        assert at.state.told == "draft_elsewhere"


def test_a_version_is_sent_back_with_a_reason_and_never_without(opening: Open) -> None:
    with opening() as at:
        at.press(".", "Return", "Ctrl+Return", "2", "Tab", "Return")
        assert at.state.sheet.problem == "words_required"
        at.write("say whose.")
        at.press("Return")
        assert at.sops.sent == [("settle", "v-4", False, "say whose.", "en")]
        assert at.state.told == "returned"


def test_a_new_page_begins_with_its_id_and_types(opening: Open) -> None:
    with opening() as at:
        at.press("N")
        at.write("ato-12")
        at.press("Return")
        assert at.state.sheet.problem == "page_known"
        at.press("Ctrl+A")
        at.write("ato-15")
        at.press("Return")
        assert at.state.sheet.problem == "sop_case_types"
        at.press("Tab", "2", "Return")
        assert at.state.edit.page_id == "ATO-15"
        assert at.state.edit.draft.text.case_types == ("kyc_audit",)


def test_confluence_shows_a_conflict_as_plain_text_and_both_are_put_together(opening: Open) -> None:
    with opening() as at:
        at.open(ATO)
        at.press(".", ".", ".", ".")
        shown = at.words
        assert "Signs of <script>alert(1)</script> takeover" in shown
        assert "Both sides changed the same words. Nothing was written" in shown
        at.press("Ctrl+Return", "T", "Ctrl+Return")
        assert "45 days" in at.state.edit.draft.text.clauses[0].text_en
        assert at.state.told == "together_confluence"
        assert not [one for one in at.sops.sent if one[0] == "save"], "a person reads it before it is sent"


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Ours stands in Confluence now"), ("zh_CN", "已写入 Confluence")]
)
def test_a_lead_keeps_ours_in_confluence_over_the_version_that_was_read(
    opening: Open, language: str, said: str
) -> None:
    with opening(language=language) as at:
        at.open(ATO)
        at.press(".", ".", ".", ".", "Ctrl+Return", "U", "Ctrl+Return")
        assert at.sops.sent == [("ours", ATO, 15)]
        assert (at.state.merge, at.state.edit, at.state.told) == (None, None, "kept_ours")
        assert said in at.words


def test_an_editor_asks_a_lead_to_keep_ours_in_confluence(opening: Open) -> None:
    with opening(role=Role.SOP_EDITOR) as at:
        at.open(ATO)
        at.press(".", ".", ".", ".", "Ctrl+Return", "U", "Ctrl+Return")
        assert (at.sops.sent, at.state.merge.problem) == ([], "ours_by_lead")
        assert "A lead keeps ours in Confluence" in at.words


def test_without_the_server_the_choice_stands_and_nothing_is_written(opening: Open) -> None:
    with opening() as at:
        at.open(ATO)
        at.press(".", ".", ".", ".", "Ctrl+Return", "U")
        at.sops.offline = True
        at.press("Ctrl+Return")
        assert (at.state.merge.problem, at.state.merge.choices) == ("offline", ("ours",))
        at.sops.offline = False
        at.press("Ctrl+Return")
        assert at.state.told == "kept_ours"


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_decisions_under_words_in_force_no_more_are_listed_and_opened(opening: Open, language: str) -> None:
    with opening(language=language) as at:
        at.open(ATO)
        assert "C-198000" not in at.words
        at.press(".", ".")
        assert at.sops.asked[-1] == ("old", ATO, 90)
        shown = at.words
        assert "C-198000" in shown
        assert ("Decided under words" in shown or "DECIDED UNDER WORDS" in shown) == (language == "en"), shown
        at.press("Tab", "Down", "Return")
        assert at.opened == ["C-198001"]


def test_a_lead_connects_a_page_by_the_address_of_its_counterpart(opening: Open) -> None:
    with opening() as at:
        at.open("RST-05")
        at.press(".", ".", ".", ".", "Ctrl+Return")
        at.write("nowhere")
        at.press("Return")
        assert at.state.sheet.problem == "content_wrong"
        at.press("Ctrl+A")
        at.write("/wiki/spaces/sop/pages/100001/signs")
        at.press("Return")
        assert at.sops.sent == [("link", "RST-05", "100001")]


# --- texts ------------------------------------------------------------------------------------------


def test_a_page_comes_back_from_the_editor_as_it_went_in() -> None:
    assert texts.as_page(texts.as_text(SHIPPED_PAGE), SHIPPED_PAGE.version) == SHIPPED_PAGE


def test_a_clause_without_words_is_marked_as_such_and_cannot_be_proposed() -> None:
    text, row = texts.with_clause(texts.as_text(SHIPPED_PAGE), 2, ("9",))
    assert (row, text.clauses[2].n) == (3, "10")
    page = texts.as_page(text, "x")
    assert page.clauses[2].text == Bilingual(texts.MARK, texts.MARK)
    assert {one.code for one in sop_faults(page, ("ato_investigation",))} == {"sop_language_missing"}
    assert texts.as_text(page).clauses[2].text_en == ""
    assert {(one.row, one.field) for one in texts.faults_of(page, ())} == {
        (3, field) for field in ("title_en", "title_zh", "text_en", "text_zh")
    }


def without(page: SopPage, *numbers: str) -> SopPage:
    return msgspec.structs.replace(page, clauses=tuple(one for one in page.clauses if one.n not in numbers))


def ordered(page: SopPage, *numbers: str) -> SopPage:
    by_number = {one.n: one for one in page.clauses}
    return msgspec.structs.replace(page, clauses=tuple(by_number[n] for n in numbers))


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_two_sides_put_together_say_what_was_chosen(side: str) -> None:
    ours = written(SHIPPED_PAGE, c1_text_en="Ours.", c3_text_en="Ours too.")
    theirs = without(written(SHIPPED_PAGE, c1_text_en="Theirs."), "3")
    found = merge(SHIPPED_PAGE, ours, theirs)
    assert {one.kind for one in found.clashes} == {"text", "removed"}
    page = texts.together(found.page, found.clashes, (side,) * len(found.clashes))
    wanted = ours if side == "ours" else theirs
    assert [one.n for one in page.clauses] == [one.n for one in wanted.clauses]
    assert page.clauses[0].text.en == wanted.clauses[0].text.en


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_two_orders_and_two_sets_of_types_are_chosen_between(side: str) -> None:
    ours = ordered(SHIPPED_PAGE, "2", "1", "3", "4", "5", "6")
    theirs = ordered(SHIPPED_PAGE, "1", "2", "3", "4", "6", "5")
    ours = msgspec.structs.replace(ours, case_types=("kyc_audit",))
    theirs = msgspec.structs.replace(theirs, case_types=("*",))
    found = merge(SHIPPED_PAGE, ours, theirs)
    assert {one.kind for one in found.clashes} == {"order", "case_types"}
    page = texts.together(found.page, found.clashes, (side,) * len(found.clashes))
    wanted = ours if side == "ours" else theirs
    assert (page.case_types, [one.n for one in page.clauses]) == (
        wanted.case_types,
        [one.n for one in wanted.clauses],
    )
