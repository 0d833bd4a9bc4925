"""What is asked before cases are taken along, and what is told while they are fetched and after."""

from collections.abc import Callable, Sequence

from app.desktop.panels.review.presenter.sheets import Form
from app.desktop.panels.review.sheet_state import SheetGroup
from app.desktop.ports import AlongCase, AlongOffer, Clock

THIS, CHOSEN, BACK = "this", "chosen", "back"
NEXT = ("next.5", "next.10", "next.20")


def count_of(row: str) -> int:
    """How many cases a line means; 0 for one that is no number."""
    return int(row.removeprefix("next.")) if row in NEXT else 0


class AlongForm(Form):
    """Which cases go along, and those that are along already; Delete gives one back. `offer` and `held` are None until
    they are known."""

    kind = "along"
    bound = False

    def __init__(
        self,
        this: str | None,
        chosen: Sequence[str],
        clock: Clock,
        count: Callable[["AlongForm"], None],
        give_back: Callable[["AlongForm", tuple[str, ...]], None],
    ) -> None:
        super().__init__()
        self.this, self.chosen_cases, self._clock = this, tuple(chosen), clock
        self._count, self._give_back = count, give_back
        self.held: tuple[AlongCase, ...] | None = None
        self.offer: AlongOffer | None = None
        self.problem = ""
        self.confirmed = False
        self.chosen["what"] = ((CHOSEN if self.chosen_cases else NEXT[1]),)

    @property
    def what(self) -> str:
        return self.one("what") or ""

    def groups(self) -> tuple[SheetGroup, ...]:
        rows = (
            *((CHOSEN,) if self.chosen_cases else ()),
            *((THIS,) if self.this is not None else ()),
            *NEXT,
            *((BACK,) if self.held else ()),
        )
        found = [self.group("what", rows)]
        if self.held:
            found.append(self.group("held", tuple(one.case_id for one in self.held)))
        return tuple(found)

    def picked(self, group: str) -> None:
        if group == "held":
            self.chosen.pop("held", None)
            return
        self.offer, self.problem = None, ""
        self._count(self)

    def removed(self, group: str, row: str) -> None:
        if group == "held":
            self._give_back(self, (row,))

    def names(self) -> dict[str, str]:
        return {one.case_id: one.case_type for one in self.held or ()}

    def facts(self) -> dict[str, str | int]:
        told: dict[str, str | int] = {
            "what": self.what,
            "chosen": len(self.chosen_cases),
            "this": self.this or "",
            "now": self._clock.now_ms(),
            "problem": self.problem,
            "held": len(self.held or ()),
            "counting": int(self.held is None or (self.offer is None and self.what != BACK)),
        }
        told |= {f"until.{one.case_id}": one.until for one in self.held or ()}
        if self.offer is not None:
            told |= {"go": len(self.offer.go), "first_end": self.offer.first_end or 0}
            told |= {f"stay.{code}": count for code, count in self.offer.stay.items()}
        return told

    def problems(self) -> tuple[str, ...]:
        if self.held is None or (self.offer is None and self.what != BACK):
            return ("along_counting",)
        if self.what != BACK and self.offer is not None and not self.offer.go:
            return ("along_none",)
        return ()

    def send(self) -> None:
        # What follows speaks to the server, and the writer is not to wait for that.
        self.confirmed = True


class FetchForm(Form):
    """How far the fetching is, and in the end what did not go along and why. Closed before the end, the rest is not
    fetched; what is reserved stays reserved."""

    kind = "along_fetch"
    bound = False

    def __init__(self, clock: Clock, wanted: int) -> None:
        super().__init__()
        self._clock = clock
        self.wanted, self.total = wanted, 0
        self.asking = True
        self.done: list[AlongCase] = []
        self.refused: dict[str, str] = {}
        self.problem = ""

    @property
    def over(self) -> bool:
        return not self.asking and (bool(self.problem) or len(self.done) == self.total)

    @property
    def smooth(self) -> bool:
        """Whether there is nothing to tell but that it is done."""
        return self.over and not self.problem and not self.refused and not any(one.lacks for one in self.done)

    def groups(self) -> tuple[SheetGroup, ...]:
        lacking = tuple(one.case_id for one in self.done if one.lacks)
        found = []
        if self.refused and not self.asking:
            found.append(self.group("refused", tuple(self.refused)))
        if lacking:
            found.append(self.group("lacking", lacking))
        return tuple(found)

    def picked(self, group: str) -> None:
        self.chosen.pop(group, None)

    def names(self) -> dict[str, str]:
        lacks = {one.case_id: one.lacks[0] for one in self.done if one.lacks}
        return {**self.refused, **lacks}

    def facts(self) -> dict[str, str | int]:
        ends = [one.until for one in self.done if one.until]
        return {
            "wanted": self.wanted,
            "asking": int(self.asking),
            "done": len(self.done),
            "total": self.total,
            "over": int(self.over),
            "problem": self.problem,
            "first_end": min(ends, default=0),
            "now": self._clock.now_ms(),
        }

    def problems(self) -> tuple[str, ...]:
        return () if self.over else ("along_fetching",)

    def send(self) -> None:
        return None
