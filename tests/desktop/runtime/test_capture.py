"""Keeping a window out of screen captures: what the system is asked, by recorded libraries."""

import ctypes
from typing import Any

import pytest

from app.desktop.runtime.capture import NS_WINDOW_SHARING_NONE, WDA_EXCLUDEFROMCAPTURE, can_keep_out, keep_out


class User32:
    def __init__(self, answer: int = 1) -> None:
        self.asked: list[tuple[int | None, int]] = []
        self.answer = answer

    def SetWindowDisplayAffinity(self, window: ctypes.c_void_p, affinity: int) -> int:
        self.asked.append((window.value, affinity))
        return self.answer


class Called:
    """A function of a C library that notes what it is called with."""

    def __init__(self, answers: list[Any]) -> None:
        self.restype: Any = None
        self.argtypes: Any = None
        self.calls: list[tuple[Any, ...]] = []
        self._answers = answers

    def __call__(self, *arguments: Any) -> Any:
        self.calls.append(arguments)
        return self._answers.pop(0)


class ObjC:
    def __init__(self, window: int) -> None:
        self.sel_registerName = Called([b"window", b"setSharingType:"])
        self.objc_msgSend = Called([window, None])


@pytest.mark.parametrize(("answer", "done"), [(1, True), (0, False)])
def test_windows_is_asked_to_leave_the_window_out(answer: int, done: bool) -> None:
    library = User32(answer)
    assert keep_out(42, system="win32", load=lambda _: library) is done
    assert library.asked == [(42, WDA_EXCLUDEFROMCAPTURE)]


def test_macos_is_asked_by_the_view_s_window() -> None:
    library = ObjC(77)
    assert keep_out(42, system="darwin", load=lambda _: library)
    assert library.objc_msgSend.calls == [(42, b"window"), (77, b"setSharingType:", NS_WINDOW_SHARING_NONE)]
    assert not keep_out(42, system="darwin", load=lambda _: ObjC(0)), "a view without a window"


def test_where_there_is_no_way_or_no_library_it_is_said() -> None:
    def missing(name: str) -> Any:
        raise OSError(name)

    assert not keep_out(42, system="linux")
    assert not keep_out(42, system="win32", load=missing)
    assert (can_keep_out("linux"), can_keep_out("win32"), can_keep_out("darwin")) == (False, True, True)
