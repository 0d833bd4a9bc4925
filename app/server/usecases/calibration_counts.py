"""Counting labels as they come into force, and taking out again those that another one took the place of."""

from collections import defaultdict

from app.domain.score_place import changed, part_of
from app.server.storage import labelled, state
from app.server.storage.labelled import ALL, InForce, Key
from app.server.storage.unit_of_work import UnitOfWork

AT_ONCE = 500


def count(work: UnitOfWork) -> bool:
    """Count what came since; whether more may be left."""
    work.alone("calibration.labels")
    connection = work.connection
    told = int(state.read(connection, labelled.COUNTED) or 0)
    last, now = labelled.arrived(connection, told, AT_ONCE, work.now_ms)
    if last == told:
        return False
    before = labelled.kept(connection, [one.case_number for one in now])
    change: defaultdict[Key, defaultdict[tuple[int, float], int]] = defaultdict(lambda: defaultdict(int))
    for cases, by in ((before, -1), (now, 1)):
        for one in cases:
            for key in _keys(one):
                change[key][part_of(one.source, one.label), one.score] += by
    there = labelled.of_keys(connection, list(change))
    days = {key: changed(there.get(key, b""), more) for key, more in change.items()}
    labelled.put(connection, days, there.keys())
    labelled.keep(connection, before, now)
    state.set_(connection, labelled.COUNTED, str(last))
    return True


def _keys(one: InForce) -> list[Key]:
    segments = {"language": one.language, "vendor": one.vendor, "priority": one.priority, "country": one.country}
    segments["key_user"] = "yes" if one.priority == "key_user" else "no"
    of = (one.day, one.case_type, one.model_version)
    return [(*of, ALL, ""), *((*of, kind, name) for kind, name in segments.items())]
