"""Nothing heavy comes with a figure: most modules need not even numpy, and none needs scipy."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NUMPY = {
    *("agreement", "alpha", "calibration", "consensus", "labelled_scores", "labels", "rater_pairs", "score_policy"),
    "thresholds",
}
HEAVY = ("scipy", "statsmodels", "pandas", "sklearn", "krippendorff", "pyarrow")


def test_modules_import_what_they_say() -> None:
    names = {file.stem for file in (ROOT / "app" / "analytics").glob("*.py")} - {"__init__"}
    assert names >= NUMPY
    code = f"""
import importlib, sys
for name in {sorted(names - NUMPY)!r}:
    importlib.import_module("app.analytics." + name)
    assert "numpy" not in sys.modules, name
for name in {sorted(NUMPY)!r}:
    importlib.import_module("app.analytics." + name)
assert not set({HEAVY!r}) & set(sys.modules)
"""
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
