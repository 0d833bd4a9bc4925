"""What a benchmark says: one JSON object per figure on standard output, with the floor of the same run where it has
one. Figures are read by people; nothing is ever asserted on an absolute time."""

import argparse
import importlib.metadata
import json
import os
import platform
import sys
from collections.abc import Sequence
from typing import Any

import numpy as np

_NAMED = ("footplate", "PySide6-Essentials", "SQLAlchemy", "sqlcipher3", "msgspec", "numpy", "litestar", "uvicorn")


def versions() -> dict[str, str]:
    """The interpreter, the machine's cores, and the packages that a figure depends on."""
    found = {"python": platform.python_version(), "cores": str(os.cpu_count()), "load": f"{os.getloadavg()[0]:.1f}"}
    for name in _NAMED:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def report(
    figure: str, unit: str, values: Sequence[float], *, floor: float | None = None, **more: Any
) -> dict[str, Any]:
    """Print one figure: median and tail of `values` (lower is better, or a rate where `unit` says "/s"). `floor` is
    the median of the same work by the barest means in the same run; `ratio` is the median over it."""
    found = np.asarray(values, dtype=np.float64)
    if not found.size:
        raise SystemExit(f"{figure}: nothing was measured")
    p50, p95, p99, p999 = (float(np.percentile(found, share)) for share in (50, 95, 99, 99.9))
    told: dict[str, Any] = {
        "figure": figure,
        "unit": unit,
        "n": int(found.size),
        "median": _short(p50),
        "p95": _short(p95),
        "p99": _short(p99),
        "max": _short(float(found.max())),
    }
    if found.size >= 1000:
        told["p99.9"] = _short(p999)
    if floor is not None:
        told |= {"floor": _short(floor), "ratio": _short(p50 / floor)}
    told |= more
    told["versions"] = versions()
    print(json.dumps(told), flush=True)
    return told


def _short(value: float) -> float:
    return float(f"{value:.4g}")


def arguments(told: str, **counts: int) -> argparse.Namespace:
    """The command line of a benchmark: one `--name N` per count, with its default."""
    parser = argparse.ArgumentParser(prog=f"footplate bench {_name()}", description=told)
    for name, default in counts.items():
        parser.add_argument(f"--{name}", type=int, default=default, help=f"default {default}")
    return parser.parse_args()


def _name() -> str:
    return os.path.basename(sys.argv[0]).removeprefix("bench_").removesuffix(".py")
