"""Taking cases along, as the sample window has it: what is offered and refused is told by the test."""

from app.desktop.ports import AlongCase, AlongOffer, Offline, Taken
from tests.support.sample_desk import NOW_MS

HOUR = 3_600_000


class Along:
    """See ports.Along. `stay` says why a case does not go; `lacks` what could not be fetched; `away`: no server."""

    most = 20

    def __init__(self) -> None:
        self.mine: dict[str, AlongCase] = {}
        self.stay: dict[str, str] = {}
        self.lacks: dict[str, tuple[str, ...]] = {}
        self.brought: list[str] = []
        self.away = False

    def offer(self, case_ids: tuple[str, ...]) -> AlongOffer:
        go = tuple(case_id for case_id in case_ids if case_id not in self.mine and case_id not in self.stay)
        counts: dict[str, int] = {}
        for case_id in case_ids:
            if case_id in self.stay:
                counts[self.stay[case_id]] = counts.get(self.stay[case_id], 0) + 1
        return AlongOffer(go[: self.most], NOW_MS + 3 * HOUR if go else None, counts)

    def take(self, case_ids: tuple[str, ...]) -> Taken:
        self._reach()
        taken = tuple(case_id for case_id in case_ids if case_id not in self.stay)
        for number, case_id in enumerate(taken):
            self.mine[case_id] = AlongCase(case_id, "ato_investigation", NOW_MS + 3 * HOUR + number * 600_000)
        return Taken(taken, {case_id: self.stay[case_id] for case_id in case_ids if case_id in self.stay})

    def bring(self, case_id: str) -> AlongCase:
        self.brought.append(case_id)
        case = self.mine[case_id]
        return AlongCase(case_id, case.case_type, case.until, self.lacks.get(case_id, ()))

    def held(self) -> tuple[AlongCase, ...]:
        return tuple(self.mine.values())

    def give_back(self, case_ids: tuple[str, ...]) -> None:
        self._reach()
        for case_id in case_ids:
            self.mine.pop(case_id, None)

    def _reach(self) -> None:
        if self.away:
            raise Offline
