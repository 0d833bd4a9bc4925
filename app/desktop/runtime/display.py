"""Can this machine show a window? Asked before any part of Qt's screen side is loaded.

Qt aborts the process when a library or the display is missing, before Python can speak, and names the wrong one. So
each library is opened by hand first, and the display is greeted once. Standard library only, no import of the house:
the set-up script reads this file too.
"""

import ctypes
import os
import sys
from collections.abc import Callable, Mapping
from typing import NamedTuple


class Library(NamedTuple):
    """A shared library that Qt opens, and the Debian package that brings it."""

    soname: str
    package: str


# Needed whatever Qt draws on.
ALWAYS = (
    Library("libEGL.so.1", "libegl1"),
    Library("libGL.so.1", "libgl1"),
    Library("libfontconfig.so.1", "libfontconfig1"),
    Library("libdbus-1.so.3", "libdbus-1-3"),
    Library("libglib-2.0.so.0", "libglib2.0-0"),
    Library("libxkbcommon.so.0", "libxkbcommon0"),
)
# Needed for a window on X11.
WINDOW = (
    Library("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
    Library("libxcb-cursor.so.0", "libxcb-cursor0"),
    Library("libxcb-icccm.so.4", "libxcb-icccm4"),
    Library("libxcb-image.so.0", "libxcb-image0"),
    Library("libxcb-keysyms.so.1", "libxcb-keysyms1"),
    Library("libxcb-render-util.so.0", "libxcb-render-util0"),
    Library("libxcb-shape.so.0", "libxcb-shape0"),
    Library("libxcb-xkb.so.1", "libxcb-xkb1"),
)
FONTS = "fonts-noto-cjk"
TEST_PACKAGES = {"Xvfb": "xvfb", "xauth": "xauth", "openbox": "openbox", "xdotool": "xdotool"}

_SCREENLESS = ("offscreen", "minimal", "vnc", "linuxfb", "eglfs")


def draws_on_x11(environment: Mapping[str, str] = os.environ) -> bool:
    """True where Qt would open an X11 window: Linux, no other platform asked for."""
    if sys.platform != "linux":
        return False
    told = environment.get("QT_QPA_PLATFORM", "").partition(":")[0].partition(";")[0]
    if told:
        return told == "xcb"
    return bool(environment.get("DISPLAY")) or not environment.get("WAYLAND_DISPLAY")


def missing_libraries(
    environment: Mapping[str, str] = os.environ, opened: Callable[[str], object] = ctypes.CDLL
) -> list[Library]:
    """Libraries that cannot be opened, of those that the screen asked for by `environment` needs; [] off Linux."""
    if sys.platform != "linux":
        return []
    missing = []
    for library in ALWAYS + (WINDOW if draws_on_x11(environment) else ()):
        try:
            opened(library.soname)
        except OSError:
            missing.append(library)
    return missing


def has_display(environment: Mapping[str, str] = os.environ) -> bool:
    """True when a window can be shown somewhere: a platform without a screen was asked for, or a display answers."""
    if sys.platform != "linux":
        return True
    told = environment.get("QT_QPA_PLATFORM", "").partition(":")[0].partition(";")[0]
    if told.startswith(_SCREENLESS):
        return True
    if environment.get("WAYLAND_DISPLAY") and told in ("", "wayland"):
        return True
    name = environment.get("DISPLAY")
    return bool(name) and _x11_answers(name or "")


def _x11_answers(name: str) -> bool:
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # missing_libraries speaks of this one
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(os.fsencode(name), None)
    try:
        return xcb.xcb_connection_has_error(connection) == 0
    finally:
        xcb.xcb_disconnect(connection)


def install_line(packages: list[str]) -> str:
    """The one line that installs the packages on Debian."""
    return "apt-get install -y --no-install-recommends " + " ".join(packages)
