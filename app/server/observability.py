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
ROW_BUCKETS = (0, 10, 100, 1_000, 10_000, 100_000)
Labels = tuple[tuple[str, str], ...]
Buckets = tuple[float, ...]


class Log:
    """Structured lines; thread-safe. Where they cannot be written (a full disk) the server goes on: the next one that
    can tells before it how many were lost."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out
        self._lock = threading.Lock()
        self._lost = 0

    def line(self, event: str, **fields: str | int | float | None) -> None:
        """Write one line. Raises KeyError for a field that is not on the list: add it there, knowingly."""
        unknown = fields.keys() - FIELDS
        if unknown:
            raise KeyError(f"not a field of the log: {sorted(unknown)}")
        out = self._out or sys.stderr
        with self._lock:
            text = _line("log_lines_lost", {"count": self._lost}) if self._lost else ""
            try:
                out.write(text + _line(event, fields))
                out.flush()
                self._lost = 0
            except OSError:
                self._lost += 1

    def fault(self, event: str, error: BaseException, **fields: str | int | float | None) -> None:
        """An unexpected error: its kind and the places in our code, never its message."""
        places, trace = [], error.__traceback__
        while trace is not None:
            code = trace.tb_frame.f_code
            places.append(f"{code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}")
            trace = trace.tb_next
        self.line(event, kind=type(error).__name__, where=" ".join(places[-12:]), **fields)


def _line(event: str, fields: Mapping[str, str | int | float | None]) -> str:
    stamp = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return msgspec.json.encode({"at": stamp, "event": event, **fields}).decode() + "\n"


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
    """Counters and histograms, written out in the Prometheus text format. They are those of one process: `own` stands
    on every line where several processes answer at one address, so that their lines are not taken for each other's."""

    def __init__(self, own: Labels = ()) -> None:
        self._own = own
        self._lock = threading.Lock()
        self._counters: dict[str, dict[Labels, float]] = {}
        self._histograms: dict[str, tuple[Buckets, dict[Labels, list[float]]]] = {}
        self._in_hand = 0

    def add(self, name: str, amount: float = 1, **labels: str) -> None:
        key = tuple(sorted(labels.items()))
        with self._lock:
            series = self._counters.setdefault(name, {})
            series[key] = series.get(key, 0) + amount

    def observe(self, seconds: float, **labels: str) -> None:
        """One request's duration."""
        self._observe("footplate_request_seconds", BUCKETS, seconds, labels)

    def feed_page(self, behind: int) -> None:
        """How many feed rows a reader was behind the head after a page."""
        self._observe("footplate_feed_lag_rows", ROW_BUCKETS, behind, {})

    def begin(self) -> None:
        """A request has come in."""
        with self._lock:
            self._in_hand += 1

    def end(self) -> None:
        """And is answered."""
        with self._lock:
            self._in_hand -= 1

    @property
    def in_hand(self) -> int:
        """How many requests have come in and are not answered."""
        return self._in_hand

    def _observe(self, name: str, buckets: Buckets, value: float, labels: Mapping[str, str]) -> None:
        key = tuple(sorted(labels.items()))
        with self._lock:
            _, rows = self._histograms.setdefault(name, (buckets, {}))
            row = rows.setdefault(key, [0.0] * (len(buckets) + 2))
            for n, limit in enumerate(buckets):
                if value <= limit:
                    row[n] += 1
            row[-2] += 1
            row[-1] += value

    def text(self, gauges: Mapping[str, Mapping[Labels, float]]) -> str:
        """Everything, with the `gauges` of this moment (name → labels → value)."""
        lines: list[str] = []
        with self._lock:
            for name in sorted(self._counters):
                lines.append(f"# TYPE {name} counter")
                series = sorted(self._counters[name].items())
                lines += [f"{name}{_braces((*self._own, *key))} {value:.15g}" for key, value in series]
            for name, (buckets, rows) in sorted(self._histograms.items()):
                lines.append(f"# TYPE {name} histogram")
                for bare, row in sorted(rows.items()):
                    key = (*self._own, *bare)
                    for n, limit in enumerate(buckets):
                        lines.append(f"{name}_bucket{_braces((*key, ('le', f'{limit:g}')))} {row[n]:g}")
                    lines.append(f"{name}_bucket{_braces((*key, ('le', '+Inf')))} {row[-2]:g}")
                    lines += [f"{name}_count{_braces(key)} {row[-2]:g}", f"{name}_sum{_braces(key)} {row[-1]:.6f}"]
            lines.append("# TYPE footplate_requests_in_hand gauge")
            lines.append(f"footplate_requests_in_hand{_braces(self._own)} {self._in_hand}")
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
