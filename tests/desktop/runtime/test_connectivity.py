"""The network coming back is told once; where the system does not tell, nothing breaks."""

from PySide6.QtNetwork import QNetworkInformation
from pytestqt.qtbot import QtBot

from app.desktop.runtime.connectivity import Connectivity

Reach = QNetworkInformation.Reachability


def test_only_the_return_of_the_network_is_told(qtbot: QtBot) -> None:
    connectivity = Connectivity()
    told: list[int] = []
    connectivity.back.connect(lambda: told.append(1))
    for reach in (Reach.Online, Reach.Disconnected, Reach.Disconnected, Reach.Site, Reach.Online, Reach.Unknown):
        connectivity._changed(reach)
    assert len(told) <= 1
    assert told == [1]
    assert connectivity.told in (True, False)
