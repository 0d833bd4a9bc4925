"""A training set in a folder, as its reader takes it: verified first, then trained from. Also a script:
`python -m tests.support.training_set FOLDER`."""

import hashlib
import json
import sys
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
    """Accuracy on the cases kept apart by time: of the model, and of the agent's own word."""

    accuracy: float
    agent: float


def train(folder: Path) -> Trained:
    """Verify, then fit a logistic regression on the values of the signals."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    rows = verified(folder)
    names = json.loads((folder / "manifest.json").read_bytes())["features"]

    def table(part: list[dict[str, Any]]) -> tuple[Any, Any]:
        values = [{one["name"]: one["value"] for one in row["signals"]} for row in part]
        features = np.array([[float(of.get(name) or 0.0) for name in names] for of in values])
        return features, np.array([row["truth"] == "bad" for row in part])

    model = make_pipeline(StandardScaler(), LogisticRegression())
    model.fit(*table(rows["train.jsonl"]))
    features, truth = table(rows["test.jsonl"])
    said = np.array([row["ai_verdict"] == "block" for row in rows["test.jsonl"]])
    return Trained(float((model.predict(features) == truth).mean()), float((said == truth).mean()))


if __name__ == "__main__":
    print(train(Path(sys.argv[1])))
