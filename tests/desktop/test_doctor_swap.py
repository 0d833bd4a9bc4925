"""Swap that lies open is named; what is encrypted, in memory or unknown is not."""

import json
import os
from pathlib import Path

import pytest

from app.desktop.doctor_finding import Finding, Level
from app.desktop.doctor_swap import swap

ROOT = Path(__file__).resolve().parents[2]
HEAD = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n"


class System:
    """/proc/swaps and the part of /sys that tells of devices, as the kernel writes them."""

    def __init__(self, folder: Path) -> None:
        self.swaps, self.sys = folder / "swaps", folder / "sys"
        self.swaps.write_text(HEAD)

    def device(self, name: str, uuid: str | None = None, below: tuple[str, ...] = ()) -> Path:
        here = self.sys / "class" / "block" / name
        (here / "slaves").mkdir(parents=True)
        if uuid is not None:
            (here / "dm").mkdir()
            (here / "dm" / "uuid").write_text(uuid + "\n")
        for one in below:
            (here / "slaves" / one).symlink_to(self.sys / "class" / "block" / one)
        return here

    def use(self, place: str) -> None:
        kind = "partition" if place.startswith("/dev/") else "file\t"
        with open(self.swaps, "a") as file:
            file.write(f"{place}                               {kind}\t2097148\t\t0\t\t-2\n")

    def found(self) -> Finding:
        return swap(self.swaps, self.sys)


@pytest.fixture
def system(tmp_path: Path) -> System:
    return System(tmp_path)


def test_no_swap_and_a_system_that_does_not_say_are_told_apart(system: System, tmp_path: Path) -> None:
    assert system.found() == Finding("swap_none")
    assert swap(tmp_path / "nowhere") == Finding("swap_unknown")


def test_a_plain_partition_is_named_and_blocks_nothing(system: System) -> None:
    system.device("sda2")
    system.use("/dev/sda2")
    assert system.found() == Finding("swap_open", Level.NOTE, {"names": "/dev/sda2"})


def test_what_is_encrypted_at_any_layer_or_lies_in_memory_is_well(system: System) -> None:
    system.device("sda3")
    system.device("dm-0", "CRYPT-LUKS2-0123-root", ("sda3",))
    system.device("dm-1", "LVM-abc", ("dm-0",))
    system.device("zram0")
    for place in ("/dev/dm-0", "/dev/dm-1", "/dev/zram0"):
        system.use(place)
    assert system.found() == Finding("swap_sealed")


def test_a_volume_that_lies_on_an_open_disk_as_well_is_not(system: System) -> None:
    system.device("sda3")
    system.device("sdb1")
    system.device("dm-0", "CRYPT-LUKS2-0123-root", ("sda3",))
    system.device("dm-1", "LVM-abc", ("dm-0", "sdb1"))
    system.use("/dev/dm-1")
    assert system.found().values == {"names": "/dev/dm-1"}


@pytest.mark.parametrize(("uuid", "code"), [("CRYPT-LUKS2-1-home", "swap_sealed"), ("LVM-home", "swap_open")])
def test_a_file_is_as_well_kept_as_the_disk_that_it_lies_on(
    system: System, tmp_path: Path, uuid: str, code: str
) -> None:
    file = tmp_path / "swap file"
    file.touch()
    number = os.stat(file).st_dev
    at = system.sys / "dev" / "block"
    at.mkdir(parents=True)
    (at / f"{os.major(number)}:{os.minor(number)}").symlink_to(system.device("dm-7", uuid))
    system.use(str(file).replace(" ", "\\040"))
    assert system.found().code == code


def test_a_place_that_is_not_there_counts_as_open(system: System) -> None:
    system.use("/dev/gone")
    assert system.found().code == "swap_open"


def test_what_to_do_about_it_is_said_in_both_languages() -> None:
    texts = json.loads((ROOT / "resources" / "console.json").read_text(encoding="utf-8"))
    assert texts["swap_open"].keys() == {"en", "zh", "en_do", "zh_do"}
