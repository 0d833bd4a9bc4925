"""The accessible tree as assistive programs get it: over the session bus, from another process (AT-SPI).

Run as `python -m tests.support.atspi LANGUAGE ROOM` inside `dbus-run-session` with a display: it opens the window with
sample work in a process of its own, walks its tree over the bus, and prints one JSON object per visible thing. Needs
at-spi2-core and jeepney.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

REGISTRY = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
ACCESSIBLE = "org.a11y.atspi.Accessible"
ROOT = Path(__file__).resolve().parents[2]
_SHOWING, _FOCUSABLE = 25, 11  # bits of AT-SPI's state set


class Bus:
    """The accessibility bus of this session."""

    def __init__(self) -> None:
        from jeepney.io.blocking import open_dbus_connection

        session = open_dbus_connection(bus="SESSION")
        address = self._ask(session, ("org.a11y.Bus", "/org/a11y/bus"), "org.a11y.Bus", "GetAddress")[0]
        self._ask(
            session, ("org.a11y.Bus", "/org/a11y/bus"), "org.freedesktop.DBus.Properties", "Set", "ssv",
            ("org.a11y.Status", "IsEnabled", ("b", True)),
        )  # fmt: skip
        self._session = session
        self._wire = open_dbus_connection(bus=address)

    @staticmethod
    def _ask(
        wire: Any, place: tuple[str, str], interface: str, method: str, form: str | None = None, body: Any = ()
    ) -> Any:
        from jeepney import DBusAddress, MessageType, new_method_call

        name, path = place
        message = new_method_call(DBusAddress(path, bus_name=name, interface=interface), method, form, body)
        answer = wire.send_and_get_reply(message, timeout=20)
        if answer.header.message_type is not MessageType.method_return:
            raise RuntimeError(f"{method} of {place}: {answer.body}")
        return answer.body

    def ask(self, place: tuple[str, str], method: str) -> Any:
        return self._ask(self._wire, place, ACCESSIBLE, method)[0]

    def name(self, place: tuple[str, str]) -> str:
        found = self._ask(self._wire, place, "org.freedesktop.DBus.Properties", "Get", "ss", (ACCESSIBLE, "Name"))
        return str(found[0][1])

    def walk(self, place: tuple[str, str], depth: int = 0) -> Iterator[dict[str, Any]]:
        """Everything showing under `place`."""
        low, high = self.ask(place, "GetState")
        bits = low | high << 32
        if depth > 1 and not bits >> _SHOWING & 1:
            return
        yield {
            "depth": depth,
            "role": self.ask(place, "GetRoleName"),
            "name": self.name(place),
            "focusable": bool(bits >> _FOCUSABLE & 1),
        }
        for child in self.ask(place, "GetChildren"):
            yield from self.walk(tuple(child), depth + 1)


def show(language: str, room: str) -> int:
    """The window, until this process is ended."""
    from PySide6.QtWidgets import QApplication

    from tests.support.sample_window import SampleWindow

    app = QApplication(["footplate"])
    app.setApplicationName("footplate")
    sample = SampleWindow(app, language=language)
    sample.window.resize(1366, 768)
    sample.window.show()
    if room == "review":
        sample.show_case("C-204817")
    else:
        sample.window.show_room(room)
    sample.window.activateWindow()
    print("ready", flush=True)
    return app.exec()


def main(language: str, room: str) -> int:
    bus = Bus()
    window = subprocess.Popen(
        [sys.executable, "-m", "tests.support.atspi", "show", language, room],
        cwd=ROOT,
        env={**os.environ, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert window.stdout is not None
        assert window.stdout.readline() == "ready\n"
        until = time.monotonic() + 20
        while not (found := [tuple(c) for c in bus.ask(REGISTRY, "GetChildren")]) and time.monotonic() < until:
            time.sleep(0.1)
        for node in bus.walk(found[0]):
            print(json.dumps(node))
    finally:
        window.terminate()
        window.wait(20)
    return 0


if __name__ == "__main__":
    sys.exit(show(*sys.argv[2:]) if sys.argv[1] == "show" else main(*sys.argv[1:]))
