"""The regression set of the agent: what its answers were found to be, and how a candidate answers the same cases."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from app.contract.qa import PacketItem
from app.domain.regression import Became, Finding, Standing
from app.domain.review import StepError

MOST_CASES = 5_000
MOST_PAGE = 500
Word = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]


class RegressionOrder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Freeze what stands now. `case_type`: of one type alone."""

    case_type: Annotated[str, msgspec.Meta(min_length=1, max_length=60)] | None = None


class RegressionCheck(msgspec.Struct, frozen=True, omit_defaults=True):
    """A step that was marked wrong, by what it rested on; `right_clause`: what the reviewer relied on instead."""

    n: int
    kind: StepError | None
    evidence: tuple[str, ...] = ()
    signals: tuple[str, ...] = ()
    clause: str | None = None
    outcome: str = ""
    right_clause: str | None = None


class RegressionCase(msgspec.Struct, frozen=True):
    """One case of a set under the agent's own name for it. `truth`: bad or good, by the label in force when the set was
    frozen; `drawn`: it came to be judged without a look at the agent's answer (blind-first and audits)."""

    external_ref: str
    case_type: str
    verdict: str
    truth: str
    source: str
    drawn: bool
    checks: tuple[RegressionCheck, ...]


class RegressionCases(msgspec.Struct, frozen=True):
    """`next_after` continues the list, null at its end."""

    cases: tuple[RegressionCase, ...]
    next_after: int | None


class RegressionSetView(msgspec.Struct, frozen=True):
    """`digest`: hex SHA-256 over the lines of the set, one JSON of a RegressionCase each. `checks`: steps marked wrong;
    `faults`: cases in which the agent's verdict was wrong; `drawn`: cases that count for better or worse. Where steps
    were marked: how many by kind of error ("" where none was said), by case type, and by the root cause that the
    reviewer named ("" for none); all empty for a set that was frozen before this was counted."""

    set_id: str
    version: int
    case_type: str | None
    made_at: datetime
    made_by_name: str
    digest: str
    cases: int
    checks: int
    faults: int
    drawn: int
    kinds: dict[str, int] = {}
    types: dict[str, int] = {}
    causes: dict[str, int] = {}


class RegressionSets(msgspec.Struct, frozen=True):
    """The newest first."""

    sets: tuple[RegressionSetView, ...]


