"""The agent's calibration over a million reviews: days read by index and joined, every threshold, all figures, and what
a lead's page takes of the server as a whole."""

import random
import tempfile
from pathlib import Path

import numpy as np
from sqlalchemy import insert

from app.analytics.labelled_scores import LabelledScores, figures, together
from app.analytics.score_policy import Costs, Policy
from app.analytics.thresholds import sweep
from app.domain.roles import Role
from app.domain.score_place import changed, part_of
from app.server.security.principal import Principal
from app.server.storage import labelled
from app.server.storage import tables as t
from app.server.storage.labelled import ALL, DAY_MS
from app.server.storage.unit_of_work import Storage, to_ms
from app.server.usecases import calibration_figures, calibration_simulation
from app.server.usecases.calibration_simulation import GRID, Asked
from tests.bench.bench_statistics import measured
from tests.bench.figures import arguments, report
from tests.support.server import opened

DAYS, KINDS = 28, ("kyc_audit", "poa_review", "ato_investigation", "reset_2fa")
VERSIONS = ("roca-4.1", "roca-4.2")
LEAD = Principal("lead", "lea", frozenset({Role.TEAM_LEAD}))


def main() -> None:
    told = arguments("what calibration takes", reviews=1_000_000, runs=7)
    with tempfile.TemporaryDirectory(prefix="footplate-bench-") as place, opened(Path(place) / "server.db") as storage:
        fill(storage, told.reviews)
        wanted = calibration_figures.window(storage, DAYS, None, None)

        def read() -> LabelledScores:
            with storage.read() as connection:
                days = [bytes(row.counts) for row in labelled.days(connection, wanted)]
            return together(days)

        loaded = read()
        report("load", "ms", measured(read, told.runs), reviews=loaded.n)
        scores, outcomes = loaded.each()
        report("sweep", "ms", measured(lambda: sweep(scores, outcomes), told.runs), reviews=loaded.n)
        costs = Costs(60.0, 600.0, 3.0)

        def simulated() -> object:
            policy = Policy(loaded)
            return policy.cheapest(GRID, costs), [policy.at(one, 0.85, costs) for one in GRID]

        report("simulate", "ms", measured(simulated, told.runs), reviews=loaded.n)
        report("figures", "ms", measured(lambda: figures(loaded), told.runs), reviews=loaded.n)
        view = measured(lambda: calibration_figures.view(storage, LEAD, DAYS), told.runs)
        report("page", "ms", view, reviews=loaded.n)
        asked = Asked(KINDS[0], DAYS, minutes_per_case=3.0)
        page = measured(lambda: calibration_simulation.simulate(storage, LEAD, asked), told.runs)
        report("simulator_page", "ms", page, reviews=loaded.n // len(KINDS))


def fill(storage: Storage, reviews: int) -> None:
    """Days of labels as the job would have counted them."""
    chance, dice = np.random.default_rng(7), random.Random(7)
    today = to_ms(storage.clock()) // DAY_MS * DAY_MS
    keys = [(today - day * DAY_MS, kind, version) for day in range(DAYS) for kind in KINDS for version in VERSIONS]
    for n, (day, kind, version) in enumerate(keys):
        many = reviews // len(keys) + (n < reviews % len(keys))
        scores = chance.beta(0.4, 0.6, many)
        bad = chance.random(many) < scores
        counts: dict[tuple[int, float], int] = {}
        for score, is_bad in zip(scores.tolist(), bad.tolist(), strict=True):
            label = ("TP" if is_bad else "FP") if score >= 0.5 else ("FN" if is_bad else "TN")
            source = 1 if dice.random() < 0.1 else 0
            key = (part_of(source, label), score)
            counts[key] = counts.get(key, 0) + 1
        row = {"day": day, "case_type": kind, "model_version": version, "kind": ALL, "name": ""}
        with storage.write() as work:
            work.connection.execute(insert(t.calibration_days), row | {"counts": changed(b"", counts)})


if __name__ == "__main__":
    main()
