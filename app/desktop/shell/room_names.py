"""The workspaces: in which order they stand, what a person needs to have one, and what each is called."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication

UPPER, LOWER = ("review", "day", "qa", "calibrate", "feedback", "sops", "team"), ("activity", "settings")
ROOMS = UPPER + LOWER
NEEDS: Mapping[str, tuple[str, ...]] = {
    "qa": ("qa.score", "qa.sample", "qa.adjudicate"),
    "calibrate": ("hub.read", "calibration.read", "calibration.attend"),
    "sops": ("sop.read",),
    "team": (
        "scorecard.own",
        "scorecard.read",
        "agreement.read",
        "stats.recall",
        "shift.read",
        "dispute.resolve",
        "review.submit",
        "stats.blind_first",
        "licence.read",
        "gold.manage",
        "stats.checks",
    ),
}
"""Capabilities one of which a person needs to have a workspace; all have the others."""
ROOM = "room:"
"""Before the name of a workspace: what an action asks for that only who has the workspace may do."""


def rooms_for(may: Callable[[str], bool]) -> frozenset[str]:
    """The workspaces of whoever may do what `may` tells."""
    return frozenset(name for name in ROOMS if name not in NEEDS or any(map(may, NEEDS[name])))


def room_words(room: str) -> str:
    """A workspace's name."""
    translate = QCoreApplication.translate
    return {
        "review": translate("Rooms", "Review"),
        "day": translate("Rooms", "My day"),
        "qa": translate("Rooms", "QA"),
        "calibrate": translate("Rooms", "Calibrate"),
        "feedback": translate("Rooms", "Feedback"),
        "sops": translate("Rooms", "SOPs"),
        "team": translate("Rooms", "Team"),
        "activity": translate("Rooms", "Activity"),
        "settings": translate("Rooms", "Settings"),
    }.get(room, "")


def room_named(name: str) -> str:
    """A workspace to start with: `name` where it is one, else Review."""
    return name if name in ROOMS else UPPER[0]
