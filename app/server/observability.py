"""What the server tells about itself: one JSON object a line on stderr, and counters for Prometheus.

A line holds ids, codes and durations out of an allow-list of names. Bodies, addresses with their query, names and
error texts of libraries never get in, so nothing of a customer can.
"""

import logging
import sys
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TextIO

import msgspec

FIELDS = frozenset(
    "event request_id method route status ms user_id device_id code kind count url database revision where".split()
)
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
Labels = tuple[tuple[str, str], ...]


class Log:
    """Structured lines; thread-safe."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out
        self._lock = threading.Lock()

    def line(self, event: str, **fields: str | int | float | None) -> None:
        """Write one line. Raises KeyError for a field that is not on the list: add it there, knowingly."""
        unknown = fields.keys() - FIELDS
        if unknown:
            raise KeyError(f"not a field of the log: {sorted(unknown)}")
        stamp = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        text = msgspec.json.encode({"at": stamp, "event": event} | fields).decode() + "\n"
        out = self._out or sys.stderr
        with self._lock:
            out.write(text)
            out.flush()

    def fault(self, event: str, error: BaseException, **fields: str | int | float | None) -> None:
        """An unexpected error: its kind and the places in our code, never its message."""
        places, trace = [], error.__traceback__
        while trace is not None:
            code = trace.tb_frame.f_code
            places.append(f"{code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}")
            trace = trace.tb_next
        self.line(event, kind=type(error).__name__, where=" ".join(places[-12:]), **fields)


class LibraryLines(logging.Handler):
    """What libraries complain about, as our own lines: who and where, never their words."""

    def __init__(self, log: Log) -> None:
        super().__init__(logging.WARNING)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            self._log.fault("library", error, code=record.name)
        else:
            self._log.line("library", code=record.name, kind=record.levelname, where=f"{record.module}:{record.lineno}")

    def install(self) -> None:
        """Take the place of every other way of logging."""
        logging.getLogger().handlers[:] = [self]


class Metrics:
    """Counters and one histogram, written out in the Prometheus text format."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counters: dict[str, dict[Labels, float]] = {}
        self._seconds: dict[Labels, list[float]] = {}

    def add(self, name: str, amount: float = 1, **labels: str) -> None:
        key = tuple(sorted(labels.items()))
        with self._lock:
            series = self._counters.setdefault(name, {})
            series[key] = series.get(key, 0) + amount

    def observe(self, seconds: float, **labels: str) -> None:
        """One request's duration."""
        key = tuple(sorted(labels.items()))
        with self._lock:
            row = self._seconds.setdefault(key, [0.0] * (len(BUCKETS) + 2))
            for n, limit in enumerate(BUCKETS):
                if seconds <= limit:
                    row[n] += 1
            row[-2] += 1
            row[-1] += seconds

    def text(self, gauges: Mapping[str, Mapping[Labels, float]]) -> str:
        """Everything, with the `gauges` of this moment (name → labels → value)."""
        lines: list[str] = []
        with self._lock:
            for name in sorted(self._counters):
                lines.append(f"# TYPE {name} counter")
                lines += [f"{name}{_braces(key)} {value:.15g}" for key, value in sorted(self._counters[name].items())]
            name = "footplate_request_seconds"
            lines.append(f"# TYPE {name} histogram")
            for key, row in sorted(self._seconds.items()):
                for n, limit in enumerate(BUCKETS):
                    lines.append(f"{name}_bucket{_braces((*key, ('le', f'{limit:g}')))} {row[n]:g}")
                lines.append(f"{name}_bucket{_braces((*key, ('le', '+Inf')))} {row[-2]:g}")
                lines += [f"{name}_count{_braces(key)} {row[-2]:g}", f"{name}_sum{_braces(key)} {row[-1]:.6f}"]
        for name, series_now in gauges.items():
            lines.append(f"# TYPE {name} gauge")
            lines += [f"{name}{_braces(key)} {value:.15g}" for key, value in sorted(series_now.items())]
        return "\n".join(lines) + "\n"


def _braces(labels: Labels) -> str:
    if not labels:
        return ""
    return "{" + ",".join(f'{name}="{_escaped(value)}"' for name, value in labels) + "}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
