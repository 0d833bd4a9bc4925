"""In Chinese no English is left on screen, and in English no Chinese: every painted text is collected, case by case
and room by room. What is data (ids, addresses, device names, the agent's own words) is marked so by whoever paints
it; everything else must be in the language of the window."""

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests

from app.demo.generator import generate
from tests.support.server import add_user, start_server
from tests.support.workstation import Workstation, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

REVIEWER = ("reviewer-07", "a long enough pass phrase")
CASES = 30
# Names that Chinese keeps in Latin letters (the glossary has them), units, and what stands on key caps.
KEPT = frozenset(
    "ROCA SOP KYC KYB ATO POA FA TP FP TN FN SLA UTC IP ASN IDC VPN GPS SMS API APP SIM NFC ID OTP USDT USD BTC ETH "
    "TRX SOL km h min Footplate EN Ctrl Shift Enter Esc F MRZ A B C D E G J K M P R S V W Z L Tab QR TRON PDF "
    "Linux macOS Windows Arbitrum BNB Backspace N Y".split()
)
LATIN = re.compile(r"[A-Za-z]+")
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(params=["zh_CN", "en"])
def seat(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Workstation]:
    database = tmp_path / "server.db"
    add_user(database, REVIEWER[0], "reviewer", password=REVIEWER[1])
    token = add_user(database, "agent", "agent_service")
    server = start_server(database)
    cases = [one.intake for one in generate(CASES, 5, datetime.now(UTC))]
    answer = requests.post(
        f"{server.url}/v1/intake/cases", json=cases, headers={"Authorization": f"Bearer {token}"}, timeout=60
    )
    assert answer.json()["accepted"] == CASES
    profile = tmp_path / "profile"
    profile.mkdir(mode=0o700)
    made = Workstation(server.url, profile, os.urandom(32), REVIEWER, request.param)
    yield made.start(env={"QT_QPA_PLATFORM": "offscreen"})
    made.stop()
    server.stop()


def foreign(texts: list[dict[str, object]], language: str) -> set[str]:
    """The texts that are not data and not in the language."""
    found = set()
    for item in texts:
        text = str(item["text"])
        if item["data"]:
            continue
        if language == "zh_CN":
            if any(word not in KEPT for word in LATIN.findall(text)):
                found.add(text)
        elif HAN.search(text) and text != "中":
            found.add(text)
    return found


def test_every_room_and_every_kind_of_case_speaks_one_language(seat):
    wait_until(lambda: seat.sees("C-2000"), 60, "the queue")
    left: dict[str, set[str]] = {}

    def look(where: str) -> None:
        found = foreign(seat.texts(), seat.language)
        if found:
            left.setdefault(where, set()).update(found)

    for n in range(CASES):
        for _ in range(6):
            look("review")
            seat.press(".")
        for keys in (("P",), ("1",), ("B",), ("2",), ("E",)):
            seat.press(*keys)
            look("decision")
        if n < CASES - 1:
            seat.press("J")
    for keys, where in ((("Ctrl+2",), "activity"), (("Ctrl+,",), "settings"), (("Ctrl+1", "?"), "keys")):
        seat.press(*keys)
        look(where)
    seat.press("Esc", "Ctrl+K")
    look("palette")
    seat.press("Esc")
    assert left == {}


def test_the_language_switches_live_and_nothing_of_the_old_one_stays(seat):
    wait_until(lambda: seat.sees("C-2000"), 60, "the queue")
    other = "en" if seat.language == "zh_CN" else "zh_CN"
    seat.press("Ctrl+Shift+L")
    wait_until(lambda: not foreign(seat.texts(), other), 10, f"nothing but {other} on screen")
    seat.press("Ctrl+Shift+L")
    wait_until(lambda: not foreign(seat.texts(), seat.language), 10, f"nothing but {seat.language} on screen")
