"""Saved views, and finding by words of any script."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.contract.views import EvidenceView
from app.contract.work_views import AssignedView, NoteView, SnoozeView
from app.desktop.changes import Kind, changed
from app.desktop.ports import NotReady
from app.desktop.usecases.queue_text import RowTexts
from app.domain.text import Bilingual
from tests.desktop.support.factories import START
from tests.desktop.support.model_server import ModelServer
from tests.desktop.support.seat import Seat


@pytest.fixture
def seat(tmp_path: Path):
    server = ModelServer()
    server.fill(1, 200_001, tags=("mule ring",), priority=80)
    mei = AssignedView("u1", True, "Mei")
    server.fill(1, 200_002, tags=("羊毛党",), case_type="reset_2fa", assigned_to=mei, assessment=None)
    server.fill(1, 200_003, notes=(NoteView("n1", START, "客户要求回电，见聊天记录。", "zh", False, "Ann"),))
    evidence = EvidenceView("e1", "signin_timeline", Bilingual("Sign-ins", "登录记录"), {"city": "bucharest"})
    server.fill(1, 200_004, evidence=(evidence,), snooze=SnoozeView(START.replace(hour=9), "needs_focus"))
    server.fill(1, 200_005, assigned_to=AssignedView("u2", False, "Ann"), state="escalated")
    seat = Seat(tmp_path, server)
    seat.sync()
    seat.queue.load()
    yield seat
    seat.stop()


def listed(seat: Seat, view: str, find: str = "") -> set[str]:
    return {seat.queue.row(int(index)).case_id[-1] for index in seat.queue.view(view, find).order}


@pytest.mark.parametrize(
    ("find", "found"),
    [
        ("回电", "3"),
        ("羊毛", "2"),
        ("MULE", "1"),
        ("聊天记录", "3"),
        ("200003", "3"),
        ("x-200002", "2"),
        ("没有这个", ""),
        ("c-20000", "123"),
        ("-200003", "3"),
        ("0000", "123"),
        ("c-0000", ""),
        ("C-200003 u", "3"),
        ("3 u-", "3"),
        ("30 u-", ""),
    ],
)
def test_notes_tags_references_and_ids_are_found_in_either_language(seat: Seat, find: str, found: str) -> None:
    assert listed(seat, "open", find) == set(found)


def test_titles_of_the_evidence_are_found_in_both_languages(seat: Seat) -> None:
    assert listed(seat, "later", "登录") == listed(seat, "later", "sign-ins") == {"4"}


def test_what_is_found_follows_the_case(seat: Seat) -> None:
    server = seat.server
    server.fill(1, 200_003, rev=2, notes=())
    seat.sync()
    seat.queue.refresh(seat.news)
    assert listed(seat, "open", "回电") == set()


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("type:reset_2fa", "2"),
        ("-type:reset_2fa", "1345"),
        ("priority>=75", "1"),
        ("priority<75 -state:snoozed", "235"),
        ('tag:"Mule Ring" tag:羊毛党', "12"),
        ("state:escalated", "5"),
        ("state:snoozed", "4"),
        ("assignee:me", "2"),
        ("assignee:none state:open", "13"),
        ("assignee:others", "5"),
        ("回电", "3"),
        ("tag:unheard-of", ""),
    ],
)
def test_a_saved_view_shows_what_its_filter_says_and_counts_it(seat: Seat, expression: str, found: str) -> None:
    view = seat.saved_views.save("Mine own", expression)
    assert seat.queue.refresh(changed(Kind.SETTINGS))
    assert not seat.queue.refresh(changed(Kind.SETTINGS))
    assert listed(seat, f"saved:{view.id}") == set(found)
    assert seat.queue.counts()[f"saved:{view.id}"] == len(found)


def test_saved_views_outlive_the_window_and_are_renamed_and_removed(seat: Seat) -> None:
    view = seat.saved_views.save("Rings", "tag:mule")
    seat.stop()
    seat.start()
    assert seat.saved_views.all() == (view,)
    seat.saved_views.save("Mule rings", 'tag:"mule ring"', view.id)
    assert [one.name for one in seat.saved_views.all()] == ["Mule rings"]
    seat.saved_views.remove(view.id)
    assert seat.saved_views.all() == ()


@pytest.mark.parametrize(
    ("name", "expression", "code"),
    [
        ("", "tag:x", "view_name"),
        ("Rings", "tag:x", "view_name_taken"),
        ("Other", "", "filter_required"),
        ("Other", "state:lost", "filter_value"),
        ("Other", '"open', "filter_quotes"),
        ("Other", "x" * 201, "filter_too_long"),
    ],
)
def test_a_view_that_makes_no_sense_is_not_kept(seat: Seat, name: str, expression: str, code: str) -> None:
    seat.saved_views.save("rings", "tag:y")
    with pytest.raises(NotReady) as refused:
        seat.saved_views.save(name, expression)
    assert code in refused.value.codes


def test_two_characters_are_found_among_a_hundred_thousand_rows() -> None:
    texts = RowTexts()
    texts.extend("登录记录 设备指纹 客户" if n % 2 else "sign-ins devices" for n in range(100_000))
    texts.put(77_777, "客户要求回电")
    texts.prepare()
    hits = texts.matching("回电")
    assert hits.nonzero()[0].tolist() == [77_777]
    assert int(texts.matching("记录").sum()) == 49_999


def test_rows_that_change_after_they_were_searched_are_found_as_they_are_now() -> None:
    texts = RowTexts()
    texts.extend(f"x-{n}" for n in range(40_000))
    texts.prepare()
    texts.put(7, "客户要求回电")
    texts.put(39_999, "mule ring")
    texts.extend(["回电 again", "x-40001"])
    assert texts.matching("回电").nonzero()[0].tolist() == [7, 40_000]
    assert texts.matching("x-7").nonzero()[0].tolist()[:2] == [70, 71]
    assert texts.matching("x-39999").nonzero()[0].tolist() == []
    assert texts.matching("X-4000").nonzero()[0].tolist() == [4000, 40_001]


@settings(max_examples=60)
@given(data=st.data())
def test_what_is_found_is_what_stands_in_the_row(data: st.DataObject) -> None:
    word = st.text(alphabet="ab-9 回电•", max_size=5)
    rows = data.draw(st.lists(word, min_size=1, max_size=20))
    texts = RowTexts()
    texts.extend(rows)
    texts.prepare()
    for row, text in data.draw(st.lists(st.tuples(st.integers(0, len(rows) - 1), word), max_size=6)):
        texts.put(row, text)
        rows[row] = text
    more = data.draw(st.lists(word, max_size=4))
    texts.extend(more)
    needle = data.draw(st.text(alphabet="ab-9 回电•", min_size=1, max_size=3).filter(lambda one: bool(one.strip())))
    assert texts.matching(needle).tolist() == [needle.strip() in row for row in (*rows, *more)]


@pytest.mark.parametrize(
    ("find", "found"),
    [
        ("2fa", "2"),
        ("Reset 2", "2"),
        ("reset  2FA", "2"),
        ("重置", "2"),
        ("2FA 重置", "2"),
        ("ato", "13"),
        ("账户", "13"),
        ("盗用", "13"),
        ("fa", ""),
        ("eset", ""),
    ],
)
def test_a_case_is_found_by_what_its_type_is_called_in_either_language(seat: Seat, find: str, found: str) -> None:
    assert listed(seat, "open", find) == set(found)
