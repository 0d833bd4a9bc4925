"""Calibration counted by day on a real database: revisions taken out again, groups, errors, thresholds."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.domain.roles import Role
from app.domain.score_place import unpacked
from app.server.security.principal import Principal
from app.server.storage import labelled
from app.server.storage import tables as t
from app.server.storage.unit_of_work import Storage, StorageBusy
from app.server.usecases import calibration_counts, calibration_figures, calibration_simulation
from app.server.usecases.calibration_simulation import Asked
from app.server.usecases.refusal import Refused
from tests.support.database import on_postgresql
from tests.support.labelled import Case, put, relabel, reviewer
from tests.support.server import opened

LEAD = Principal("lead", "lea", frozenset({Role.TEAM_LEAD}))
KIND = "ato_investigation"


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    with opened(tmp_path / "server.db") as storage:
        yield storage


def counted(storage: Storage) -> None:
    for _ in range(500):
        with storage.write() as work:
            if not calibration_counts.count(work):
                return
    raise AssertionError("counting does not end")


def scored(scores: list[float], outcomes: list[int], **more: Any) -> list[Case]:
    return [
        Case(verdict="block" if p >= 0.5 else "pass", decision="block" if y else "pass", score=p, **more)
        for p, y in zip(scores, outcomes, strict=True)
    ]


def test_a_long_day_lies_in_parts_that_are_each_small(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(labelled, "A_PART", 25)
    who = reviewer(storage)
    ids = put(storage, scored([(n + 1) / 102 for n in range(100)], [n % 2 for n in range(100)]), who)
    counted(storage)
    with storage.read() as connection:
        days, parts = t.calibration_days.c, list(connection.execute(select(t.calibration_days)))
        whole = connection.execute(select(days.day).where(days.kind == labelled.ALL)).scalars().all()
    assert 4 <= len(whole) <= 5
    assert len({day - day % labelled.DAY_MS for day in whole}) == 1
    assert all(sum(map(len, unpacked(row.counts))) <= 25 for row in parts)
    figures = calibration_figures.view(storage, LEAD, 1).figures
    assert (figures.n, figures.agent.tp, figures.agent.tn) == (100, 25, 25)
    # A label that takes another's place is taken out of the part that this one was put into.
    relabel(storage, ids[:50], "FN")
    counted(storage)
    figures = calibration_figures.view(storage, LEAD, 1).figures
    assert (figures.n, figures.agent.tn, figures.agent.fn) == (100, 0, 50)


@pytest.mark.skipif(not on_postgresql(), reason="on SQLite whoever writes is alone")
def test_nobody_waits_for_what_is_counted_but_another_who_counts(storage: Storage) -> None:
    who = reviewer(storage)
    put(storage, scored([0.9] * 3, [1] * 3), who)
    with ThreadPoolExecutor(1) as beside, storage.write() as counting:
        assert calibration_counts.count(counting)

        def decide() -> None:
            put(storage, scored([0.1] * 3, [0] * 3), who)
            with storage.write() as work:
                work.audit(who, "test.decided", "case", "C-1")  # which waits for the order of commits

        beside.submit(decide).result(20)
        with pytest.raises(StorageBusy), storage.write() as other:
            calibration_counts.count(other)
    counted(storage)
    assert calibration_figures.view(storage, LEAD, 1).figures.n == 6


def test_a_label_that_another_took_the_place_of_is_counted_once(storage: Storage) -> None:
    who = reviewer(storage)
    ids = put(storage, scored([0.9] * 40, [1] * 40), who)
    counted(storage)
    before = calibration_figures.view(storage, LEAD, 30).figures
    assert (before.n, before.agent.tp, before.agent.fp) == (40, 40, 0)
    relabel(storage, ids[:10], "FP")
    counted(storage)
    after = calibration_figures.view(storage, LEAD, 30).figures
    assert (after.n, after.agent.tp, after.agent.fp) == (40, 30, 10)
    assert after.agent.precision.value == 0.75
    assert 0.59 < after.agent.precision.low < 0.75 < after.agent.precision.high
    # And back, whatever happened to the case in between.
    with storage.write() as work:
        work.connection.execute(t.cases.update().values(priority=80, language="ja"))
    relabel(storage, ids[:10], "TP")
    counted(storage)
    again = calibration_figures.view(storage, LEAD, 30)
    assert (again.figures.agent.tp, again.figures.agent.fp) == (40, 0)
    # What a case counts as is what it was when its label came: nothing is left of the ones before.
    told = {g.key: g.figures.n for g in calibration_figures.groups(storage, LEAD, "priority", 30, None, None).groups}
    assert told == {"low": 30, "key_user": 10}
    with storage.read() as connection:
        assert len(list(connection.execute(select(t.labelled_cases)))) == 40


def test_a_label_whose_author_may_still_take_it_back_waits(storage: Storage) -> None:
    who = reviewer(storage)
    put(storage, scored([0.8, 0.2], [1, 0]), who)
    with storage.write() as work:
        c = t.labels.c
        last = work.connection.scalar(select(c.label_seq).order_by(c.label_seq.desc()).limit(1))
        later = t.labels.update().where(c.label_seq == last).values(release_at=work.now_ms + 60_000)
        work.connection.execute(later)
    counted(storage)
    assert calibration_figures.view(storage, LEAD, 30).figures.n == 1
    with storage.write() as work:
        work.connection.execute(t.labels.update().values(release_at=None))
    counted(storage)
    assert calibration_figures.view(storage, LEAD, 30).figures.n == 2


def test_figures_are_told_apart_by_type_version_and_segment(storage: Storage) -> None:
    who = reviewer(storage)
    put(storage, scored([0.9] * 3, [1] * 3, model="roca-1"), who)
    put(storage, scored([0.9] * 2, [0] * 2, model="roca-2", case_type="kyc_audit"), who)
    with storage.write() as work:
        work.connection.execute(t.cases.update().where(t.cases.c.case_type == "kyc_audit").values(language="zh"))
    counted(storage)
    whole = calibration_figures.view(storage, LEAD, 30)
    assert whole.case_types == (KIND, "kyc_audit")
    assert whole.model_versions == ("roca-1", "roca-2")
    assert whole.segments["language"] == ("", "zh")
    assert "few_cases" in whole.figures.warnings
    narrow = calibration_figures.view(storage, LEAD, 30, segment=("language", "zh"))
    assert (narrow.figures.n, narrow.figures.agent.fp) == (2, 2)
    assert narrow.figures.auc.value is None
    assert "one_outcome" in narrow.figures.warnings
    for by, keys in (("case_type", [KIND, "kyc_audit"]), ("model_version", ["roca-1", "roca-2"]), ("key_user", ["no"])):
        groups = calibration_figures.groups(storage, LEAD, by, 30, None, None).groups
        assert [group.key for group in groups] == keys
        assert sum(group.figures.n for group in groups) == 5


def test_errors_are_told_by_cause(storage: Storage) -> None:
    who = reviewer(storage)
    cause = ("signal_overweighted", "signal", "vpn_exit")
    put(storage, [Case(decision="pass", cause=cause, route="A") for _ in range(4)], who)
    put(storage, [Case(decision="pass", cause=cause, route=None), Case()], who)
    counted(storage)
    (row,) = calibration_figures.view(storage, LEAD, 30).errors
    assert (row.label, row.code, row.attribution_ref, row.route, row.count) == ("FP", cause[0], "vpn_exit", "A", 5)


def test_who_may_not_read_figures_is_refused(storage: Storage) -> None:
    lin = Principal("lin", "lin", frozenset({Role.REVIEWER}))
    with pytest.raises(Refused):
        calibration_figures.view(storage, lin, 30)
    with pytest.raises(Refused):
        calibration_simulation.simulate(storage, lin, Asked(KIND, 30))


def test_a_simulation_counts_what_each_pair_of_thresholds_would_have_done(storage: Storage) -> None:
    who = reviewer(storage)
    scores = [0.05, 0.15, 0.35, 0.45, 0.55, 0.65, 0.85, 0.95]
    outcomes = [0, 1, 0, 1, 0, 1, 1, 1]
    put(storage, scored(scores, outcomes), who)
    counted(storage)
    told = calibration_simulation.simulate(
        storage, LEAD, Asked(KIND, 1, block_at=0.85, pass_at=0.85, cost_fp=30, cost_fn=600, minutes_per_case=6)
    )
    asked = told.asked
    assert asked is not None
    assert (asked.tp, asked.fp, asked.tn, asked.fn) == (2, 0, 1, 1)
    assert asked.recall.value == pytest.approx(4 / 5)
    assert asked.caught.value == pytest.approx(2 / 5)
    assert asked.precision.value == 1
    assert asked.per_day == pytest.approx(4)
    assert asked.cost.value == pytest.approx(600 + 4 * 6)
    assert asked.hours == pytest.approx(0.4)
    assert told.calibrated_at == pytest.approx(30 / 630)
    assert told.today is None
    assert {"labels_from_queue", "few_labels"} <= set(told.notes)
    # The cheapest pair is the cheapest of all pairs of the grid.
    best = told.best
    assert best is not None
    every = [
        calibration_simulation.simulate(
            storage,
            LEAD,
            Asked(KIND, 1, block_at=b / 100, pass_at=p / 100, cost_fp=30, cost_fn=600, minutes_per_case=6),
        ).asked
        for b in range(50, 101, 10)
        for p in range(50, 101, 10)
    ]
    costs = [one.cost.value for one in every if one is not None and one.cost.value is not None]
    assert len(costs) == len(every)
    assert best.cost.value == pytest.approx(min(costs))
