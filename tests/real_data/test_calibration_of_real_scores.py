"""What the server tells of real scores, label by label through its daily counts, equals the reference."""

import json
from pathlib import Path

import pytest

from app.domain.roles import Role
from app.server.security.principal import Principal
from app.server.usecases import calibration_counts, calibration_figures
from tests.real_data.test_statistics import scores
from tests.support.labelled import Case, put, reviewer
from tests.support.server import opened

LEAD = Principal("lead", "lea", frozenset({Role.TEAM_LEAD}))
NEAR = 1e-9


@pytest.mark.parametrize(
    "name",
    [
        "538_nfl_games_team1",
        "538_nfl_games_both_sides",
        "538_nba_games_team1",
        "538_nba_games_both_sides",
        "eth_p_lgbm",
        "eth_p_hgb",
        "eth_p_lr",
    ],
)
def test_calibration_figures_of_the_server_equal_the_reference(shared: Path, tmp_path: Path, name: str) -> None:
    wanted = json.loads((shared / "oracles" / "data_reference.json").read_text())[name]
    each = zip(*scores(shared, name), strict=True)
    told = [
        Case(verdict="block" if p >= 0.5 else "pass", decision="block" if y else "pass", score=p, days=n % 20)
        for n, (p, y) in enumerate(each)
    ]
    assert len(told) == wanted["n"]
    with opened(tmp_path / "server.db") as storage:
        put(storage, told, reviewer(storage))
        more = True
        while more:
            with storage.write() as work:
                more = calibration_counts.count(work)
        found = calibration_figures.view(storage, LEAD, 30, case_type="ato_investigation").figures
    assert found.n == wanted["n"]
    for value, key in (
        (found.base_rate.value, "base_rate"),
        (found.auc.value, "auc"),
        (found.average_precision, "average_precision"),
        (found.brier, "brier"),
        (found.log_loss, "log_loss_eps"),
        (found.ece, "ece10"),
        (found.ece_equal_mass, "ece10_equal_mass"),
        (found.mce, "mce10"),
    ):
        if key in wanted:
            assert value == pytest.approx(wanted[key], abs=NEAR), key
    if "bins10" not in wanted:
        return
    for one, bin_ in zip(found.bins, wanted["bins10"], strict=True):
        assert one.n == bin_["n"]
        assert one.rate == pytest.approx(bin_["rate"], abs=NEAR)
        assert one.mean_score == pytest.approx(bin_["mean_p"], abs=NEAR)
    at = wanted["thresholds"]["0.5"]
    agent = found.agent
    assert (agent.tp, agent.fp, agent.tn, agent.fn) == (at["tp"], at["fp"], at["tn"], at["fn"])
    assert agent.f1 == pytest.approx(at["f1"])
    assert [agent.precision.low, agent.precision.high] == pytest.approx(at["precision_wilson95"], abs=1e-9)
    assert [agent.recall.low, agent.recall.high] == pytest.approx(at["recall_wilson95"], abs=1e-9)
