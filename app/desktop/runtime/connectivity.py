"""The operating system's word on the network: when it comes back, sync need not wait for its next try."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QNetworkInformation


class Connectivity(QObject):
    """`back` when the network becomes reachable. Silent where the system does not tell: sync has its own timer, and
    only an answer of the server counts as online."""

    back = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was = True
        loaded = QNetworkInformation.loadBackendByFeatures(QNetworkInformation.Feature.Reachability)
        self._information = QNetworkInformation.instance() if loaded else None
        if self._information is not None:
            self._was = _usable(self._information.reachability())
            self._information.reachabilityChanged.connect(self._changed)

    @property
    def told(self) -> bool:
        """Whether this system tells at all."""
        return self._information is not None

    def _changed(self, reachability: QNetworkInformation.Reachability) -> None:
        usable = _usable(reachability)
        if usable and not self._was:
            self.back.emit()
        self._was = usable


def _usable(reachability: QNetworkInformation.Reachability) -> bool:
    return reachability not in (
        QNetworkInformation.Reachability.Disconnected,
        QNetworkInformation.Reachability.Unknown,
    )
