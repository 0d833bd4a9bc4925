"""Keeping a window out of screen captures, where the system can: asked of Windows and macOS by ctypes. X11 and Wayland
have nothing of the kind. Tested by what is asked of recorded libraries; not tried on those systems."""

import ctypes
import logging
import sys
from collections.abc import Callable
from typing import Any

_log = logging.getLogger(__name__)
WDA_EXCLUDEFROMCAPTURE = 0x11
NS_WINDOW_SHARING_NONE = 0
Load = Callable[[str], Any]


def can_keep_out(system: str = sys.platform) -> bool:
    """Whether this system has a way to it at all."""
    return system in ("win32", "darwin")


def keep_out(handle: int, *, system: str = sys.platform, load: Load | None = None) -> bool:
    """Ask that the window of this native handle (Qt's `winId`) be left out of captures; False where the system has no
    way, or said no."""
    try:
        if system == "win32":
            user32 = (load or ctypes.WinDLL)("user32")  # type: ignore[attr-defined,unused-ignore]
            return bool(user32.SetWindowDisplayAffinity(ctypes.c_void_p(handle), WDA_EXCLUDEFROMCAPTURE))
        if system == "darwin":
            return _on_mac(handle, load or ctypes.CDLL)
    except (OSError, AttributeError):
        _log.error("the window could not be kept out of screen captures", exc_info=True)
    return False


def _on_mac(handle: int, load: Load) -> bool:
    objc = load("/usr/lib/libobjc.A.dylib")
    objc.sel_registerName.restype = ctypes.c_void_p
    objc.sel_registerName.argtypes = [ctypes.c_char_p]
    send = objc.objc_msgSend
    send.restype, send.argtypes = ctypes.c_void_p, [ctypes.c_void_p, ctypes.c_void_p]
    window = send(handle, objc.sel_registerName(b"window"))
    if not window:
        return False
    send.restype, send.argtypes = None, [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulong]
    send(window, objc.sel_registerName(b"setSharingType:"), NS_WINDOW_SHARING_NONE)
    return True
