"""What the parts of one running workstation share: its window, its threads, and what is open at the moment."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from app.desktop.policy import Policy
from app.desktop.runtime.change_hub import ChangeHub
from app.desktop.runtime.tasks import TaskRunner
from app.desktop.settings import SettingsStore
from app.desktop.shell.main_window import MainWindow

if TYPE_CHECKING:
    from app.desktop.api.client import Network
    from app.desktop.api.endpoints import SessionApi
    from app.desktop.bootstrap.opening import Stores
    from app.desktop.bootstrap.services import Services
    from app.desktop.usecases.opening_queue import OpeningQueue

VERSION = "0.1.0"


class Seat:
    """Used on the GUI thread; `make_services` and `server` from any. `told_server`: the one named at the start, which
    nothing overrides."""

    def __init__(
        self,
        app: QApplication,
        folder: Path,
        policy: Policy,
        settings: SettingsStore,
        told_server: str | None,
        window: MainWindow,
        tasks: TaskRunner,
        hub: ChangeHub,
    ) -> None:
        self.app, self.folder, self.policy, self.settings = app, folder, policy, settings
        self.told_server = told_server
        self.window, self.tasks, self.hub = window, tasks, hub
        self.stores: Stores | None = None
        self.services: Services | None = None
        # The case that was written on last, until somebody has been brought back to it.
        self.drafted: str | None = None
        # What the place of the profile means for this start (opening.imposed).
        self.imposed = ""
        self.finished = False
        # Opens the stores anew under the key of this start; on the writer thread.
        self.reopen: Callable[[], Stores] | None = None

    @property
    def server(self) -> str:
        return self.told_server or self.settings.now.server

    def make_services(self, stores: "Stores", server: str, queue: "OpeningQueue | None" = None) -> "Services":
        from app.desktop.bootstrap.services import Services

        stores.cache.closed_kept_ms = self.policy.closed_case_hours * 3_600_000
        made = Services(
            stores, server, self.folder, self.network(), self.tasks, self.hub.publish, VERSION, queue,
            exports=self.policy.exports,
        )  # fmt: skip
        if not self.policy.offline_leases:
            made.along = None
        return made

    def session_api(self, server: str) -> "SessionApi":
        """The calls that need nobody's session."""
        from app.desktop.api.client import HttpClient
        from app.desktop.api.endpoints import SessionApi
        from app.desktop.api.server_clock import ServerClock

        return SessionApi(HttpClient(server, ServerClock(), network=self.network(), user_agent=f"footplate/{VERSION}"))

    def network(self) -> "Network":
        """How this seat reaches the world."""
        from app.desktop.api.client import Network
        from app.desktop.runtime.system_proxy import way

        return Network(*way(self.policy, self.settings.now.proxy), self.policy.ca_file)
