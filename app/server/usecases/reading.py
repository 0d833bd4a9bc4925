"""Writing down who has read what of other people's figures, before they are answered. The reading comes first and in a
transaction of its own: sums over a year hold no lock that somebody who decides a case waits for."""

from app.server.security.principal import Principal
from app.server.storage.unit_of_work import Storage


def note(
    storage: Storage, who: Principal, action: str, entity: str, entity_id: str, **detail: str | int | bool | None
) -> None:
    """One row of the trail; what was read may be answered once this is done."""
    with storage.write() as work:
        work.audit(who.user_id, action, entity, entity_id, **detail)
