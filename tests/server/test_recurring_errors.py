"""Mining in the database itself: seeded errors become the expected patterns and no others, one item each."""

import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from app.contract.feedback import PatternFigures
from app.server.storage import signal_counts as sums
from app.server.storage import tables as t
from app.server.storage.unit_of_work import Storage
from app.server.usecases import recurring, signal_counts, signal_health
from tests.support.labelled import Case, put, relabel, reviewer
from tests.support.server import opened

SIGNALS = ("impossible_travel", "unrecognised_device", "password_reset_recent", "vpn_exit", "failed_logins_24h")
CODES = ("signal_overweighted", "signal_underweighted")
ACT = ("signal_overweighted", "signal", "vpn_exit")


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    with opened(tmp_path / "server.db") as storage:
        yield storage


def right(dice: random.Random, count: int, **more: Any) -> list[Case]:
    """Cases in which the agent was right: `impossible_travel` carries most of each block."""
    weights = (("impossible_travel", 2.0), *((name, dice.uniform(0.1, 0.6)) for name in SIGNALS[1:]))
    return [Case(days=dice.uniform(0, 27), signals=weights, **more) for _ in range(count)]


def wrong(cause: tuple[str, str | None, str | None], **more: Any) -> Case:
    return Case(decision="pass", cause=cause, signals=(("impossible_travel", 2.0), ("vpn_exit", 0.4)), **more)


def noise(dice: random.Random, count: int, people: list[str]) -> list[Case]:
    """Mistakes without a pattern: any cause, any signal, anybody."""
    return [
        wrong(
            (dice.choice(CODES), "signal", dice.choice(SIGNALS)), days=dice.uniform(0, 27), reviewer=dice.choice(people)
        )
        for _ in range(count)
    ]


def counted(storage: Storage) -> None:
    for _ in range(200):
        with storage.write() as work:
            if not signal_counts.count(work):
                return


def items(storage: Storage) -> list[Any]:
    with storage.read() as connection:
        return list(connection.execute(select(t.feedback_items).order_by(t.feedback_items.c.feedback_id)))


def behind(storage: Storage, feedback_id: str) -> set[int]:
    c = t.feedback_cases.c
    with storage.read() as connection:
        query = select(c.case_number).where(c.feedback_id == feedback_id, c.gone_at.is_(None))
        return set(connection.scalars(query))


def figures(row: Any) -> PatternFigures:
    return msgspec.json.decode(row.figures, type=PatternFigures)


def test_seeded_errors_become_the_expected_pattern_and_no_other(storage: Storage) -> None:
    dice = random.Random(7)
    people = [reviewer(storage, name) for name in ("ada", "bea", "cai", "dev")]
    seeded = [wrong(ACT, days=dice.uniform(0, 27), reviewer=people[n % 4], active_ms=90_000) for n in range(24)]
    put(storage, [*right(dice, 300), *noise(dice, 50, people)], people[0])
    ids = put(storage, seeded, people[0])
    counted(storage)
    assert recurring.mine(storage) == 1
    (row,) = items(storage)
    told = figures(row)
    assert (row.case_type, row.label, row.code, row.attribution_ref) == ("ato_investigation", "FP", ACT[0], ACT[2])
    assert (row.kind, row.state, row.suggested_route, row.route) == ("pattern", "open", "A", "A")
    assert {int(one.removeprefix("C-")) for one in ids} <= behind(storage, row.feedback_id)
    assert told.p <= told.q <= 0.05
    assert told.lift_low > 1
    assert told.reviewers == 4
    assert told.minutes >= 24 * 1.5
    assert told.money is None
    # And again: the same item, no second one, and nobody is told twice.
    with storage.read() as connection:
        before = len(list(connection.execute(select(t.news))))
    recurring.mine(storage)
    assert [one.feedback_id for one in items(storage)] == [row.feedback_id]
    with storage.read() as connection:
        assert len(list(connection.execute(select(t.news)))) == before >= 4


def test_noise_alone_is_no_pattern(storage: Storage) -> None:
    """Four worlds of mistakes without a pattern: nothing becomes one."""
    for seed in range(4):
        dice = random.Random(100 + seed)
        people = [reviewer(storage, name) for name in ("ada", "bea", "cai")]
        kind = ("ato_investigation", "reset_2fa", "kyc_audit", "poa_review")[seed]
        world = [*right(dice, 150), *noise(dice, 80, people)]
        put(storage, [msgspec.structs.replace(one, case_type=kind) for one in world], people[0])
    counted(storage)
    assert recurring.mine(storage) == 0


def test_a_common_signal_is_not_blamed_for_being_common(storage: Storage) -> None:
    """Twelve errors blame what carries two thirds of every right block as well; the same twelve of a light signal are
    a pattern."""
    dice = random.Random(3)
    who = [reviewer(storage, name) for name in ("ada", "bea")]
    put(storage, right(dice, 100), who[0])
    common = ("signal_overweighted", "signal", "impossible_travel")
    spread = [wrong((ACT[0], "signal", name), reviewer=who[n % 2]) for n, name in enumerate(SIGNALS * 2)]
    put(storage, [*(wrong(common, reviewer=who[n % 2]) for n in range(10)), *spread], who[0])
    counted(storage)
    assert recurring.mine(storage) == 0
    put(
        storage, [wrong(("signal_underweighted", "signal", "vpn_exit"), reviewer=who[n % 2]) for n in range(12)], who[0]
    )
    counted(storage)
    assert recurring.mine(storage) == 1
    assert items(storage)[0].attribution_ref == "vpn_exit"


