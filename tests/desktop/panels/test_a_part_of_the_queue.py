"""A seat that holds a part of the queue says so, in both languages, and says nothing where it holds all."""

from pathlib import Path

import msgspec
import pytest
from PySide6.QtWidgets import QApplication

from tests.desktop.support.model_server import ModelServer
from tests.support.painted_texts import PaintedTexts
from tests.support.queue_seat import QueueSeat, queue_seat


def words(at: QueueSeat) -> str:
    with PaintedTexts(at.window) as texts:
        return "\n".join(shown.text for shown in texts.collect())


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "12 of 2,340 on this seat · Ctrl F finds the others"),
        ("zh_CN", "本机有 12 件，共 2,340 件 · 按 Ctrl F 查找其余案件"),
    ],
)
def test_the_panel_says_how_many_of_how_many_are_here(
    qapp: QApplication, tmp_path: Path, language: str, told: str
) -> None:
    server = ModelServer()
    server.fill(12)
    with queue_seat(qapp, tmp_path, server=server, language=language) as at:
        panel, side = at.room.view.queue, at.room.presenter.side
        assert panel.share.isHidden()
        state = side.state(None, 0)
        assert state.whole == 0
        panel.show_queue(msgspec.structs.replace(state, whole=2340, views=(("open", 2340), ("mine", 0))))
        at.settle()
        assert told in words(at)
        panel.show_queue(state)
        at.settle()
        assert panel.share.isHidden()


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "No case stands in this view. V shows the next one."),
        ("zh_CN", "此视图没有案件。按 V 切换到下一个视图。"),
    ],
)
def test_a_view_without_cases_says_so_of_itself_and_not_of_the_whole_queue(
    qapp: QApplication, tmp_path: Path, language: str, told: str
) -> None:
    with queue_seat(qapp, tmp_path, language=language) as at:
        # Where the last case of a view was decided, it is empty and still in sight.
        at.room.presenter.choose_view("mine")
        at.settle()
        assert at.rows == []
        assert told in words(at)
