"""What the Feedback room shows, in codes and figures."""

from typing import TYPE_CHECKING, Any

import msgspec

from app.domain.feedback import TO_DO_NAME

if TYPE_CHECKING:
    from app.contract.feedback import FeedbackCases, FeedbackView
    from app.contract.regression import (
        JudgeRun,
        JudgeRuns,
        PairView,
        RegressionSets,
        RunCase,
        RunCases,
        Runs,
        RunView,
    )
    from app.contract.signal_health import SignalHealth
    from app.contract.training_sets import RetrainingEffect, TrainingSetView

PATTERNS, SIGNALS, TRAINING, NEWS = "patterns", "signals", "training", "news"
REGRESSION = "regression"
PAGES = (PATTERNS, SIGNALS, TRAINING, REGRESSION, NEWS)
RUN, CASE, PAIR = "run", "case", "pair"
"""What can be open on the page of the regression set."""
CHANGED = "changed"
BECAME = (CHANGED, "lost", "gained", "same", "unanswered", "repeated", "any")
"""Which cases of a run stand in its list: those whose verdict came right or went wrong, those of one kind, or all."""
TO_DO, ANY = TO_DO_NAME, "any"
SHOWN = (TO_DO, "open", "accepted", "in_work", "shipped", "verified", "dismissed", "merged", "split", ANY)
"""Which findings stand in the list: those that somebody still has to act on, those of one state, or all."""
DAYS = (7, 28, 90)
PERIODS = ("", "28", "90", "365")
"""How far back the labels of a set go, in days; "" for all."""
SHARES = ("0", "0.1", "0.2", "0.3")
"""What is kept apart for testing: the newest cases by time."""
MAX_WORDS = 1_000
"""Characters of a title or a reason."""
MOST_REASON, MOST_NAME = 500, 120
"""Characters of why a reasoning is better founded, and of a version's name."""


class SheetState(msgspec.Struct, frozen=True):
    """The sheet in which something is said or chosen. `kind`: raise, change, reword, take_back, merge, split, make_set
    or ask (a retraining). `about` is the id of what it is about, `rev` as whoever writes saw it; `chosen` what is
    chosen in each list; `entry` what stands in its line, `text` in its field; `options` what can be chosen,
    (id, words)."""

    kind: str
    about: str = ""
    rev: int = 0
    chosen: dict[str, str] = {}
    entry: str = ""
    text: str = ""
    options: tuple[tuple[str, str], ...] = ()
    problem: str = ""
    busy: bool = False


class FindingData(msgspec.Struct, frozen=True):
    """A finding that is open."""

    view: "FeedbackView"
    cases: "FeedbackCases"


class SetData(msgspec.Struct, frozen=True):
    """A training set that is open, and what each version that was trained from it makes of the pattern's cases."""

    view: "TrainingSetView"
    effects: "tuple[RetrainingEffect, ...]" = ()


class Place(msgspec.Struct, frozen=True):
    """What is open on the page of the regression set: a run, one of its cases, or its pairs to judge. `became`: which
    of its cases stand in the list of the run, also while one of them is open."""

    kind: str
    run_id: str
    became: str = CHANGED
    n: int = 0

    @property
    def inner(self) -> str:
        return f"{self.kind}:{self.run_id}:{self.became}:{self.n}"


def place(inner: str) -> Place | None:
    """What `FeedbackState.inner` stands for on the page of the regression set."""
    kind, _, rest = inner.partition(":")
    run_id, _, rest = rest.partition(":")
    became, _, n = rest.partition(":")
    return Place(kind, run_id, became, int(n)) if n.isdecimal() else None


class RegressionData(msgspec.Struct, frozen=True):
    """The set in its versions and the runs of candidates, where this person reads them, with the figures of the newest
    runs; and the runs of which they may judge pairs."""

    sets: "RegressionSets | None"
    runs: "Runs | None"
    figures: "tuple[RunView, ...]" = ()
    judging: "JudgeRuns | None" = None


class RunData(msgspec.Struct, frozen=True):
    """A run that is open; its cases where they may be read."""

    view: "RunView"
    cases: "RunCases | None"


class CaseData(msgspec.Struct, frozen=True):
    """One case of a run before and after."""

    view: "RunView"
    case: "RunCase"


class PairData(msgspec.Struct, frozen=True):
    """Two reasonings to judge, None where none is left; `run` as whoever judges knows it."""

    run: "JudgeRun | None"
    pair: "PairView | None"


class FeedbackState(msgspec.Struct, frozen=True):
    """`data` is what was said of the page in sight, None before; `inner` what is open on it (a finding, a signal, a
    set) and `detail` what was said of that. `as_of`: when that was (server's milliseconds); `stale` why it could not
    be asked again. `picked`: cases chosen in the finding that is open. `told` is a code of what was done last, or an
    error's; `saved` where files went; `rights` what this person may do. `further`: how many pages of the server's list
    stand in sight one behind the other, `deeper` of the cases behind what is open."""

    page: str = NEWS
    pages: tuple[str, ...] = (NEWS,)
    rights: frozenset[str] = frozenset()
    shown: str = TO_DO
    case_type: str = ""
    days: int = 28
    data: Any = None
    inner: str = ""
    detail: Any = None
    picked: frozenset[str] = frozenset()
    further: int = 1
    deeper: int = 1
    as_of: int = 0
    stale: str = ""
    asking: bool = False
    failed: str = ""
    told: str = ""
    saved: str = ""
    undo_until: int = 0
    as_table: bool = False
    sheet: SheetState | None = None


def signal_key(one: "SignalHealth") -> str:
    """What a signal of a type and version is known by on its page."""
    return "\x1f".join((one.signal, one.case_type, one.model_version))
