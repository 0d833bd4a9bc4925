"""A training set in a folder, as its reader takes it: verified first, then trained from. Also a script:
`python -m tests.support.training_set FOLDER`."""

import hashlib
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


def verified(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """The lines of every JSONL file, once all files are those that the manifest names. Raises AssertionError."""
    manifest = json.loads((folder / "manifest.json").read_bytes())
    assert manifest["schema"] == "footplate.training-set/1"
    lines, found = "", {}
    for told in sorted(manifest["files"], key=lambda one: one["name"]):
        data = (folder / told["name"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == told["sha256"], told["name"]
        assert len(data) == told["size"], told["name"]
        lines += f"{told['name']} {told['sha256']} {told['size']}\n"
        if told["name"].endswith(".jsonl"):
            found[told["name"]] = [json.loads(line) for line in data.splitlines()]
            assert len(found[told["name"]]) == told["rows"], told["name"]
        else:
            import pyarrow.parquet

            assert pyarrow.parquet.read_table(folder / told["name"]).num_rows == told["rows"], told["name"]
    assert hashlib.sha256(lines.encode()).hexdigest() == manifest["digest"]
    assert [len(found[f"{part}.jsonl"]) for part in ("train", "test")] == [
        manifest["counts"][part] for part in ("train", "test")
    ]
    return found


@dataclass
class Trained:
    """On the cases kept apart by time: accuracy of the model and of the agent's own word, and the area under the
    model's ROC curve. `risk` is what the model says of lines of the set."""

    accuracy: float
    agent: float
    auc: float
    risk: Callable[[list[dict[str, Any]]], list[float]]


def train(folder: Path) -> Trained:
    """Verify, then fit trees on the values of the signals and the agent's own score."""
    import numpy as np
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.metrics import roc_auc_score

    rows = verified(folder)
    names = json.loads((folder / "manifest.json").read_bytes())["features"]

    def features(part: list[dict[str, Any]]) -> Any:
        values = [{one["name"]: one["value"] for one in row["signals"]} for row in part]
        told = [[float(of.get(name) or 0.0) for name in names] for of in values]
        return np.column_stack([np.array(told), [row["risk_score"] for row in part]])

    def truths(part: list[dict[str, Any]]) -> Any:
        return np.array([row["truth"] == "bad" for row in part])

    def risk(part: list[dict[str, Any]]) -> list[float]:
        return [float(one) for one in model.predict_proba(features(part))[:, 1]]

    model = RandomForestClassifier(200, min_samples_leaf=2, random_state=7)
    model.fit(features(rows["train.jsonl"]), truths(rows["train.jsonl"]))
    truth, found = truths(rows["test.jsonl"]), np.array(risk(rows["test.jsonl"]))
    said = np.array([row["ai_verdict"] == "block" for row in rows["test.jsonl"]])
    return Trained(
        accuracy=float(((found >= 0.5) == truth).mean()),
        agent=float((said == truth).mean()),
        auc=float(roc_auc_score(truth, found)),
        risk=risk,
    )


if __name__ == "__main__":
    found = train(Path(sys.argv[1]))
    print(f"accuracy {found.accuracy:.3f} (the agent's own {found.agent:.3f}), AUC {found.auc:.3f}")
