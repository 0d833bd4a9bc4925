"""A case as a scorer is given it: by allow-list, from a view that already keeps everybody's word back."""

from collections.abc import Mapping

from sqlalchemy import Connection

from app.contract.qa import PacketItem
from app.contract.views import CaseView
from app.server.security.principal import Principal
from app.server.storage import cases
from app.server.storage.unit_of_work import Storage
from app.server.usecases.shown import case_views


def items(connection: Connection, storage: Storage, who: Principal, refs: Mapping[str, int]) -> dict[str, PacketItem]:
    """The cases of these refs (ref → case number), in their order; one that is gone is left out. The caller has them
    held, or the person may read all of them."""
    found = cases.load_many(connection, sorted(set(refs.values())))
    views = case_views(connection, found.values(), who.viewer, storage.policy)
    return {ref: item_of(ref, views[number]) for ref, number in refs.items() if number in views}


def item_of(ref: str, view: CaseView) -> PacketItem:
    """What of a case may be known to whoever decides it again."""
    return PacketItem(
        ref=ref,
        case_type=view.case_type,
        opened_at=view.opened_at,
        subject_short=view.subject_short,
        subject=view.subject,
        evidence=view.evidence,
        masked=view.masked,
    )
