"""Where a profile lies: by the file system on Linux, by recorded marks for Windows, by the policy before both."""

from pathlib import Path

import pytest

from app.desktop.policy import MOST_RESTRICTIVE, Policy
from app.desktop.vault.profile_place import Place, WindowsMarks, place_of

HOME = Path("/home/mei/.local/share/footplate")


def mounts(*pairs: tuple[str, str]) -> list[str]:
    """Lines as /proc/self/mountinfo has them, with and without optional fields."""
    return [
        f"{30 + n} 1 0:{n} / {point} rw,relatime {'shared:1 ' * (n % 2)}- {kind} source rw"
        for n, (point, kind) in enumerate(pairs)
    ]


def by_mounts(*pairs: tuple[str, str], folder: Path = HOME) -> Place:
    return place_of(folder, Policy(), system="linux", mounts=lambda: mounts(("/", "ext4"), *pairs))


@pytest.mark.parametrize("kind", ["nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "fuse.davfs2", "fuse", "9p", "ceph"])
def test_a_profile_on_the_network_is_known_by_its_file_system(kind: str) -> None:
    assert by_mounts(("/home", kind)) is Place.NETWORK
    assert by_mounts(("/srv", kind)) is Place.LOCAL


@pytest.mark.parametrize("kind", ["ext4", "xfs", "btrfs", "zfs", "overlay", "fuseblk", "fuse.gocryptfs"])
def test_a_profile_on_the_machine_s_own_disk_is_local(kind: str) -> None:
    assert by_mounts(("/home", kind)) is Place.LOCAL


def test_a_profile_in_memory_goes_with_the_session() -> None:
    assert by_mounts(("/home/mei", "tmpfs")) is Place.FLEETING


def test_the_innermost_and_the_latest_mount_counts() -> None:
    assert by_mounts(("/home", "nfs4"), ("/home/mei", "ext4")) is Place.LOCAL
    assert by_mounts(("/home/mei", "ext4"), ("/home", "nfs4")) is Place.LOCAL
    assert by_mounts(("/home", "ext4"), ("/home", "nfs4")) is Place.NETWORK
    assert by_mounts(("/home/me", "nfs4")) is Place.LOCAL
    assert by_mounts((r"/home/mei\040wang", "cifs"), folder=Path("/home/mei wang/x")) is Place.NETWORK


def test_lines_that_make_no_sense_are_passed_over() -> None:
    said = ["", "-", "1 2 3", "a b c d /home", *mounts(("/", "nfs"))]
    assert place_of(HOME, Policy(), system="linux", mounts=lambda: said) is Place.NETWORK


def test_a_question_without_an_answer_means_that_it_stays_here() -> None:
    def fails() -> list[str]:
        raise PermissionError

    assert place_of(HOME, Policy(), system="linux", mounts=fails) is Place.LOCAL
    assert place_of(HOME, Policy(), system="darwin") is Place.LOCAL


@pytest.mark.parametrize(
    ("marks", "place"),
    [
        (WindowsMarks(), Place.LOCAL),
        (WindowsMarks(kind=2), Place.ROAMING),
        (WindowsMarks(kind=8), Place.ROAMING),
        (WindowsMarks(kind=1), Place.FLEETING),
        (WindowsMarks(kind=4), Place.FLEETING),
        (WindowsMarks(kind=2 | 1), Place.FLEETING),
        (WindowsMarks(fslogix=True), Place.ROAMING),
        (WindowsMarks(citrix=True), Place.ROAMING),
        (WindowsMarks(remote=True), Place.NETWORK),
    ],
)
def test_windows_tells_by_its_marks(marks: WindowsMarks, place: Place) -> None:
    assert place_of(HOME, Policy(), system="win32", marks=lambda _folder: marks) is place


def test_the_policy_s_word_counts_before_what_is_found() -> None:
    far = mounts(("/", "nfs"))
    assert place_of(HOME, Policy(profile_kind="local"), system="linux", mounts=lambda: far) is Place.LOCAL
    assert place_of(HOME, Policy(profile_kind="roaming"), system="linux", mounts=list) is Place.ROAMING
    assert place_of(HOME, MOST_RESTRICTIVE, system="linux", mounts=list) is Place.ROAMING
