"""How well the agent is calibrated, from the daily counts of labels in force; no case is read for it."""

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from app.analytics.intervals import share
from app.contract.calibration import (
    GROUPS_BY,
    SEGMENTS,
    Bounds,
    CalibrationFigures,
    CalibrationGroup,
    CalibrationGroups,
    CalibrationView,
    ConfusionTold,
    ErrorShare,
    Rate,
    ScoreBin,
)
from app.contract.problems import Code, ProblemItem
from app.contract.recall import RecallRow
from app.domain.roles import Capability
from app.domain.score_place import AUDIT, LABELS, NAMED
from app.domain.targets import SHOWN_FROM
from app.server.security.principal import Principal
from app.server.storage import labelled
from app.server.storage import recall as audits
from app.server.storage.labelled import ALL, DAY_MS, Wanted
from app.server.storage.unit_of_work import Storage, from_ms, to_ms
from app.server.usecases import recall
from app.server.usecases.refusal import Refused, require

if TYPE_CHECKING:
    from app.analytics.labelled_scores import LabelledScores

MOST_ERRORS = 20
FEW, ONE_OUTCOME = "few_cases", "one_outcome"
NO_NUMPY = "this server was installed without numpy: footplate[analytics]"


def view(
    storage: Storage,
    who: Principal,
    days: int,
    *,
    case_type: str | None = None,
    model_version: str | None = None,
    segment: tuple[str, str] | None = None,
    bins: int = 10,
) -> CalibrationView:
    """Of the last `days`, today included; `segment`: kind and name. Raises Refused (forbidden, not_acceptable)."""
    require(who, Capability.CALIBRATION_READ)
    wanted = window(storage, days, case_type, model_version)
    with storage.read() as connection:
        kind, name = segment or (ALL, "")
        rows = labelled.days(connection, wanted, kind)
        names = labelled.names(connection, wanted)
        errors = labelled.errors(connection, wanted, MOST_ERRORS)
        to = labelled.counted_to(connection)
        by_design = design(connection, wanted)
    counts = joined(row.counts for row in rows if row.name == name)
    return CalibrationView(
        from_at=from_ms(wanted.from_ms),
        before_at=from_ms(wanted.before_ms),
        counted_to=None if to is None else from_ms(to),
        case_type=case_type,
        model_version=model_version,
        segment_kind=segment[0] if segment else None,
        segment=name if segment else None,
        figures=figures_of(counts, bins),
        by_design=by_design,
        errors=tuple(_error(row) for row in errors),
        case_types=tuple(sorted({one[0] for one in names})),
        model_versions=tuple(sorted({one[1] for one in names})),
        segments={kind: tuple(sorted({one[3] for one in names if one[2] == kind})) for kind in SEGMENTS},
    )


def groups(
    storage: Storage, who: Principal, by: str, days: int, case_type: str | None, model_version: str | None
) -> CalibrationGroups:
    """The same by one of `GROUPS_BY`. Raises Refused (forbidden, parameter, not_acceptable)."""
    require(who, Capability.CALIBRATION_READ)
    if by not in GROUPS_BY:
        raise Refused(Code.PARAMETER, errors=(ProblemItem("/by", "unknown"),))
    wanted = window(storage, days, case_type, model_version)
    with storage.read() as connection:
        rows = labelled.days(connection, wanted, by if by in SEGMENTS else ALL)
    parts: defaultdict[str, list[bytes]] = defaultdict(list)
    for row in rows:
        parts[{"case_type": row.case_type, "model_version": row.model_version}.get(by, row.name)].append(row.counts)
    told = tuple(CalibrationGroup(key, figures_of(joined(parts[key]), 0)) for key in sorted(parts))
    return CalibrationGroups(from_ms(wanted.from_ms), from_ms(wanted.before_ms), by, told)


def window(storage: Storage, days: int, case_type: str | None, model_version: str | None) -> Wanted:
    """Whole days, today included."""
    now = to_ms(storage.clock())
    end = now - now % DAY_MS + DAY_MS
    return Wanted(end - days * DAY_MS, end, case_type, model_version)


def joined(days: Any) -> "LabelledScores":
    """The counts of these days. Raises Refused (not_acceptable)."""
    try:
        from app.analytics.labelled_scores import together
    except ImportError:
        raise Refused(Code.NOT_ACCEPTABLE, NO_NUMPY) from None
    return together(bytes(day) for day in days)


def design(connection: Connection, wanted: Wanted) -> RecallRow | None:
    """Recall and precision of the window by the design of the audits; None where nothing was decided in it, or more
    audits were drawn than one estimate takes."""
    made = audits.draws(connection, wanted.from_ms, wanted.before_ms)
    if len(made) > audits.MOST_DRAWS:
        return None
    parts = audits.ledger(connection, wanted.from_ms, wanted.before_ms, wanted.case_type, made)
    queued = audits.queue(connection, wanted.from_ms, wanted.before_ms, wanted.case_type)
    return recall.row(wanted.case_type or recall.ALL, parts, queued) if parts or queued else None


def figures_of(counts: "LabelledScores", bins: int) -> CalibrationFigures:
    """Of one group; without bins of its own where `bins` is 0."""
    from app.analytics import labelled_scores

    found = labelled_scores.figures(counts, bins or 10)
    warnings = []
    if found.n < SHOWN_FROM:
        warnings.append(FEW)
    if found.n and found.positives in (0, found.n):
        warnings.append(ONE_OUTCOME)
    return CalibrationFigures(
        n=found.n,
        audited=counts.of_source(AUDIT),
        named=counts.of_source(NAMED),
        agent=confusion(*(counts.of_label(name) for name in LABELS)),
        base_rate=rate(found.positives, found.n),
        auc=Bounds(found.auc, *((found.auc_interval.low, found.auc_interval.high) if found.auc_interval else ())),
        mean_score=found.mean_score,
        average_precision=found.average_precision,
        brier=found.brier,
        brier_skill=found.brier_skill,
        log_loss=found.log_loss,
        ece=found.ece,
        ece_equal_mass=found.ece_equal_mass,
        mce=found.mce,
        bins=tuple(map(_bin, found.bins)) if bins else (),
        bins_equal_mass=tuple(map(_bin, found.bins_equal_mass)) if bins else (),
        warnings=tuple(warnings),
    )


def confusion(tp: int, fp: int, tn: int, fn: int) -> ConfusionTold:
    """Every rate of the table, each with its interval."""
    wrong = fp + fn
    return ConfusionTold(
        tp,
        fp,
        tn,
        fn,
        rate(tp, tp + fp),
        rate(tp, tp + fn),
        rate(tp + tn, tp + tn + wrong),
        2 * tp / (2 * tp + wrong) if 2 * tp + wrong else None,
    )


def rate(k: int, n: int) -> Rate:
    found = share(k, n)
    return Rate(k, n, found.estimate, found.interval.low, found.interval.high)


def _bin(one: Any) -> ScoreBin:
    return ScoreBin(one.low, one.high, one.n, one.mean_score, one.rate, one.interval.low, one.interval.high)


def _error(row: Any) -> ErrorShare:
    return ErrorShare(row.label, row.code, row.many, row.route, row.attribution_kind, row.attribution_ref)