class RunOrder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Have a candidate answer a set: its challenger assessments come in by the intake under this model, and this prompt
    where one is named."""

    model_version: Word
    prompt_version: Word | None = None


class Part(msgspec.Struct, frozen=True):
    """The same cases before and after. `gained`: only the candidate was right; `change` new minus old accuracy, with
    its interval (Newcombe 1998, paired); `p` McNemar exact; `e_value` may be read every day."""

    cases: int
    answered: int
    right_before: int
    right_after: int
    gained: int
    lost: int
    change: float
    low: float
    high: float
    p: float
    e_value: float


class TypePart(msgspec.Struct, frozen=True):
    """One case type of the drawn cases. `standing` at 0.05 over all types looked at (Bonferroni)."""

    case_type: str
    standing: Standing
    part: Part


class StepPart(msgspec.Struct, frozen=True):
    """What became of the steps that were marked wrong, as one `kind` of error (null: it was not said). `share` of those
    mended among mended and repeated, with its Wilson interval; null where there are none. `untold`: nothing can be said
    of them, for the answer has no step on the same ground."""

    kind: StepError | None
    checks: int
    mended: int
    repeated: int
    untold: int
    share: float | None
    low: float
    high: float


class Faithfulness(msgspec.Struct, frozen=True):
    """`steps` of the candidate, how many of them rest on evidence or signals that their case has (`grounded`), and the
    same of the answers before. What became of the marks: all of them in `whole`, by kind in `marks`."""

    steps: int
    grounded: int
    steps_before: int
    grounded_before: int
    whole: StepPart
    marks: tuple[StepPart, ...]


class Preference(msgspec.Struct, frozen=True):
    """Which of two reasonings people found better without knowing whose they were. `p`: exact sign test."""

    votes: int
    candidate: int
    present: int
    neither: int
    p: float
    e_value: float


class RunView(msgspec.Struct, frozen=True, omit_defaults=True):
    """`state`: open or concluded; the figures are those of now, or of the conclusion. `standing` by the drawn cases
    alone: of `faults`, chosen because the agent was wrong, any other answer gains. `worse_in`: case types in which the
    candidate is worse. `votes`: pairs that were judged, whoever by; `preference` of the two reasonings is told once the
    run is concluded and enough were. `cases_shown`: single cases may be read by whoever asks; else they say first that
    they look (POST …/looks), and judge no more pairs of the run."""

    run_id: str
    set_id: str
    set_version: int
    model_version: str
    prompt_version: str | None
    asked_at: datetime
    asked_by_name: str
    state: Literal["open", "concluded"]
    standing: Standing
    cases: int
    answered: int
    drawn: Part
    faults: Part
    kept: Part
    types: tuple[TypePart, ...]
    worse_in: tuple[str, ...]
    steps: Faithfulness
    concluded_at: datetime | None = None
    concluded_by_name: str | None = None
    told: int = 0
    preference: Preference | None = None
    votes: int = 0
    cases_shown: bool = False


class RunRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """A run in the list; `standing` once it is concluded."""

    run_id: str
    set_id: str
    set_version: int
    model_version: str
    prompt_version: str | None
    asked_at: datetime
    asked_by_name: str
    state: Literal["open", "concluded"]
    standing: Standing | None = None
    concluded_at: datetime | None = None


class Runs(msgspec.Struct, frozen=True):
    """The newest first."""

    runs: tuple[RunRow, ...]


class CaseRow(msgspec.Struct, frozen=True):
    """One case of a run; `n` its place in the set. `before` and `after`: the verdicts, `truth` bad or good. What became
    of the steps that were marked wrong stands in the last three."""

    n: int
    case_id: str
    case_type: str
    drawn: bool
    truth: str
    before: str
    after: str | None
    became: Became
    mended: int
    repeated: int
    untold: int


class RunCases(msgspec.Struct, frozen=True):
    """`total`: cases of those asked for, `kept_back`: those of which this person is told nothing now because they
    are to decide them again; `next_after` continues the list, null at its end."""

    cases: tuple[CaseRow, ...]
    total: int
    kept_back: int
    next_after: int | None


class MarkedStep(msgspec.Struct, frozen=True):
    """A step of the answer before that was marked wrong, and what the candidate makes of it."""

    n: int
    kind: StepError | None
    right_clause: str | None
    finding: Finding | None


class PairStep(msgspec.Struct, frozen=True):
    """One step as it is laid before a judge."""

    n: int
    en: str | None
    zh: str | None
    evidence_ids: tuple[str, ...]
    clause: str | None


class Reasoning(msgspec.Struct, frozen=True):
    """One of two: steps and the verdict they come to; no model, no score, nothing that says whose it is."""

    verdict: str
    steps: tuple[PairStep, ...]


class RunCase(msgspec.Struct, frozen=True):
    """One case before and after. `changed_before` and `changed_after`: steps that the other answer does not have, on
    the same ground and coming to the same. `after` is null while the candidate has not answered."""

    row: CaseRow
    before: Reasoning
    after: Reasoning | None
    marks: tuple[MarkedStep, ...]
    changed_before: tuple[int, ...]
    changed_after: tuple[int, ...]


class JudgeRun(msgspec.Struct, frozen=True):
    """A run of which a person may judge pairs; whose candidate it is, is not told. `looked`: this person has looked at
    its single cases, so that no more pairs are laid before them."""

    run_id: str
    set_version: int
    case_type: str | None
    asked_at: datetime
    judged: int
    looked: bool


class JudgeRuns(msgspec.Struct, frozen=True):
    """The newest first."""

    runs: tuple[JudgeRun, ...]


class PairView(msgspec.Struct, frozen=True):
    """Two reasonings on one case in an order drawn by lot, with the evidence they are to be held against. There is no
    id of the case, and nothing of what was decided on it."""

    pair_id: str
    case_type: str
    item: PacketItem
    first: Reasoning
    second: Reasoning
    left: int


class Vote(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which reasoning is better founded, and why in a sentence or two."""

    choice: Literal["first", "second", "neither"]
    reason: Annotated[str, msgspec.Meta(max_length=500)] = ""
    language: Literal["en", "zh"] = "en"


class VoteTaken(msgspec.Struct, frozen=True):
    """`left`: pairs that this person may still judge."""

    pair_id: str
    left: int
