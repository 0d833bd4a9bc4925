"""What the shell asks of a room, and what a room is given. Rooms fulfil this by shape; they never import it."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import msgspec
from PySide6.QtWidgets import QWidget

from app.desktop.ports import (
    Activity,
    AfterReveal,
    Along,
    AsksAgain,
    Assignments,
    Bulk,
    Cases,
    CaseWork,
    Clock,
    Connection,
    Contexts,
    Day,
    Documents,
    Files,
    Hand,
    Hub,
    News,
    Notes,
    Patterns,
    Queue,
    QueueMoves,
    Reveals,
    Reviews,
    SavedViews,
    Search,
    Session,
    Snippets,
    Status,
    Tasks,
    Team,
)
from app.desktop.ports.calibrate import Calibration, Sessions, Thresholds
from app.desktop.ports.loop import Loop
from app.desktop.ports.quality import Quality
from app.desktop.ports.regression import Regression
from app.desktop.ports.sops import Sops
from app.desktop.ports.standing import Golds, Ladder


class Room(Protocol):
    """A workspace: its middle, its side panels, and what it does for the keys.

    A room's package offers `build(context) -> Room`. `actions` maps ids of `actions.TABLE` to slots without
    arguments; an action that no room answers does not exist on screen. `panels` maps "left" and "right" to
    widgets that the shell docks (empty where the room has one part only). The room hears of a new language and
    a new theme by the usual change events of its widgets.
    """

    @property
    def widget(self) -> QWidget: ...

    @property
    def panels(self) -> Mapping[str, QWidget]: ...

    @property
    def actions(self) -> Mapping[str, Callable[[], Any]]: ...

    def activate(self) -> None:
        """The room came into sight: put the focus where the work is, ask again for what may be old."""

    def close(self) -> None:
        """The window closes: keep what is typed; called once, before the threads stop."""


class OpensCases(Protocol):
    """A room that can bring a case into sight (Review)."""

    def open_case(self, case_id: str) -> None: ...


class Comfort(msgspec.Struct, frozen=True):
    """What a person chose for the eyes, as far as a room has to know: documents in grey rather than in colour;
    and what the machine's policy asks: documents blurred until somebody holds a key."""

    documents_grey: bool = False
    documents_blurred: bool = False


class RoomContext(msgspec.Struct, frozen=True):
    """Everything a room may use. `key_of` gives the key in force of an action as it stands on a key cap ("P",
    "Ctrl ↵"), "" where it has none. `show_case` brings a case into sight in Review, from whichever room; `show_clause`
    opens the reading sheet of a clause such as "ATO-12 §3". `comfort` gives what the person chose, asked again on
    `Kind.SETTINGS`. `acts` counts keys, clicks and turns of the wheel in this window."""

    tasks: Tasks
    hub: Hub
    clock: Clock
    queue: Queue
    cases: Cases
    reviews: Reviews
    reveals: Reveals
    activity: Activity
    session: Session
    status: Status
    hand: Hand
    connection: Connection
    key_of: Callable[[str], str]
    show_case: Callable[[str], None]
    show_clause: Callable[[str], None] = lambda _reference: None
    comfort: Callable[[], Comfort] = Comfort
    acts: Callable[[], int] = int
    documents: Documents | None = None
    contexts: Contexts | None = None
    after_reveal: AfterReveal | None = None
    asks_again: AsksAgain | None = None
    patterns: Patterns | None = None
    case_work: CaseWork | None = None
    notes: Notes | None = None
    snippets: Snippets | None = None
    search: Search | None = None
    bulk: Bulk | None = None
    queue_moves: QueueMoves | None = None
    assignments: Assignments | None = None
    saved_views: SavedViews | None = None
    day: Day | None = None
    along: Along | None = None
    team: Team | None = None
    files: Files | None = None
    quality: Quality | None = None
    ladder: Ladder | None = None
    golds: Golds | None = None
    thresholds: Thresholds | None = None
    calibration: Calibration | None = None
    sessions: Sessions | None = None
    loop: Loop | None = None
    regression: Regression | None = None
    news: News | None = None
    sops: Sops | None = None
