"""A house on PostgreSQL is backed up and comes back on another machine, by the very commands of docs/server.md: cases,
files and people are there, seats send again what came after the backup, and each vendor is kept from the others."""

import hashlib
import os
import re
import shlex
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select

from app.domain.case import Evidence
from app.domain.document import Attachment
from app.domain.text import Bilingual
from app.server.storage import tables as t
from app.server.storage import vendor_net
from tests.server.test_backup_and_restore import folder_of_tools
from tests.support.database import NONE_HERE, here
from tests.support.postgresql import Cluster, find_binaries
from tests.support.seats import House, Seat, open_house, review_body
from tests.support.server import opened, sign_in, start_server

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not here(), reason=NONE_HERE)]
ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "server.md").read_text(encoding="utf-8")
PNG = b"\x89PNG\r\n\x1a\n of a passport"
SHA = hashlib.sha256(PNG).hexdigest()


def said(beginning: str) -> str:
    """The block of commands on the page that has a line which begins so."""
    blocks = [textwrap.dedent(one) for one in re.findall(r"^ *```\n(.*?)^ *```$", PAGE, re.MULTILINE | re.DOTALL)]
    (found,) = [one for one in blocks if any(line.startswith(beginning) for line in one.splitlines())]
    return found


MAKE = said("runuser -u postgres -- createuser")
KEEP = said("runuser -u postgres -- pg_dump")
PUT_BACK = said("runuser -u postgres -- pg_restore")
BEGIN_ANEW = said("footplate migrate && footplate restored")
# What is done here for the machine's own programs: one is asked by whom it is run already, one is stopped by the test.
STAND_INS = """
runuser() { shift 3; "$@"; }
systemctl() { :; }
footplate() { PYTHON -m app "$@"; }
""".replace("PYTHON", shlex.quote(sys.executable))


class Machine:
    """One with PostgreSQL, and a folder for what the page has in /var/lib/footplate."""

    def __init__(self, cluster: Cluster, folder: Path) -> None:
        self.cluster, self.folder = cluster, folder
        self.address = cluster.url("footplate", "footplate")
        self.files = folder / "files"
        folder.mkdir()

    def follow(self, commands: str, backups: Path) -> str:
        """Commands of the page as they stand there, but for the folders; what they print."""
        told = commands.replace("/var/lib/footplate", str(self.folder)).replace("/var/backups", str(backups))
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("FOOTPLATE_", "PG"))}
        done = subprocess.run(
            ["bash", "-euc", STAND_INS + told],
            cwd=backups,
            env=kept
            | {"PATH": f"{folder_of_tools()}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
            | {"PGHOST": str(self.cluster.folder), "PGUSER": "postgres"}
            | {"FOOTPLATE_DATABASE": self.address, "FOOTPLATE_FILES": str(self.files)},
            capture_output=True,
            text=True,
            timeout=240,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    @contextmanager
    def house(self) -> Iterator[House]:
        with start_server(self.address, environment={"FOOTPLATE_FILES": str(self.files)}) as server:
            house = open_house(server, self.address)
            yield house
            house.close()


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[tuple[Machine, Machine]]:
    binaries = find_binaries()
    assert binaries is not None
    clusters = [Cluster(binaries, user="postgres").start() for _ in range(2)]
    try:
        here_, there = (Machine(one, tmp_path / name) for one, name in zip(clusters, ("a", "b"), strict=True))
        yield here_, there
    finally:
        for one in clusters:
            one.stop()


def with_a_passport(house: House) -> str:
    put = house.agent.put(f"/v1/intake/attachments/{SHA}", data=PNG, headers={"Content-Type": "image/png"})
    assert put.status_code == 201, put.text
    told = Attachment(SHA, "image/png", len(PNG), "passport.png", width=30, height=20, pages=1)
    scan = Evidence("doc/1", "identity_document", Bilingual("Document", "证件"), attachment=told)
    return house.case(evidence=(scan,))


def signed_in_again(house: House, before: Seat) -> Seat:
    """The same seat of the same person, which goes on counting its commands."""
    session = sign_in(house.server.url, before.name, device_id=before.device_id)
    house.opened.append(session)
    return Seat(session, before.device_id, before.name, before.seq, before.last_hash)


def test_a_house_comes_back_on_another_machine(machines: tuple[Machine, Machine], tmp_path: Path) -> None:
    here_, there = machines
    backups = tmp_path / "backups"
    backups.mkdir()
    here_.follow(MAKE + "footplate migrate", backups)
    with here_.house() as house:
        lin, bao = house.seat("lin"), house.seat("bao", "bpo_agent", "north")
        of_vendor = {vendor: house.case(vendor=vendor) for vendor in ("north", "south", None)}
        passport, later = with_a_passport(house), house.case()
        first = lin.command(passport, review_body(), lin.hold(passport), epoch=epoch_of(lin))
        told = lin.put(first).json()
        assert bao.review(of_vendor["north"]).status_code == 200
        cursor = lin.session.get("/v1/snapshot?limit=1").json()["resume_cursor"]
        old = epoch_of(lin)
        here_.follow(KEEP, backups)
        second = lin.command(later, review_body(), lin.hold(later), epoch=old)
        assert lin.put(second).status_code == 200

    there.follow(MAKE, backups)
    there.follow(PUT_BACK, backups)
    assert "the chain holds" in there.follow(BEGIN_ANEW, backups)
    with there.house() as house:
        again = signed_in_again(house, lin)
        asked = again.session.get("/v1/changes", params={"cursor": cursor})
        assert (asked.status_code, asked.json()["code"]) == (409, "history_diverged")
        assert epoch_of(again) != old
        assert again.case(passport)["outcome"]["decision"] == "block"
        assert again.case(later)["state"] == "open", "what came after the backup is lost"
        file = again.session.get(f"/v1/cases/{passport}/attachments/{SHA}")
        assert (file.status_code, file.content) == (200, PNG)
        results = again.send(first, second)["results"]
        assert [one["status"] for one in results] == ["duplicate", "applied"]
        assert results[0]["review_id"] == told["review_id"]
        assert again.case(later)["state"] == "closed", "and is there again, once its seat has sent it"
        outside = house.another_seat("bao", "a new seat")
        assert outside.case(of_vendor["north"])["state"] == "closed"
        assert outside.session.get(f"/v1/cases/{of_vendor['south']}").status_code == 404
        assert "vendor" not in house.server.log.read_text(), "the server has nothing to warn of"
    each_vendor_for_itself(there)


def each_vendor_for_itself(machine: Machine) -> None:
    """The database itself, restored, keeps one vendor's rows from a statement that filters none."""
    with opened(machine.address) as storage:
        with storage.read() as connection:
            assert vendor_net.is_usable(connection)
            everything = set(connection.scalars(select(t.cases.c.vendor)))
        with storage.within("north").read() as connection:
            theirs = set(connection.scalars(select(t.cases.c.vendor)))
    assert (everything, theirs) == ({"north", "south", None}, {"north"})


def epoch_of(seat: Seat) -> str:
    return str(seat.session.get("/v1/snapshot?limit=1").json()["epoch"])
