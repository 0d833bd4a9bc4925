"""Own snippets stay with their author, through a restart, and are nobody else's."""

import msgspec
import pytest

from app.desktop.changes import Kind
from app.desktop.ports import DeskError, NotReady, Person
from app.desktop.usecases.snippets import SnippetDesk
from app.domain.snippet import Snippet
from app.domain.text import Bilingual
from tests.desktop.support.model_server import ModelServer
from tests.desktop.support.seat import Seat

VPN = Snippet("1", "VPN", Bilingual("The owner uses a VPN.", "用户本人使用 VPN。"), "vpn")


@pytest.fixture
def seat(tmp_path):
    seat = Seat(tmp_path, ModelServer())
    yield seat
    seat.stop()


def _desk(seat):
    return SnippetDesk(seat.work, seat.identity, seat.publish)


def test_a_snippet_is_kept_changed_and_removed_and_survives_a_restart(seat):
    _desk(seat).save(VPN)
    _desk(seat).save(msgspec.structs.replace(VPN, key="v"))
    assert Kind.SETTINGS in seat.news.kinds
    seat.stop()
    seat.start()
    assert [one.key for one in _desk(seat).all()] == ["v"]
    _desk(seat).remove("1")
    assert _desk(seat).all() == ()


def test_nobody_else_at_the_desk_sees_them(seat):
    _desk(seat).save(VPN)
    seat.person = Person("u2", "Li", ("reviewer",), None, "zh")
    assert _desk(seat).all() == ()
    seat.signed_in = False
    with pytest.raises(DeskError):
        _desk(seat).all()


def test_a_snippet_with_personal_data_is_refused_by_its_code(seat):
    with pytest.raises(NotReady) as refused:
        _desk(seat).save(Snippet("2", "Mail", Bilingual("Ask li.wei@example.com.")))
    assert refused.value.codes == ("personal_data",)
    assert _desk(seat).all() == ()


def test_without_a_local_store_they_last_as_long_as_the_session():
    seat = Seat(None, ModelServer())
    desk = _desk(seat)
    desk.save(VPN)
    assert desk.all() == (VPN,)
    seat.stop()