def test_a_label_that_was_overturned_counts_no_more(storage: Storage) -> None:
    dice = random.Random(4)
    who = reviewer(storage)
    put(storage, right(dice, 100), who)
    ids = put(storage, [wrong(ACT) for _ in range(9)], who)
    counted(storage)
    assert recurring.mine(storage) == 1
    (row,) = items(storage)
    assert row.suggested_reason == "one_reviewer", "all of one person: the people first, then the agent"
    assert row.route is None
    with storage.read() as connection:
        before = sums.read(connection, 0, 2**53)[("ato_investigation", "roca-test-1", "", "")]
    relabel(storage, ids[:6], "TP")
    counted(storage)
    with storage.read() as connection:
        after = sums.read(connection, 0, 2**53)[("ato_investigation", "roca-test-1", "", "")]
    assert (after.risk_bad - before.risk_bad, after.risk_good - before.risk_good) == (6, -6)
    assert recurring.mine(storage) == 0
    assert items(storage)[0].feedback_id == row.feedback_id
    with storage.write() as work:
        found = recurring.look(work.connection, work.now_ms)
    assert found == []


def test_words_of_ones_own_count_as_one_whatever_their_capitals(storage: Storage) -> None:
    who = [reviewer(storage, name) for name in ("ada", "bea")]
    written = ("Proof of funds", "proof of  funds", "PROOF OF FUNDS", "proof of funds")
    said = [wrong(("signal_missing", "missing_signal", written[n % 4]), reviewer=who[n % 2]) for n in range(12)]
    put(storage, [*right(random.Random(5), 50), *said], who[0])
    counted(storage)
    assert recurring.mine(storage) == 1
    (row,) = items(storage)
    assert row.cases == 12


def test_what_was_mended_and_comes_back_is_another_item_and_what_was_dismissed_is_none(storage: Storage) -> None:
    who = [reviewer(storage, name) for name in ("ada", "bea")]
    put(storage, right(random.Random(6), 80), who[0])
    put(storage, [wrong(ACT, days=9, reviewer=who[n % 2]) for n in range(8)], who[0])
    counted(storage)
    recurring.mine(storage)
    (row,) = items(storage)
    with storage.write() as work:
        change = {"state": "verified", "mended_at": work.now_ms - 5 * 86_400_000}
        work.connection.execute(t.feedback_items.update().values(**change))
    recurring.mine(storage)
    assert len(items(storage)) == 1, "nothing came since it was mended"
    put(storage, [wrong(ACT, days=1, reviewer=who[n % 2]) for n in range(6)], who[0])
    counted(storage)
    recurring.mine(storage)
    _, second = items(storage)
    assert (second.recurs_of, second.generation, second.cases) == (row.feedback_id, 2, 6)
    with storage.write() as work:
        work.connection.execute(
            t.feedback_items.update().where(t.feedback_items.c.generation == 2).values(state="dismissed")
        )
    put(storage, [wrong(ACT, reviewer=who[n % 2]) for n in range(4)], who[0])
    counted(storage)
    recurring.mine(storage)
    assert [one.state for one in items(storage)] == ["verified", "dismissed"]


def test_audits_count_and_are_told_apart_and_old_labels_do_not(storage: Storage) -> None:
    who = [reviewer(storage, name) for name in ("ada", "bea")]
    put(storage, right(random.Random(8), 80), who[0])
    audits = put(storage, [wrong(ACT, source="audit", reviewer=who[n % 2]) for n in range(4)], who[0])
    put(storage, [wrong(ACT, reviewer=who[n % 2]) for n in range(4)], who[0])
    put(storage, [wrong(ACT, days=40, reviewer=who[n % 2]) for n in range(9)], who[0])
    counted(storage)
    recurring.mine(storage)
    (row,) = items(storage)
    assert (figures(row).count, figures(row).from_audits) == (8, 4)
    # Whoever decided an audit without the agent's word names the cause later: it is an audit still.
    relabel(storage, audits, "FP", source="after_reveal")
    recurring.mine(storage)
    assert figures(items(storage)[0]).from_audits == 4


def test_a_failing_signal_becomes_one_item_for_its_owner(storage: Storage) -> None:
    who = reviewer(storage)
    dice = random.Random(9)

    def case(days: float, **more: Any) -> Case:
        bad = dice.random() < 0.5
        weights = (
            ("impossible_travel", 1.5 if bad else -1.5),
            ("vpn_exit", dice.choice((0.5, -0.5))),
            ("failed_logins_24h", more.pop("shifted", 0.2) + dice.uniform(-0.2, 0.2)),
        )
        decision = "block" if bad else "pass"
        return Case(decision, decision, signals=weights, days=days, **more)

    put(storage, [case(dice.uniform(30, 54)) for _ in range(300)], who)
    put(
        storage,
        [
            case(dice.uniform(1, 26), shifted=1.4, values=(("vpn_exit", None if n % 8 == 0 else True),))
            for n in range(300)
        ],
        who,
    )
    counted(storage)
    assert signal_health.check(storage) == 2
    assert signal_health.check(storage) == 2
    told = {row.attribution_ref: row for row in items(storage)}
    assert set(told) == {"vpn_exit", "failed_logins_24h"}
    assert {row.owner_kind for row in told.values()} == {"data"}
    assert (told["vpn_exit"].code, told["failed_logins_24h"].code) == ("missing_rate", "drift")
    with storage.read() as connection:
        now_ms = round((storage.clock() + timedelta(days=1)).timestamp()) * 1000
        looked = signal_health.look(connection, now_ms - now_ms % 86_400_000, 28)
    travel = looked[("ato_investigation", "roca-test-1", "impossible_travel")]
    assert travel.health.right_risk.estimate == 1.0
    assert travel.failures == ()
    assert looked[("ato_investigation", "roca-test-1", "vpn_exit")].health.lift_risk.interval is not None
